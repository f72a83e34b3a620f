"""Each step alone: worked by hand, by its properties, and at its edges."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.errors import MethodNotApplicable
from commonweal.find.building.check import correlations, cronbach_alpha
from commonweal.find.building.combine import combined, copeland
from commonweal.find.building.denominate import rates
from commonweal.find.building.impute import imputed
from commonweal.find.building.normalise import normalised
from commonweal.find.building.screen import screened
from commonweal.find.building.shrink import log_odds, shrink
from commonweal.find.building.treat import treated
from commonweal.find.building.weight import one_factor, principal_components, weights_of

NAN = float("nan")


def test_a_rate_of_nobody_is_unknown() -> None:
    made = rates(np.array([1.0, 2, 0, NAN]), np.array([4.0, 0, 5, 5]), per=100)
    assert made.tolist() == pytest.approx([25, NAN, 0, NAN], nan_ok=True)


def test_screening_counts_what_is_known() -> None:
    values = np.array([[1, 2, 3], [1, NAN, 3], [NAN, NAN, 3]])
    assert screened(values, 2 / 3).tolist() == [True, True, False]
    assert screened(values, 0).all()


def test_shrinkage_worked_by_hand() -> None:
    """Two areas of 10 and 40 people with 5 and 4: M = ln(9.5 / 41.5)."""
    counts, people = np.array([5.0, 4.0]), np.array([10.0, 40.0])
    made = shrink(counts, people, np.array([0, 0]))
    own = [math.log(5.5 / 5.5), math.log(4.5 / 36.5)]
    middle = math.log(9.5 / 41.5)
    between = sum((each - middle) ** 2 for each in own) / 1
    variance = [11 * 12 / (10 * 6 * 6), 41 * 42 / (40 * 5 * 37)]
    for place in range(2):
        weight = (1 / variance[place]) / (1 / variance[place] + 1 / between)
        odds = weight * own[place] + (1 - weight) * middle
        assert made.own_share[place] == pytest.approx(weight)
        assert made.rate[place] == pytest.approx(1 / (1 + math.exp(-odds)))


def test_areas_alone_or_alike_take_the_rate_of_their_district() -> None:
    made = shrink(np.array([3.0, 3, 8]), np.array([10.0, 10, 20]), np.array([0, 0, 1]))
    odds = log_odds(np.array([6.0, 6, 8]), np.array([20.0, 20, 20]))
    assert made.rate[2] == pytest.approx(1 / (1 + math.exp(-odds[2])))
    assert made.own_share[2] == 0
    # Alike, but (r + 1/2) of a part is not that of the whole: almost the district's rate.
    assert made.rate[0] == made.rate[1] == pytest.approx(0.3, abs=0.01)


def test_an_area_in_no_district_keeps_its_rate_and_an_unknown_one_is_unknown() -> None:
    made = shrink(np.array([3.0, NAN, 1]), np.array([10.0, 10, 0]), np.array([-1, 0, 0]))
    assert made.rate.tolist() == pytest.approx([0.3, NAN, NAN], nan_ok=True)


@given(
    st.lists(st.tuples(st.integers(1, 3000), st.floats(0, 1)), min_size=2, max_size=30),
    st.integers(1, 3),
)
def test_a_shrunk_rate_lies_between_its_own_and_the_district(
    areas: list[tuple[int, float]], groups: int
) -> None:
    people = np.array([float(n) for n, _ in areas])
    counts = np.floor(people * [share for _, share in areas])
    group = np.arange(len(areas)) % groups
    made = shrink(counts, people, group)
    own = log_odds(counts, people)
    totals = [np.bincount(group, each, groups)[group].astype(float) for each in (counts, people)]
    middle = log_odds(totals[0], totals[1])
    odds = np.log(made.rate / (1 - made.rate))
    slack = 1e-9 * (1 + np.abs(odds))
    assert (odds >= np.minimum(own, middle) - slack).all()
    assert (odds <= np.maximum(own, middle) + slack).all()
    assert ((made.own_share >= 0) & (made.own_share < 1)).all()


def test_the_more_people_the_more_an_area_counts_for_itself() -> None:
    """Its own rate is all that counts in the end."""
    shares = []
    for size in (10.0, 1e3, 1e6):
        people = np.array([size, 500.0, 500.0])
        made = shrink(people * [0.5, 0.1, 0.2], people, np.zeros(3, np.int64))
        shares.append(made.own_share[0])
    assert shares == sorted(shares)
    assert shares[-1] > 0.999
    assert made.rate[0] == pytest.approx(0.5, abs=1e-3)


def test_gaps_are_filled_as_asked() -> None:
    values, group = np.array([1.0, NAN, 4, 7, NAN, NAN]), np.array([0, 0, 0, 1, 2, -1])
    assert imputed(values, "mean")[1] == 4
    assert imputed(values, "median")[1] == 4
    made = imputed(values, "group mean", group)
    # Of the third group nothing is known, and the last area lies in none.
    assert made.tolist() == pytest.approx([1, 2.5, 4, 7, NAN, NAN], nan_ok=True)
    assert imputed(values, "none") is values
    with pytest.raises(ValueError, match="group"):
        imputed(values, "group median")


def test_a_scale_that_cannot_be_drawn_in_becomes_logarithmic() -> None:
    values = np.exp(np.linspace(0, 12, 200))
    made = treated(values)
    assert made.done == "log"
    assert made.drawn_in == 0
    assert abs(made.skew) < 2
    assert (np.diff(made.values) > 0).all()


def test_outliers_are_drawn_in_to_the_next() -> None:
    made = treated(np.array([*np.linspace(0, 1, 50), 40.0]))
    assert (made.done, made.drawn_in) == ("winsorised", 1)
    assert made.values.max() == 1
    low = treated(np.array([*np.linspace(0, 1, 50), -40.0, NAN]))
    assert low.done == "winsorised"
    assert np.nanmin(low.values) == 0
    assert np.isnan(low.values[-1])


@pytest.mark.parametrize("values", [[1.0, 1, 1, 1, 1], [1.0, 2, 90], [NAN, NAN]])
def test_too_few_or_equal_values_are_kept(values: list[float]) -> None:
    made = treated(np.array(values))
    assert made.done == "kept"
    assert np.array_equal(made.values, values, equal_nan=True)


def test_an_uneven_scale_that_logarithms_do_not_mend_is_said_to_be_so() -> None:
    made = treated(np.array([0.0] * 400 + [1.0] * 3))
    assert made.done == "log, still uneven"


def test_distances_to_marks_worked_by_hand() -> None:
    values = np.array([2.0, 4, 10])
    assert normalised(values, "distance to target", mark=6).tolist() == [0, 0.5, 2]
    assert normalised(values, "distance to reference", mark=4).tolist() == [0, 1, 4]
    turned = normalised(values, "distance to target", worse_is_high=False, mark=2)
    assert turned.tolist() == pytest.approx([1, 0.75, 0])
    with pytest.raises(ValueError, match="mark"):
        normalised(values, "distance to target")


def test_unknown_values_count_nowhere() -> None:
    values = np.array([1.0, NAN, 3, 2])
    for scale in ("min-max", "z-score", "rank", "percentile rank", "normal score"):
        made = normalised(values, scale)
        assert np.isnan(made).tolist() == [False, True, False, False]
        known = normalised(values[[0, 2, 3]], scale)
        assert made[[0, 2, 3]].tolist() == known.tolist()
    assert np.isnan(normalised(np.full(3, NAN), "z-score")).all()


def test_means_worked_by_hand() -> None:
    values, weights = np.array([[1.0, 4.0], [NAN, 2.0]]), np.array([3.0, 1.0])
    assert combined(values[:1], weights, "weighted sum")[0] == 7
    assert combined(values[:1], weights, "arithmetic")[0] == 7 / 4
    assert combined(values[:1], weights, "geometric")[0] == pytest.approx(4 ** (1 / 4))
    assert combined(values[:1], weights, "harmonic")[0] == pytest.approx(4 / 3.25)
    assert combined(values[:1], weights, "power mean", power=0.5)[0] == pytest.approx(1.25**2)
    assert combined(values[:1], weights, "power mean", power=0)[0] == pytest.approx(4 ** (1 / 4))


def test_what_is_unknown_is_left_out_only_where_that_is_allowed() -> None:
    values, weights = np.array([[1.0, 4.0], [NAN, 2.0]]), np.array([3.0, 1.0])
    assert np.isnan(combined(values, weights, "arithmetic")[1])
    assert combined(values, weights, "arithmetic", least_known=0.25)[1] == 2
    assert np.isnan(combined(values, weights, "arithmetic", least_known=0.26)[1])
    assert np.isnan(combined(values, weights, "weighted sum", least_known=0.1)[1])
    # What weighs nothing may be unknown.
    assert combined(values, np.array([0.0, 1.0]), "arithmetic")[1] == 2


@pytest.mark.parametrize("how", ["geometric", "harmonic", "power mean"])
def test_means_that_need_values_above_0_refuse_others(how: str) -> None:
    with pytest.raises(MethodNotApplicable, match="above 0"):
        combined(np.array([[0.0, 1.0]]), np.ones(2), how)  # type: ignore[arg-type]


def test_copeland_worked_by_hand() -> None:
    """The first beats both others; the others draw: one indicator each."""
    values = np.array([[3.0, 3.0], [1.0, 2.0], [2.0, 1.0]])
    assert copeland(values, np.ones(2)).tolist() == [2, -1, -1]


def test_copeland_refuses_more_pairs_than_fit() -> None:
    with pytest.raises(MethodNotApplicable, match="too many"):
        copeland(np.zeros((5001, 1)), np.ones(1))


@given(st.permutations(range(12)))
def test_the_order_of_areas_does_not_matter(order: list[int]) -> None:
    values = np.random.default_rng(1).uniform(1, 9, (12, 3))
    for how in ("arithmetic", "geometric", "copeland"):
        made = combined(values, np.array([0.5, 0.3, 0.2]), how)
        moved = combined(values[order], np.array([0.5, 0.3, 0.2]), how)
        assert moved.tolist() == pytest.approx(made[order].tolist())


def test_the_factor_that_made_indicators_is_found() -> None:
    rng = np.random.default_rng(7)
    loadings = np.array([0.9, 0.7, 0.5, 0.3])
    factor = rng.standard_normal(200_000)
    noise = rng.standard_normal((200_000, 4)) * np.sqrt(1 - loadings**2)
    fit = one_factor(factor[:, None] * loadings + noise)
    assert fit.loadings.tolist() == pytest.approx(loadings.tolist(), abs=0.01)
    by_hand = loadings / (1 - loadings**2)
    assert fit.weights.tolist() == pytest.approx((by_hand / by_hand.sum()).tolist(), abs=0.01)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (np.ones((10, 2)), "at least 3"),
        (np.ones((4, 3)), "at least 3"),
        (np.random.default_rng(1).normal(size=(30, 2))[:, [0, 1, 0]], "repeat another"),
    ],
)
def test_factor_analysis_refuses_what_it_cannot_weigh(values: np.ndarray, expected: str) -> None:
    with pytest.raises(MethodNotApplicable, match=expected):
        one_factor(values)


def test_weights_sum_to_1_however_they_are_found() -> None:
    rng = np.random.default_rng(3)
    values = rng.standard_normal((300, 1)) + rng.standard_normal((300, 4))
    for how in ("given", "equal", "factor analysis", "principal component"):
        made = weights_of(values, how, np.array([1.0, 2, 3, 4]))
        assert made.sum() == pytest.approx(1)
        assert (made > 0).all()
    assert weights_of(values, "given", np.array([1.0, 2, 3, 4])).tolist() == [0.1, 0.2, 0.3, 0.4]


def test_reliability_and_correlation_at_their_ends() -> None:
    same = np.arange(9.0)[:, None] * np.ones(3)
    assert cronbach_alpha(same) == pytest.approx(1)
    assert math.isnan(cronbach_alpha(same[:, :1]))
    table = correlations(np.column_stack([same[:, 0], -same[:, 0], np.ones(9)]))
    assert table[0, 1] == pytest.approx(-1)
    assert np.isnan(table[2]).all()
    assert principal_components(same).share[0] == pytest.approx(1)
