"""The exponential transformation of ranks, in which the worst areas are told apart most."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.stats.precision import Precision, stored

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
