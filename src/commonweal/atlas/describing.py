"""Steps that describe what is held: areas, indicators, series, classes and provenance."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from commonweal.atlas.reading import gather, write_parquet
from commonweal.atlas.schema import AREAS, INDICATORS, PROVENANCE
from commonweal.sources.canonical import AREAS as READ_AREAS
from commonweal.sources.canonical import CLASSES, POINTS, SERIES, Schema, conform

PEOPLE: Schema = {
    "geography": pl.String,
    "area_code": pl.String,
    "period": pl.String,
    "people": pl.Float64,
}
_AREA = ["geography", "area_code"]


def areas_step(folder: Path, inputs: Mapping[str, Path], _: Mapping[str, object]) -> None:
    """Step: every area once, with its name, local name, centre and people."""
    parts = list(inputs.values())
    lookups = pl.read_parquet(inputs["lookups"] / "lookups.parquet")
    names = area_names(gather(parts, "areas", READ_AREAS))
    people = latest_people(gather(parts, "people", PEOPLE))
    people = pl.concat([people, people_of_members(people, lookups)]).unique(
        _AREA, keep="first", maintain_order=True
    )
    points = gather(parts, "points", POINTS).unique(_AREA, keep="first", maintain_order=True)
    points = pl.concat([points, centres_of_members(points, lookups)]).unique(
        _AREA, keep="first", maintain_order=True
    )
    areas = names.join(points, on=_AREA, how="left").join(people, on=_AREA, how="left")
    write_parquet(conform(areas.sort(_AREA), AREAS), folder / "areas.parquet")


def area_names(areas: pl.DataFrame) -> pl.DataFrame:
    """One row an area: the first name and the first local name that any release gives."""
    return areas.group_by(_AREA, maintain_order=True).agg(
        pl.col("area_name").drop_nulls().first(), pl.col("local_name").drop_nulls().first()
    )


def latest_people(people: pl.DataFrame) -> pl.DataFrame:
    """People of each area at the latest period held for its geography, as whole numbers."""
    latest = people.group_by("geography").agg(pl.col("period").max())
    return (
        people.join(latest, on=["geography", "period"], how="semi")
        .unique(_AREA, keep="first", maintain_order=True)
        .select(
            *_AREA,
            people=pl.col("people").round().cast(pl.Int64),
            people_period=pl.col("period"),
        )
    )


def people_of_members(people: pl.DataFrame, lookups: pl.DataFrame) -> pl.DataFrame:
    """People of areas that are made of smaller ones, where none are published for them.

    The latest count comes first. A sum over best-fit wards is the people of the small areas
    that are counted there.
    """
    members = lookups.select(
        "from_geography", "from_code", "to_geography", "to_code", "weight"
    ).join(people, left_on=["from_geography", "from_code"], right_on=_AREA)
    made_of = ["to_geography", "to_code", "from_geography", "people_period"]
    summed = members.group_by(made_of, maintain_order=True).agg(
        people=(pl.col("people") * pl.col("weight")).sum().round().cast(pl.Int64)
    )
    latest_first = summed.sort("people_period", descending=True, maintain_order=True)
    return latest_first.select(
        "people", "people_period", geography="to_geography", area_code="to_code"
    ).select(*_AREA, "people", "people_period")


def centres_of_members(points: pl.DataFrame, lookups: pl.DataFrame) -> pl.DataFrame:
    """People-weighted centre of areas made of smaller ones."""
    members = lookups.join(points, left_on=["from_geography", "from_code"], right_on=_AREA)
    share = pl.col("people") / pl.col("people").sum()
    return (
        members.filter(pl.col("people") > 0)
        .group_by("to_geography", "to_code", "from_geography", maintain_order=True)
        .agg(
            easting=(pl.col("easting") * share).sum().round(0),
            northing=(pl.col("northing") * share).sum().round(0),
        )
        .select(
            geography="to_geography", area_code="to_code", easting="easting", northing="northing"
        )
    )


def described_step(folder: Path, inputs: Mapping[str, Path], _: Mapping[str, object]) -> None:
    """Step: the tables of indicators, series, classes and provenance of all releases."""
    parts = list(inputs.values())
    series = gather(parts, "series", SERIES).sort("indicator", "period", "geography", "release")
    indicators = gather(parts, "indicators", INDICATORS).unique("indicator").sort("indicator")
    classes = gather(parts, "classes", CLASSES).sort("scheme", "geography", "period", "row")
    provenance = gather(parts, "provenance", PROVENANCE).sort("release", "file")
    write_parquet(series, folder / "series.parquet")
    write_parquet(indicators, folder / "indicators.parquet")
    write_parquet(classes, folder / "classes.parquet")
    write_parquet(provenance, folder / "provenance.parquet")
