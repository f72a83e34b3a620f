"""Normal scores: the standing of each value among all, on the scale of the normal distribution."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from commonweal.stats.ranks import mean_ranks

Floats = NDArray[np.float64]


def normal_scores(values: ArrayLike) -> Floats:
    """Normal score of each value, Phi^-1((r - 1/2) / n) with r counted from the lowest.

    Args:
        values: n finite numbers; equal ones share the score of their mean rank.

    Source: Blom (1958) with c = 1/2; the Northern Ireland deprivation measures use it.
    """
    ranks = mean_ranks(values, highest_first=False)
    return np.asarray(ndtri((ranks - 0.5) / ranks.size))
