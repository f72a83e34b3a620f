"""Publish a country: every release as its record and its canonical frames."""

from __future__ import annotations

import numpy as np
import polars as pl

from commonweal.catalogue.types import Release
from commonweal.sources.canonical import CLASSES, POSTCODES, ReleaseTables, conform
from commonweal.sources.demonstration.arrays import firsts
from commonweal.sources.demonstration.country import Country
from commonweal.sources.demonstration.editions import (
    PEOPLE_YEARS,
    Edition,
    deprivation_edition,
    left_behind_wards,
    need_edition,
)
from commonweal.sources.demonstration.frames import (
    areas_frame,
    observed,
    pairs_frame,
    points_frame,
)
from commonweal.sources.demonstration.gazetteer import Named, Texts
from commonweal.sources.demonstration.outlines import make_hexes, make_outlines
from commonweal.sources.demonstration.places import place_records
from commonweal.sources.demonstration.releases import make_release, release_id
from commonweal.sources.demonstration.setting import RURAL_URBAN, rural_urban
from commonweal.sources.demonstration.truth_records import town_records, truth_records

Published = tuple[tuple[Release, ReleaseTables], ...]


def publish(country: Country) -> Published:
    """All releases of a country, geography first."""
    deprivation = {period: deprivation_edition(country, period) for period in PEOPLE_YEARS}
    need = {period: need_edition(country, period) for period in ("2019", "2023")}
    flagged = left_behind_wards(country, need["2019"], deprivation["2019"])
    tables: dict[str, ReleaseTables] = {
        "geography": _geography(country),
        "hexes": ReleaseTables(
            areas=areas_frame("msoa21", country.gazetteer.msoa, country.gazetteer.local_names),
            hexes={"msoa21": make_hexes(country)},
        ),
        "postcodes": _postcodes(country),
        "rural_urban": _rural_urban(country),
        **{f"iod{period}": _iod(country, each) for period, each in deprivation.items()},
        "cni2019": _cni(country, need["2019"], {"cni.flagged": flagged}),
        "cni2023": _cni(country, need["2023"], {}),
        **{kind: _records(kind, place_records(country, kind)) for kind in country.spec.places},
        "towns": _records("towns", town_records(country)),
        "truth": _records("truth", truth_records(country, deprivation["2025"], need["2023"])),
    }
    return tuple(
        (make_release(name, country.spec.seed, country.spec.areas), each)
        for name, each in tables.items()
    )


def _records(name: str, frame: pl.DataFrame) -> ReleaseTables:
    return ReleaseTables(records={release_id(name): frame})


def _geography(country: Country) -> ReleaseTables:
    names, groups, area = country.gazetteer, country.groups, country.blocks.area
    wards = {
        "ward25": np.unique(groups.ward24),
        "ward24": np.unique(groups.ward24),
        "ward17": np.unique(country.ward17_of_blocks),
    }
    areas = [
        areas_frame("lsoa21", names.lsoa21),
        areas_frame("lsoa11", names.lsoa11),
        areas_frame("msoa21", names.msoa, names.local_names),
        *(
            areas_frame(kind, Named(names.ward.code[held], names.ward.name[held]))
            for kind, held in wards.items()
        ),
        areas_frame("district24", names.district),
        areas_frame("district17", names.district),
        areas_frame("region24", names.region),
    ]
    points = [
        points_frame("lsoa21", names.lsoa21.code, country.middles(area)),
        points_frame("lsoa11", names.lsoa11.code, country.middles(country.vintages.block)),
    ]
    return ReleaseTables(
        areas=pl.concat(areas),
        points=pl.concat(points),
        pairs=_pairs(country),
        outlines=make_outlines(country),
    )


def _pairs(country: Country) -> pl.DataFrame:
    """Lookups: small areas of 2011 to 2021, and small areas to all that they lie in."""
    names, groups, old = country.gazetteer, country.groups, country.vintages
    release = release_id("geography")
    new21, new11 = names.lsoa21.code, names.lsoa11.code
    districts = firsts(groups.district)

    def within(way: tuple[str, str], start: Texts, end: Texts) -> pl.DataFrame:
        return pairs_frame(way, (start, end), release)

    return pl.concat(
        [
            pairs_frame(
                ("lsoa11", "lsoa21"),
                (new11[old.old], new21[old.new]),
                release,
                old.change.astype(object),
            ),
            within(("lsoa21", "msoa21"), new21, names.msoa.code[groups.msoa]),
            within(("lsoa21", "ward24"), new21, names.ward.code[groups.ward24]),
            within(("lsoa21", "ward25"), new21, names.ward.code[groups.ward24]),
            within(("lsoa21", "district24"), new21, names.district.code[groups.district]),
            within(
                ("district24", "region24"),
                names.district.code[groups.district[districts]],
                names.region.code[groups.region[districts]],
            ),
            within(("lsoa11", "ward17"), new11, names.ward.code[groups.ward17[old.parent]]),
            within(
                ("lsoa11", "district17"), new11, names.district.code[groups.district[old.parent]]
            ),
        ]
    )


def _postcodes(country: Country) -> ReleaseTables:
    frame = pl.DataFrame(
        {
            "postcode": country.postcodes.code.tolist(),
            "easting": country.postcodes.xy[:, 0],
            "northing": country.postcodes.xy[:, 1],
        }
    )
    return ReleaseTables(postcodes=conform(frame, POSTCODES))


def _rural_urban(country: Country) -> ReleaseTables:
    kinds = rural_urban(country.towns, country.seeds)
    frame = pl.DataFrame(
        {
            "area_code": country.gazetteer.lsoa21.code.tolist(),
            "class_code": kinds,
            "class_name": [RURAL_URBAN[kind] for kind in kinds],
        }
    ).sort("area_code")
    frame = frame.with_columns(
        geography=pl.lit("lsoa21"),
        scheme=pl.lit("rural_urban"),
        period=pl.lit("2021"),
        release=pl.lit(release_id("rural_urban")),
        row=pl.int_range(2, pl.len() + 2),
    )
    return ReleaseTables(classes=conform(frame, CLASSES))


def _iod(country: Country, edition: Edition) -> ReleaseTables:
    """One edition with the counts of people that belong to it."""
    names = country.gazetteer
    code = (names.lsoa21 if edition.geography == "lsoa21" else names.lsoa11).code
    release = release_id(f"iod{edition.period}")
    year = str(PEOPLE_YEARS[edition.period])
    both = (
        observed(edition.geography, code, edition.values, edition.period, release),
        observed(edition.geography, code, edition.people, year, release),
    )
    return ReleaseTables(
        observations=pl.concat([frame for frame, _ in both]),
        series=pl.concat([series for _, series in both]),
    )


def _cni(country: Country, edition: Edition, more: dict[str, np.ndarray]) -> ReleaseTables:
    names = country.gazetteer
    code = names.lsoa21.code
    if edition.geography == "ward17":
        code = names.ward.code[np.unique(country.ward17_of_blocks)]
    observations, series = observed(
        edition.geography,
        code,
        {**edition.values, **more},
        edition.period,
        release_id(f"cni{edition.period}"),
    )
    return ReleaseTables(observations=observations, series=series)
