from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.sources.demonstration.arrays import Floats, Ints
from commonweal.sources.demonstration.grouping import (
    bisect,
    bisect_members,
    components,
    pairs_within,
    parts_of,
)


def _grid(width: int, height: int) -> tuple[Floats, Ints]:
    """Places on a grid, and the pairs that lie side by side."""
    number = np.arange(width * height).reshape(height, width)
    beside = np.column_stack([number[:, :-1].ravel(), number[:, 1:].ravel()])
    above = np.column_stack([number[:-1].ravel(), number[1:].ravel()])
    row, column = np.divmod(np.arange(width * height), width)
    return np.column_stack([column, row]).astype(float), np.vstack([beside, above])


def _together(labels: Ints, pairs: Ints) -> bool:
    """Whether every group hangs together."""
    return all(
        components(pairs_within(pairs, labels == label), int((labels == label).sum())).max() == 0
        for label in np.unique(labels)
    )


@given(
    st.integers(2, 9), st.integers(2, 9), st.integers(1, 12), st.integers(0, 99), st.floats(-2, 2)
)
def test_groups_hang_together_and_are_as_many_as_asked(
    width: int, height: int, parts: int, seed: int, turn: float
) -> None:
    xy, pairs = _grid(width, height)
    rng = np.random.default_rng(seed)
    labels = bisect(xy + rng.normal(0, 0.3, xy.shape), rng.uniform(1, 2, len(xy)), pairs, parts)
    turned = bisect(xy, np.ones(len(xy)), pairs, parts, turn=turn)
    for found in (labels, turned):
        assert np.unique(found).tolist() == list(range(min(parts, width * height)))
        assert _together(found, pairs)


def test_groups_are_of_about_equal_weight() -> None:
    xy, pairs = _grid(12, 10)
    sizes = np.bincount(bisect(xy, np.ones(120), pairs, 24))
    assert sizes.min() >= 4
    assert sizes.max() <= 6


def test_a_piece_left_behind_goes_to_the_other_side() -> None:
    # A horseshoe: its two arms lie on one side of any cut, but only hang together by its foot.
    xy = np.array([[0, 0], [1, 0], [2, 0], [0, 1], [2, 1], [0, 2], [2, 2.0]])
    pairs = np.array([[0, 1], [1, 2], [0, 3], [2, 4], [3, 5], [4, 6]])
    labels = bisect(xy, np.ones(7), pairs, 2)
    assert _together(labels, pairs)
    assert np.bincount(labels).min() >= 2


def test_turning_the_cut_gives_other_groups() -> None:
    xy, pairs = _grid(8, 8)
    assert not np.array_equal(
        bisect(xy, np.ones(64), pairs, 8), bisect(xy, np.ones(64), pairs, 8, turn=0.9)
    )


def test_components_and_parts() -> None:
    pairs = np.array([[0, 3], [1, 2]])
    assert components(pairs, 5).tolist() == [0, 1, 1, 0, 2]
    found = parts_of(pairs, np.array([0, 2, 3, 4]), 5)
    assert [part.tolist() for part in found] == [[0, 3], [2], [4]]


def test_no_members_have_no_parts() -> None:
    assert parts_of(np.array([[0, 1]]), np.array([], dtype=np.int64), 3) == []


def test_members_alone_are_cut() -> None:
    xy, pairs = _grid(4, 1)
    labels = bisect_members(xy, np.ones(4), pairs, np.array([1, 2, 3]), 3)
    assert sorted(labels.tolist()) == [0, 1, 2]


@pytest.mark.parametrize("parts", [0, 1])
def test_one_part_is_everything(parts: int) -> None:
    xy, pairs = _grid(3, 2)
    assert bisect(xy, np.ones(6), pairs, parts).tolist() == [0] * 6
