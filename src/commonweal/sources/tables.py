"""Read the tables of a release, strictly, into canonical frames.

One generic reader for each kind of table the catalogue knows; the catalogue says what to
expect, and a file that differs is refused with every problem named.
"""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from commonweal.catalogue import GEOGRAPHIES, indicator
from commonweal.catalogue.types import (
    LookupTable,
    Measure,
    PostcodeTable,
    RecordTable,
    Release,
    SourceFile,
    Table,
)
from commonweal.sources.canonical import (
    AREAS,
    CLASSES,
    OBSERVATIONS,
    PAIRS,
    POSTCODES,
    SERIES,
    ReleaseTables,
    conform,
    empty,
)
from commonweal.sources.columns import Checks, check_headings, check_present, typed
from commonweal.sources.frames import ROW, read_text_frame

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
    if not check_present(checks, frame, wanted):
        checks.finish(f"{release.title}: not the table that was expected.")
    if table.code_length:
        code = pl.col(table.code_column).str.strip_chars()
        frame = frame.with_columns(code.str.pad_start(table.code_length, "0"))
    frame = _keep_areas(checks, frame, table.code_column, table.keep, footer=table.footer)
    check_codes(checks, frame, table.code_column, table.geography, table.rows)
    observations, series = _observations(checks, release, file, table, frame)
    classes = _classes(release, table, frame)
    checks.finish(f"{release.title}: the file does not hold what was expected.")
    return ReleaseTables(
        areas=_areas(table, frame), observations=observations, series=series, classes=classes
    )


def _keep_areas(
    checks: Checks, frame: pl.DataFrame, column: str, keep: tuple[str, ...], *, footer: bool
) -> pl.DataFrame:
    """Rows whose code begins as asked; a row without a code is a problem unless a footer is due."""
    codes = frame[column].str.strip_chars()
    if not footer and codes.null_count():
        checks.add_rows(frame.filter(codes.is_null()), "an area code", column)
    frame = frame.with_columns(codes.alias(column))
    if not keep:
        return frame.filter(pl.col(column).is_not_null())
    starts = pl.any_horizontal(pl.col(column).str.starts_with(prefix) for prefix in keep)
    return frame.filter(starts)


def check_codes(
    checks: Checks, frame: pl.DataFrame, column: str, geography_id: str, rows: int
) -> None:
    """The codes are of the geography, each once, and as many as expected."""
    pattern = f"^{GEOGRAPHIES[geography_id].code_pattern}$"
    bad = frame.filter(~pl.col(column).str.contains(pattern))
    if bad.height:
        checks.add_rows(bad, f"a code of {GEOGRAPHIES[geography_id].title}", column)
    repeated = frame.filter(pl.col(column).is_duplicated())
    if repeated.height:
        checks.add_rows(repeated, "each code once", column)
    if frame.height != rows:
        hint = "Is the file cut off, or of another year?" + _vintage_hint(frame.height)
        checks.add(f"{rows:,} areas", f"{frame.height:,}", column, hint=hint)


def _vintage_hint(rows: int) -> str:
    for known in GEOGRAPHIES.values():
        if known.areas == rows:
            return f" {rows:,} is the number of {known.plural} in England."
    return ""


