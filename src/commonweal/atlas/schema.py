"""The tables of an atlas: their columns and types, as anyone who opens the files will find them."""

from __future__ import annotations

import polars as pl

from commonweal.sources.canonical import CLASSES, OBSERVATIONS, SERIES, Schema

AREAS: Schema = {
    "geography": pl.String,
    "area_code": pl.String,
    "area_name": pl.String,
    "local_name": pl.String,
    "easting": pl.Float64,
    "northing": pl.Float64,
    "people": pl.Int64,
    "people_period": pl.String,
}
LOOKUPS: Schema = {
    "from_geography": pl.String,
    "from_code": pl.String,
    "to_geography": pl.String,
    "to_code": pl.String,
    "weight": pl.Float64,
    "people": pl.Float64,
    "change": pl.String,
    "approximate": pl.Boolean,
    "release": pl.String,
}
NEIGHBOURS: Schema = {
    "geography": pl.String,
    "area_code": pl.String,
    "neighbour_code": pl.String,
    "rule": pl.String,
    "metres": pl.Float64,
}
POSTCODES: Schema = {
    "postcode": pl.String,
    "easting": pl.Float64,
    "northing": pl.Float64,
    "area_code": pl.String,
    "approximate": pl.Boolean,
    "metres": pl.Float64,
}
INDICATORS: Schema = {
    "indicator": pl.String,
    "title": pl.String,
    "topic": pl.String,
    "unit": pl.String,
    "polarity": pl.String,
    "kind": pl.String,
    "apportion": pl.String,
    "numerator": pl.String,
    "denominator": pl.String,
    "description": pl.String,
}
PROVENANCE: Schema = {
    "release": pl.String,
    "file": pl.String,
    "sha256": pl.String,
    "bytes": pl.Int64,
    "form": pl.String,
    "title": pl.String,
    "publisher": pl.String,
    "published": pl.String,
    "landing_page": pl.String,
    "address": pl.String,
    "licence": pl.String,
    "redistribute": pl.String,
    "attribution": pl.String,
    "note": pl.String,
}
TABLES: dict[str, Schema] = {
    "areas": AREAS,
    "lookups": LOOKUPS,
    "neighbours": NEIGHBOURS,
    "postcodes": POSTCODES,
    "indicators": INDICATORS,
    "series": SERIES,
    "classes": CLASSES,
    "provenance": PROVENANCE,
    "observations": OBSERVATIONS,
}
