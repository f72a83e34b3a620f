from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.stats import (
    directly_standardised_rate,
    indirectly_standardised_ratio,
    mean,
    proportion,
    rate,
    ratio,
    repeated_events_rate,
)
from commonweal.stats.intervals import byar_limits, exact_limits, poisson_limits

COUNTS = st.integers(min_value=0, max_value=10_000)


def test_no_events_and_all_the_people() -> None:
    made = proportion([0, 20], [20, 20])
    assert made.lower[0] == 0
    assert made.upper[1] == 1
    # Wilson's other end is z2 / (n + z2) from the edge.
    assert made.upper[0] == pytest.approx(1.959964**2 / (20 + 1.959964**2), rel=1e-6)
    assert made.lower[1] == pytest.approx(1 - made.upper[0])


def test_no_event_has_the_rule_of_three() -> None:
    made = rate([0], [1000], multiplier=1)
    assert made.lower[0] == 0
    assert made.upper[0] == pytest.approx(-np.log(0.025) / 1000)
    assert made.method[0] == "exact Poisson"


def test_byar_begins_at_ten() -> None:
    x = np.array([9.0, 10.0, 11.0])
    lower, upper = poisson_limits(x, 1.96)
    np.testing.assert_array_equal(lower[:1], exact_limits(x, 1.96)[0][:1])
    np.testing.assert_array_equal(upper[1:], byar_limits(x, 1.96)[1][1:])
    assert list(rate(x, x).method) == ["exact Poisson", "Byar", "Byar"]


def test_exact_limits_are_chi_square_quantiles() -> None:
    lower, upper = exact_limits(np.array([4.0]), 1.959963984540054)
    assert lower[0] == pytest.approx(chi2.ppf(0.025, 8) / 2)
    assert upper[0] == pytest.approx(chi2.ppf(0.975, 10) / 2)


def test_where_byar_is_not_defined_the_exact_limits_are_used() -> None:
    lower, _ = poisson_limits(np.array([10.0]), 10.0)
    assert lower[0] ** 10 / 3_628_800 == pytest.approx(7.62e-24, rel=0.1)


def test_what_is_not_known_is_said() -> None:
    made = proportion([float("nan"), 1], [10, 10])
    assert np.isnan(made.value[0])
    assert list(made.method) == ["not known", "Wilson"]


@pytest.mark.parametrize(
    ("events", "people", "said"),
    [
        ([1, -1], [10, 10], "events.*-1 at index 1"),
        ([1, 1], [10, 0], "people.*0 at index 1"),
        ([1, 11], [10, 10], "no more events than people, got 11 at index 1"),
        ([1], [10, 10], r"one entry an area in each, got events \(1,\), people \(2,\)"),
        ([float("inf")], [10], "inf at index 0"),
    ],
)
def test_wrong_counts_are_refused(events: list[float], people: list[float], said: str) -> None:
    with pytest.raises(InputError, match=said):
        proportion(events, people)


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(InputError) as told:
        rate([-1, 2, -3], [5, 0, 5])
    assert len(told.value.problems) == 3


def test_more_events_than_people_is_a_rate() -> None:
    assert rate([12], [10], multiplier=1).value[0] == pytest.approx(1.2)


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_a_confidence_is_a_share(confidence: float) -> None:
    with pytest.raises(MethodNotApplicable, match="between 0 and 1"):
        mean([1, 2], confidence=confidence)


def test_a_group_of_one_has_no_interval() -> None:
    with pytest.raises(MethodNotApplicable, match="group 1"):
        mean([1, 2, 3], [0, 0, 1], 2)


def test_results_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        proportion([1], [2]).value[0] = 3


@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=20))
def test_intervals_hold_their_values_and_widen_with_confidence(
    pairs: list[tuple[int, int]],
) -> None:
    events = np.array([pair[0] for pair in pairs], dtype=float)
    people = events + np.array([pair[1] for pair in pairs]) + 1
    for function in (proportion, rate, ratio):
        wide, narrow = function(events, people, confidence=0.998), function(events, people)
        assert (narrow.lower <= narrow.value + 1e-12).all()
        assert (narrow.value <= narrow.upper + 1e-12).all()
        assert (wide.lower <= narrow.lower).all()
        assert (wide.upper >= narrow.upper).all()


@settings(max_examples=30)
@given(st.permutations(range(6)))
def test_the_order_of_areas_does_not_matter(order: list[int]) -> None:
    events, people = np.array([0.0, 3, 9, 10, 50, 99]), np.full(6, 100.0)
    made, turned = proportion(events, people), proportion(events[order], people[order])
    np.testing.assert_array_equal(made.upper[order], turned.upper)


EVENTS, PEOPLE = np.array([[5.0, 20.0], [2.0, 3.0]]), np.array([[100.0, 50.0], [80.0, 60.0]])


def test_a_standardised_rate_by_hand() -> None:
    made = directly_standardised_rate(EVENTS, PEOPLE, [3, 1], multiplier=100)
    # (3 x 5/100 + 1 x 20/50) / 4 = 0.1375
    assert made.value[0] == pytest.approx(13.75)
    assert made.lower[0] < 13.75 < made.upper[0]
    assert np.isnan(made.value[1])
    assert np.isnan(made.lower[1])
    assert made.method[1] == "not given: fewer than 10 events"
    assert made.numerator[1] == 5


def test_with_the_area_as_its_own_standard_the_rate_is_the_crude_one() -> None:
    made = directly_standardised_rate(EVENTS[0], PEOPLE[0], PEOPLE[0], multiplier=1)
    crude = rate([25], [150], multiplier=1)
    assert made.value == pytest.approx(crude.value)
    # The variance is then O / n2, and the limits are Byar's own.
    assert made.lower == pytest.approx(crude.lower)
    assert made.upper == pytest.approx(crude.upper)


def test_ten_events_are_enough_and_nine_are_not() -> None:
    made = directly_standardised_rate([[9.0, 0], [9, 1], [9, 2]], np.full((3, 2), 50.0), [1, 1])
    assert list(np.isnan(made.value)) == [True, False, False]


def test_repeated_events_widen_the_interval_but_keep_the_rate() -> None:
    once = directly_standardised_rate(EVENTS[:1], PEOPLE[:1], [3, 1])
    persons = np.array([[[5.0, 10.0]], [[0.0, 5.0]]])
    again = repeated_events_rate(persons, [1, 2], PEOPLE[:1], [3, 1])
    assert again.value == pytest.approx(once.value)
    assert again.upper[0] > once.upper[0]
    assert again.method[0] == "Dobson, events not independent"


def test_the_reference_itself_has_the_ratio_100() -> None:
    made = indirectly_standardised_ratio(25, PEOPLE[0], EVENTS[0], PEOPLE[0])
    assert made.value[0] == pytest.approx(100)
    assert made.denominator[0] == pytest.approx(25)


def test_bands_that_do_not_match_are_refused() -> None:
    with pytest.raises(InputError, match="one entry an area in each"):
        directly_standardised_rate(EVENTS, PEOPLE, [1, 2, 3])


def test_a_standard_population_without_people_is_refused() -> None:
    with pytest.raises(InputError, match="standard"):
        directly_standardised_rate(EVENTS, PEOPLE, [0, 0])
