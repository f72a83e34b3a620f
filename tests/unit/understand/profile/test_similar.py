"""Similar places: by hand, by two routes, and whatever the order of the rows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.spatial.distance import cdist

from commonweal.errors import MethodNotApplicable
from commonweal.understand.profile.similar import (
    all_nearest,
    distances,
    nearest,
    reason,
    standardised,
)

LABELS = ("children", "students", "crime")
VALUES = arrays(np.float64, (12, 3), elements=st.floats(-50, 50).map(lambda x: round(x, 3)))


def points(values: np.ndarray, themes: tuple[int, ...] = (0, 0, 1)):  # type: ignore[no-untyped-def]
    return standardised(np.asarray(values, dtype=float), themes, LABELS[: len(themes)])


def test_by_hand() -> None:
    # Two measures of two themes: each has the standard deviation 1 over the three places after
    # standardising, and counts for a half of the squared distance.
    made = points([[0.0, 0.0], [2.0, 0.0], [4.0, 6.0]], (0, 1))
    spread = np.sqrt(8 / 3), np.sqrt(8.0)
    assert made.scores[:, 0] == pytest.approx(np.array([-2, 0, 2]) / spread[0])
    expected = np.sqrt(0.5 * ((2 / spread[0]) ** 2 + (6 / spread[1]) ** 2))
    assert distances(made, made.scores[1])[2] == pytest.approx(expected)
    assert nearest(made, made.scores[0], 2, np.array([False, True, True])).tolist() == [1, 2]


def test_every_theme_counts_alike_however_many_measures_it_has() -> None:
    made = points(np.random.default_rng(1).normal(size=(40, 3)))
    squares = made.weights**2
    assert squares[:2].sum() == pytest.approx(0.5)
    assert squares[2] == pytest.approx(0.5)


@given(VALUES)
def test_one_by_one_and_all_at_once_agree(values: np.ndarray) -> None:
    values = values + np.arange(12)[:, None] * 1e-3  # no place in the very same spot
    try:
        made = points(values)
    except MethodNotApplicable:
        return
    placed = made.scores * made.weights
    far = cdist(placed, placed)
    every = all_nearest(made, 4)
    for place in range(12):
        allowed = np.arange(12) != place
        one = nearest(made, made.scores[place], 4, allowed)
        expected = np.sort(far[place][allowed])[:4]
        assert far[place][one] == pytest.approx(expected, abs=1e-9)
        assert far[place][every[place]] == pytest.approx(expected, abs=1e-9)
        assert place not in every[place]


@given(VALUES, st.permutations(range(12)))
def test_the_order_of_the_rows_does_not_matter(values: np.ndarray, order: list[int]) -> None:
    try:
        first, second = points(values), points(values[order])
    except MethodNotApplicable:
        return
    assert first.scores[order] == pytest.approx(second.scores, abs=1e-9)


@given(VALUES, st.floats(0.5, 20), st.floats(-100, 100))
def test_units_do_not_matter(values: np.ndarray, scale: float, shift: float) -> None:
    try:
        first = points(values)
        second = points(values * scale + shift)
    except MethodNotApplicable:
        return
    if len(first.labels) == len(second.labels):
        assert first.scores == pytest.approx(second.scores, abs=1e-5)


def test_places_in_the_very_same_spot_are_still_not_their_own_neighbours() -> None:
    values = np.zeros((6, 2))
    values[5] = 1.0
    found = all_nearest(points(values, (0, 1)), 3)
    assert found.shape == (6, 3)
    assert all(place not in row for place, row in enumerate(found))


def test_what_is_not_known_counts_as_the_mean() -> None:
    made = points([[1.0, np.nan], [3.0, 5.0], [5.0, 7.0]], (0, 1))
    assert made.scores[0, 1] == 0
    assert made.of(np.array([3.0, np.nan])).tolist() == [0, 0]


def test_a_measure_that_does_not_vary_is_left_out() -> None:
    made = points([[1.0, 4.0], [2.0, 4.0], [3.0, 4.0]], (0, 1))
    assert made.labels == ("children",)
    assert made.weights.tolist() == [1.0]


@pytest.mark.parametrize("values", [[[1.0, 2.0]], [[1.0, 2.0], [1.0, 2.0]]])
def test_nothing_to_tell_places_apart_by_is_refused(values: list[list[float]]) -> None:
    with pytest.raises(MethodNotApplicable):
        points(values, (0, 1))


def test_fewer_are_given_where_fewer_are_allowed() -> None:
    made = points(np.arange(8.0).reshape(4, 2), (0, 1))
    allowed = np.array([False, True, False, False])
    assert nearest(made, made.scores[0], 3, allowed).tolist() == [1]


def test_the_reason_names_what_both_have_in_common_and_what_differs() -> None:
    values = np.zeros((20, 3))
    values[0], values[1] = (9, -9, 9), (9, -9, -9)
    values[2:, :] = np.random.default_rng(3).normal(size=(18, 3))
    made = points(values, (0, 1, 2))
    told = reason(made, made.scores[0], 1)
    assert told.high == ("children",)
    assert told.low == ("students",)
    assert told.differs == "crime, lower there"
    assert told.alike == 2
    assert told.sentence() == (
        "Alike on 2 of 3 measures. High in both: children. Low in both: students. "
        "Most different: crime, lower there."
    )


def test_places_average_in_everything_have_nothing_to_name() -> None:
    made = points(np.random.default_rng(5).normal(size=(50, 3)), (0, 1, 2))
    told = reason(made, np.zeros(3), int(np.argmin(distances(made, np.zeros(3)))))
    assert told.high == told.low == ()
    assert told.sentence().startswith("Alike on ")
