"""What must hold of measures made of two counts, for any counts."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.understand.derived import (
    DerivedMeasure,
    denominator_period,
    derive,
    pooled,
    why_unknown,
    year_of,
)

SETTINGS = settings(max_examples=60, deadline=None)
RATE = DerivedMeasure(
    "derived.rate", "Jobs", "jobs", "for every 100", "neutral", "rate", "jobs", "people", 100.0
)
SHARE = replace(RATE, kind="proportion", multiplier=1.0)
MEASURES = st.sampled_from([RATE, SHARE])
COUNT = st.one_of(st.integers(0, 1_000).map(float), st.just(float("nan")))
PAIRS = st.lists(st.tuples(COUNT, COUNT), min_size=1, max_size=30)
YEARS = st.lists(st.integers(2000, 2030).map(str), min_size=1, max_size=6, unique=True)


def arrays(pairs: list[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    table = np.array(pairs, dtype=np.float64)
    return table[:, 0], table[:, 1]


@SETTINGS
@given(PAIRS, MEASURES)
def test_a_value_or_a_reason_never_both(
    pairs: list[tuple[float, float]], measure: DerivedMeasure
) -> None:
    above, below = arrays(pairs)
    values = derive(above, below, measure)
    reasons = why_unknown(above, below, measure)
    assert [bool(reason) for reason in reasons] == np.isnan(values).tolist()
    known = values[~np.isnan(values)]
    assert (known >= 0).all()
    assert measure.kind != "proportion" or (known <= 1).all()


@SETTINGS
@given(PAIRS, MEASURES, st.randoms(use_true_random=False))
def test_the_order_of_areas_does_not_matter(
    pairs: list[tuple[float, float]], measure: DerivedMeasure, random: Random
) -> None:
    shuffled = list(pairs)
    random.shuffle(shuffled)
    first, second = pooled(*arrays(pairs), measure), pooled(*arrays(shuffled), measure)
    assert first.value == pytest.approx(second.value, nan_ok=True)
    assert (first.known, first.areas) == (second.known, second.areas)


@SETTINGS
@given(PAIRS, MEASURES)
def test_a_group_lies_between_its_areas(
    pairs: list[tuple[float, float]], measure: DerivedMeasure
) -> None:
    values = derive(*arrays(pairs), measure)
    found = pooled(*arrays(pairs), measure)
    if np.isnan(values).all():
        assert np.isnan(found.value)
        return
    low, high = np.nanmin(values), np.nanmax(values)
    slack = 1e-9 * max(high, 1)
    for figure in (found.value, found.mean_of_areas, found.median_of_areas):
        assert low - slack <= figure <= high + slack


@SETTINGS
@given(PAIRS, PAIRS, MEASURES)
def test_two_groups_together_are_their_sums(
    one: list[tuple[float, float]], other: list[tuple[float, float]], measure: DerivedMeasure
) -> None:
    parts = [pooled(*arrays(pairs), measure) for pairs in (one, other)]
    whole = pooled(*arrays(one + other), measure)
    assert whole.numerator == sum(part.numerator for part in parts)
    assert whole.denominator == sum(part.denominator for part in parts)
    assert whole.known == sum(part.known for part in parts)


@SETTINGS
@given(YEARS, st.integers(2000, 2030))
def test_the_people_taken_are_as_near_as_any_held(held: list[str], year: int) -> None:
    nearest = min(abs(int(other) - year) for other in held)
    if nearest > 4:
        return
    taken = denominator_period(RATE, str(year), held)
    assert taken in held
    assert abs(year_of(taken) - year) == nearest