def _areas(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    if not (table.name_column or table.local_name_column):
        return empty(AREAS)
    columns = {"geography": pl.lit(table.geography), "area_code": pl.col(table.code_column)}
    if table.name_column:
        columns["area_name"] = pl.col(table.name_column).str.strip_chars()
    if table.local_name_column:
        columns["local_name"] = pl.col(table.local_name_column).str.strip_chars()
    return conform(frame.select(**columns), AREAS)


def _observations(
    checks: Checks, release: Release, file: SourceFile, table: Table, frame: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One block of rows for each indicator and period, its parts side by side."""
    groups: dict[tuple[str, str], list[Measure]] = {}
    for measure in table.measures:
        groups.setdefault((measure.indicator, measure.period or release.period), []).append(measure)
    blocks, series = [], []
    for (name, period), measures in groups.items():
        block = _block(checks, frame, table.code_column, measures)
        block = block.with_columns(
            indicator=pl.lit(name), period=pl.lit(period), geography=pl.lit(table.geography)
        )
        blocks.append(conform(block, OBSERVATIONS))
        series.append(
            {
                "indicator": name,
                "period": period,
                "geography": table.geography,
                "release": release.id,
                "areas": block.height,
                "file": file.path,
                "sheet": table.sheet,
                "column": "; ".join(measure.column for measure in measures),
                "redistribute": release.redistribute,
            }
        )
    if not blocks:
        return empty(OBSERVATIONS), empty(SERIES)
    return pl.concat(blocks), pl.DataFrame(series, schema=dict(SERIES))


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
    return block.filter(known).with_columns(approximate=pl.lit(value=False))


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
                class_name=pl.col(label.column).str.strip_chars(),
                release=pl.lit(release.id),
                row=pl.col(ROW),
            ),
            CLASSES,
        )
        for label in table.labels
    ]
    return pl.concat(blocks) if blocks else empty(CLASSES)


def read_lookup(release: Release, table: LookupTable, path: Path) -> ReleaseTables:
    """Read a table of pairs: which areas lie in which, with the change as published.

    Raises:
        InputError: with every problem of the table.
    """
    checks = Checks(path.name, table.sheet)
    links = (table.origin, *table.targets)
    wanted = [link.code_column for link in links]
    wanted += [link.name_column for link in links if link.name_column]
    wanted += [table.change_column] if table.change_column else []
    frame = read_text_frame(path, table.sheet, table.skip)
    if not check_present(checks, frame, wanted):
        checks.finish(f"{release.title}: not the lookup that was expected.")
    frame = _keep_areas(checks, frame, table.origin.code_column, table.keep, footer=False)
    if frame.height != table.rows:
        checks.add(f"{table.rows:,} rows", f"{frame.height:,}", hint="Is the file cut off?")
    for link in links:
        pattern = f"^{GEOGRAPHIES[link.geography].code_pattern}$"
        bad = frame.filter(~pl.col(link.code_column).str.contains(pattern).fill_null(value=False))
        if bad.height:
            checks.add_rows(bad, f"a code of {GEOGRAPHIES[link.geography].title}", link.code_column)
    checks.finish(f"{release.title}: the file does not hold what was expected.")
    pairs = [
        conform(
            frame.select(
                from_geography=pl.lit(table.origin.geography),
                from_code=pl.col(table.origin.code_column),
                to_geography=pl.lit(target.geography),
                to_code=pl.col(target.code_column),
                change=pl.col(table.change_column) if table.change_column else pl.lit(""),
                release=pl.lit(release.id),
            ),
            PAIRS,
        ).unique(maintain_order=True)
        for target in table.targets
    ]
    names = [
        conform(
            frame.select(
                geography=pl.lit(link.geography),
                area_code=pl.col(link.code_column),
                area_name=pl.col(link.name_column).str.strip_chars(),
            ),
            AREAS,
        ).unique(maintain_order=True)
        for link in links
        if link.name_column
    ]
    return ReleaseTables(areas=pl.concat(names) if names else empty(AREAS), pairs=pl.concat(pairs))


def read_records(release: Release, table: RecordTable, path: Path) -> ReleaseTables:
    """Read a table of things with typed columns, as `records` named after the release.

    Raises:
        InputError: with every problem of the table.
    """
    checks = Checks(path.name, table.sheet)
    frame = read_text_frame(path, table.sheet, table.skip)
    if not check_present(checks, frame, [item.column for item in table.fields]):
        checks.finish(f"{release.title}: not the table that was expected.")
    if frame.height != table.rows:
        checks.add(f"{table.rows:,} rows", f"{frame.height:,}", hint="Is the file cut off?")
    columns: dict[str, pl.Series] = {}
    for item in table.fields:
        values = typed(
            checks,
            frame,
            item.column,
            item.type,
            item.low,
            item.high,
            0 if item.required else -1,
        )
        columns[item.name] = values.cast(pl.Boolean) if item.type == "flag" else values
    checks.finish(f"{release.title}: the file does not hold what was expected.")
    return ReleaseTables(records={release.id: pl.DataFrame({**columns, "row": frame[ROW]})})


def read_postcodes(release: Release, table: PostcodeTable, path: Path) -> ReleaseTables:
    """Read postcodes and their grid references; the postcode is kept in capitals, no space.

    Raises:
        InputError: with every problem of the table.
    """
    checks = Checks(path.name)
    wanted = (table.postcode_column, table.easting_column, table.northing_column)
    frame = read_text_frame(path, columns=wanted)
    if frame.height != table.rows:
        checks.add(f"{table.rows:,} postcodes", f"{frame.height:,}", hint="Is the file cut off?")
    east = typed(checks, frame, table.easting_column, "number", 0, 700_000)
    north = typed(checks, frame, table.northing_column, "number", 0, 1_300_000)
    postcode = frame[table.postcode_column].str.replace_all(" ", "", literal=True)
    postcodes = pl.DataFrame(
        {"postcode": postcode.str.to_uppercase(), "easting": east, "northing": north}
    )
    repeated = frame.filter(postcodes["postcode"].is_duplicated())
    if repeated.height:
        checks.add_rows(repeated, "each postcode once", table.postcode_column)
    checks.finish(f"{release.title}: the file does not hold what was expected.")
    return ReleaseTables(postcodes=conform(postcodes.sort("postcode"), POSTCODES))
