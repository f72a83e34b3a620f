from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.errors import InputError
from commonweal.stats import healthy_life_expectancy, life_expectancy, life_table

PEOPLE = np.full((1, 20), 1000.0)
DEATHS = np.linspace(1, 200, 20)[np.newaxis]


def test_a_constant_hazard_has_the_years_of_its_inverse() -> None:
    # With the same death rate M at all ages the years left are close to 1/M everywhere.
    made = life_expectancy(np.full((1, 20), 1000.0), 100 * PEOPLE)
    np.testing.assert_allclose(made.value[0], 100, rtol=0.01)
    assert made.value[0, -1] == pytest.approx(100)


def test_the_life_table_by_hand() -> None:
    table = life_table(DEATHS, PEOPLE)
    mortality = 1 / 1000
    assert table.dying[0, 0] == pytest.approx(mortality / (1 + 0.9 * mortality))
    assert table.survivors[0, 1] == pytest.approx(1 - table.dying[0, 0])
    assert table.years[0, 0] == pytest.approx(1 - 0.9 * table.dying[0, 0])
    assert table.years[0, -1] == pytest.approx(table.survivors[0, -1] / 0.2)


def test_in_full_health_every_year_is_healthy() -> None:
    made = healthy_life_expectancy(DEATHS, PEOPLE, PEOPLE, PEOPLE)
    plain = life_expectancy(DEATHS, PEOPLE)
    np.testing.assert_allclose(made.value, plain.value)
    np.testing.assert_allclose(made.upper, plain.upper)
    assert made.method[0, 0] == "Sullivan"


def test_half_the_years_are_healthy_where_half_the_people_are() -> None:
    made = healthy_life_expectancy(DEATHS, PEOPLE, PEOPLE / 2, PEOPLE)
    plain = life_expectancy(DEATHS, PEOPLE)
    np.testing.assert_allclose(made.value, plain.value / 2)
    # Half the standard error of the deaths, and some more of the shares.
    assert (made.upper - made.value > (plain.upper - plain.value) / 2).all()


def test_no_healthy_year_where_nobody_is_well() -> None:
    made = healthy_life_expectancy(DEATHS, PEOPLE, 0 * PEOPLE, PEOPLE)
    assert (made.value == 0).all()
    assert (made.upper == 0).all()


def test_more_in_good_health_than_asked_is_refused() -> None:
    with pytest.raises(InputError, match=r"healthy.*no more than were asked"):
        healthy_life_expectancy(DEATHS, PEOPLE, PEOPLE + 1, PEOPLE)


def test_without_deaths_at_the_end_there_is_no_end() -> None:
    deaths = DEATHS.copy()
    deaths[0, -1] = 0
    made = life_expectancy(deaths, PEOPLE)
    assert np.isnan(made.value).all()
    assert set(made.method[0]) == {"not given: no deaths in the last band"}


def test_nobody_lives_to_an_age_after_all_have_died() -> None:
    deaths = DEATHS.copy()
    deaths[0, 17] = 1000
    made = life_expectancy(deaths, PEOPLE)
    assert made.value[0, 17] > 0
    assert np.isnan(made.value[0, 18:]).all()
    assert set(made.method[0, 18:]) == {"not given: nobody lives to this age"}


@pytest.mark.parametrize(("people", "given_"), [(249.95, False), (250, False), (250.05, True)])
def test_five_thousand_people_are_too_few(people: float, given_: bool) -> None:
    made = life_expectancy(np.linspace(1, 60, 20)[np.newaxis], np.full((1, 20), people))
    assert np.isfinite(made.value[0, 0]) == given_


@pytest.mark.parametrize("band", [3, 19])
def test_as_many_deaths_as_people_and_one_more(band: int) -> None:
    deaths = DEATHS.copy()
    deaths[0, band] = 1000
    assert np.isfinite(life_expectancy(deaths, PEOPLE).value[0, 0])
    deaths[0, band] = 1001
    with pytest.raises(InputError, match=f"1001 at index 0, {band}"):
        life_expectancy(deaths, PEOPLE)


@settings(max_examples=40)
@given(
    st.lists(st.integers(1, 400), min_size=20, max_size=20), st.integers(0, 18), st.integers(1, 99)
)
def test_more_deaths_shorten_life(deaths: list[int], band: int, more: int) -> None:
    before = np.array(deaths, dtype=float)[np.newaxis]
    after = before.copy()
    after[0, band] += more
    tables = life_table(before, PEOPLE), life_table(after, PEOPLE)
    left = [table.years.sum() for table in tables]
    assert left[1] <= left[0] + 1e-9
    assert (np.diff(tables[1].survivors) <= 0).all()


def test_all_areas_of_england_take_less_than_a_second() -> None:
    generator = np.random.default_rng(4)
    people = generator.integers(200, 800, (13_582, 20)).astype(float)
    deaths = generator.binomial(people.astype(int), np.geomspace(0.001, 0.2, 20)).astype(float)
    deaths[:, -1] += 1
    start = time.perf_counter()
    made = life_expectancy(deaths, people)
    assert time.perf_counter() - start < 1
    assert np.isfinite(made.value[:, 0]).mean() > 0.9
