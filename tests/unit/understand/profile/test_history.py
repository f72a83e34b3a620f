"""How a place changed: one area, several, some in part; and what cannot be told."""

from __future__ import annotations

import numpy as np
import pytest

from commonweal.understand.profile.history import Editions, Series, history_of

NAN = np.nan
EDITIONS = Editions(
    periods=("2015", "2019"),
    decile=np.array([[1.0, 2], [1, 1], [NAN, 10]]),
    rank=np.array([[5.0, 90], [7, 3], [NAN, 800]]),
    approximate=np.array([[False, False], [True, False], [False, False]]),
    ranked=(1000, 1001),
    releases=("iod2015", "iod2019"),
)


def series(numerator: list[list[float]], denominator: float = 1000) -> Series:
    counts = np.array(numerator)
    periods = tuple(str(2013 + place) for place in range(counts.shape[1]))
    return Series("Claimants", periods, counts, np.full(counts.shape, denominator), "r", "")


def test_one_small_area_has_its_tenths_and_ranks() -> None:
    told = history_of(EDITIONS, None, np.array([0]), np.array([100.0]), np.array([1.0]))
    assert [(step.period, step.decile, step.rank, step.ranked) for step in told.steps] == [
        ("2015", 1, 5, 1000),
        ("2019", 2, 90, 1001),
    ]
    assert all(step.worst_share is None for step in told.steps)
    assert (told.known, told.worst) == (2, 1)
    assert told.claimants is None


def test_several_have_the_share_of_people_and_no_tenth() -> None:
    told = history_of(
        EDITIONS, None, np.array([0, 1, 2]), np.array([100.0, 300, 600]), np.array([1.0, 1, 0.5])
    )
    assert all(step.decile is step.rank is None for step in told.steps)
    # 2015: the third is not known, all others are in the worst tenth; 2019: 300 of 700.
    assert [step.worst_share for step in told.steps] == pytest.approx([1.0, 300 / 700])
    assert [step.approximate for step in told.steps] == [True, False]


def test_a_part_of_one_small_area_has_no_rank_of_its_own() -> None:
    told = history_of(EDITIONS, None, np.array([0]), np.array([100.0]), np.array([0.5]))
    assert [step.decile for step in told.steps] == [None, None]
    assert [step.worst_share for step in told.steps] == [1.0, 0.0]


def test_where_nothing_is_known_nothing_is_said() -> None:
    told = history_of(EDITIONS, None, np.array([2]), np.array([100.0]), np.array([1.0]))
    assert told.steps[0].decile is told.steps[0].worst_share is None
    assert history_of(None, None, np.array([0]), np.array([1.0]), np.array([1.0])).steps == ()


def test_claimants_are_added_up_and_stand_beside_the_country() -> None:
    held = series([[10, 20, 30, 60, 100], [20, 20, 20, 20, 20]])
    told = history_of(None, held, np.array([0]), np.array([1.0]), np.array([1.0])).claimants
    assert told is not None
    assert [year.value for year in told.years] == pytest.approx([0.01, 0.02, 0.03, 0.06, 0.1])
    assert told.years[0].country == pytest.approx(30 / 2000)
    assert all(year.lower < year.value < year.upper for year in told.years)
    assert told.words == "getting worse"
    assert told.sentence().startswith("Claimants: 1 in 100 in 2013, 10 in 100 in 2017")
    both = history_of(None, held, np.array([0, 1]), np.ones(2), np.array([1.0, 0.5])).claimants
    assert both is not None
    assert both.years[0].value == pytest.approx((10 + 10) / 1500)


def test_a_year_that_is_not_known_is_left_out_and_few_years_have_no_trend() -> None:
    held = series([[10, NAN, 30, 60]])
    told = history_of(None, held, np.array([0]), np.ones(1), np.ones(1)).claimants
    assert told is not None
    assert [year.period for year in told.years] == ["2013", "2015", "2016"]
    assert told.words == "cannot be told"
    none = series([[NAN, NAN]])
    assert history_of(None, none, np.array([0]), np.ones(1), np.ones(1)).claimants is None
