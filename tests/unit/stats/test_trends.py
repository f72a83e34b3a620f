from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import chdtri

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.parameters import number
from commonweal.stats import TrendRule, trend_of_proportions, trend_of_values

RULE = TrendRule(points=5, level=0.002)
YEARS = [2018, 2019, 2020, 2021, 2022]


def rising(step: float, error: float = 0.1) -> dict[str, object]:
    values = [[10 + step * year for year in range(5)]]
    return {"values": values, "errors": [[error] * 5], "periods": YEARS, "rule": RULE}


def test_the_example_of_the_chi_squared_test_for_trend() -> None:
    # The documentation of R's prop.trend.test: X-squared = 8.2249, p = 0.004132.
    smokers, patients = [[83, 90, 129, 70]], [[86, 93, 136, 82]]
    made = trend_of_proportions(
        smokers, patients, [1, 2, 3, 4], polarity="neither", rule=TrendRule(4, 0.01)
    )
    assert made.p_value[0] == pytest.approx(0.004132, abs=5e-7)
    assert made.slope[0] < 0


def test_a_straight_line_gives_back_its_slope() -> None:
    made = trend_of_values(**rising(0.5), polarity="higher is better")
    assert made.slope[0] == pytest.approx(0.5)
    assert made.words[0] == "getting better"
    # Chi-squared is slope2 x sum w t2 = 0.25 x 100 x 10.
    wider = trend_of_values(**rising(0.5, 0.5), polarity="higher is better")
    assert wider.p_value[0] == pytest.approx(0.00156540, rel=1e-5)


@pytest.mark.parametrize(
    ("step", "polarity", "said"),
    [
        (1, "higher is better", "getting better"),
        (1, "lower is better", "getting worse"),
        (1, "neither", "increasing"),
        (-1, "higher is better", "getting worse"),
        (-1, "lower is better", "getting better"),
        (-1, "neither", "decreasing"),
        (0, "lower is better", "no significant change"),
    ],
)
def test_polarity_decides_what_is_said(step: float, polarity: str, said: str) -> None:
    assert trend_of_values(**rising(step), polarity=polarity).words[0] == said


def test_four_periods_cannot_be_told_and_five_can() -> None:
    values, errors = np.arange(5.0)[np.newaxis], np.full((1, 5), 0.1)
    for points, said in ((4, "cannot be told"), (5, "increasing")):
        made = trend_of_values(
            values[:, :points], errors[:, :points], YEARS[:points], polarity="neither", rule=RULE
        )
        assert made.words[0] == said
    few = trend_of_proportions([[1, 2]], [[9, 9]], [1, 2], polarity="neither", rule=RULE)
    assert few.method[0] == "not given: fewer periods than the trend needs"
    assert np.isnan(few.slope[0])
    assert np.isnan(few.p_value[0])


def test_a_missing_period_is_said_of_its_area_alone() -> None:
    values = np.tile(np.arange(5.0), (3, 1))
    values[1, 2] = np.nan
    errors = np.where(np.isnan(values), np.nan, 0.1)
    made = trend_of_values(values, errors, YEARS, polarity="neither", rule=RULE)
    assert list(made.words) == ["increasing", "cannot be told", "increasing"]
    assert made.method[1] == "not given: a period is not known"


def test_only_the_latest_periods_count_and_their_order_does_not() -> None:
    years = [2015, 2016, *YEARS]
    values = [[100.0, float("nan"), 1, 2, 3, 4, 5]]
    errors = [[1.0, float("nan"), *[0.1] * 5]]
    made = trend_of_values(values, errors, years, polarity="neither", rule=RULE)
    assert made.slope[0] == pytest.approx(1)
    assert (made.first, made.last) == (2018, 2022)
    turned = trend_of_values(
        [values[0][::-1]], [errors[0][::-1]], years[::-1], polarity="neither", rule=RULE
    )
    assert turned.slope[0] == made.slope[0]


