"""Put what was read from a table into observations, and say where each series stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from commonweal.catalogue.types import Release, SourceFile
from commonweal.sources.canonical import (
    OBSERVATIONS,
    SERIES,
    ReleaseTables,
    conform,
    empty,
)


@dataclass(frozen=True, slots=True)
class Block:
    """The observations of one indicator at one period.

    `frame` has `area_code`, `row` and at least one of value, numerator, denominator, lower
    and upper; `column` is the heading they were read from.
    """

    indicator: str
    period: str
    column: str
    frame: pl.DataFrame


def observed(
    release: Release, file: SourceFile, geography: str, blocks: Sequence[Block], sheet: str = ""
) -> ReleaseTables:
    """Observations and series of the blocks of one table."""
    if not blocks:
        return ReleaseTables(observations=empty(OBSERVATIONS), series=empty(SERIES))
    observations = [
        conform(
            block.frame.with_columns(
                indicator=pl.lit(block.indicator),
                period=pl.lit(block.period),
                geography=pl.lit(geography),
                approximate=pl.lit(value=False),
            ),
            OBSERVATIONS,
        )
        for block in blocks
    ]
    series = [
        {
            "indicator": block.indicator,
            "period": block.period,
            "geography": geography,
            "release": release.id,
            "areas": block.frame.height,
            "file": file.path,
            "sheet": sheet,
            "column": block.column,
            "redistribute": release.redistribute,
        }
        for block in blocks
    ]
    return ReleaseTables(
        observations=pl.concat(observations), series=pl.DataFrame(series, schema=dict(SERIES))
    )
