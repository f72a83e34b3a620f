"""Ranks in which 1 is the worst, ties take the lowest rank, and a cut is a whole number."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def minimum_ranks(values: ArrayLike, *, highest_first: bool = True) -> Ints:
    """Rank of each value among all of them; equal values share the lowest rank.

    Args:
        values: n finite numbers.
        highest_first: rank 1 goes to the highest value, else to the lowest.

    Returns:
        n whole numbers from 1 to n.

    Raises:
        ValueError: a value is missing or infinite.
    """
    return rank_among(values, values, highest_first=highest_first)


def rank_among(
    values: ArrayLike, reference_values: ArrayLike, *, highest_first: bool = True
) -> Ints:
    """Rank that each value would take among the values of another set.

    The rank is 1 + the number of reference values that are strictly worse. It is how an area whose
    score was carried from an older geography is placed among the areas that were ranked then.

    Args:
        values: m finite numbers.
        reference_values: n finite numbers, in any order.
        highest_first: the worst value is the highest, else the lowest.

    Returns:
        m whole numbers from 1 to n + 1.

    Raises:
        ValueError: a value is missing or infinite.
    """
    given, reference = _finite(values), _finite(reference_values)
    ordered = np.sort(reference)
    if highest_first:
        return (ordered.size - np.searchsorted(ordered, given, side="right") + 1).astype(np.int64)
    return (np.searchsorted(ordered, given, side="left") + 1).astype(np.int64)


def mean_ranks(values: ArrayLike, *, highest_first: bool = True) -> Floats:
    """Rank of each value among all of them; equal values share the mean of their ranks.

    Args:
        values: n finite numbers.
        highest_first: rank 1 goes to the highest value, else to the lowest.

    Returns:
        n numbers from 1 to n; halves where an even number of values are equal.

    Raises:
        ValueError: a value is missing or infinite.
    """
    given = _finite(values)
    ordered = np.sort(given)
    below = np.searchsorted(ordered, given, side="left")
    not_above = np.searchsorted(ordered, given, side="right")
    ranks: Floats = (below + not_above + 1) / 2
    return given.size + 1 - ranks if highest_first else ranks


def quantile_of_rank(ranks: ArrayLike, n: int, groups: int = 10) -> Ints:
    """Group, from 1 (worst) to `groups`, of each rank among n: ceil(groups x rank / n).

    This is how the English Indices of Deprivation number their deciles.

    Args:
        ranks: whole numbers from 1 to n.
        n: number of areas ranked.
        groups: 10 for deciles.

    Raises:
        ValueError: a rank lies outside 1 to n.
    """
    whole: Ints = np.asarray(ranks, dtype=np.int64)
    if whole.size and (whole.min() < 1 or whole.max() > n):
        raise ValueError(f"ranks must lie between 1 and {n}")
    return (groups * whole + n - 1) // n


def cut_rank(share: float, n: int) -> int:
    """Largest rank inside a cut: floor(share x n), forgiving what binary does to the share.

    0.29 of 100 is 29, although 0.29 * 100 is 28.999... in binary, and a third of 9 is 3.

    Args:
        share: between 0 and 1.
        n: number of areas ranked.

    Raises:
        ValueError: the share lies outside 0 to 1.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"a cut is a share between 0 and 1, got {share}")
    return math.floor(round(share * n, 9))


def _finite(values: ArrayLike) -> Floats:
    array: NDArray[Any] = np.asarray(values, dtype=np.float64)
    if not np.isfinite(array).all():
        raise ValueError("missing or infinite values have no rank: leave them out first")
    return array
