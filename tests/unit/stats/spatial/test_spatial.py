from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.stats import empirical_bayes
from commonweal.stats.spatial import (
    Neighbours,
    bivariate_moran,
    geary,
    getis_ord,
    join_counts,
    local_empirical_bayes,
    local_moran,
    moran,
    moran_of_rates,
    nearest_neighbours,
    neighbours_of_lists,
    neighbours_of_pairs,
)

SIDE = 6


def grid(side: int = SIDE, extra: int = 0) -> Neighbours:
    """Squares that share an edge, and some islands after them."""
    lists: list[list[int]] = []
    for row in range(side):
        for column in range(side):
            steps = ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1))
            inside = [(r, c) for r, c in steps if 0 <= r < side and 0 <= c < side]
            lists.append([r * side + c for r, c in inside])
    return neighbours_of_lists([*lists, *[[] for _ in range(extra)]])


HALVES = np.repeat([1.0, 0.0], SIDE * SIDE // 2)
CHESS = np.array([(row + column) % 2 for row in range(SIDE) for column in range(SIDE)], dtype=float)


def test_halves_are_alike_and_a_chessboard_is_not() -> None:
    assert moran(CHESS, grid()).value == pytest.approx(-1)
    made = moran(HALVES, grid())
    assert made.value > 0.7
    assert made.p_value < 1e-6
    assert made.expected == pytest.approx(-1 / 35)
    assert geary(HALVES, grid()).value < 0.3
    assert geary(CHESS, grid()).value > 1.9


def test_moran_by_hand() -> None:
    # Four in a row with 1, 2, 3, 6: z = -2, -1, 0, 3; each neighbour's mean z: -1, -1, 1, 0.
    made = moran([1, 2, 3, 6], neighbours_of_lists([[1], [0, 2], [1, 3], [2]]))
    assert made.value == pytest.approx((2 + 1 + 0 + 0) / 14)


def test_the_variance_is_that_of_all_orders() -> None:
    from itertools import permutations

    values = np.array([1.0, 2, 3, 6, 2.5])
    near = neighbours_of_lists([[1, 4], [0, 2], [1, 3], [2, 4], [3, 0]])
    made = moran(values, near)
    weights = near.matrix().toarray() / near.counts()[:, np.newaxis]
    z = values - values.mean()
    every = [
        z[list(order)] @ weights @ z[list(order)] / (z @ z) for order in permutations(range(5))
    ]
    assert np.mean(every) == pytest.approx(made.expected)
    assert np.var(every) == pytest.approx(made.variance_random)


def test_join_counts_are_those_of_all_ways_to_mark() -> None:
    from itertools import combinations

    near = neighbours_of_lists([[1, 4, 2], [0, 2], [1, 3, 0], [2, 4], [3, 0]])
    matrix = near.matrix().toarray()
    every = []
    for chosen in combinations(range(5), 2):
        marked = np.isin(np.arange(5), chosen).astype(float)
        rest = 1 - marked
        every.append(
            [marked @ matrix @ marked / 2, rest @ matrix @ rest / 2, marked @ matrix @ rest]
        )
    made = join_counts([True, True, False, False, False], near)
    np.testing.assert_array_equal(made.counts, [1, 2, 3])
    np.testing.assert_allclose(made.expected, np.mean(every, axis=0))
    np.testing.assert_allclose(made.variance, np.var(every, axis=0), atol=1e-12)


def test_local_values_add_up_to_the_whole() -> None:
    values = np.random.default_rng(2).normal(size=SIDE * SIDE)
    assert local_moran(values, grid()).value.mean() == pytest.approx(moran(values, grid()).value)


def test_a_hot_corner_is_found_and_noise_is_not() -> None:
    values = np.random.default_rng(3).normal(10, 1, SIDE * SIDE)
    corner = [0, 1, 2, SIDE, SIDE + 1, SIDE + 2, 2 * SIDE, 2 * SIDE + 1]
    quiet = getis_ord(values, grid())
    assert not quiet.found.any()
    assert set(quiet.kind) == {"not significant"}
    values[corner] += 20
    hot, local = getis_ord(values, grid()), local_moran(values, grid())
    assert hot.found[0]
    assert set(hot.kind[hot.found]) == {"hot"}
    assert local.kind[SIDE + 1] == "high among high"
    # Without control of false discoveries more would be called so.
    assert (hot.p_value < 0.05).sum() >= hot.found.sum()
    cold = getis_ord(40 - values, grid())
    assert set(cold.kind[cold.found]) == {"cold"}
    np.testing.assert_allclose(cold.z, -hot.z)


def test_an_island_is_left_out_of_the_whole_and_says_so_itself() -> None:
    values = np.arange(SIDE * SIDE, dtype=float)
    with_island, island = np.append(values, 1e6), grid(extra=1)
    made = moran(with_island, island)
    assert made.value == moran(values, grid()).value
    assert (made.areas, made.islands) == (SIDE * SIDE, 1)
    for function in (local_moran, getis_ord):
        local, alone = function(with_island, island), function(values, grid())
        np.testing.assert_array_equal(local.value[:-1], alone.value)
        np.testing.assert_array_equal(local.found[:-1], alone.found)
        assert np.isnan(local.value[-1])
        assert not local.found[-1]
        assert local.kind[-1] == "not given: no neighbours"
    marked = join_counts(values > 9, grid())
    assert join_counts(with_island > 9, island).expected.tolist() == marked.expected.tolist()


def test_an_area_left_alone_by_islands_is_one_too() -> None:
    # Area 4 names 5 as its neighbour, which names none: without 5, 4 has none either.
    near = neighbours_of_lists([[1], [0, 2], [1, 3], [2], [5], []])
    assert list(near.islands()) == [False] * 5 + [True]
    assert list(near.mainland()) == [True] * 4 + [False] * 2
    assert moran([1, 2, 3, 6, 9, 9], near).islands == 2


def test_where_all_are_neighbours_there_is_nothing_local() -> None:
    everyone = neighbours_of_lists([[b for b in range(5) if b != a] for a in range(5)])
    made = getis_ord([1, 2, 3, 4, 9], everyone)
    assert set(made.kind) == {"not given: all other areas are neighbours"}
    assert np.isnan(made.z).all()


def test_a_figure_with_itself_is_moran_s() -> None:
    values = np.random.default_rng(4).normal(size=SIDE * SIDE)
    made = bivariate_moran(values, values, grid(), permutations=99, seed=1)
    assert made.value == pytest.approx(moran(values, grid()).value)
    again = bivariate_moran(values, values, grid(), permutations=99, seed=1)
    assert made == again


def test_a_figure_that_goes_with_another_around_it() -> None:
    draws = np.random.default_rng(5)
    noise = draws.normal(size=SIDE * SIDE)
    made = bivariate_moran(HALVES, HALVES + noise / 2, grid(), permutations=999, seed=1)
    assert made.p_value == pytest.approx(0.002)
    assert bivariate_moran(HALVES, noise, grid(), permutations=999, seed=1).p_value > 0.05


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(16)))
def test_the_order_of_areas_does_not_matter(order: list[int]) -> None:
    values = np.random.default_rng(6).normal(size=16)
    near = grid(4)
    place = np.argsort(order)
    turned = neighbours_of_pairs(place[near.first], place[near.second], 16)
    assert moran(values[order], turned).z_random == pytest.approx(moran(values, near).z_random)
    np.testing.assert_allclose(
        local_moran(values[order], turned).z, local_moran(values, near).z[order]
    )


