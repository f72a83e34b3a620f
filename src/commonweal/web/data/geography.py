"""Which geographies the pages speak of, and every small area with the places it lies in."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from commonweal.web.data.opened import Held

SMALL = "lsoa21"
MIDDLE = "msoa21"
# Newest first: the pages use the newest vintage of a level that the lookups reach.
WARDS = ("ward25", "ward24", "ward22", "ward17")
DISTRICTS = ("district24", "district22", "district19")
REGIONS = ("region24", "region22")


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

    def newest(candidates: tuple[str, ...]) -> str:
        return next((name for name in candidates if held.atlas.lookup(SMALL, name).height), "")

    return held.keep("levels", lambda: Levels(newest(WARDS), newest(DISTRICTS), newest(REGIONS)))


def small_areas(held: Held) -> pl.DataFrame:
    """One row a small area, in the order of its code, with the places it lies in.

    `area_code`, `area_name`, `people`, and for msoa, ward, district and region the code and name;
    `local_name` is the name of its MSOA that people use.
    """
    return held.keep("small areas", lambda: _small_areas(held))


def _small_areas(held: Held) -> pl.DataFrame:
    frame = held.atlas.areas(SMALL).select(
        "area_code", "area_name", "people", "easting", "northing", "people_period"
    )
    used = levels(held)
    for level in ("msoa", "ward", "district", "region"):
        geography = used.of(level)
        if not geography:
            none = {
                f"{level}_code": pl.lit(None, pl.String),
                f"{level}_name": pl.lit(None, pl.String),
            }
            frame = frame.with_columns(**none)
            continue
        frame = frame.join(_members(held, geography, level), on="area_code", how="left")
        names = held.atlas.areas(geography)
        chosen = names.select(
            pl.col("area_code").alias(f"{level}_code"),
            pl.col("area_name").alias(f"{level}_name"),
            *([pl.col("local_name")] if level == "msoa" else []),
        )
        frame = frame.join(chosen, on=f"{level}_code", how="left")
    return frame.sort("area_code")


def _members(held: Held, geography: str, level: str) -> pl.DataFrame:
    """The place of each small area: where it is split, the one with most of its people."""
    lookup = held.atlas.lookup(SMALL, geography)
    best = lookup.sort(["from_code", "weight", "to_code"], descending=[False, True, False])
    return best.unique("from_code", keep="first", maintain_order=True).select(
        area_code="from_code", **{f"{level}_code": pl.col("to_code")}
    )


# From large to small, as pages lead to them.
LEVELS = ("region", "district", "ward", "msoa", "lsoa")
