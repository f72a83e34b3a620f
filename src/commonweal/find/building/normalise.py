"""Step 6: indicators come to a common scale. Whatever the scale, higher stays higher."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from commonweal.stats import mean_ranks, minimum_ranks
from commonweal.stats.normal import normal_scores

Floats = NDArray[np.float64]
Scale = Literal[
    "none",
    "min-max",
    "min-max from 1",
    "z-score",
    "rank",
    "borda",
    "percentile rank",
    "normal score",
    "normal score (n+1)",
    "distance to maximum",
    "distance to target",
    "distance to reference",
    "share of maximum",
]
SCALES: tuple[str, ...] = get_args(Scale)

CENTRED = ("z-score", "normal score", "normal score (n+1)")
"""Scales whose middle is 0."""
POSITIVE = ("min-max from 1",)
"""Scales that are above 0 everywhere, as geometric and harmonic means need."""
ONE_WAY = ("share of maximum", "distance to reference")
"""Scales that have no meaning for values with their sign turned."""


def min_max(values: Floats, low: float = 0.0, high: float = 100.0) -> Floats:
    """The least value becomes `low`, the greatest `high`, the rest lie between in proportion."""
    least = values.min()
    return np.asarray((values - least) / (values.max() - least) * (high - low) + low)


def between(values: Floats, least: float, greatest: float) -> Floats:
    """100 (x - least) / (greatest - least), for limits that are set and not found."""
    return (values - least) / (greatest - least) * 100


def z_score(values: Floats) -> Floats:
    """Mean 0 and standard deviation (of a sample) 1."""
    return np.asarray((values - values.mean()) / values.std(ddof=1))


def rank(values: Floats) -> Floats:
    """1 for the least; equal values share the lowest of their ranks."""
    return minimum_ranks(values, highest_first=False).astype(np.float64)


def borda(values: Floats) -> Floats:
    """Number of areas that are lower."""
    return rank(values) - 1


def percentile_rank(values: Floats) -> Floats:
    """Share of the other areas that are lower."""
    return borda(values) / max(values.size - 1, 1)


def normal_score_scottish(values: Floats) -> Floats:
    """Phi^-1(r / (n + 1)), r counted from the least; equal values share the mean of their ranks.

    Source: Scottish Government (2016), Scottish Index of Multiple Deprivation 2016: technical
    notes.
    """
    return np.asarray(ndtri(mean_ranks(values, highest_first=False) / (values.size + 1)))


def distance_to_maximum(values: Floats) -> Floats:
    """1 - (max - x) / (max - min)."""
    return np.asarray(1 - (values.max() - values) / (values.max() - values.min()))


def distance_to_target(values: Floats, target: float, *, cap: bool = False) -> Floats:
    """1 - (target - x) / (target - min): 1 at the target, 0 at the least value.

    Args:
        values: higher is nearer.
        target: above the least value.
        cap: no value counts more than one at the target.
    """
    scaled = 1 - (target - values) / (target - values.min())
    return np.asarray(np.minimum(scaled, 1.0) if cap else scaled)


def distance_to_reference(values: Floats, reference: float) -> Floats:
    """1 - (reference - x) / (reference - min), with the value of a chosen area."""
    return distance_to_target(values, reference)


def share_of_maximum(values: Floats) -> Floats:
    """Each value as a share of the greatest: x / max."""
    return np.asarray(values / values.max())


_PLAIN: dict[str, Callable[[Floats], Floats]] = {
    "none": lambda values: values,
    "min-max": min_max,
    "min-max from 1": lambda values: min_max(values, 1.0, 100.0),
    "z-score": z_score,
    "rank": rank,
    "borda": borda,
    "percentile rank": percentile_rank,
    "normal score": normal_scores,
    "normal score (n+1)": normal_score_scottish,
    "distance to maximum": distance_to_maximum,
    "share of maximum": share_of_maximum,
}


def normalised(
    values: Floats, scale: Scale, *, worse_is_high: bool = True, mark: float | None = None
) -> Floats:
    """Values on a scale on which higher is worse; NaN stays NaN and counts nowhere.

    Args:
        values: one an area; not all the same.
        scale: which.
        worse_is_high: which end of the values is the worse; if the lower, their sign is turned
            first, so that a min-max score becomes 100 less it.
        mark: the target of "distance to target" or the reference area's value of "distance to
            reference", on the scale of the values.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 5.
    """
    sign = 1.0 if worse_is_high else -1.0
    known = ~np.isnan(values)
    out = np.full(values.shape, np.nan)
    if not known.any():
        return out
    given = sign * values[known]
    if scale in _PLAIN:
        out[known] = _PLAIN[scale](given)
    elif mark is None:
        raise ValueError(f"{scale} needs a mark")
    else:
        out[known] = distance_to_target(given, sign * mark)
    return out
