"""The kinds of area held, each with its vintage and how many there are in England."""

from __future__ import annotations

from commonweal.catalogue.types import Geography
from commonweal.errors import UnknownArea

_LEVELS = {
    "lsoa": ("LSOA", "LSOAs", r"E01\d{6}"),
    "msoa": ("MSOA", "MSOAs", r"E02\d{6}"),
    "ward": ("ward", "wards", r"E(05|36)\d{6}"),
    "district": ("district", "districts", r"E0[6-9]\d{6}"),
    "county": ("upper-tier authority", "upper-tier authorities", r"E(06|08|09|10)\d{6}"),
    "lep": ("local enterprise partnership", "local enterprise partnerships", r"E37\d{6}"),
    "icb": ("integrated care board", "integrated care boards", r"E54\d{6}"),
    "region": ("region", "regions", r"E12\d{6}"),
}


def _geography(level: str, vintage: int, areas: int, pattern: str = "") -> Geography:
    name, plural, code = _LEVELS[level]
    return Geography(
        id=f"{level}{vintage % 100:02d}",
        level=level,
        vintage=vintage,
        title=f"{name} {vintage}",
        plural=f"{plural} ({vintage})",
        areas=areas,
        code_pattern=pattern or code,
    )


_ALL = (
    _geography("lsoa", 2021, 33755),
    _geography("lsoa", 2011, 32844),
    _geography("lsoa", 2001, 32482),
    _geography("msoa", 2021, 6856),
    _geography("msoa", 2011, 6791),
    _geography("ward", 1998, 8414, r"\d\d[A-Z]{2}[A-Z]{2}"),
    _geography("ward", 2011, 0),
    _geography("ward", 2017, 0),
    _geography("ward", 2021, 0),
    _geography("ward", 2022, 0),
    _geography("ward", 2024, 0),
    _geography("ward", 2025, 0),
    _geography("district", 1998, 354, r"\d\d[A-Z]{2}"),
    _geography("district", 2004, 354, r"\d\d[A-Z]{2}"),
    _geography("district", 2007, 354, r"\d\d[A-Z]{2}"),
    _geography("district", 2013, 326),
    _geography("district", 2017, 326),
    _geography("district", 2019, 317),
    _geography("district", 2021, 309),
    _geography("district", 2022, 309),
    _geography("district", 2024, 296),
    _geography("county", 2019, 151),
    _geography("lep", 2017, 38),
    _geography("icb", 2024, 42),
    _geography("region", 2022, 9),
    _geography("region", 2024, 9),
)
GEOGRAPHIES: dict[str, Geography] = {geography.id: geography for geography in _ALL}

# Geographies of the other nations, for the Community Needs Index there: read, never mixed in.
OTHER_NATIONS: dict[str, Geography] = {
    "msoa11w": Geography(
        "msoa11w", "msoa", 2011, "MSOA 2011, Wales", "MSOAs, Wales", 410, r"W02\d{6}"
    ),
    "iz11": Geography(
        "iz11",
        "intermediate_zone",
        2011,
        "intermediate zone 2011, Scotland",
        "intermediate zones, Scotland",
        1279,
        r"S02\d{6}",
    ),
    "soa11": Geography(
        "soa11",
        "soa",
        2011,
        "super output area 2011, Northern Ireland",
        "super output areas, Northern Ireland",
        890,
        r"\d\d[A-Z]{2}\d\d[A-Z]\d",
    ),
}
GEOGRAPHIES.update(OTHER_NATIONS)


def geography(geography_id: str) -> Geography:
    """The record of a kind of area, by id (`lsoa21`, or `LSOA 2021` as people write it).

    Raises:
        UnknownArea: no such geography; the message lists those there are.
    """
    key = geography_id.lower().replace(" ", "").replace("20", "", 1)
    found = GEOGRAPHIES.get(geography_id.lower()) or GEOGRAPHIES.get(key)
    if found is None:
        held = ", ".join(sorted(GEOGRAPHIES))
        raise UnknownArea(f"there is no geography {geography_id!r}; there are: {held}")
    return found