def test_one_odd_period_makes_no_trend() -> None:
    made = trend_of_values(
        [[1.0, 1.1, 1.0, 0.9, 9.0]], [[0.1] * 5], YEARS, polarity="neither", rule=RULE
    )
    assert made.p_value[0] < RULE.level
    assert made.words[0] == "no significant change"
    assert made.method[0].endswith("the direction hangs on one period")


def test_periods_need_not_be_even() -> None:
    years = [2010, 2011, 2015, 2020, 2022]
    values = [[0.3 * year for year in years]]
    made = trend_of_values(values, [[0.1] * 5], years, polarity="neither", rule=RULE)
    assert made.slope[0] == pytest.approx(0.3)


def test_nobody_and_everybody_have_no_trend() -> None:
    people = np.full((2, 5), 10.0)
    made = trend_of_proportions(
        [[0] * 5, [10] * 5], people, YEARS, polarity="higher is better", rule=RULE
    )
    np.testing.assert_array_equal(made.p_value, [1, 1])
    assert set(made.words) == {"no significant change"}


def test_by_one_scale_or_the_other_the_answer_is_near() -> None:
    events, people = np.array([[300.0, 320, 330, 350, 380]]), np.full((1, 5), 1000.0)
    share = events / people
    errors = np.sqrt(share * (1 - share) / people)
    counted = trend_of_proportions(events, people, YEARS, polarity="neither", rule=RULE)
    weighted = trend_of_values(share, errors, YEARS, polarity="neither", rule=RULE)
    assert weighted.slope[0] == pytest.approx(counted.slope[0], rel=0.05)
    assert np.log(weighted.p_value[0]) == pytest.approx(np.log(counted.p_value[0]), rel=0.05)


@given(st.permutations(range(6)), st.integers(0, 5))
def test_areas_do_not_touch_one_another(order: list[int], chosen: int) -> None:
    events = np.random.default_rng(1).integers(0, 50, (6, 5)).astype(float)
    people = np.full((6, 5), 60.0)
    whole = trend_of_proportions(events, people, YEARS, polarity="neither", rule=RULE)
    turned = trend_of_proportions(events[order], people, YEARS, polarity="neither", rule=RULE)
    np.testing.assert_array_equal(whole.slope[order], turned.slope)
    alone = trend_of_proportions(
        events[chosen : chosen + 1], people[:1], YEARS, polarity="neither", rule=RULE
    )
    assert alone.p_value[0] == pytest.approx(whole.p_value[chosen])


def test_wrong_input_is_refused() -> None:
    with pytest.raises(InputError, match="5 periods, 4 of them different, for 5 columns"):
        trend_of_values([[1] * 5], [[1] * 5], [1, 1, 2, 3, 4], polarity="neither", rule=RULE)
    with pytest.raises(InputError, match="3 periods, 3 of them different, for 5 columns"):
        trend_of_values([[1] * 5], [[1] * 5], [1, 2, 3], polarity="neither", rule=RULE)
    with pytest.raises(InputError, match=r"(?s)errors.*0 at index 0, 1.*errors.*nan at index 0, 2"):
        trend_of_values(
            [[1, 1, 1, 1, 1]], [[1, 0, np.nan, 1, 1]], YEARS, polarity="neither", rule=RULE
        )
    with pytest.raises(InputError, match="no more events than people, got 3 at index 0, 0"):
        trend_of_proportions([[3] * 5], [[2] * 5], YEARS, polarity="neither", rule=RULE)
    with pytest.raises(InputError, match="one period or more"):
        trend_of_proportions(np.zeros((2, 0)), np.zeros((2, 0)), [], polarity="neither", rule=RULE)
    with pytest.raises(MethodNotApplicable, match=r"got 2 and 0\.05"):
        TrendRule(2, 0.05)


def test_the_rule_of_the_profiles_is_their_chi_squared_limit() -> None:
    rule = TrendRule(int(number("trends.points")), number("trends.level"))
    assert rule.points == 5
    assert chdtri(1, rule.level) == pytest.approx(9.5495, abs=5e-5)
