"""How many areas and people move from one class to another between two editions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def count_moves(before: Ints, after: Ints, classes: int, weights: Floats | None = None) -> Floats:
    """The transition table of two classifications of the same areas.

    Args:
        before: class of each area from 1, at the earlier edition.
        after: the same at the later one.
        classes: number of classes.
        weights: what each area counts for; 1 if none.

    Returns:
        classes x classes: row the class before, column the class after. It sums to the number of
        areas, or to their weight.
    """
    cells = (before - 1) * classes + (after - 1)
    counted = np.bincount(cells, weights, classes * classes)
    return counted.astype(np.float64).reshape(classes, classes)


def moves(table: pl.DataFrame, before: str, after: str, names: Sequence[str | int]) -> pl.DataFrame:
    """The transition table in long form, every cell a row, of the areas known both times.

    Args:
        table: `people` and two columns of classes from 1; null where not known.
        before: the column of the earlier class.
        after: the column of the later class.
        names: what the classes are called.

    Returns:
        `before`, `after` (names), `areas`, `people`, `share` (of the areas of the class before
        that went to the class after; null where the class had none).
    """
    known = table.drop_nulls([before, after])
    first = known[before].cast(pl.Int64).to_numpy()
    second = known[after].cast(pl.Int64).to_numpy()
    people = known["people"].cast(pl.Float64).fill_null(0).to_numpy()
    areas = count_moves(first, second, len(names))
    with np.errstate(invalid="ignore"):
        share = areas / areas.sum(axis=1, keepdims=True)
    return pl.DataFrame(
        {
            "before": np.repeat(np.asarray(names), len(names)),
            "after": np.tile(np.asarray(names), len(names)),
            "areas": areas.ravel().astype(np.int64),
            "people": count_moves(first, second, len(names), people).ravel().round().astype(int),
            "share": share.ravel(),
        }
    ).with_columns(pl.col("share").fill_nan(None))
