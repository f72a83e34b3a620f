from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, chi2_contingency
from scipy.stats.contingency import relative_risk

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.stats import (
    discoveries,
    gap_of_estimates,
    gap_of_means,
    gap_of_proportions,
    gap_of_rates,
    mean,
    proportion,
    rate,
)

# Newcombe (1998), table II, method 10: events and people of both, limits of the difference.
PAPER = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 20, -0.1611, 0.2775),
    (0, 10, 0, 10, -0.2775, 0.2775),
    (10, 10, 0, 20, 0.6791, 1.0000),
    (10, 10, 0, 10, 0.6075, 1.0000),
]


def test_the_examples_of_the_paper() -> None:
    x, n, y, m, lower, upper = np.array(PAPER, dtype=float).T
    made = gap_of_proportions(x, n, y, m)
    np.testing.assert_allclose(made.difference_lower, lower, rtol=0, atol=5.1e-5)
    np.testing.assert_allclose(made.difference_upper, upper, rtol=0, atol=5.1e-5)


def test_the_p_value_of_a_difference_of_proportions() -> None:
    made = gap_of_proportions([56], [70], [48], [80])
    stored = chi2_contingency([[56, 14], [48, 32]], correction=False).pvalue
    assert made.p_value[0] == pytest.approx(stored)


def test_a_ratio_of_large_counts_has_about_the_logarithmic_interval() -> None:
    made = gap_of_proportions([3000], [40_000], [2000], [50_000])
    other = relative_risk(3000, 40_000, 2000, 50_000).confidence_interval()
    assert made.ratio[0] == pytest.approx(1.875)
    assert made.ratio_lower[0] == pytest.approx(other.low, rel=1e-3)
    assert made.ratio_upper[0] == pytest.approx(other.high, rel=1e-3)


def test_a_ratio_of_rates_is_that_of_the_exact_test() -> None:
    # Rothman's breast cancer example, as in the documentation of R's poisson.test.
    made = gap_of_rates([11], [800], [6 + 8 + 7], [1083 + 1050 + 878])
    assert made.ratio[0] == pytest.approx(1.971488, abs=5e-7)
    assert made.ratio_lower[0] == pytest.approx(0.8584264, abs=5e-8)
    assert made.ratio_upper[0] == pytest.approx(4.2772659, abs=5e-8)
    test = [binomtest(11, 32, 800 / 3811, side).pvalue for side in ("greater", "less")]
    assert made.p_value[0] == pytest.approx(2 * min(test))


def test_no_events_in_one_group_or_both() -> None:
    made = gap_of_rates([0, 5, 0], [100, 100, 100], [5, 0, 0], [100, 100, 100], multiplier=100)
    np.testing.assert_array_equal(made.difference, [-5, 5, 0])
    np.testing.assert_array_equal(made.ratio, [0, np.inf, np.nan])
    np.testing.assert_array_equal(made.ratio_lower[[0, 2]], [0, 0])
    np.testing.assert_array_equal(made.ratio_upper[1:], [np.inf, np.inf])
    # 5 of 5 on one side is 2 / 2^5.
    np.testing.assert_allclose(made.p_value, [1 / 16, 1 / 16, 1])
    assert list(made.method)[2] == "no events in either: no ratio"


def test_the_first_against_itself_has_no_gap() -> None:
    made = gap_of_rates([50], [1000], [50], [1000])
    assert (made.difference[0], made.ratio[0], made.p_value[0]) == (0, 1, 1)
    assert made.difference_lower[0] == pytest.approx(-made.difference_upper[0])
    assert made.ratio_lower[0] == pytest.approx(1 / made.ratio_upper[0])


def test_means_by_hand() -> None:
    made = gap_of_means([10.0], [3.0], [4.0], [4.0])
    assert made.difference_lower[0] == pytest.approx(6 - 1.959964 * 5)
    assert made.p_value[0] == pytest.approx(0.230139, abs=1e-6)


def test_the_ratio_of_means_is_fieller_s() -> None:
    a, s, b, t = 10.0, 1.0, 8.0, 0.5
    made = gap_of_means([a], [s], [b], [t])
    z = 1.959963984540054
    under = 1 - (z * t / b) ** 2
    half = z * np.sqrt(s**2 * under + (a * t / b) ** 2) / b
    assert made.ratio_lower[0] == pytest.approx((a / b - half) / under)
    assert made.ratio_upper[0] == pytest.approx((a / b + half) / under)


