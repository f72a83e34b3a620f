"""Domain values to a common scale: ranks, and the exponential transformation of ranks."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.find.index_spec import IndexSpec
from commonweal.stats import Precision, mean_ranks, minimum_ranks, stored

Floats = NDArray[np.float64]


def exponential(
    ranks: ArrayLike, n: int, constant: float, precision: Precision = "double"
) -> Floats:
    """Exponential transformation of ranks, 1 the worst.

    X = -k ln(1 - R (1 - exp(-100 / k))) with R = (n - rank + 1) / n, so that 0 < X <= 100 and,
    with k = 23, the worst tenth of areas has X of about 50 and above.

    Args:
        ranks: from 1 to n; NaN stays NaN.
        n: number of areas ranked.
        constant: k, in score points.
        precision: in which R, exp(-100 / k) and X are stored.

    Source: The English Indices of Deprivation 2019: technical report, Appendix F.2.1.
    """
    share = stored((n - np.asarray(ranks, dtype=np.float64) + 1) / n, precision)
    end = stored(np.exp(-100 / constant), precision)
    # (1 - R) + R e is 1 - R (1 - e), but does not vanish for R = 1 and a small constant.
    return stored(-constant * np.log((1 - share) + share * end), precision)


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
    ranks, n = ranks_of_known(values, highest_first=highest_first, ties=spec.ties)
    if spec.transformation == "rank":
        return n + 1 - ranks
    return exponential(ranks, n, spec.constant, spec.precision)
