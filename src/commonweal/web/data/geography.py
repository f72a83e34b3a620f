"""Which geographies the pages speak of, and every small area with the places it lies in."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from commonweal.understand.profile import places
from commonweal.web.data.opened import Held

SMALL = places.SMALL
MIDDLE = places.MIDDLE


@dataclass(frozen=True, slots=True)
class Levels:
    """The geography id in use at each level; empty where none is held."""

    ward: str
    district: str
    region: str
    middle: str = MIDDLE
    small: str = SMALL

    def of(self, level: str) -> str:
        """The geography of a level by the level's name."""
        names = {"lsoa": self.small, "msoa": self.middle, "ward": self.ward}
        return names.get(level) or {"district": self.district, "region": self.region}[level]


def levels(held: Held) -> Levels:
    """The newest vintage of each level that every small area can be placed in."""
    return held.keep(
        "levels",
        lambda: Levels(*(_used(held).get(name, "") for name in ("ward", "district", "region"))),
    )


def _used(held: Held) -> dict[str, str]:
    return held.keep("geographies", lambda: places.geographies(held.atlas))


def small_areas(held: Held) -> pl.DataFrame:
    """One row a small area, in the order of its code, with the places it lies in.

    `area_code`, `area_name`, `people`, and for msoa, ward, district and region the code and name;
    `local_name` is the name of its MSOA that people use.
    """
    return held.keep("small areas", lambda: places.small_areas(held.atlas, _used(held)))


# From large to small, as pages lead to them.
LEVELS = ("region", "district", "ward", "msoa", "lsoa")
