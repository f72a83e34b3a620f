"""Domain values to a common scale: ranks, the exponential transformation of ranks, and others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commonweal.find.building.normalise import normalised
from commonweal.find.index_spec import IndexSpec
from commonweal.stats import mean_ranks, minimum_ranks
from commonweal.stats.transform import exponential

Floats = NDArray[np.float64]


def ranks_of_known(
    values: Floats, *, highest_first: bool, ties: str = "lowest"
) -> tuple[Floats, int]:
    """Ranks of the known values, 1 the worst, and how many are known.

    A missing value has no rank (NaN) and does not count among those ranked. Equal values share
    the "lowest" or the "mean" of their ranks.
    """
    known = ~np.isnan(values)
    ranks = np.full(values.shape, np.nan)
    rank = mean_ranks if ties == "mean" else minimum_ranks
    ranks[known] = rank(values[known], highest_first=highest_first)
    return ranks, int(known.sum())


def on_common_scale(values: Floats, spec: IndexSpec, *, highest_first: bool) -> Floats:
    """Values of one domain transformed as the index asks, higher is worse; NaN stays NaN."""
    if spec.transformation == "none":
        return values if highest_first else -values
    if spec.transformation == "exponential":
        ranks, n = ranks_of_known(values, highest_first=highest_first, ties=spec.ties)
        return exponential(ranks, n, spec.constant, spec.precision)
    if spec.transformation == "rank":
        ranks, n = ranks_of_known(values, highest_first=highest_first, ties=spec.ties)
        return n + 1 - ranks
    return normalised(values, spec.transformation, worse_is_high=highest_first)
