"""Read tables with one row for each area and category."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from commonweal.catalogue.types import LongTable, Release, SourceFile
from commonweal.sources.canonical import ReleaseTables
from commonweal.sources.codes import check_kind, keep_areas
from commonweal.sources.columns import Checks, check_present, typed
from commonweal.sources.frames import ROW, read_text_frame
from commonweal.sources.observing import Block, observed


def read_long(release: Release, file: SourceFile, table: LongTable, path: Path) -> ReleaseTables:
    """Read a count for each area and category, as a share of the area's total.

    Raises:
        InputError: with every problem of the table.
    """
    checks = Checks(path.name)
    frame = read_text_frame(path)
    wanted = [table.code_column, table.category_column, table.count_column, table.total_column]
    if not check_present(checks, frame, wanted):
        checks.finish(f"{release.title}: not the table that was expected.")
    frame = keep_areas(checks, frame, table.code_column, table.keep, footer=False)
    check_kind(checks, frame, table.code_column, table.geography)
    _check_categories(checks, table, frame)
    count = typed(checks, frame, table.count_column, "whole", 0)
    total = typed(checks, frame, table.total_column, "whole", 0)
    values = pl.DataFrame(
        {
            "area_code": frame[table.code_column],
            "row": frame[ROW],
            "category": frame[table.category_column],
            "numerator": count,
            "denominator": total,
        }
    )
    over = frame.filter((values["numerator"] > values["denominator"]).fill_null(value=False))
    if over.height:
        checks.add_rows(over, f"a count within {table.total_column}", table.count_column)
    checks.finish(f"{release.title}: the file does not hold what was expected.")
    share = pl.when(pl.col("denominator") > 0).then(pl.col("numerator") / pl.col("denominator"))
    parts = values.with_columns(value=share).partition_by("category", as_dict=True)
    blocks = [
        Block(name, release.period, f"{table.count_column}: {category}", parts[(category,)])
        for category, name in table.categories
    ]
    return observed(release, file, table.geography, blocks)


def _check_categories(checks: Checks, table: LongTable, frame: pl.DataFrame) -> None:
    """Every category is known, and each area has each of them once."""
    known = [*(category for category, _ in table.categories), *table.ignored]
    strange = frame.filter(~pl.col(table.category_column).is_in(known).fill_null(value=False))
    if strange.height:
        expected = "one of " + ", ".join(map(repr, known))
        checks.add_rows(strange, expected, table.category_column)
    twice = frame.filter(pl.struct(table.code_column, table.category_column).is_duplicated())
    if twice.height:
        checks.add_rows(twice, "each area and category once", table.code_column)
    for category in known:
        areas = frame.filter(pl.col(table.category_column) == category).height
        if areas != table.areas:
            expected = f"{table.areas:,} areas with {category!r}"
            checks.add(expected, f"{areas:,}", table.category_column, hint="Is the file cut off?")
