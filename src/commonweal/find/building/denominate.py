"""Step 1: counts become rates."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def rates(counts: Floats, out_of: Floats, per: float = 1.0) -> Floats:
    """Counts divided by what they are counted among, times `per`.

    NaN where either is missing or the denominator is not above 0: a rate of nobody is unknown.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(out_of > 0, counts / out_of * per, np.nan)
