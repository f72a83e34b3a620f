"""Weighted means, of one set and of groups; a missing value is left out, never counted as zero."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class WeightedMean:
    """Means of groups and what they rest on; every field has one entry a group.

    Attributes:
        mean: weighted mean of the known values; NaN where no weight is known.
        weight: total weight, known and unknown values together.
        known: weight of the known values.
    """

    mean: Floats
    weight: Floats
    known: Floats


def weighted_mean(values: ArrayLike, weights: ArrayLike) -> float:
    """Weighted mean of the values that are known; NaN where none has weight."""
    groups = np.zeros(np.size(values), dtype=np.int64)
    return float(grouped_weighted_mean(values, weights, groups, 1).mean[0])


def grouped_weighted_mean(
    values: ArrayLike, weights: ArrayLike, groups: ArrayLike, number_of_groups: int
) -> WeightedMean:
    """Weighted mean of each group.

    Args:
        values: n numbers; NaN where unknown.
        weights: n numbers, none negative or missing.
        groups: n group numbers from 0 to number_of_groups - 1.
        number_of_groups: how many groups there are, empty ones included.

    Raises:
        ValueError: a weight is negative or missing.
    """
    value, weight = np.asarray(values, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    if not (weight >= 0).all():
        raise ValueError("weights must be known and not negative")
    group = np.asarray(groups, dtype=np.int64)
    known = ~np.isnan(value)
    total = _sums(group, weight, number_of_groups)
    known_weight = _sums(group[known], weight[known], number_of_groups)
    product = _sums(group[known], value[known] * weight[known], number_of_groups)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(known_weight > 0, product / known_weight, np.nan)
    return WeightedMean(mean=mean, weight=total, known=known_weight)


def _sums(groups: NDArray[np.int64], values: Floats, number_of_groups: int) -> Floats:
    return np.bincount(groups, values, number_of_groups).astype(np.float64)
