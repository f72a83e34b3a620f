"""Step 2: areas of which too little is known are left out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def share_known(values: Floats) -> Floats:
    """Share of indicators (columns) that is known of each area (rows)."""
    return np.asarray((~np.isnan(values)).mean(axis=1), dtype=np.float64)


def screened(values: Floats, least: float) -> Flags:
    """Which areas stay: those of which at least a share of the indicators is known.

    Args:
        values: areas x indicators, NaN where unknown.
        least: share from 0 to 1; 0 keeps every area.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 2.
    """
    # Shares are fractions of whole numbers: forgive what binary does to them.
    return np.asarray(share_known(values) >= least - 1e-12)
