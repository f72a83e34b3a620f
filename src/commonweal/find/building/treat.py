"""Step 5: single extreme values are drawn in, so that they do not decide the whole scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from commonweal.parameters import number

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Outliers = Literal["keep", "winsorise or log"]
OUTLIERS: tuple[str, ...] = get_args(Outliers)
Done = Literal["kept", "winsorised", "log", "log, still uneven"]

_LEAST = 4
"""Values that a kurtosis needs."""


@dataclass(frozen=True, slots=True)
class Treated:
    """An indicator after treatment.

    Attributes:
        values: one an area, NaN where unknown.
        done: what was done.
        drawn_in: number of values that were drawn in to the next.
        skew, kurtosis: before (with `_before`) and after.
    """

    values: Floats
    done: Done
    drawn_in: int
    skew_before: float
    kurtosis_before: float
    skew: float
    kurtosis: float


def skew(values: Floats) -> float:
    """Skewness corrected for the number of values, as spreadsheets give it; NaN left out."""
    known = values[~np.isnan(values)]
    n = known.size
    centred = known - known.mean()
    raw = np.sqrt(n) * (centred**3).sum() / (centred**2).sum() ** 1.5
    return float(raw * np.sqrt(n * (n - 1)) / (n - 2))


def kurtosis(values: Floats) -> float:
    """Excess kurtosis corrected for the number of values, as spreadsheets give it."""
    known = values[~np.isnan(values)]
    n = known.size
    centred = known - known.mean()
    raw = n * (centred**4).sum() / (centred**2).sum() ** 2
    return float(((n + 1) * (raw - 3) + 6) * (n - 1) / ((n - 2) * (n - 3)))


def treated(values: Floats, most: int | None = None) -> Treated:
    """Draw in extreme values, or take logarithms, until skewness and kurtosis are small.

    An indicator passes with |skew| below 2 or kurtosis below 3.5 (parameters `treatment.skew` and
    `treatment.kurtosis`). Else its most extreme value, on the side of the skew, is set to the
    next, until it passes or `most` values are drawn in. If it still does not pass, the original
    values are put on the scale ln(x - min + (max - min) / 100).

    Args:
        values: one an area, NaN where unknown. With fewer than 4 known values, or values that
            are all the same, nothing is done.
        most: values drawn in at most (parameter `treatment.winsorised_at_most`).

    Source: OECD and JRC (2008), Handbook, step 5; Becker and others (2022), COINr.
    """
    known = values[~np.isnan(values)]
    if known.size < _LEAST or known.min() == known.max():
        return Treated(values, "kept", 0, *(float("nan"),) * 4)
    before = skew(values), kurtosis(values)
    if passes(*before):
        return Treated(values, "kept", 0, *before, *before)
    limit = int(number("treatment.winsorised_at_most")) if most is None else most
    drawn, moved = _winsorised(values, limit)
    after = _shape(drawn)
    if passes(*after):
        return Treated(drawn, "winsorised", moved, *before, *after)
    span = known.max() - known.min()
    logs = np.log(values - known.min() + number("treatment.log_offset") * span)
    after = skew(logs), kurtosis(logs)
    done: Done = "log" if passes(*after) else "log, still uneven"
    return Treated(logs, done, 0, *before, *after)


def passes(skewness: float, excess: float) -> bool:
    """Whether an indicator needs no treatment."""
    return abs(skewness) < number("treatment.skew") or excess < number("treatment.kurtosis")


def _winsorised(values: Floats, most: int) -> tuple[Floats, int]:
    drawn = values.copy()
    high: Flags = np.zeros(values.shape, bool)
    low = high.copy()
    moved = 0
    while moved < most:
        if skew(drawn) >= 0:
            high = drawn == np.nanmax(drawn)
            left, nearest = drawn[~high], np.nanmax
        else:
            low = drawn == np.nanmin(drawn)
            left, nearest = drawn[~low], np.nanmin
        drawn[high if nearest is np.nanmax else low] = nearest(left)
        moved = int(high.sum() + low.sum())
        if np.nanmin(drawn) == np.nanmax(drawn) or passes(*_shape(drawn)):
            break
    return drawn, moved


def _shape(values: Floats) -> tuple[float, float]:
    """Skewness and kurtosis; those of values that are all the same count as endless."""
    if np.nanmin(values) == np.nanmax(values):
        return float("inf"), float("inf")
    return skew(values), kurtosis(values)
