"""The columns that the other tests here do not compare, and that no stored file is left out.

Tolerance 1e-8 relative unless a line says otherwise: populations of funnels were found by a search
that stopped about 3e-7 away (5e-5 at one event).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from scipy.special import stdtrit

from commonweal.errors import InputError
from commonweal.stats import (
    Simulation,
    derived_people,
    directly_standardised_rate,
    indirectly_standardised_rate,
    mean,
    overall_rate,
    proportion_funnel,
    rate,
    ratio_funnel,
    slope_index,
    standard_errors,
)
from commonweal.stats.funnels import INNER, OUTER
from commonweal.stats.intervals import exact_limits

Floats = NDArray[np.float64]
Read = Callable[[str], pl.DataFrame]
NAMES = {
    "High (0.001)": "high 99.8",
    "High (0.025)": "high 95",
    "Low (0.001)": "low 99.8",
    "Low (0.025)": "low 95",
    "Not significant": "within",
}
# Inputs of the reference's own examples of slope indices, without any result.
WITHOUT_RESULT = {"DSR_testdata", "data_DSR_data"}


def column(frame: pl.DataFrame, name: str) -> Floats:
    return frame[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()


def same(made: object, stored: object) -> None:
    np.testing.assert_allclose(made, stored, rtol=1e-8)


def test_every_stored_file_is_read_by_a_test(vectors: Path) -> None:
    files = {path.stem for path in (vectors / "public_health_stats").glob("*.csv")}
    folder = Path(__file__).parent
    text = "".join(path.read_text(encoding="utf-8") for path in folder.glob("test_*.py"))
    # Names that a test puts together from a parameter.
    put_together = {
        *(f"life_expectancy_df_{name}" for name in ("neg_deaths", "zero_pop", "missing_age")),
        "life_expectancy_df_deaths_greater_pops",
        *(f"testdata_DSR_ISR__testdata_err{number}" for number in (1, 2, 3, 4)),
        "testdata_Rate__testdata_Rate_g",
        "testdata_Proportion__testdata_Prop_g",
    }
    left = {name for name in files - put_together if f'"{name}"' not in text}
    assert not left
    assert files >= WITHOUT_RESULT | put_together


def test_the_reference_rate_of_indirect_standardisation(read: Read) -> None:
    reference = read("testdata_DSR_ISR__refdata")
    stored = read("testdata_DSR_ISR__testresults_ISR").filter(pl.col("ref_rate").is_not_null())
    events, people = column(reference, "refcount"), column(reference, "refpop")
    for value, observed, expected, name in stored.select(
        "ref_rate", "observed", "expected", "statistic"
    ).iter_rows():
        multiplier = float(str(name).split()[-1])
        crude = rate(events.sum(), people.sum(), multiplier=multiplier).value[0]
        same(crude, value)
        made = indirectly_standardised_rate(
            observed, people * expected / events.sum(), events, people, multiplier=multiplier
        )
        same(made.value[0], observed / expected * value)
    assert stored.height == 8


def test_counts_and_people_of_standardised_rates(read: Read) -> None:
    old = read("testdata_DSR_ISR__testdata_1976")
    stored = read("testdata_DSR_ISR__testresults_DSR").filter(pl.col("area") == "testdata_1976")
    made = directly_standardised_rate(*(column(old, name) for name in ("count", "pop", "esp1976")))
    assert set(stored["total_count"]) == {int(made.numerator[0])}
    assert set(stored["total_pop"]) == {int(made.denominator[0])}


def test_sums_and_spreads_of_means(read: Read) -> None:
    values, stored = read("testdata_Mean"), read("testdata_Mean__testdata_Mean_results")
    values = values.filter(pl.col("values").is_not_null())
    x = column(values, "values")
    groups = (values["area"] == "Area2").cast(pl.Int64).to_numpy()
    for made, part in ((mean(x, groups, 2), stored[:2]), (mean(x), stored[2:])):
        same(made.numerator, column(part, "value_sum"))
        same(made.denominator, column(part, "value_count"))
        half = made.upper - made.value
        n = made.denominator
        same(half * np.sqrt(n) / stdtrit(n - 1, 0.975), column(part, "stdev"))


def test_grouped_totals_state_the_confidence_they_are_compared_at(read: Read) -> None:
    for name in ("testdata_Rate__testdata_Rate_g", "testdata_Proportion__testdata_Prop_g"):
        assert set(read(name)["confidence"]) == {"95%"}


def test_the_overall_proportion_of_a_funnel(read: Read) -> None:
    inputs, stored = read("testdata_funnel_prop_inputs"), read("testdata_funnel_prop_outputs")
    made = proportion_funnel(column(inputs, "numerator"), column(inputs, "denominator"))
    np.testing.assert_allclose(100 * made.baseline, column(stored, "Baseline"), rtol=0, atol=1e-6)


def test_expected_events_on_the_limits_of_a_ratio(read: Read) -> None:
    frame = read("testdata_funnel_ratio_outputs")
    observed = column(frame, "Observed_events")
    for z, name in ((INNER, "2s"), (OUTER, "3s")):
        lower, upper = exact_limits(observed, z)
        for side, expected in (("lower", upper), ("upper", lower)):
            stored = column(frame, f"{side}_{name}_exp_events")
            np.testing.assert_allclose(expected[:1], stored[:1], rtol=5e-5)
            np.testing.assert_allclose(expected[1:], stored[1:], rtol=1e-6)
            ratio = column(frame, f"{side}_{name}_isr") / 100
            np.testing.assert_allclose(observed / stored, ratio, rtol=1e-7)
            # What is called a count there is the distance of the ratio from 1.
            np.testing.assert_allclose(column(frame, f"{side}_{name}_count"), ratio - 1, atol=1e-6)


def test_people_on_the_limits_of_a_rate(read: Read) -> None:
    frame = read("testdata_funnel_rate_outputs")
    events, years = column(frame, "Events"), 3
    baseline = column(frame, "baseline") / 100_000
    for z, name in ((INNER, "2s"), (OUTER, "3s")):
        lower, upper = exact_limits(events, z)
        for side, expected in (("lower", upper), ("upper", lower)):
            made = expected / baseline / years
            stored = column(frame, f"{side}_{name}_population_1_year")
            np.testing.assert_allclose(made[:1], stored[:1], rtol=5e-5)
            np.testing.assert_allclose(made[1:], stored[1:], rtol=1e-6)


def test_people_derived_from_crude_rates(read: Read) -> None:
    frame = read("testdata_funnel_rate_input_funnels")
    for kind in ("crude", "crude_with_denom"):
        stated = frame.filter(pl.col(f"rate_chart_{kind}").is_not_null(), pl.col("rate") > 0)
        same(column(stated, f"rate_chart_{kind}"), column(stated, "rate"))
    made = derived_people(column(frame, "ev"), column(frame, "rate"), multiplier=100_000) / 3
    stored = column(frame, "denominator_derived_crude")
    # Where the reference is given no rate it takes one from the population instead.
    stated = np.isclose(made, stored, rtol=1e-9)
    assert stated.sum() >= 49


def test_crude_rates_and_every_column_of_significance(read: Read) -> None:
    frame = read("testdata_funnel_rate_dsr_inputs")
    events, people = column(frame, "count"), column(frame, "pop")
    for multiplier in (100, 100_000):
        made = rate(events, people, multiplier=multiplier).value
        stored = column(frame, f"rate_crude_per_{multiplier}")
        np.testing.assert_allclose(made, stored, rtol=1e-8, atol=5e-10 * multiplier)
    few = "Not applicable for events less than 10 for dsrs"
    for multiplier in (100, 100_000):
        for zero in ("with", "without"):
            some = frame if zero == "with" else frame.filter(pl.col("count") > 0)
            x, n = column(some, "count"), column(some, "pop")
            funnel = ratio_funnel(x, n, baseline=overall_rate(x, n))
            stored = list(some[f"crude_per_{multiplier}_{zero}_0"])
            assert list(funnel.significance) == [NAMES[name] for name in stored]
            standardised = f"dsr_per_{multiplier}_{zero}_0"
            given = frame.filter(pl.col("count") > 0)
            told = given.filter(pl.col(standardised) != few)
            assert told.height == given.height
            x = column(given, "count")
            n = derived_people(x, column(given, "rate_dsr"), multiplier=100_000)
            funnel = ratio_funnel(x, n, baseline=overall_rate(x, n))
            assert list(funnel.significance) == [NAMES[name] for name in given[standardised]]


def test_standard_errors_from_limits(read: Read) -> None:
    frame = read("testdata_SII").filter(
        pl.col("ValueType") == 0,
        pl.col("StandardError").is_not_null(),
        pl.col("LowerCL").is_not_null(),
        pl.col("UpperCL").is_not_null(),
        ~pl.col("TestDescription").str.contains("handling"),
    )
    made = standard_errors(column(frame, "LowerCL"), column(frame, "UpperCL"))
    np.testing.assert_allclose(made.ravel(), column(frame, "StandardError"), rtol=1e-4)
    assert frame.height >= 50


def test_slopes_of_published_standardised_rates(read: Read) -> None:
    """The reference's own example, twice stored: rates by fifth and year, without a result."""
    frame, again = read("data_DSR_data"), read("DSR_testdata")
    assert frame.equals(again)
    years = [part for _, part in frame.group_by("Period", maintain_order=True)]
    value, lower, upper, people = (
        np.stack([column(part, name) for part in years])
        for name in ("value", "lowercl", "uppercl", "total_pop")
    )
    made = slope_index(value, standard_errors(lower, upper), people, simulation=Simulation(2000, 1))
    # By hand for the first year: least squares weighted by people.
    share = people[0] / people[0].sum()
    middle = np.cumsum(share) - share / 2
    slope, start = np.polyfit(middle, value[0], 1, w=np.sqrt(share))
    same([made.sii[0], made.intercept[0]], [slope, start])
    assert (made.sii_lower < made.sii).all()
    assert (made.sii < made.sii_upper).all()
    assert len(made.sii) == len(years) == 6


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("negative populations", r"'people'.* got -\d"),
        ("negative counts/standard error", r"'errors'.* got -\d"),
    ],
)
def test_what_the_slope_index_of_the_reference_refuses(read: Read, told: str, said: str) -> None:
    frame = read("testdata_SII").filter(pl.col("TestDescription") == f"error handling - {told}")
    with pytest.raises(InputError, match=said):
        slope_index(*(column(frame, name) for name in ("Value", "StandardError", "Population")))


def test_limits_that_are_no_proportions_are_refused(read: Read) -> None:
    told = "error handling - invalid proportion in CLs"
    frame = read("testdata_SII").filter(pl.col("TestDescription") == told)
    with pytest.raises(InputError, match="a share between 0 and 1"):
        standard_errors(column(frame, "LowerCL"), column(frame, "UpperCL"), scale="logit")
