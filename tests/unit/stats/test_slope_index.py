from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.stats import Simulation, slope_index, standard_errors

MANY = Simulation(4000)
FEW = Simulation(100)
PEOPLE = np.full((1, 5), 100.0)
LINE = np.array([[71.0, 73, 75, 77, 79]])


def test_a_straight_line_by_hand() -> None:
    # Middles .1, .3, .5, .7, .9; 2 for each 0.2 is a slope of 10 from 70 to 80.
    made = slope_index(LINE, np.zeros((1, 5)), PEOPLE, simulation=FEW)
    assert made.sii[0] == pytest.approx(10)
    assert made.intercept[0] == pytest.approx(70)
    assert made.rii[0] == pytest.approx(80 / 70)
    assert made.sii_lower[0] == pytest.approx(10)


def test_no_inequality_is_zero_and_one() -> None:
    made = slope_index(np.full((1, 5), 3.0), np.full((1, 5), 0.1), PEOPLE, simulation=MANY)
    assert made.sii[0] == pytest.approx(0, abs=1e-12)
    assert made.rii[0] == pytest.approx(1)
    assert made.sii_lower[0] < 0 < made.sii_upper[0]


def test_simulated_limits_are_those_of_the_normal() -> None:
    # The slope's variance is s2 / sum((b - 1/2)2) with k equal groups: 1 / 0.4.
    made = slope_index(LINE, np.ones((1, 5)), PEOPLE, simulation=Simulation(40_000))
    assert made.sii_upper[0] - 10 == pytest.approx(1.96 * np.sqrt(1 / 0.4), rel=0.03)


def test_the_seed_settles_the_limits() -> None:
    errors = np.ones((2, 5))
    both = slope_index(np.vstack([LINE, LINE + 1]), errors, np.vstack([PEOPLE] * 2), simulation=FEW)
    alone = slope_index(LINE, errors[:1], PEOPLE, simulation=FEW)
    other = slope_index(LINE, errors[:1], PEOPLE, simulation=Simulation(100, 1))
    assert both.sii_lower[0] == pytest.approx(alone.sii_lower[0], rel=1e-12)
    assert other.sii_lower[0] != alone.sii_lower[0]


@settings(max_examples=30)
@given(st.floats(0.1, 50))
def test_a_constant_rate_ratio_is_found_on_the_log_scale(ratio: float) -> None:
    middle = np.array([[0.1, 0.3, 0.5, 0.7, 0.9]])
    values = 2 * ratio**middle
    made = slope_index(
        values, np.zeros((1, 5)), PEOPLE, scale="log", fit_on_scale=True, simulation=FEW
    )
    assert made.rii[0] == pytest.approx(ratio)
    assert made.sii[0] == pytest.approx(2 * ratio - 2, abs=1e-9)


def test_errors_from_limits() -> None:
    assert standard_errors([1.0], [np.e], scale="log")[0, 0] == pytest.approx(1 / 3.92, rel=1e-4)
    with pytest.raises(InputError, match="no more than the upper limit"):
        standard_errors([2.0], [1.0])


def test_a_share_of_one_has_no_log_odds() -> None:
    with pytest.raises(InputError, match="a share between 0 and 1, got 1 at index 0, 2"):
        slope_index([[0.1, 0.2, 1.0]], np.zeros((1, 3)), np.ones((1, 3)), scale="logit")


def test_two_groups_have_no_slope() -> None:
    with pytest.raises(MethodNotApplicable, match="three groups or more"):
        slope_index([1.0, 2.0], [0.0, 0.0], [1.0, 1.0])
