"""The small areas of a country with the larger places each lies in, and what these are called."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from commonweal.atlas import Atlas

SMALL = "lsoa21"
MIDDLE = "msoa21"
# Newest first: the newest vintage of a level that the lookups reach is used.
_NEWEST = {
    "msoa": (MIDDLE,),
    "ward": ("ward25", "ward24", "ward22", "ward17"),
    "district": ("district24", "district22", "district19"),
    "region": ("region24", "region22"),
}


@dataclass(frozen=True, slots=True)
class LevelWords:
    """What the places of a level are called: one, several, and in short."""

    one: str
    many: str
    short: str


WORDS = {
    "lsoa": LevelWords("small area", "small areas", "small area (LSOA)"),
    "msoa": LevelWords("neighbourhood", "neighbourhoods", "neighbourhood (MSOA)"),
    "ward": LevelWords("ward", "wards", "ward"),
    "district": LevelWords("district", "districts", "district"),
    "region": LevelWords("region", "regions", "region"),
}


def geographies(atlas: Atlas) -> dict[str, str]:
    """The geography in use at each level above the small areas, where one is reached."""
    found = {}
    for level, candidates in _NEWEST.items():
        held = [name for name in candidates if atlas.lookup(SMALL, name).height]
        if held:
            found[level] = held[0]
    return found


def small_areas(atlas: Atlas, used: dict[str, str]) -> pl.DataFrame:
    """One row a small area, by code, with the places that most of its people lie in.

    Args:
        atlas: what is held.
        used: the geography of each level, as `geographies` gives it.

    Returns:
        `area_code, area_name, people, people_period, easting, northing`, for each level
        `<level>_code` and `<level>_name`, and `local_name`, the name that people use of its MSOA.
    """
    frame = atlas.areas(SMALL).select(
        "area_code", "area_name", "people", "easting", "northing", "people_period"
    )
    for level in _NEWEST:
        if level not in used:
            missing = [
                pl.lit(None, pl.String).alias(f"{level}_{part}") for part in ("code", "name")
            ]
            frame = frame.with_columns(missing)
            continue
        lookup = atlas.lookup(SMALL, used[level])
        order = ["from_code", "weight", "to_code"]
        best = lookup.sort(order, descending=[False, True, False])
        best = best.unique("from_code", keep="first", maintain_order=True)
        named = atlas.areas(used[level]).select(
            pl.col("area_code").alias(f"{level}_code"),
            pl.col("area_name").alias(f"{level}_name"),
            *([pl.col("local_name")] if level == "msoa" else []),
        )
        own = best.select(
            pl.col("from_code").alias("area_code"), pl.col("to_code").alias(f"{level}_code")
        )
        frame = frame.join(own, on="area_code", how="left").join(
            named, on=f"{level}_code", how="left"
        )
    if "local_name" not in frame.columns:
        frame = frame.with_columns(local_name=pl.lit(None, pl.String))
    return frame.sort("area_code")


def small_name(row: dict[str, object]) -> str:
    """A small area by the name that people use, then its own: `Ardwick (Manchester 016B)`."""
    local, own = row.get("local_name"), row["area_name"] or row["area_code"]
    return f"{local} ({own})" if local and local != own else str(own)
