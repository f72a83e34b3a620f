from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.errors import InputError
from commonweal.stats import (
    attributable_proportion,
    attributable_rate,
    gap_of_proportions,
    levin_fraction,
)


def test_by_hand() -> None:
    made = attributable_proportion([30], [100], [20], [300], multiplier=100)
    # All: 50 of 400, 12.5%; outside 6.67%; so 5.83 points, or 23.3 of the 50.
    assert made.risk[0] == pytest.approx(12.5 - 100 / 15)
    assert made.fraction[0] == pytest.approx((12.5 - 100 / 15) / 12.5)
    assert made.events[0] == pytest.approx(50 - 400 / 15)
    assert made.share[0] == 0.25


def test_levin_and_miettinen_give_the_same() -> None:
    made = attributable_rate([30], [100], [20], [300])
    ratio = 0.3 / (20 / 300)
    assert made.fraction == pytest.approx(levin_fraction(0.25, ratio))
    # Miettinen: the share of cases who are in the group, times (R - 1) / R.
    assert made.fraction[0] == pytest.approx(30 / 50 * (ratio - 1) / ratio)


def test_large_counts_have_about_the_interval_of_the_logarithm() -> None:
    a, n, c, m = 3000.0, 40_000.0, 2000.0, 50_000.0
    made = attributable_rate([a], [n], [c], [m])
    # The variance of log(1 - F) = log(rate outside / rate of all), for Poisson counts.
    error = np.sqrt(1 / c - 1 / (a + c))
    left = np.log(1 - made.fraction[0]) + np.array([1, -1]) * 1.959964 * error
    assert made.fraction_lower[0] == pytest.approx(1 - np.exp(left[0]), rel=0.01)
    assert made.fraction_upper[0] == pytest.approx(1 - np.exp(left[1]), rel=0.01)


def test_the_interval_leaves_out_0_where_that_of_the_gap_does() -> None:
    made = attributable_rate([12, 30], [100, 100], [30, 30], [300, 300])
    assert made.fraction_lower[0] < 0 < made.fraction_lower[1]
    assert made.p_value[0] > 0.05 > made.p_value[1]


def test_none_outside_all_or_none_at_all() -> None:
    made = attributable_proportion([5, 0, 0], [10, 10, 10], [0, 0, 5], [10, 10, 10])
    assert (made.fraction[0], made.fraction_upper[0], made.events[0]) == (1, 1, 5)
    assert 0 < made.fraction_lower[0] < 1
    assert np.isnan(made.fraction[1])
    assert made.method[1] == "no events in either: no ratio"
    # Where the group is the one without, the others' risk would double the events of all.
    assert made.fraction[2] == pytest.approx(-1)
    assert made.risk[2] == pytest.approx(-0.25)


@given(st.integers(1, 40), st.integers(0, 40), st.integers(1, 40), st.integers(0, 40))
def test_it_has_the_sign_of_the_gap_and_is_no_more_than_all(
    x: int, rest: int, y: int, others: int
) -> None:
    counts = [x], [x + rest], [y], [y + others]
    made, gap = attributable_proportion(*counts), gap_of_proportions(*counts)
    assert np.sign(np.round(made.risk, 12)) == np.sign(np.round(gap.difference, 12))
    assert made.fraction_lower[0] <= made.fraction[0] + 1e-12
    assert made.fraction[0] <= made.fraction_upper[0] + 1e-12 <= 1 + 2e-12
    people = x + rest + y + others
    assert made.events[0] == pytest.approx(made.risk[0] * people)


def test_wrong_shares_and_ratios_are_refused() -> None:
    assert levin_fraction([0.0, 1.0], [3.0, 0.0]).tolist() == [0, -np.inf]
    assert levin_fraction(0.5, np.inf) == 1
    with pytest.raises(InputError, match=r"(?s)share.*1\.5 at index 0.*ratio.*-1 at index 0"):
        levin_fraction(1.5, -1)
