"""Life expectancy against PHEindicatormethods 2.1.0, which prints four decimals."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from commonweal.errors import InputError
from commonweal.stats import life_expectancy

Floats = NDArray[np.float64]
Read = Callable[[str], pl.DataFrame]
ATOL = 5.1e-5


def column(frame: pl.DataFrame, name: str) -> Floats:
    return frame[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()


def test_life_expectancy_at_every_age(read: Read) -> None:
    frame, answer = read("life_expectancy_df1"), read("life_expectancy_answer1")
    made = life_expectancy(column(frame, "deaths"), column(frame, "pops"))
    for name, values in (("value", made.value), ("lowercl", made.lower), ("uppercl", made.upper)):
        np.testing.assert_allclose(values[0], column(answer, name), rtol=0, atol=ATOL)
    sums = read("life_expectancy_df1_cum")
    np.testing.assert_array_equal(made.numerator[0], column(sums, "dths_used"))
    np.testing.assert_array_equal(made.denominator[0], column(sums, "pops_used"))


def test_bands_may_come_in_any_order(read: Read) -> None:
    frame = read("life_expectancy_df3").sample(fraction=1, shuffle=True, seed=3)
    ages = [int(re.match(r"\d+", str(age))[0]) for age in frame["startage"]]
    made = life_expectancy(column(frame, "deaths"), column(frame, "pops"), ages)
    answer = read("life_expectancy_answer1")
    np.testing.assert_allclose(made.value[0], column(answer, "value"), rtol=0, atol=ATOL)


def test_wide_intervals_are_suppressed(read: Read) -> None:
    # The answers give the second area first; the first has more deaths than people at 90.
    frame, answer = read("life_expectancy_df_widecis_plus"), read("life_expectancy_answer_widecis")
    deaths, people = column(frame, "deaths"), column(frame, "pops")
    made = life_expectancy(deaths[20:], people[20:])
    for name, values in (
        ("value", made.value),
        ("lower95_0cl", made.lower),
        ("upper95_0cl", made.upper),
    ):
        stored = column(answer, name)[:20]
        np.testing.assert_allclose(values[0], stored, rtol=0, atol=ATOL, equal_nan=True)
    assert np.isnan(column(answer, "value")[20:]).all()
    with pytest.raises(InputError, match=r"no more deaths than people, got 312 at index 0, 19"):
        life_expectancy(deaths.reshape(2, 20), people.reshape(2, 20))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("neg_deaths", r"'deaths'.* got -5 at index 0, 3"),
        ("zero_pop", r"'people'.* got 0 at index 0, 5"),
        ("deaths_greater_pops", r"no more deaths than people, got 1936 at index 0, 18"),
        ("missing_age", r"missing: 90"),
    ],
)
def test_what_the_reference_refuses_is_refused(read: Read, name: str, said: str) -> None:
    frame = read(f"life_expectancy_df_{name}")
    with pytest.raises(InputError, match=said):
        life_expectancy(column(frame, "deaths"), column(frame, "pop"), frame["age"].to_list())


def test_few_people_have_no_life_expectancy(read: Read) -> None:
    frame = read("life_expectancy_df_low_pops")
    made = life_expectancy(column(frame, "deaths"), column(frame, "pop"))
    assert np.isnan(made.value).all()
    assert np.isnan(made.lower).all()
    assert set(made.method[0]) == {"not given: 5000 people or fewer"}
