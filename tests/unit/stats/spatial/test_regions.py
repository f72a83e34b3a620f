"""Regions by cutting a tree: in one piece, islands apart, each cut a gain."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse.csgraph import connected_components

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.stats.spatial import neighbours_of_lists, regions

# A row of six areas: two alike, three alike, one apart.
ROW = neighbours_of_lists([[1], [0, 2], [1, 3], [2, 4], [3, 5], [4]])
VALUES = np.array([[0.0], [0.1], [5.0], [5.1], [5.2], [9.0]])


def test_the_plainest_cuts_come_first() -> None:
    assert regions(VALUES, ROW, 0).region.tolist() == [0] * 6
    one = regions(VALUES, ROW, 1)
    assert (one.region[:2] == one.region[0]).all()
    assert (one.region[2:] != one.region[0]).all()
    two = regions(VALUES, ROW, 2)
    assert len({*two.region[2:5]}) == 1
    assert two.region[5] not in two.region[:5]


@pytest.mark.parametrize("seed", range(5))
def test_regions_are_in_one_piece_and_every_cut_gains(seed: int) -> None:
    rng = np.random.default_rng(seed)
    side = 6
    number = np.arange(side * side).reshape(side, side)
    lists: list[list[int]] = [[] for _ in range(side * side)]
    for one, other in [
        *zip(number[:, :-1].ravel(), number[:, 1:].ravel(), strict=True),
        *zip(number[:-1].ravel(), number[1:].ravel(), strict=True),
    ]:
        lists[one].append(int(other))
        lists[other].append(int(one))
    near = neighbours_of_lists(lists)
    values = rng.normal(size=(side * side, 2))
    made = regions(values, near, 7)
    assert len(set(made.region.tolist())) == 8
    assert (np.diff(made.within) <= 1e-12).all()
    for region in set(made.region.tolist()):
        pieces, _ = connected_components(near.among(made.region == region).matrix())
        assert pieces == 1
    apart = sum(
        np.linalg.norm(part - part.mean(axis=0), axis=1).sum()
        for part in (values[made.region == region] for region in set(made.region.tolist()))
    )
    assert made.within[-1] == pytest.approx(apart, rel=1e-12)


def test_islands_and_equal_areas() -> None:
    lone = neighbours_of_lists([[1], [0], []])
    made = regions(np.zeros((3, 1)), lone, 0)
    assert made.region.tolist() == [0, 0, 1]
    assert made.within.tolist() == [0.0]
    assert len(set(regions(np.zeros((3, 1)), lone, 1).region.tolist())) == 3


def test_what_cannot_be_cut_is_refused() -> None:
    with pytest.raises(MethodNotApplicable, match="5 links to cut, got 6"):
        regions(VALUES, ROW, 6)
    with pytest.raises(InputError, match="index 2"):
        regions(np.array([[0.0], [1.0], [np.nan], [3.0], [4.0], [5.0]]), ROW, 1)
    with pytest.raises(InputError, match="6 rows, one an area"):
        regions(VALUES[:4], ROW, 1)
