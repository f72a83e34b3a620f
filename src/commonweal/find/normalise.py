"""Domain values to a common scale: ranks, and the exponential transformation of ranks."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.stats import minimum_ranks

Floats = NDArray[np.float64]


def exponential(ranks: ArrayLike, n: int, constant: float) -> Floats:
    """Exponential transformation of ranks, 1 the worst.

    X = -k ln(1 - R (1 - exp(-100 / k))) with R = (n - rank + 1) / n, so that 0 < X <= 100 and,
    with k = 23, the worst tenth of areas has X of about 50 and above.

    Args:
        ranks: from 1 to n; NaN stays NaN.
        n: number of areas ranked.
        constant: k, in score points.

    Source: The English Indices of Deprivation 2019: technical report, Appendix F.2.1.
    """
    share = (n - np.asarray(ranks, dtype=np.float64) + 1) / n
    return np.asarray(-constant * np.log1p(share * np.expm1(-100 / constant)), dtype=np.float64)


def ranks_of_known(values: Floats, *, highest_first: bool) -> tuple[Floats, int]:
    """Minimum ranks of the known values, 1 the worst, and how many are known.

    A missing value has no rank (NaN) and does not count among those ranked.
    """
    known = ~np.isnan(values)
    ranks = np.full(values.shape, np.nan)
    ranks[known] = minimum_ranks(values[known], highest_first=highest_first)
    return ranks, int(known.sum())


def transformed(
    values: Floats, transformation: str, *, highest_first: bool, constant: float
) -> Floats:
    """Values of one domain on the common scale, higher is worse; NaN stays NaN."""
    if transformation == "none":
        return values if highest_first else -values
    ranks, n = ranks_of_known(values, highest_first=highest_first)
    if transformation == "rank":
        return n + 1 - ranks
    return exponential(ranks, n, constant)
