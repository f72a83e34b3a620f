"""Cutting pieces in parts, and how many."""

from __future__ import annotations

import numpy as np
import pytest

from commonweal.find.neighbourhoods.ground import adjoining, joined_up
from commonweal.find.neighbourhoods.split import Links, Sizes, split

SIZES = Sizes(5000, 15000, 10000)


@pytest.mark.parametrize(
    ("people", "parts"),
    [(15001, 2), (19000, 2), (25000, 2), (31511, 3), (100000, 10), (15000, 2), (14000, 1)],
)
def test_as_many_parts_as_bring_each_nearest_to_the_target(people: int, parts: int) -> None:
    assert SIZES.parts(people) == parts


def test_never_so_few_that_they_must_be_too_large() -> None:
    assert Sizes(5000, 6000, 10000).parts(11900) == 2
    assert Sizes(6000, 7000, 6500).parts(15000) == 3


def test_people_outside_the_range() -> None:
    found = SIZES.outside(np.array([4000, 5000, 15000, 15001]), 1)
    assert found.tolist() == [1000, 0, 0, 1]


def path(people: list[int]) -> Links:
    size = len(people)
    return Links(np.arange(size - 1), np.arange(1, size), np.ones(size - 1))


def test_a_row_is_cut_in_the_middle() -> None:
    people = [2000] * 10
    parts = split(range(10), np.array(people), path(people), SIZES)
    assert parts == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]


def test_only_the_members_are_cut() -> None:
    people = [2000] * 12
    parts = split(range(1, 11), np.array(people), path(people), SIZES)
    assert sorted(area for part in parts for area in part) == list(range(1, 11))


def test_as_many_parts_as_are_asked_for() -> None:
    people = [2000] * 12
    parts = split(range(12), np.array(people), path(people), SIZES, 4)
    assert [len(part) for part in parts] == [3, 3, 3, 3]


def test_a_star_cannot_be_cut_evenly_but_every_part_hangs_together() -> None:
    """Ten arms of one area round a hub: each cut can only take one arm off."""
    pairs = [(0, arm) for arm in range(1, 11)]
    links = Links(*np.array(pairs).T, np.ones(10))
    parts = split(range(11), np.full(11, 2000), links, SIZES)
    near = adjoining(11, pairs)
    assert all(joined_up(near, part) for part in parts)
    assert sorted(area for part in parts for area in part) == list(range(11))