def test_means_below_0_have_a_difference_but_no_ratio() -> None:
    made = gap_of_means([-1.0, 1.0], [1.0, 1.0], [2.0, -2.0], [1.0, 1.0])
    assert np.isnan(made.ratio).all()
    assert np.isfinite(made.difference_lower).all()
    assert all("ratio not given" in method for method in made.method)


def test_means_without_error_differ_for_sure_or_not_at_all() -> None:
    made = gap_of_means([2.0, 2.0], [0.0, 0.0], [2.0, 3.0], [0.0, 0.0])
    np.testing.assert_array_equal(made.p_value, [1, 0])


def test_any_two_estimates_have_the_gap_of_their_kind() -> None:
    pair = proportion([56], [70]), proportion([48], [80])
    made, named = gap_of_estimates(*pair), gap_of_proportions([56], [70], [48], [80])
    for name in ("difference_lower", "difference_upper", "ratio_lower", "ratio_upper"):
        np.testing.assert_array_equal(getattr(made, name), getattr(named, name))
    assert made.p_value[0] == pytest.approx(named.p_value[0], rel=0.1)


def test_intervals_of_few_values_keep_their_width() -> None:
    pair = mean([1.0, 2.0, 3.0]), mean([11.0, 12.0, 13.0])
    made = gap_of_estimates(*pair)
    half = pair[0].upper[0] - pair[0].value[0]
    assert made.difference_upper[0] == pytest.approx(-10 + half * np.sqrt(2))


def test_what_is_not_known_is_said_and_the_rest_goes_on() -> None:
    made = gap_of_rates([float("nan"), 4], [10, 10], [2, 2], [10, 10])
    assert list(made.method) == ["not known", "MOVER; ratio exact given the sum of events"]
    for name in ("difference", "ratio", "ratio_lower", "ratio_upper", "p_value"):
        assert np.isnan(getattr(made, name)[0])
        assert not np.isnan(getattr(made, name)[1])
    assert discoveries(made.p_value[1:]).adjusted[0] == made.p_value[1]


def test_wrong_input_is_refused() -> None:
    with pytest.raises(InputError, match=r"a whole number, got 1\.5 at index 1"):
        gap_of_rates([1, 1.5], [10, 10], [1, 1], [10, 10])
    with pytest.raises(InputError, match="no more events than people"):
        gap_of_proportions([1], [2], [3], [2])
    with pytest.raises(InputError, match="one entry an area in each"):
        gap_of_proportions([1, 1], [2, 2], [1], [2])
    with pytest.raises(InputError, match=r"other_errors.*-1 at index 0"):
        gap_of_means([1], [1], [1], [-1])
    with pytest.raises(MethodNotApplicable, match=r"0\.95 and 0\.9"):
        gap_of_estimates(rate([1], [2]), rate([1], [2], confidence=0.9))


def test_results_cannot_be_changed() -> None:
    made = gap_of_rates([1], [2], [1], [2])
    assert len(made) == 1
    with pytest.raises(ValueError, match="read-only"):
        made.difference[0] = 3


COUNT = st.integers(0, 60)


@given(st.lists(st.tuples(COUNT, COUNT, COUNT, COUNT), min_size=1, max_size=10))
def test_intervals_hold_the_gap_and_turn_with_it(drawn: list[tuple[int, int, int, int]]) -> None:
    x, rest, y, others = np.array(drawn, dtype=float).T
    n, m = x + rest + 1, y + others + 1
    for function in (gap_of_proportions, gap_of_rates):
        made, turned = function(x, n, y, m), function(y, m, x, n)
        assert (made.difference_lower <= made.difference + 1e-9).all()
        assert (made.difference <= made.difference_upper + 1e-9).all()
        np.testing.assert_allclose(made.difference_lower, -turned.difference_upper, atol=1e-9)
        np.testing.assert_allclose(made.p_value, turned.p_value, atol=1e-9)
        some = (x > 0) & (y > 0)
        assert (made.ratio_lower <= made.ratio * (1 + 1e-9))[some].all()
        assert (made.ratio <= made.ratio_upper * (1 + 1e-9))[some].all()
        np.testing.assert_allclose(made.ratio_lower[some], 1 / turned.ratio_upper[some])


@given(COUNT, COUNT)
def test_the_exact_test_and_interval_of_rates_agree(x: int, y: int) -> None:
    made = gap_of_rates([x], [100], [y], [130])
    outside = made.ratio_lower[0] > 1 or made.ratio_upper[0] < 1
    assert outside == (made.p_value[0] < 0.05)
