"""Measures made of two counts: values, reasons for none, and whose people stand below."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from commonweal.catalogue import INDICATORS
from commonweal.errors import InputError, MethodNotApplicable
from commonweal.parameters import number
from commonweal.understand.derived import (
    ABOVE,
    DERIVED,
    NOBODY,
    UNKNOWN_DENOMINATOR,
    UNKNOWN_NUMERATOR,
    DerivedMeasure,
    denominator_period,
    derive,
    pooled,
    why_unknown,
    year_of,
)

SHARE = DerivedMeasure(
    id="derived.share",
    title="Part of the people",
    topic="people",
    unit="share, 0 to 1",
    polarity="neutral",
    kind="proportion",
    numerator="part",
    denominator="people",
)
RATE = replace(SHARE, id="derived.rate", title="Jobs", kind="rate", multiplier=100.0)
UNKNOWN = float("nan")


def counts(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)


def test_a_share_and_a_rate() -> None:
    assert_allclose(derive(counts(1, 0, 4), counts(4, 4, 4), SHARE), [0.25, 0, 1])
    assert_allclose(derive(counts(1, 0, 8), counts(4, 4, 4), RATE), [25, 0, 200])


def test_what_is_not_known_has_no_value_and_says_why() -> None:
    above, below = counts(UNKNOWN, 1, 0, 1, 5, 1), counts(4, UNKNOWN, 0, 0, 4, 4)
    assert_array_equal(
        derive(above, below, SHARE), [UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, 0.25]
    )
    assert why_unknown(above, below, SHARE) == (
        UNKNOWN_NUMERATOR,
        UNKNOWN_DENOMINATOR,
        NOBODY,
        NOBODY,
        ABOVE,
        "",
    )


@pytest.mark.parametrize(("numerator", "value"), [(3.0, 0.75), (4.0, 1.0), (5.0, UNKNOWN)])
def test_a_share_ends_at_one(numerator: float, value: float) -> None:
    assert_array_equal(derive(counts(numerator), counts(4), SHARE), [value])


def test_a_rate_may_be_above_its_people() -> None:
    assert why_unknown(counts(5), counts(4), RATE) == ("",)


def test_every_area_without_value_has_a_reason_and_no_other() -> None:
    above, below = counts(UNKNOWN, 0, 2, 9), counts(UNKNOWN, 0, 2, 3)
    for measure in (SHARE, RATE):
        none = np.isnan(derive(above, below, measure))
        assert [bool(reason) for reason in why_unknown(above, below, measure)] == none.tolist()


def test_counts_below_nought_are_refused_together() -> None:
    with pytest.raises(InputError) as caught:
        derive(counts(1, -2, float("inf")), counts(-1, 4, 4), SHARE)
    assert [(item.column, item.row) for item in caught.value.problems] == [
        ("part", 1),
        ("part", 2),
        ("people", 0),
    ]


def test_counts_of_different_areas_are_refused() -> None:
    for function in (derive, pooled, why_unknown):
        with pytest.raises(InputError, match="same areas, got 2 and 1"):
            function(counts(1, 2), counts(4), SHARE)


def test_a_group_is_a_sum_over_a_sum_with_mean_and_median_of_areas_beside() -> None:
    """A city centre: 900 jobs and 10 people; two estates with 10 jobs for 100 people each."""
    found = pooled(counts(900, 10, 10), counts(10, 100, 100), RATE)
    assert found.value == pytest.approx(100 * 920 / 210)
    assert found.mean_of_areas == pytest.approx((9000 + 10 + 10) / 3)
    assert found.median_of_areas == pytest.approx(10)
    assert (found.areas, found.known, found.numerator, found.denominator) == (3, 3, 920, 210)


def test_areas_without_value_count_neither_above_nor_below() -> None:
    found = pooled(counts(1, UNKNOWN, 3, 9), counts(4, 100, 0, 3), SHARE)
    assert (found.value, found.known, found.areas) == (0.25, 1, 4)


def test_a_group_that_nothing_is_known_of() -> None:
    for above, below in ((counts(), counts()), (counts(UNKNOWN), counts(4))):
        found = pooled(above, below, SHARE)
        assert np.isnan(found.value)
        assert found.known == 0


@pytest.mark.parametrize(
    ("period", "year"), [("2021", 2021), ("2013-2018", 2015.5), ("2009 to 2013", 2011)]
)
def test_middle_year(period: str, year: float) -> None:
    assert year_of(period) == year


def test_a_period_without_year_is_refused() -> None:
    with pytest.raises(MethodNotApplicable, match="'spring' names no year"):
        year_of("spring")


@pytest.mark.parametrize(
    ("period", "people"),
    [
        ("2013", "2017"),
        ("2017", "2017"),
        ("2018", "2017"),
        ("2019", "2020"),
        ("2022", "2020"),
        ("2024", "2020"),
        ("2013-2018", "2017"),
    ],
)
def test_the_nearest_people(period: str, people: str) -> None:
    assert denominator_period(RATE, period, ["2020", "2017"]) == people


def test_of_two_as_near_the_earlier() -> None:
    assert denominator_period(RATE, "2019", ["2020", "2018"]) == "2018"


def test_people_too_far_away_are_refused() -> None:
    furthest = int(number("derived.furthest_people"))
    assert denominator_period(RATE, str(2020 + furthest), ["2020"]) == "2020"
    with pytest.raises(MethodNotApplicable, match=r"within 4 years of 2025.*held are: 2020"):
        denominator_period(RATE, str(2021 + furthest), ["2020"])
    with pytest.raises(MethodNotApplicable, match="held are: none"):
        denominator_period(RATE, "2020", [])


def test_people_that_the_publisher_states_go_before_the_nearest() -> None:
    stated = replace(SHARE, stated={"2019": "2015"})
    assert denominator_period(stated, "2019", ["2012", "2015", "2020"]) == "2015"
    assert denominator_period(stated, "2018", ["2012", "2015", "2020"]) == "2020"
    with pytest.raises(MethodNotApplicable, match="of 2015, which is not held"):
        denominator_period(stated, "2019", ["2020"])


def test_one_estimate_gives_both_or_none() -> None:
    same = replace(SHARE, same_period=True)
    assert denominator_period(same, "2020", ["2019", "2020"]) == "2020"
    with pytest.raises(MethodNotApplicable, match="within 0 years of 2021"):
        denominator_period(same, "2021", ["2020"])


@pytest.mark.parametrize("measure", DERIVED, ids=lambda measure: measure.id)
def test_every_measure_is_of_two_counts_of_the_catalogue(measure: DerivedMeasure) -> None:
    assert measure.id not in INDICATORS
    assert measure.id.startswith("derived.")
    for name in (measure.numerator, measure.denominator):
        assert INDICATORS[name].kind == "count", name
    assert measure.polarity in ("neutral", INDICATORS[measure.numerator].polarity) or (
        INDICATORS[measure.numerator].polarity == "neutral"
    )
    assert (measure.kind == "proportion") == (measure.unit == "share, 0 to 1")
    assert str(int(measure.multiplier)) in measure.unit.replace(",", "") or measure.multiplier == 1


def test_the_counts_of_the_catalogue_that_nothing_is_made_of() -> None:
    """A new count must become a measure, or be named here with the reason."""
    left_out = {
        "jobs.employees",  # nearly the same as all jobs
        "people.age_16_59",  # the rest of those under 16 and over 60
        "people.total_compiled",  # its compiler states no year
        "people.male.total",  # the rest of those who are women and girls
    }
    bands = {
        name
        for name in INDICATORS
        if name.startswith(("people.age_", "people.male.age_", "people.female.age_"))
        and name.count("_") >= 2
        and name not in ("people.age_0_15", "people.age_16_59", "people.age_16_64")
    }
    used = {name for item in DERIVED for name in (item.numerator, item.denominator)}
    made = {
        name
        for name, item in INDICATORS.items()
        if item.kind == "count" and name not in used | left_out | bands
    }
    assert made == set()
    assert not left_out & used


def test_the_counts_of_an_edition_stand_against_its_own_people() -> None:
    of_index = [item for item in DERIVED if item.numerator.startswith("iod.")]
    assert len(of_index) == 4
    for item in of_index:
        assert dict(item.stated) == {"2019": "2015", "2025": "2022"}
