from __future__ import annotations

import numpy as np
import pytest

from commonweal.sources.demonstration.arrays import (
    all_distances,
    distances,
    firsts,
    group_mean,
    group_sum,
    lengths,
    nearest,
    renumbered,
    standardised,
)


def test_group_sum_has_a_place_for_empty_groups() -> None:
    assert group_sum(np.array([0, 2, 2]), np.array([1.0, 2.0, 3.0]), 4).tolist() == [1, 0, 5, 0]


def test_group_mean_is_weighted() -> None:
    xy = np.array([[0.0, 0.0], [4.0, 8.0], [7.0, 7.0]])
    found = group_mean(np.array([0, 0, 1]), xy, np.array([3.0, 1.0, 2.0]))
    assert found.tolist() == [[1.0, 2.0], [7.0, 7.0]]


def test_nearest() -> None:
    distance, number = nearest(np.array([[0.0, 0.0], [10.0, 0.0]]), np.array([[7.0, 4.0]]))
    assert distance[0] == pytest.approx(5)
    assert number.tolist() == [1]


def test_distances() -> None:
    one, other = np.array([[0.0, 0.0], [1.0, 1.0]]), np.array([[3.0, 4.0], [1.0, 1.0]])
    assert distances(one, other).tolist() == [5, 0]
    assert all_distances(one, other).shape == (2, 2)
    assert all_distances(one, other)[0, 0] == 5
    assert lengths(np.stack([one, other], axis=1)).tolist() == [5, 0]


def test_renumbered_keeps_the_order() -> None:
    assert renumbered(np.array([7, 3, 7, 9])).tolist() == [1, 0, 1, 2]


def test_firsts() -> None:
    assert firsts(np.array([2, 0, 2, 0, 1])).tolist() == [1, 4, 0]


def test_standardised() -> None:
    found = standardised(np.array([1.0, 2.0, 6.0]))
    assert found.mean() == pytest.approx(0)
    assert found.std() == pytest.approx(1)
    assert standardised(np.array([4.0, 4.0])).tolist() == [0, 0]
