"""Turn columns of text into checked, typed columns; every problem found is kept and reported."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from commonweal.catalogue.types import Type
from commonweal.errors import InputError, InputProblem
from commonweal.sources.frames import ROW

_FLAGS = {"true": 1.0, "false": 0.0, "yes": 1.0, "no": 0.0, "1": 1.0, "0": 0.0}
_THOUSANDS = r"^-?\d{1,3}(,\d{3})+(\.\d+)?$"
_SHOWN = 3


@dataclass(slots=True)
class Checks:
    """The problems of one table, with its place, collected as it is read."""

    file: str
    sheet: str = ""
    problems: list[InputProblem] = field(default_factory=list)

    def add(
        self, expected: str, came: str, column: str = "", row: int | None = None, hint: str = ""
    ) -> None:
        """Keep one problem."""
        self.problems.append(InputProblem(expected, came, self.file, self.sheet, column, row, hint))

    def add_rows(self, bad: pl.DataFrame, expected: str, column: str) -> None:
        """Keep the first few rows of `bad` (columns `__row` and `column`), and how many more."""
        for row, value in bad.select(ROW, column).head(_SHOWN).iter_rows():
            self.add(expected, "a blank" if value is None else repr(value), column, row)
        if bad.height > _SHOWN:
            self.add(expected, f"{bad.height - _SHOWN} more rows like these", column)

    def finish(self, title: str = "") -> None:
        """Report every problem at once, if there is any."""
        if self.problems:
            raise InputError(self.problems, title)


def check_headings(checks: Checks, found: list[str], expected: tuple[str, ...]) -> None:
    """Every heading in its place: a renamed, missing, added or moved column is named."""
    if tuple(found) == expected:
        return
    missing = [name for name in expected if name not in found]
    extra = [name for name in found if name not in expected]
    for name in missing:
        position = expected.index(name)
        came = found[position] if position < len(found) else "nothing"
        checks.add(f"a column {name!r} at position {position + 1}", repr(came), name)
    for name in extra:
        checks.add("no such column", f"{name!r} at position {found.index(name) + 1}", name)
    if not missing and not extra:
        for position, (came, name) in enumerate(zip(found, expected, strict=False)):
            if came != name:
                checks.add(f"{name!r} at position {position + 1}", f"{came!r}", name)
                break
        checks.add("the columns in the published order", "another order")


def check_present(checks: Checks, frame: pl.DataFrame, columns: list[str]) -> bool:
    """Whether every column asked for is there; the missing ones are reported."""
    missing = [name for name in columns if name not in frame.columns]
    for name in missing:
        near = _nearest(name, frame.columns)
        hint = f"Is it now called {near!r}?" if near else ""
        checks.add("this column", "a table without it", name, hint=hint)
    return not missing


def _nearest(name: str, names: list[str]) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, names, n=1, cutoff=0.6)), "")


def typed(
    checks: Checks,
    frame: pl.DataFrame,
    column: str,
    type_: Type,
    low: float | None = None,
    high: float | None = None,
    missing: int = 0,
) -> pl.Series:
    """One column as numbers (or text), with blanks kept as missing.

    Thousands separators are accepted; anything else that is not a number is a problem, as are
    values outside `low` to `high` and more blanks than `missing` (-1: any number of blanks).
    """
    text = frame[column].str.strip_chars().replace("", None)
    blanks = text.null_count()
    if missing >= 0 and blanks > missing:
        bad = frame.filter(text.is_null())
        allowed = f"at most {missing} blanks" if missing else "a value"
        checks.add_rows(bad, allowed, column)
    if type_ == "text":
        return text.alias(column)
    values = _numbers(text, type_)
    unread = values.is_null() & text.is_not_null()
    if unread.any():
        words = {"whole": "a whole number", "number": "a number", "flag": "true or false"}
        checks.add_rows(frame.filter(unread), words[type_], column)
    _check_range(checks, frame, column, values, low, high)
    return values.alias(column)


def _numbers(text: pl.Series, type_: Type) -> pl.Series:
    if type_ == "flag":
        return text.str.to_lowercase().replace_strict(_FLAGS, default=None, return_dtype=pl.Float64)
    values = text.cast(pl.Float64, strict=False)
    if values.null_count() > text.null_count():
        # Commas count as thousands separators only where they stand as such: "1,5" is no number.
        plain = text.to_frame("text").select(
            pl.when(pl.col("text").str.contains(_THOUSANDS))
            .then(pl.col("text").str.replace_all(",", "", literal=True))
            .otherwise("text")
        )
        values = plain.to_series().cast(pl.Float64, strict=False)
    # Text such as "nan" or "inf" reads as a number, but is none.
    values = values.set(~values.is_finite().fill_null(value=True), None)
    if type_ == "whole":
        values = values.set((values != values.round(0)).fill_null(value=False), None)
    return values


def _check_range(
    checks: Checks,
    frame: pl.DataFrame,
    column: str,
    values: pl.Series,
    low: float | None,
    high: float | None,
) -> None:
    outside = pl.Series([False]).new_from_index(0, len(values)) if len(values) else None
    if outside is None:
        return
    if low is not None:
        outside = outside | (values < low).fill_null(value=False)
    if high is not None:
        outside = outside | (values > high).fill_null(value=False)
    if outside.any():
        checks.add_rows(frame.filter(outside), _bounds(low, high), column)


def _bounds(low: float | None, high: float | None) -> str:
    if low is None:
        return f"a value of at most {high:g}"
    return f"a value of at least {low:g}" if high is None else f"a value from {low:g} to {high:g}"
