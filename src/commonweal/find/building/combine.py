"""Step 8: weighted values become one score."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from commonweal.errors import MethodNotApplicable
from commonweal.parameters import number

Floats = NDArray[np.float64]
Combination = Literal[
    "weighted sum", "arithmetic", "geometric", "harmonic", "power mean", "copeland"
]
COMBINATIONS: tuple[str, ...] = get_args(Combination)
_NEED_POSITIVE = ("geometric", "harmonic", "power mean")


def combined(
    values: Floats,
    weights: Floats,
    how: Combination,
    *,
    power: float = 0.5,
    least_known: float = 1.0,
) -> Floats:
    """One score an area.

    Args:
        values: areas x indicators, NaN where unknown; above 0 for the geometric, harmonic and
            power mean.
        weights: one an indicator, 0 or more; means scale them to 1, "weighted sum" does not.
        how: "copeland" counts for each pair of areas which is higher on indicators with more
            weight: the score is the number of areas that it outranks less those that outrank it.
        power: of the power mean: 1 is arithmetic, 0 geometric, -1 harmonic.
        least_known: share of the weight that must be known; an area with less has no score. The
            weights of what is unknown go to the rest, but for "weighted sum", which needs all.

    Raises:
        MethodNotApplicable: a mean that needs values above 0 got others; or more areas than pairs
            can be compared of.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 7.
    """
    counted = weights > 0
    values, weights = values[:, counted], weights[counted]
    known = ~np.isnan(values)
    if how in _NEED_POSITIVE and (values[known] <= 0).any():
        raise MethodNotApplicable(
            f"A {how} mean needs values above 0: use the scale 'min-max from 1', or another mean."
        )
    if how == "weighted sum":
        # One after the other: the published ranks depend on the last bit of their sums.
        return sum((w * v for w, v in zip(weights, values.T, strict=True)), np.zeros(len(values)))
    share = known @ weights / weights.sum()
    enough = (share >= least_known - 1e-12) & (share > 0)
    score = np.full(len(values), np.nan)
    if how == "copeland":
        whole = known.all(axis=1)
        score[whole] = copeland(values[whole], weights)
        return score
    score[enough] = _mean(values[enough], known[enough], weights, how, power)
    return score


def _mean(
    values: Floats, known: NDArray[np.bool_], weights: Floats, how: Combination, power: float
) -> Floats:
    total = known @ weights
    filled = np.where(known, values, 1.0)
    shares = known * weights

    def mean(of: Floats) -> Floats:
        return np.asarray((of * shares).sum(axis=1) / total)

    if how == "arithmetic":
        return mean(filled)
    if how == "geometric" or (how == "power mean" and power == 0):
        return np.exp(mean(np.log(filled)))
    if how == "harmonic":
        return 1 / mean(1 / filled)
    return mean(filled**power) ** (1 / power)


def outranking(values: Floats, weights: Floats) -> Floats:
    """Areas x areas: share of the weight on which the first is higher than the second.

    Where both are equal the weight counts half to each; an area does not outrank itself.
    """
    share = weights / weights.sum()
    matrix = np.zeros((len(values), len(values)))
    for column, weight in zip(values.T, share, strict=True):
        matrix += weight * ((column[:, None] > column) + 0.5 * (column[:, None] == column))
    np.fill_diagonal(matrix, 0.0)
    return matrix


def copeland(values: Floats, weights: Floats) -> Floats:
    """Number of areas that each outranks, less the number that outrank it.

    Raises:
        MethodNotApplicable: more areas than `combination.copeland_at_most`: every pair is
            compared.

    Source: Munda and Nardo (2009); Copeland (1951).
    """
    most = int(number("combination.copeland_at_most"))
    if len(values) > most:
        raise MethodNotApplicable(
            f"Copeland's rule compares every pair of areas: {len(values):,} are too many (at most "
            f"{most:,}). Use it for districts, or within one region, or use a mean."
        )
    # Shares are sums of weights: a half is rarely exact in binary.
    matrix = np.round(outranking(values, weights), 12)
    wins = (matrix > 0.5).sum(axis=1) - (matrix < 0.5).sum(axis=1)
    return np.asarray(wins + 1, dtype=np.float64)  # the diagonal is 0: not a loss
