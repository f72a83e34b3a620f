"""The canonical frames: what every reader, and the demonstration country, hands to the atlas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    import geopandas as gpd

Schema = Mapping[str, type[pl.DataType] | pl.DataType]

AREAS: Schema = {
    "geography": pl.String,
    "area_code": pl.String,
    "area_name": pl.String,
    "local_name": pl.String,
}
POINTS: Schema = {
    "geography": pl.String,
    "area_code": pl.String,
    "easting": pl.Float64,
    "northing": pl.Float64,
}
PAIRS: Schema = {
    "from_geography": pl.String,
    "from_code": pl.String,
    "to_geography": pl.String,
    "to_code": pl.String,
    "change": pl.String,
    "release": pl.String,
}
OBSERVATIONS: Schema = {
    "indicator": pl.String,
    "period": pl.String,
    "geography": pl.String,
    "area_code": pl.String,
    "value": pl.Float64,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "approximate": pl.Boolean,
    "row": pl.Int32,
}
SERIES: Schema = {
    "indicator": pl.String,
    "period": pl.String,
    "geography": pl.String,
    "release": pl.String,
    "areas": pl.Int64,
    "file": pl.String,
    "sheet": pl.String,
    "column": pl.String,
    "redistribute": pl.String,
}
CLASSES: Schema = {
    "geography": pl.String,
    "area_code": pl.String,
    "scheme": pl.String,
    "period": pl.String,
    "class_code": pl.String,
    "class_name": pl.String,
    "release": pl.String,
    "row": pl.Int32,
}
POSTCODES: Schema = {
    "postcode": pl.String,
    "easting": pl.Float64,
    "northing": pl.Float64,
}


def empty(schema: Schema) -> pl.DataFrame:
    """A frame of this shape without rows."""
    return pl.DataFrame(schema=dict(schema))


def conform(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """The frame with exactly these columns and types; columns not there are filled with null."""
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(type_).alias(name)
        for name, type_ in schema.items()
    )


@dataclass(frozen=True, slots=True)
class ReleaseTables:
    """Everything read from one release, in canonical frames.

    `records` maps a name to a typed table; `outlines` a geography to a GeoDataFrame with
    `area_code`, `area_name` and geometry in EPSG:27700 (`hexes` in grid units of their own).
    """

    areas: pl.DataFrame = field(default_factory=lambda: empty(AREAS))
    points: pl.DataFrame = field(default_factory=lambda: empty(POINTS))
    pairs: pl.DataFrame = field(default_factory=lambda: empty(PAIRS))
    observations: pl.DataFrame = field(default_factory=lambda: empty(OBSERVATIONS))
    series: pl.DataFrame = field(default_factory=lambda: empty(SERIES))
    classes: pl.DataFrame = field(default_factory=lambda: empty(CLASSES))
    postcodes: pl.DataFrame = field(default_factory=lambda: empty(POSTCODES))
    records: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    outlines: Mapping[str, gpd.GeoDataFrame] = field(default_factory=dict)
    hexes: Mapping[str, gpd.GeoDataFrame] = field(default_factory=dict)
