"""Only what adds up is summed; the rest are means over people, or refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from commonweal.stats import proportion, rate
from commonweal.understand.measures import Measure
from commonweal.understand.profile.summed import (
    AVERAGED,
    OWN,
    REFUSALS,
    SUMMED,
    Figures,
    grouping,
    margins,
    own_figures,
    put_together,
)

NAN = np.nan


def measure(name: str, kind: str, multiplier: float = 1.0) -> Measure:
    return Measure(
        name, name, "t", "u", "higher_is_worse", kind, "2021", "lsoa21", "r", "yes", "held",
        multiplier=multiplier,
    )  # fmt: skip


MEASURES = (measure("share", "proportion"), measure("years", "mean"), measure("rate", "rate", 100))


def figures() -> Figures:
    value = np.array([[0.5, 80, 200], [0.1, 70, 50], [0.2, NAN, 100]])
    numerator = np.array([[50, NAN, 20], [30, NAN, 10], [20, NAN, 5]])
    denominator = np.array([[100, NAN, 10], [300, NAN, 20], [100, NAN, 5]])
    return own_figures(MEASURES, np.array([100.0, 300, 100]), (value, numerator, denominator))


def together(shares: list[float], least: float = 0.8) -> Figures:
    return put_together(figures(), csr_array(np.array([shares])), least)


def test_by_hand() -> None:
    made = together([1, 1, 0])
    assert made.people.tolist() == [400]
    # 50 + 30 of 100 + 300; 80 x 100 + 70 x 300 over 400; 100 x (20 + 10) / (10 + 20).
    assert made.value[0].tolist() == [0.2, 72.5, 100]
    assert [made.way(column) for column in range(3)] == [SUMMED, AVERAGED, SUMMED]
    assert [figures().way(column) for column in range(3)] == [OWN] * 3


def test_a_part_of_an_area_counts_in_part() -> None:
    made = together([1, 0.5, 0])
    assert made.people.tolist() == [250]
    assert made.numerator[0, 0] == 65
    assert made.value[0, 0] == pytest.approx(65 / 250)
    assert made.value[0, 1] == pytest.approx((80 * 100 + 70 * 150) / 250)


def test_too_little_known_is_not_known() -> None:
    # The third area's years are not known: 400 of 500 people are covered.
    assert together([1, 1, 1]).covered[0, 1] == pytest.approx(0.8)
    assert together([1, 1, 1]).value[0, 1] == pytest.approx(72.5)
    assert np.isnan(together([1, 1, 1], 0.81).value[0, 1])
    assert np.isnan(together([0, 0, 1]).value[0, 1])


@given(st.lists(st.integers(0, 2), min_size=3, max_size=3))
def test_groups_of_groups_are_the_whole(groups: list[int]) -> None:
    parts = put_together(figures(), grouping(groups, 3), 0.0)
    whole = put_together(figures(), grouping([0, 0, 0], 1), 0.0)
    assert np.nansum(parts.numerator[:, 0]) == pytest.approx(whole.numerator[0, 0])
    assert parts.people.sum() == whole.people[0]
    joined = put_together(parts, grouping([0, 0, 0], 1), 0.0)
    assert joined.value[0, 0] == pytest.approx(whole.value[0, 0])


def test_margins_are_those_of_the_sums() -> None:
    made = together([1, 1, 0])
    lower, upper = margins(made, 0, 0.95)
    share, events = proportion(80, 400), rate(30, 30, multiplier=100)
    assert (lower[0], upper[0]) == pytest.approx((share.lower[0], share.upper[0]))
    assert (lower[2], upper[2]) == pytest.approx((events.lower[0], events.upper[0]))
    assert np.isnan([lower[1], upper[1]]).all()


def test_nobody_is_not_known_rather_than_nought() -> None:
    empty = own_figures(
        MEASURES[:1], np.array([0.0]), (np.array([[NAN]]), np.array([[0.0]]), np.array([[0.0]]))
    )
    made = put_together(empty, grouping([0], 1), 0.8)
    assert np.isnan(made.value[0, 0])
    assert np.isnan(margins(made, 0, 0.95)).all()


def test_the_arrays_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        figures().value[0, 0] = 1.0


def test_areas_in_no_group_count_nowhere() -> None:
    made = put_together(figures(), grouping([0, -1, 0], 1), 0.0)
    assert made.people.tolist() == [200]


@pytest.mark.parametrize("kind", ["rank", "decile", "median"])
def test_what_does_not_add_up_has_its_reason(kind: str) -> None:
    assert len(REFUSALS[kind]) > 20
