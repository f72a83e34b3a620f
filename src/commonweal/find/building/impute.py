"""Step 4: gaps are filled, where a recipe says so. Without it what is unknown stays unknown."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Imputation = Literal["none", "mean", "median", "group mean", "group median", "neutral"]
IMPUTATIONS: tuple[str, ...] = get_args(Imputation)


def imputed(values: Floats, how: Imputation, group: Ints | None = None) -> Floats:
    """Values with their gaps filled.

    Args:
        values: one an area, NaN where unknown.
        how: "mean" or "median" of the known ones, or of those in the same group. "none" and
            "neutral" fill nothing here: neutral gaps are filled with 0 once the indicator is on
            a scale whose middle is 0 (`neutral`).
        group: number of the group of each area, from 0; below 0 where it lies in none. A group
            of which nothing is known keeps its gaps.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 3.
    """
    gaps = np.isnan(values)
    if how in ("none", "neutral") or not gaps.any() or gaps.all():
        return values
    middle = np.nanmedian if how.endswith("median") else np.nanmean
    filled = values.copy()
    if not how.startswith("group"):
        filled[gaps] = middle(values)
        return filled
    if group is None:
        raise ValueError(f"{how} needs the group of each area")
    for each in np.unique(group[gaps & (group >= 0)]):
        inside = group == each
        if not gaps[inside].all():
            filled[inside & gaps] = middle(values[inside])
    return filled


def neutral(scaled: Floats) -> Floats:
    """Gaps filled with 0, the middle of a scale of normal scores or of z-scores.

    The Scottish index of 2016 does this: an area of which a figure is missing counts as average.
    """
    return np.nan_to_num(scaled, nan=0.0)