def test_rates_are_drawn_towards_those_around() -> None:
    near = neighbours_of_lists([[1], [0], [3], [2], []])
    events, people = [1, 9, 90, 110, 30], [100, 100, 1000, 1000, 100]
    made = local_empirical_bayes(events, people, near)
    assert 0.01 < made.rate[0] <= 0.05
    assert 0.05 <= made.rate[1] < 0.09
    # The island goes with the whole country.
    assert made.rate[4] == empirical_bayes(events, people).rate[4]
    assert (local_empirical_bayes([0, 0], [5, 5], near.among(np.arange(5) < 2)).rate == 0).all()


def test_small_areas_do_not_look_like_clusters() -> None:
    draws = np.random.default_rng(7)
    # One true rate everywhere, but hardly anybody lives in one half.
    people = np.where(HALVES > 0, 20.0, 2000.0)
    events = draws.poisson(0.1 * people)
    assert abs(moran_of_rates(events, people, grid()).z_random) < 2.5
    risen = draws.poisson(np.where(HALVES > 0, 0.4, 0.1) * 500)
    assert moran_of_rates(risen, np.full(SIDE * SIDE, 500.0), grid()).z_random > 5


def test_the_filters_of_warnings_stay_as_they_were() -> None:
    before = list(warnings.filters)
    local_moran(HALVES, grid())
    assert warnings.filters == before


def test_nearest_areas() -> None:
    made = nearest_neighbours([[0, 0], [0, 1], [0, 3], [0, 3]], 1)
    assert made.second.tolist() == [1, 0, 3, 2]
    with pytest.raises(MethodNotApplicable, match="k = 4"):
        nearest_neighbours(np.zeros((4, 2)), 4)
    with pytest.raises(InputError, match=r"points.*nan at index 0, 1"):
        nearest_neighbours([[0, np.nan], [1, 1]], 1)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ([0, 3], [1, 0], "two numbers from 0 to 2"),
        ([0, -1], [1, 0], "two numbers from 0 to 2"),
        ([0, 1], [0, 2], "a neighbour other than itself"),
        ([0, 0], [1, 1], "each pair once"),
        ([0, 1], [1], "pairs of areas"),
    ],
)
def test_wrong_pairs_are_refused(first: list[int], second: list[int], said: str) -> None:
    with pytest.raises(InputError, match=said):
        neighbours_of_pairs(first, second, 3)


def test_wrong_values_are_refused() -> None:
    near = grid(3)
    with pytest.raises(InputError, match="9 values, one an area, got 8"):
        moran(np.arange(8), near)
    with pytest.raises(InputError, match="nan at index 2"):
        getis_ord([0, 1, np.nan, 3, 4, 5, 6, 7, 8], near)
    with pytest.raises(MethodNotApplicable, match="the same value"):
        local_moran(np.ones(9), near)
    with pytest.raises(MethodNotApplicable, match="4 areas with neighbours, got 2"):
        moran([1, 2, 3], neighbours_of_lists([[1], [0], []]))
    with pytest.raises(InputError, match="true or false"):
        join_counts(np.arange(9), near)
    with pytest.raises(MethodNotApplicable, match="99 permutations"):
        bivariate_moran(np.arange(9), np.arange(9), near, permutations=9, seed=1)
    with pytest.raises(InputError, match="9 counts, one an area, got 8"):
        moran_of_rates(np.ones(8), np.ones(8), near)
    with pytest.raises(MethodNotApplicable, match="share"):
        local_moran(np.arange(9), near, share=2)
    with pytest.raises(MethodNotApplicable, match="the same value"):
        moran_of_rates(np.zeros(9), np.ones(9), near)
