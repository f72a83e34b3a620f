"""Read tables with one column for each year of age, and sum them into bands."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from commonweal.catalogue.types import AgeTable, Release, SourceFile
from commonweal.sources.canonical import AREAS, ReleaseTables, conform, empty
from commonweal.sources.codes import check_codes, keep_areas
from commonweal.sources.columns import Checks, check_present, typed
from commonweal.sources.frames import ROW, read_text_frame
from commonweal.sources.observing import Block, observed


def read_ages(release: Release, file: SourceFile, table: AgeTable, path: Path) -> ReleaseTables:
    """Read people by year of age as bands of ages, and all of them together.

    Raises:
        InputError: with every problem of the table.
    """
    checks = Checks(path.name)
    frame = read_text_frame(path)
    oldest = int(table.oldest_column.removesuffix("+"))
    years = [*map(str, range(oldest)), table.oldest_column]
    wanted = [table.code_column, table.total_column, *years]
    wanted += [table.name_column] if table.name_column else []
    if not check_present(checks, frame, wanted):
        checks.finish(f"{release.title}: not the table that was expected.")
    frame = keep_areas(checks, frame, table.code_column, table.keep, footer=False)
    check_codes(checks, frame, table.code_column, table.geography, table.rows)
    counts = pl.DataFrame(
        [typed(checks, frame, name, "whole", 0) for name in (table.total_column, *years)]
    )
    wrong = frame.filter(counts[table.total_column] != counts.select(years).sum_horizontal())
    if wrong.height:
        checks.add_rows(wrong, "the sum of all ages", table.total_column)
    checks.finish(f"{release.title}: the file does not hold what was expected.")
    summed = {table.total: (table.total_column, counts[table.total_column])}
    for name, first, last in table.bands:
        band = years[first : last + 1]
        summed[name] = (f"{band[0]} to {band[-1]}", counts.select(band).sum_horizontal())
    blocks = [
        Block(
            name,
            table.period,
            heading,
            pl.DataFrame(
                {"area_code": frame[table.code_column], "row": frame[ROW], "value": values}
            ),
        )
        for name, (heading, values) in summed.items()
    ]
    made = observed(release, file, table.geography, blocks)
    return ReleaseTables(
        areas=_areas(table, frame), observations=made.observations, series=made.series
    )


def _areas(table: AgeTable, frame: pl.DataFrame) -> pl.DataFrame:
    if not table.name_column:
        return empty(AREAS)
    return conform(
        frame.select(
            geography=pl.lit(table.geography),
            area_code=pl.col(table.code_column),
            area_name=pl.col(table.name_column).str.strip_chars(),
        ),
        AREAS,
    )
