"""The country's releases as records of the catalogue; the title of each says it is invented."""

from __future__ import annotations

from commonweal.catalogue.types import Licence, Release
from commonweal.sources.demonstration.name_parts import COUNTRY

PUBLISHER = "Commonweal demonstration country"
INVENTED = Licence(
    id="invented",
    title="Invented, free to use",
    redistribute="yes",
    attribution=f"{COUNTRY} is invented: it is no real place, and nobody real lives there.",
)
_TITLES: dict[str, tuple[str, str]] = {
    "geography": ("Areas, lookups, outlines and centres", "2024"),
    "hexes": ("Hex cartogram and local names of MSOAs", "2021"),
    "postcodes": ("Postcodes", "2024"),
    "rural_urban": ("Rural and urban classes", "2021"),
    "iod2015": ("Indices of Deprivation 2015", "2015"),
    "iod2019": ("Indices of Deprivation 2019", "2019"),
    "iod2025": ("Indices of Deprivation 2025", "2025"),
    "cni2019": ("Community Needs Index 2019", "2019"),
    "cni2023": ("Community Needs Index 2023", "2023"),
    "libraries": ("Libraries", "2023"),
    "schools": ("Schools", "2025"),
    "clubs": ("Sports clubs", "2025"),
    "towns": ("Towns", "2024"),
    "truth": ("The truth: what a real country never publishes", "2025"),
}


def release_id(name: str) -> str:
    """Id of a release: `demonstration_iod2025`."""
    return f"demonstration_{name}"


def make_release(name: str, seed: int, areas: int) -> Release:
    """The record of one release of a country drawn from this seed and size."""
    title, period = _TITLES[name]
    return Release(
        id=release_id(name),
        title=f"{title} (invented, demonstration country)",
        publisher=PUBLISHER,
        published=period,
        landing_page="",
        licence=INVENTED,
        files=(),
        period=period,
        note=f"Invented, drawn from seed {seed} with {areas:,} small areas; no file was read.",
    )
