"""Step 9: what came out, looked at: correlations and the reliability of a set of indicators."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def cronbach_alpha(values: Floats) -> float:
    """Cronbach's alpha: how far indicators measure one thing; 1 is wholly, below 0.7 is doubtful.

    k / (k - 1) (1 - sum of variances / sum of all covariances); each covariance is over the areas
    that have both indicators. NaN for a single indicator.

    Source: Cronbach (1951), Psychometrika 16.
    """
    count = values.shape[1]
    if count < 2 or len(values) < 2:
        return float("nan")
    covariances = _pairwise(values, lambda one, two: float(np.cov(one, two)[0, 1]))
    return float(count / (count - 1) * (1 - np.trace(covariances) / covariances.sum()))


def correlations(values: Floats) -> Floats:
    """Pearson's correlation of every pair of columns, over the areas that have both."""
    return _pairwise(values, _correlation)


def _correlation(one: Floats, two: Floats) -> float:
    if one.min() == one.max() or two.min() == two.max():
        return float("nan")
    return float(np.corrcoef(one, two)[0, 1])


def _pairwise(values: Floats, figure: Callable[[Floats, Floats], float]) -> Floats:
    count = values.shape[1]
    table = np.full((count, count), np.nan)
    for one in range(count):
        for two in range(one, count):
            both = ~np.isnan(values[:, [one, two]]).any(axis=1)
            if both.sum() > 1:
                made = figure(values[both, one], values[both, two])
                table[one, two] = table[two, one] = made
    return table
