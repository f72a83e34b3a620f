"""Levels of groups: sums over sums, weighted means, their intervals, and what is not known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats as reference

from commonweal.stats import proportion, rate
from commonweal.understand.levels import (
    ONE_UNIT,
    WEIGHTED,
    cell_sums,
    centres,
    levels,
    spread_of_areas,
)
from commonweal.understand.measures import MeasureTable
from tests.unit.understand.tables import NAN, measure, table

PEOPLE = [100, 200, 300, 400]


def level(held: MeasureTable, cells: list[int], number: int, confidence: float = 0.95):
    sums = cell_sums(held, np.array(cells), number)
    return levels(sums, held.measures, centres(held), confidence)


def test_a_proportion_is_a_sum_over_a_sum_with_wilsons_interval() -> None:
    held = table(PEOPLE, [measure("ill")], {}, {"ill": ([10, 30, 20, 40], [50, 150, 250, 300])})
    found = level(held, [0, 0, 1, 1], 2)
    expected = proportion([40, 60], [200, 550])
    np.testing.assert_allclose(found.value, expected.value)
    np.testing.assert_allclose(found.lower, expected.lower)
    np.testing.assert_allclose(found.upper, expected.upper)
    assert set(found.method) == {"Wilson"}


def test_a_rate_keeps_its_multiplier_and_may_exceed_one_event_a_person() -> None:
    jobs = measure("jobs", "rate", multiplier=100.0)
    held = table(PEOPLE, [jobs], {}, {"jobs": ([300, 5, 1, 2], [100, 200, 300, 400])})
    found = level(held, [0, 0, 1, 1], 2)
    expected = rate([305, 3], [300, 700], multiplier=100)
    np.testing.assert_allclose(found.value, expected.value)
    np.testing.assert_allclose(found.lower, expected.lower)
    assert list(found.method) == ["Byar", "exact Poisson"]


def test_a_proportion_above_its_whole_is_given_as_a_rate_rather_than_refused() -> None:
    held = table(PEOPLE, [measure("ill")], {}, {"ill": ([60, 0, 0, 0], [50, 50, 50, 50])})
    found = level(held, [0, 1, 1, 1], 2)
    assert found.value[0] == pytest.approx(1.2)
    assert found.method[0] == "Byar"


def test_a_mean_has_the_linearised_interval_of_a_ratio() -> None:
    values = [70.0, 74.0, 79.0, 83.0]
    held = table(PEOPLE, [measure("life", "mean")], {"life": values})
    found = level(held, [0, 0, 0, 0], 1)
    w, v = np.array(PEOPLE, float), np.array(values)
    middle = (w * v).sum() / w.sum()
    error = np.sqrt(4 / 3 * (w**2 * (v - middle) ** 2).sum()) / w.sum()
    half = reference.t.ppf(0.975, 3) * error
    assert found.value[0] == pytest.approx(middle)
    assert found.lower[0] == pytest.approx(middle - half)
    assert found.upper[0] == pytest.approx(middle + half)
    assert found.method[0] == WEIGHTED


def test_equal_weights_give_the_textbook_interval_of_a_mean() -> None:
    values = [70.0, 74.0, 79.0, 83.0]
    held = table([5, 5, 5, 5], [measure("life", "mean")], {"life": values})
    found = level(held, [0, 0, 0, 0], 1, 0.9)
    low, high = reference.t.interval(0.9, 3, np.mean(values), reference.sem(values))
    assert (found.lower[0], found.upper[0]) == pytest.approx((low, high))


def test_missing_areas_are_left_out_and_told() -> None:
    held = table(PEOPLE, [measure("life", "mean")], {"life": [70, NAN, 80, NAN]})
    sums = cell_sums(held, np.array([0, 0, 0, 0]), 1)
    assert levels(sums, held.measures, centres(held)).value[0] == pytest.approx(77.5)
    assert sums.areas[0, 0] == 2
    assert sums.weight[0, 0] / sums.people[0, 0] == pytest.approx(0.4)


def test_one_area_has_a_level_and_no_interval_and_none_has_neither() -> None:
    held = table(PEOPLE, [measure("life", "mean")], {"life": [70, NAN, 80, 81]})
    found = level(held, [0, 1, 2, 2], 3)
    assert found.value[0] == 70
    assert np.isnan([found.lower[0], found.value[1], found.lower[1]]).all()
    assert found.method[0] == ONE_UNIT
    assert found.method[1] == "not known"
    assert found.lower[2] < 80


def test_areas_in_no_cell_count_nowhere() -> None:
    held = table(PEOPLE, [measure("life", "mean")], {"life": [70, 1000, 80, 90]})
    found = level(held, [0, -1, 0, 0], 1)
    assert found.value[0] == pytest.approx((7000 + 24000 + 36000) / 800)


def test_what_is_the_same_everywhere_has_no_spread_to_the_last_digit() -> None:
    held = table([31, 57, 83, 91], [measure("life", "mean")], {"life": [0.1] * 4})
    found = level(held, [0, 0, 1, 1], 2)
    assert found.value[0] == found.value[1] == found.lower[0] == found.upper[1] == 0.1
    assert np.isnan(spread_of_areas(held)[0])


def test_the_value_of_a_larger_area_counts_as_one_unit() -> None:
    inherited = measure("life", "mean", way="of the larger area", held_for="msoa11")
    values = {"life": [70, 70, 70, 80, 80, 80]}
    plain = table([10] * 6, [measure("life", "mean")], values)
    within = table([10] * 6, [inherited], values, larger={"msoa11": [0, 0, 0, 1, 1, 1]})
    few = table([30, 30], [measure("life", "mean")], {"life": [70, 80]})
    wide, true = level(within, [0] * 6, 1), level(few, [0, 0], 1)
    assert wide.lower[0] == pytest.approx(true.lower[0])
    assert wide.lower[0] < level(plain, [0] * 6, 1).lower[0]


def test_sums_of_sets_are_sums_of_their_cells() -> None:
    held = table(
        PEOPLE,
        [measure("ill"), measure("life", "mean")],
        {"life": [70, 75, 80, 85]},
        {"ill": ([1, 2, 3, 4], [10, 20, 30, 40])},
    )
    cells = cell_sums(held, np.array([0, 1, 2, 2]), 3)
    joined = levels(cells.of(np.array([[1.0, 1.0, 1.0]])), held.measures, centres(held))
    whole = level(held, [0, 0, 0, 0], 1)
    np.testing.assert_allclose(joined.value, whole.value)
    np.testing.assert_allclose(joined.upper, whole.upper)


def test_spread_is_that_of_people_not_of_areas() -> None:
    held = table([1, 3], [measure("life", "mean")], {"life": [0.0, 4.0]})
    assert spread_of_areas(held)[0] == pytest.approx(np.sqrt(3))
