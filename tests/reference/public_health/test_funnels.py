"""Funnel limits against PHEindicatormethods 2.1.0.

Limits of proportions are stored with 6 decimals. Those of ratios and rates were found there by a
search that stopped about 3e-7 away, and 5e-5 away at one event: 1e-6 and 5e-5 relative.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from commonweal.stats import derived_people, overall_rate, proportion_funnel, ratio_funnel

Floats = NDArray[np.float64]
Read = Callable[[str], pl.DataFrame]
NAMES = {
    "High (0.001)": "high 99.8",
    "High (0.025)": "high 95",
    "Low (0.001)": "low 99.8",
    "Low (0.025)": "low 95",
    "Not significant": "within",
}


def column(frame: pl.DataFrame, name: str) -> Floats:
    return frame[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()


def close(made: Floats, stored: Floats) -> None:
    """The first row is of one event."""
    np.testing.assert_allclose(made[:1], stored[:1], rtol=5e-5)
    np.testing.assert_allclose(made[1:], stored[1:], rtol=1e-6)


def test_limits_of_proportions(read: Read) -> None:
    frame, inputs = read("testdata_funnel_prop_outputs"), read("testdata_funnel_prop_inputs")
    x, n = column(inputs, "numerator"), column(inputs, "denominator")
    overall = proportion_funnel(x, n).baseline
    people = column(frame, "Population")
    made = proportion_funnel(0 * people, people, baseline=overall)
    for name, limit in (
        ("Lower2s0025limit", made.lower_95),
        ("Upper2s0025limit", made.upper_95),
        ("Lower3s0001limit", made.lower_998),
        ("Upper3s0001limit", made.upper_998),
    ):
        np.testing.assert_allclose(100 * limit, column(frame, name), rtol=0, atol=1e-6)


def test_significance_of_proportions(read: Read) -> None:
    frame = read("testdata_funnel_prop_inputs")
    made = proportion_funnel(column(frame, "numerator"), column(frame, "denominator"))
    assert list(made.significance) == [NAMES[name] for name in frame["significance"]]


def test_limits_and_significance_of_ratios(read: Read) -> None:
    frame = read("testdata_funnel_ratio_outputs")
    observed = column(frame, "Observed_events")
    made = ratio_funnel(observed, observed)
    for name, limit in (
        ("lower_2s_isr", made.lower_95),
        ("upper_2s_isr", made.upper_95),
        ("lower_3s_isr", made.lower_998),
        ("upper_3s_isr", made.upper_998),
    ):
        close(100 * limit, column(frame, name))
    inputs = read("testdata_funnel_ratio_inputs")
    made = ratio_funnel(column(inputs, "obs"), column(inputs, "expected"))
    assert list(made.significance) == [NAMES[name] for name in inputs["significance"]]


def test_limits_of_rates(read: Read) -> None:
    frame = read("testdata_funnel_rate_outputs")
    events = column(frame, "Events")
    made = ratio_funnel(events, events, baseline=float(column(frame, "baseline")[0]))
    for name, limit in (
        ("lower_2s_limit", made.lower_95),
        ("upper_2s_limit", made.upper_95),
        ("lower_3s_limit", made.lower_998),
        ("upper_3s_limit", made.upper_998),
    ):
        close(limit, column(frame, name))


def test_people_derived_from_rates(read: Read) -> None:
    frame = read("testdata_funnel_rate_input_funnels")
    made = derived_people(column(frame, "ev"), column(frame, "rate"), multiplier=100_000)
    for years, name in ((3, "denominator_derived"), (5, "denominator_derived_crude_with_denom")):
        stored = column(frame, name)
        # In one row the reference is given no rate: it has no people, or those of another column.
        stated = ~np.isnan(column(frame, "denominator_derived"))
        assert stated.sum() == 49
        np.testing.assert_allclose(made[stated] / years, stored[stated], rtol=1e-9)


@pytest.mark.parametrize("zero", [True, False])
def test_significance_of_rates(read: Read, zero: bool) -> None:
    frame = read("testdata_funnel_rate_dsr_inputs")
    # An area without events counts in a crude rate; a standardised one it has not.
    crude = frame if zero else frame.filter(pl.col("count") > 0)
    events, people = column(crude, "count"), column(crude, "pop")
    made = ratio_funnel(events, people, baseline=overall_rate(events, people))
    stored = crude[f"crude_per_100000_with{'' if zero else 'out'}_0"]
    assert list(made.significance) == [NAMES[name] for name in stored]
    some = frame.filter(pl.col("count") > 0)
    events = column(some, "count")
    people = derived_people(events, column(some, "rate_dsr"), multiplier=100_000)
    made = ratio_funnel(events, people, baseline=overall_rate(events, people))
    assert list(made.significance) == [NAMES[name] for name in some["dsr_per_100000_with_0"]]
