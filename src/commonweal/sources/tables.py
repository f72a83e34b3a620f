"""Read a table with one row an area, strictly, into canonical frames.

The catalogue says what to expect, and a file that differs is refused with every problem named.
"""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from commonweal.catalogue import indicator
from commonweal.catalogue.types import Measure, Release, SourceFile, Table
from commonweal.sources.canonical import AREAS, CLASSES, ReleaseTables, conform, empty
from commonweal.sources.codes import check_codes, keep_areas
from commonweal.sources.columns import Checks, check_headings, check_present, typed
from commonweal.sources.frames import ROW, read_text_frame
from commonweal.sources.observing import Block, observed

_PARTS = ("value", "numerator", "denominator", "lower", "upper")


def read_table(release: Release, file: SourceFile, table: Table, path: Path) -> ReleaseTables:
    """Read a table with one row an area.

    Raises:
        InputError: with every problem of the table.
    """
    checks = Checks(path.name, table.sheet)
    frame = read_text_frame(path, table.sheet, table.skip)
    wanted = [
        table.code_column,
        *(name for name in (table.name_column, table.local_name_column) if name),
        *(measure.column for measure in table.measures),
        *(label.column for label in table.labels),
        *(label.code_column for label in table.labels if label.code_column),
    ]
    if table.headings:
        check_headings(checks, [name for name in frame.columns if name != ROW], table.headings)
        present = set(wanted) <= set(frame.columns)
    else:
        present = check_present(checks, frame, wanted)
    if not present:
        checks.finish(f"{release.title}: not the table that was expected.")
    frame = _whole_codes(table, frame)
    frame = keep_areas(checks, frame, table.code_column, table.keep, footer=table.footer)
    check_codes(checks, frame, table.code_column, table.geography, table.rows, table.code_pattern)
    blocks = _blocks(checks, release, table, frame)
    classes = _classes(release, table, frame)
    checks.finish(f"{release.title}: the file does not hold what was expected.")
    made = observed(release, file, table.geography, blocks, table.sheet)
    return ReleaseTables(
        areas=_areas(table, frame),
        observations=made.observations,
        series=made.series,
        classes=classes,
    )


def _whole_codes(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """Codes without the name behind them, and with the zeros that they have lost."""
    code = pl.col(table.code_column).str.strip_chars()
    if table.code_separator:
        code = code.str.split(table.code_separator).list.first()
    if table.code_length:
        code = code.str.pad_start(table.code_length, "0")
    return frame.with_columns(code)


def _areas(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    if not (table.name_column or table.local_name_column):
        return empty(AREAS)
    columns = {"geography": pl.lit(table.geography), "area_code": pl.col(table.code_column)}
    if table.name_column:
        columns["area_name"] = pl.col(table.name_column).str.strip_chars()
    if table.local_name_column:
        columns["local_name"] = pl.col(table.local_name_column).str.strip_chars()
    return conform(frame.select(**columns), AREAS)


def _blocks(checks: Checks, release: Release, table: Table, frame: pl.DataFrame) -> list[Block]:
    """One block of rows for each indicator and period, its parts side by side."""
    groups: dict[tuple[str, str], list[Measure]] = {}
    for measure in table.measures:
        groups.setdefault((measure.indicator, measure.period or release.period), []).append(measure)
    return [
        Block(
            name,
            period,
            "; ".join(measure.column for measure in measures),
            _block(checks, frame, table.code_column, measures),
        )
        for (name, period), measures in groups.items()
    ]


def _block(
    checks: Checks, frame: pl.DataFrame, code_column: str, measures: list[Measure]
) -> pl.DataFrame:
    """The observations of one indicator: rows where at least one part is known."""
    parts: dict[str, pl.Series] = {}
    for measure in measures:
        values = typed(
            checks,
            frame,
            measure.column,
            measure.type,
            measure.low,
            measure.high,
            measure.missing,
        )
        parts[measure.part] = values * measure.scale if measure.scale != 1.0 else values
    block = pl.DataFrame({"area_code": frame[code_column], "row": frame[ROW], **parts})
    if "value" not in parts:
        block = block.with_columns(value=_ratio(measures[0].indicator))
    present = [part for part in _PARTS if part in block.columns]
    known = pl.any_horizontal(pl.col(part).is_not_null() for part in present)
    return block.filter(known)


def _ratio(indicator_id: str) -> pl.Expr:
    """Numerator over denominator, in the indicator's unit; missing where there is nobody."""
    per = re.search(r"per ([\d,]+)", indicator(indicator_id).unit)
    times = float(per.group(1).replace(",", "")) if per else 1.0
    share = pl.col("numerator") / pl.col("denominator") * times
    return pl.when(pl.col("denominator") > 0).then(share)


def _classes(release: Release, table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    blocks = [
        conform(
            frame.select(
                geography=pl.lit(table.geography),
                area_code=pl.col(table.code_column),
                scheme=pl.lit(label.scheme),
                period=pl.lit(label.period or release.period),
                class_code=pl.col(label.code_column or label.column).str.strip_chars(),
                class_name=pl.col(label.column).str.replace_all(r"\s+", " ").str.strip_chars(),
                release=pl.lit(release.id),
                row=pl.col(ROW),
            ),
            CLASSES,
        )
        for label in table.labels
    ]
    return pl.concat(blocks) if blocks else empty(CLASSES)
