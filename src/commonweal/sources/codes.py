"""The codes of areas in a table: of the right kind and vintage, each once, all of them."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from commonweal.catalogue import GEOGRAPHIES
from commonweal.sources.columns import Checks


@dataclass(frozen=True, slots=True)
class _Series:
    """Codes given out in order: the last one of each vintage before the newest."""

    prefix: str
    last: tuple[tuple[int, int], ...]
    newest: int


# LSOAs and MSOAs that did not change keep their code, and new ones get the next free numbers.
_SERIES = {
    "lsoa": _Series("E01", ((2001, 32482), (2011, 33768)), 2021),
    "msoa": _Series("E02", ((2011, 6934),), 2021),
}


def keep_areas(
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
    checks: Checks,
    frame: pl.DataFrame,
    column: str,
    geography_id: str,
    rows: int,
    pattern: str = "",
) -> None:
    """The codes are of the geography (or of `pattern`), each once, and as many as expected."""
    if not pattern:
        check_kind(checks, frame, column, geography_id)
    elif (bad := frame.filter(~pl.col(column).str.contains(f"^{pattern}$"))).height:
        checks.add_rows(bad, "a code of an area", column)
    repeated = frame.filter(pl.col(column).is_duplicated())
    if repeated.height:
        checks.add_rows(repeated, "each code once", column)
    if frame.height != rows:
        hint = "Is the file cut off, or of another year?"
        hint += _number_hint(frame.height) + _vintage_hint(frame[column], geography_id)
        checks.add(f"{rows:,} areas", f"{frame.height:,}", column, hint=hint)


def check_kind(checks: Checks, frame: pl.DataFrame, column: str, geography_id: str) -> None:
    """Each code is of the geography's kind, and none is newer than its vintage."""
    known = GEOGRAPHIES[geography_id]
    fits = pl.col(column).str.contains(f"^{known.code_pattern}$").fill_null(value=False)
    bad = frame.filter(~fits)
    if bad.height:
        checks.add_rows(bad, f"a code of {known.title}", column)
    series = _SERIES.get(known.level)
    last = dict(series.last).get(known.vintage) if series else None
    if series is None or last is None:
        return
    number = pl.col(column).str.slice(3).cast(pl.Int64, strict=False)
    newer = frame.filter(pl.col(column).str.starts_with(series.prefix) & (number > last))
    if newer.height:
        vintage = _first_vintage(series, newer[column].max())
        name = known.title.replace(str(known.vintage), str(vintage))
        checks.add_rows(newer, f"a code of {known.title} (this one came with {name})", column)


def _first_vintage(series: _Series, code: object) -> int:
    """The vintage in which a code came up."""
    number = int(str(code)[3:])
    return next((vintage for vintage, last in series.last if number <= last), series.newest)


def _number_hint(rows: int) -> str:
    for known in GEOGRAPHIES.values():
        if known.areas == rows:
            return f" {rows:,} is the number of {known.plural} in England."
    return ""


def _vintage_hint(codes: pl.Series, geography_id: str) -> str:
    """Which vintage the codes are, where the newest of them tells."""
    known = GEOGRAPHIES[geography_id]
    series = _SERIES.get(known.level)
    fitting = codes.filter(codes.str.contains(rf"^{series.prefix}\d{{6}}$")) if series else None
    if series is None or fitting is None or fitting.is_empty():
        return ""
    newest = str(fitting.sort()[-1])
    vintage = _first_vintage(series, newest)
    if vintage == known.vintage:
        return ""
    name = known.title.replace(str(known.vintage), str(vintage))
    return f" The newest code, {newest}, came with {name}: none of {known.title} is there."
