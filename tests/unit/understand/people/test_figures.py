"""Figures of groups: by hand, by two routes, and effects that must be nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.stats import directly_standardised_rate, proportion, rate
from commonweal.stats.gaps import gap_of_proportions
from commonweal.understand.people.figures import (
    NO_PEOPLE,
    NO_PEOPLE_IN_A_BAND,
    NOBODY_ELSE,
    gap_to_all,
    level,
    standard_weights,
    standardised,
    standardised_gap,
)
from commonweal.understand.people.strata import Counted
from tests.records import spec

SETTINGS = settings(max_examples=40, deadline=None)
YOUNG_AND_OLD = {"sex": "", "bands": (0, 65)}


def counts(people: object, events: object) -> Counted:
    n, x = np.array(people, dtype=float), np.array(events, dtype=float)
    return Counted(n, x, n)


def test_levels_are_those_of_the_statistics() -> None:
    some = counts([100, 50, 0], [10, 0, 0])
    made = level(spec(), some)
    expected = proportion([10, 0], [100, 50], multiplier=100)
    np.testing.assert_allclose(made.value[:2], expected.value)
    np.testing.assert_allclose(made.lower[:2], expected.lower)
    assert made.method.tolist() == ["Wilson", "Wilson", NO_PEOPLE]
    assert np.isnan(made.value[2])
    of_events = level(spec(measure="rate", per=1000), counts([100], [250]))
    assert of_events.value[0] == 2500
    assert of_events.upper[0] == pytest.approx(rate([250], [100], multiplier=1000).upper[0])


def test_the_standard_population_fits_any_bands() -> None:
    # 2013: 100,000 people; those aged 65 and over 19,500.
    weights = standard_weights(spec(**YOUNG_AND_OLD))
    assert weights.tolist() == [80_500, 19_500]
    assert standard_weights(spec()).sum() == 200_000
    assert standard_weights(spec()).shape == (38,)


def test_a_standardised_figure_by_hand() -> None:
    asked = spec(**YOUNG_AND_OLD)
    groups = counts([[100, 100], [150, 50], [100, 0]], [[10, 40], [15, 20], [20, 0]])
    made = standardised(asked, groups)
    # Both groups are alike at each age: 10 and 40 in 100.
    by_hand = 100 * (80_500 * 0.1 + 19_500 * 0.4) / 100_000
    np.testing.assert_allclose(made.value[:2], by_hand)
    assert made.method.tolist() == ["Dobson", "Dobson", NO_PEOPLE_IN_A_BAND]


def test_groups_alike_at_each_age_have_no_standardised_gap() -> None:
    asked = spec(**YOUNG_AND_OLD)
    groups = counts([[1000, 1000], [1500, 500]], [[100, 400], [150, 200]])
    assert np.abs(gap_to_all(asked, groups.summed(1)).value).min() > 1
    made = standardised_gap(asked, groups)
    np.testing.assert_allclose(made.value, 0, atol=1e-12)
    assert (made.lower < 0).all()
    assert (made.upper > 0).all()


def test_a_gap_to_all_is_a_share_of_that_to_the_rest() -> None:
    groups = counts([100, 300], [30, 30])
    made = gap_to_all(spec(), groups)
    rest = gap_of_proportions([30], [100], [30], [300], multiplier=100)
    assert made.value[0] == pytest.approx(30 - 15)
    assert made.value[0] == pytest.approx(0.75 * rest.difference[0])
    assert made.lower[0] == pytest.approx(0.75 * rest.difference_lower[0])
    assert made.upper[0] == pytest.approx(0.75 * rest.difference_upper[0])
    # Weighted by people, the gaps cancel.
    assert made.value @ groups.people == pytest.approx(0)


@SETTINGS
@given(
    st.lists(st.integers(50, 500), min_size=4, max_size=4),
    st.lists(st.integers(6, 50), min_size=4, max_size=4),
)
def test_the_standardised_gap_is_the_difference_of_both_figures(
    people: list[int], events: list[int]
) -> None:
    asked = spec(**YOUNG_AND_OLD)
    groups = counts(np.reshape(people, (2, 2)), np.reshape(events, (2, 2)))
    whole = groups.summed(0)
    of_all = directly_standardised_rate(
        whole.events[np.newaxis], whole.people[np.newaxis], standard_weights(asked), multiplier=100
    )
    made = standardised_gap(asked, groups)
    np.testing.assert_allclose(made.value, standardised(asked, groups).value - of_all.value[0])
    assert (made.lower <= made.value).all()
    assert (made.value <= made.upper).all()


def test_one_stratum_needs_no_standard() -> None:
    asked = spec(sex="", bands=(0,))
    groups = counts([[400], [600]], [[80], [60]])
    plain = gap_to_all(spec(), groups.summed(1))
    np.testing.assert_allclose(standardised_gap(asked, groups).value, plain.value)


def test_a_single_group_has_nobody_to_be_held_against() -> None:
    groups = counts([100], [10])
    assert gap_to_all(spec(), groups).method.tolist() == [NOBODY_ELSE]
    alone = standardised_gap(spec(**YOUNG_AND_OLD), counts([[50, 50]], [[10, 10]]))
    assert alone.method.tolist() == [NOBODY_ELSE]
    assert np.isnan(alone.value).all()


def test_few_events_are_not_standardised() -> None:
    made = standardised(spec(**YOUNG_AND_OLD), counts([[50, 50]], [[4, 5]]))
    assert np.isnan(made.value[0])
    assert "fewer than 10" in made.method[0]


def test_a_stratum_of_one_group_alone_has_no_part_in_its_gap() -> None:
    asked = spec(**YOUNG_AND_OLD)
    groups = counts([[100, 40], [100, 0]], [[20, 20], [30, 0]])
    made = standardised_gap(asked, groups)
    assert made.value[0] == pytest.approx(100 * 0.805 * (0.2 - 0.25))
    assert made.method[1] == NO_PEOPLE_IN_A_BAND
