"""Kinds of arrays and small helpers that the steps share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Shapes = NDArray[np.object_]


def group_sum(labels: Ints, values: Floats, groups: int = 0) -> Floats:
    """Sum of the values of each group.

    Args:
        labels: group of each value, from 0.
        values: as many numbers.
        groups: at least so many groups.
    """
    return np.bincount(labels, values, groups).astype(np.float64)


def group_mean(labels: Ints, xy: Floats, weight: Floats) -> Floats:
    """Weighted middle (x, y) of each group; every group must have weight."""
    total = group_sum(labels, weight)
    return np.column_stack([group_sum(labels, weight * axis) / total for axis in xy.T])


def nearest(among: Floats, xy: Floats) -> tuple[Floats, Ints]:
    """Distance from each place to the nearest among others, and the number of that one."""
    distance, number = cKDTree(among).query(xy)
    return np.asarray(distance, dtype=np.float64), np.asarray(number, dtype=np.int64)


def lengths(edges: Floats) -> Floats:
    """Length of each edge, given by its two ends (n, 2, 2)."""
    return distances(edges[:, 0], edges[:, 1])


def distances(xy: Floats, other: Floats) -> Floats:
    """Distance between the places of two lists, pair by pair."""
    return np.asarray(np.hypot(*(xy - other).T), dtype=np.float64)


def all_distances(xy: Floats, others: Floats) -> Floats:
    """Distance from each of n places to each of m others (n, m)."""
    return np.asarray(np.hypot(*np.moveaxis(xy[:, None] - others, 2, 0)), dtype=np.float64)


def renumbered(labels: Ints) -> Ints:
    """Labels as numbers from 0, in the same order, each in use."""
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)


def firsts(labels: Ints) -> Ints:
    """The first member of each group, groups in order."""
    return np.unique(labels, return_index=True)[1].astype(np.int64)


def standardised(values: Floats) -> Floats:
    """The same values with mean 0 and variance 1; all 0 where they do not differ."""
    spread = values.std()
    centred = values - values.mean()
    return np.asarray(centred / spread if spread > 0 else centred)
