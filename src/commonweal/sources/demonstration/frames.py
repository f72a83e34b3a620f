"""Canonical frames from arrays: areas, points, pairs and observations."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from commonweal.sources.canonical import AREAS, OBSERVATIONS, PAIRS, POINTS, SERIES, conform
from commonweal.sources.demonstration.arrays import Floats
from commonweal.sources.demonstration.gazetteer import Named, Texts
from commonweal.sources.demonstration.releases import INVENTED

_FIRST_ROW = 2  # below a heading, as a person would count


def areas_frame(geography: str, named: Named, local: Texts | None = None) -> pl.DataFrame:
    """`AREAS` of one geography, by code."""
    columns = {"area_code": named.code.tolist(), "area_name": named.name.tolist()}
    if local is not None:
        columns["local_name"] = local.tolist()
    frame = pl.DataFrame(columns).with_columns(geography=pl.lit(geography))
    return conform(frame.sort("area_code"), AREAS)


def points_frame(geography: str, code: Texts, xy: Floats) -> pl.DataFrame:
    """`POINTS` of one geography, by code, in whole metres."""
    frame = pl.DataFrame(
        {"area_code": code.tolist(), "easting": xy[:, 0].round(), "northing": xy[:, 1].round()}
    ).with_columns(geography=pl.lit(geography))
    return conform(frame.sort("area_code"), POINTS)


def pairs_frame(
    way: tuple[str, str], codes: tuple[Texts, Texts], release: str, change: Texts | None = None
) -> pl.DataFrame:
    """`PAIRS` between two geographies, one row a pair, by code."""
    frame = pl.DataFrame({"from_code": codes[0].tolist(), "to_code": codes[1].tolist()})
    frame = frame.with_columns(
        from_geography=pl.lit(way[0]),
        to_geography=pl.lit(way[1]),
        change=pl.lit("") if change is None else pl.Series(change.tolist(), dtype=pl.String),
        release=pl.lit(release),
    )
    return conform(frame.unique().sort("from_code", "to_code"), PAIRS)


def observed(
    geography: str, code: Texts, values: Mapping[str, Floats], period: str, release: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """`OBSERVATIONS` and `SERIES` of some indicators for one period, areas by code.

    Args:
        geography: what the values are for.
        code: code of each area.
        values: by indicator, one number an area.
        period: their period.
        release: id of the release.
    """
    order = np.argsort(code.astype(str))
    ordered = pl.Series("area_code", code[order].tolist(), dtype=pl.String)
    rows = pl.int_range(_FIRST_ROW, len(code) + _FIRST_ROW, dtype=pl.Int32, eager=True)
    blocks = [
        pl.DataFrame({"area_code": ordered, "value": value[order], "row": rows}).with_columns(
            indicator=pl.lit(name),
            period=pl.lit(period),
            geography=pl.lit(geography),
            approximate=pl.lit(value=False),
        )
        for name, value in values.items()
    ]
    return (
        pl.concat([conform(block, OBSERVATIONS) for block in blocks]),
        _series(list(values), len(code), geography, period, release),
    )


def _series(
    indicators: list[str], areas: int, geography: str, period: str, release: str
) -> pl.DataFrame:
    """`SERIES`: no file or sheet, for nothing was read; the column is the indicator itself."""
    frame = pl.DataFrame({"indicator": indicators, "column": indicators}).with_columns(
        period=pl.lit(period),
        geography=pl.lit(geography),
        release=pl.lit(release),
        areas=pl.lit(areas),
        file=pl.lit(""),
        sheet=pl.lit(""),
        redistribute=pl.lit(INVENTED.redistribute),
    )
    return conform(frame, SERIES)
