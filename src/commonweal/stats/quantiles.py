"""Quantiles of areas within groups, by the rule of England's public health profiles."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.errors import MethodNotApplicable
from commonweal.stats.estimate import as_floats, problems, refuse
from commonweal.stats.ranks import mean_ranks

Ints = NDArray[np.int64]


def quantiles(values: ArrayLike, number: int, *, highest_first: bool = True) -> Ints:
    """Quantile, from 1 to `number`, of each area: floor((q + 1) - ceil((m + 1 - rank)/(m/q))).

    Args:
        values: m areas; those that are NaN are left out.
        number: q, such as 5 or 10.
        highest_first: quantile 1 holds the highest values, else the lowest.

    Returns:
        m numbers; 0 where the value is not known. Equal values share the quantile of their mean
        rank.

    Raises:
        InputError: an infinite value; names each index.
        MethodNotApplicable: fewer areas than quantiles, or fewer than two quantiles.
    """
    given = as_floats(values)
    refuse(problems(np.isinf(given), given, "values", "a number"))
    there = ~np.isnan(given)
    m = int(there.sum())
    if number < 2 or m < number:
        raise MethodNotApplicable(
            f"Quantiles are two or more, with an area each: got {number} for {m} areas."
        )
    # Ranks are whole or halves, so twice them keeps the division exact.
    twice = np.rint(2 * mean_ranks(given[there], highest_first=highest_first)).astype(np.int64)
    upper = -(-(2 * (m + 1) - twice) * number // (2 * m))
    result = np.zeros(given.shape, dtype=np.int64)
    result[there] = number + 1 - upper
    return result
