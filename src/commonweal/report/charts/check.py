"""What a table must hold before it is drawn: every problem found is told at once."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from commonweal.errors import InputError, InputProblem


def checked(
    frame: pl.DataFrame,
    texts: tuple[str, ...],
    numbers: tuple[str, ...],
    *,
    intervals: bool = True,
    optional: Mapping[str, pl.DataType] | None = None,
) -> pl.DataFrame:
    """The columns of a table that a chart shows, checked.

    Args:
        frame: a row for each thing that is drawn.
        texts: columns of words that must be there and filled.
        numbers: columns of figures that must be there, filled and finite.
        intervals: whether `value` must lie between `lower` and `upper`.
        optional: columns that may be missing or empty; they are added empty, with this type.

    Raises:
        InputError: names each column and row that is wrong. Nothing is drawn without its
            interval: a full count gives its value as both ends.
    """
    problems = [
        InputProblem(f"a column {name!r}", "none", column=name)
        for name in (*texts, *numbers)
        if name not in frame.columns
    ]
    if not frame.height:
        problems.append(InputProblem("at least one row", "none"))
    if not problems:
        problems = _gaps(frame, texts, numbers)
    if not problems and intervals:
        problems = _intervals(frame)
    if problems:
        raise InputError(problems, "This table cannot be drawn:")
    missing = {name: kind for name, kind in (optional or {}).items() if name not in frame.columns}
    kept = [*texts, *numbers, *(optional or {})]
    added = [pl.lit(None, kind).alias(name) for name, kind in missing.items()]
    return frame.with_columns(added).select(kept)


def _gaps(
    frame: pl.DataFrame, texts: tuple[str, ...], numbers: tuple[str, ...]
) -> list[InputProblem]:
    problems = []
    for name in (*texts, *numbers):
        column = frame[name]
        whole = column.is_not_null()
        if name in numbers:
            if not column.dtype.is_numeric():
                problems.append(InputProblem("figures", str(column.dtype), column=name))
                continue
            whole &= column.cast(pl.Float64).is_finite().fill_null(value=False)
        elif name in texts:
            whole &= (column.cast(pl.String).str.strip_chars() != "").fill_null(value=False)
        for row in (~whole).arg_true():
            problems.append(
                InputProblem(
                    "a finite figure" if name in numbers else "words",
                    repr(column[row]),
                    column=name,
                    row=row + 2,
                )
            )
    return problems


def _intervals(frame: pl.DataFrame) -> list[InputProblem]:
    outside = ~frame["value"].is_between(frame["lower"], frame["upper"])
    return [
        InputProblem(
            "a value between its lower and upper end",
            f"{frame['value'][row]} and {frame['lower'][row]} to {frame['upper'][row]}",
            column="value",
            row=row + 2,
        )
        for row in outside.arg_true()
    ]
