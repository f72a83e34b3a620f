"""Checks that every table of `find` passes at the door, with all problems told at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from commonweal.errors import InputError, InputProblem

Floats = NDArray[np.float64]

KEY = "area_code"


def check_columns(
    frame: pl.DataFrame, numeric: Iterable[str], *, keys: Sequence[str] = (KEY,), table: str = ""
) -> None:
    """Require the key columns, one row a key and the numeric columns.

    Raises:
        InputError: names every column that is missing or not of numbers, and the repeated codes.
    """
    problems = [_missing(frame, key, table) for key in keys if key not in frame.columns]
    for column in numeric:
        if column not in frame.columns:
            problems.append(_missing(frame, column, table))
        elif not (frame.schema[column].is_numeric() or frame.schema[column] == pl.Null):
            came = f"values of type {frame.schema[column]}"
            problems.append(InputProblem("numbers", came, file=table, column=column))
    if all(key in frame.columns for key in keys):
        problems.extend(_repeated(frame, keys, table))
    if problems:
        raise InputError(problems)


def column_values(frame: pl.DataFrame, column: str) -> Floats:
    """A numeric column as floats, NaN where it is missing or not finite."""
    values = frame[column].cast(pl.Float64).fill_null(float("nan")).to_numpy()
    return np.where(np.isfinite(values), values, np.nan)


def _missing(frame: pl.DataFrame, column: str, table: str) -> InputProblem:
    return InputProblem(
        f"a column {column!r}", f"the columns {', '.join(frame.columns)}", file=table, column=column
    )


def _repeated(frame: pl.DataFrame, keys: Sequence[str], table: str) -> list[InputProblem]:
    problems = []
    if empty := frame.select(pl.any_horizontal(pl.col(list(keys)).is_null()).sum()).item():
        came = f"{empty} rows without one"
        problems.append(InputProblem("a code in every row", came, file=table, column=keys[0]))
    repeated = frame.filter(frame.select(keys).is_duplicated())
    if repeated.height:
        codes = repeated.select(keys).unique().sort(keys)
        came = f"{codes.height} codes more than once (first: {' '.join(map(str, codes.row(0)))})"
        problems.append(InputProblem("one row an area", came, file=table, column=keys[0]))
    return problems
