"""Measures made of two counts, and grants by ward, on the real files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest

from commonweal.atlas import Atlas
from commonweal.find.tables import KEY
from commonweal.report.evidence import Held
from commonweal.report.evidence.prevalence_measures import years_of_life
from commonweal.report.evidence.ward_groups import (
    derived,
    left_behind,
    measure_of,
    other_deprived,
    together,
)
from commonweal.understand.derived import denominator_period, derive, why_unknown
from commonweal.understand.gathering import gather_measures
from commonweal.understand.grants import GOVERNMENT, PUBLIC_FUNDERS, grants_by_ward

Figure = Callable[[str, object], None]
pytestmark = pytest.mark.mirror

NEEDS = "ocsi/community_needs_index/cni2019_england_ward17.csv"
WARDS = "ons/lookups/geographr_lookup_lsoa11_ward17.csv.gz"
CLAIMANTS = "nomis/claimant_count_lsoa/ADI_claimant_counts_{}.csv.gz"
AGES = "ons/population/extract_population_mid{}_lsoa11_single_year.csv.gz"
GRANTS = "threesixtygiving/grants_by_ward_2013_2018/grants_eng_LAD_ward_donor_year.csv.gz"
PEOPLE = "ons/population/ward2017_population_mid2017.csv"

CLAIMING = """
with people as (
  select lsoa11_code as code, list_sum([{ages}]) as people from read_csv($ages, quote = '"')),
behind as (select ward17_code as ward from read_csv($needs) where "Left Behind Area?"),
claims as (select area_code as code, claimant_count / 12 as claimants from read_csv($claims)),
placed as (select lsoa11_code as code, ward17_code as ward from read_csv($wards))
select 100 * sum(claimants) filter (ward in (select ward from behind))
           / sum(people) filter (ward in (select ward from behind)),
       100 * sum(claimants) / sum(people)
from claims join people using (code) join placed using (code)
"""
GIVEN = """
with given as (
  select "Recipient Ward Geographic Code" as code, sum("Amount Awarded") as pounds
  from read_csv($grants) where "Funding Org:Name" not in (select unnest($without)) group by 1)
select sum(pounds) / sum(comparison_Population_Estimate)
from read_csv($people) left join given on code = "Ward Code 1" where "Ward Code 1" like 'E%'
"""


@pytest.fixture(scope="module")
def held(england: Atlas) -> Held:
    return Held(england)


@pytest.mark.parametrize(("year", "people"), [("2013", "2017"), ("2022", "2020")])
def test_claimants_by_sql_over_the_raw_files(
    held: Held, mirror: Path, figure: Figure, year: str, people: str
) -> None:
    """The published csv files, joined and summed by DuckDB: none of our code is used."""
    sql = CLAIMING.format(ages=", ".join(f'"{age}"' for age in range(16, 65)))
    files = {"ages": AGES.format(people), "claims": CLAIMANTS.format(year)}
    files |= {"needs": NEEDS, "wards": WARDS}
    theirs = duckdb.execute(sql, {name: str(mirror / file) for name, file in files.items()})
    behind, england = theirs.fetchall()[0]
    measure = derived("derived.claimants")
    counts, period = measure_of(held, measure.id, year)
    figure(f"Claimants {year} by SQL over the published csv files", (behind, england))
    assert period == people
    assert together(counts, measure, left_behind(held)).value == pytest.approx(behind, rel=1e-9)
    assert together(counts, measure, None).value == pytest.approx(england, rel=1e-9)


@pytest.mark.parametrize("without", [(), (GOVERNMENT,), PUBLIC_FUNDERS], ids=len)
def test_grants_by_sql_over_the_raw_files(
    england: Atlas, mirror: Path, figure: Figure, without: tuple[object, ...]
) -> None:
    people = england.observations("people.total", "2017", "ward17").select(KEY, people="value")
    given = grants_by_ward(england.records("grants_by_ward"), people, without)  # type: ignore[arg-type]
    files = {"grants": str(mirror / GRANTS), "people": str(mirror / PEOPLE)}
    theirs = duckdb.execute(GIVEN, {**files, "without": list(given.left_out)}).fetchall()[0][0]
    figure(f"Grants a head by SQL, without {', '.join(given.left_out) or 'none'}", theirs)
    assert given.of().value == pytest.approx(theirs, rel=1e-9)


def test_every_funder_of_a_group_is_in_the_list(england: Atlas) -> None:
    funders = set(england.records("grants_by_ward")["funder"])
    for group in PUBLIC_FUNDERS:
        assert set(group.funders) <= funders


def test_no_other_funder_has_a_public_name(england: Atlas) -> None:
    """A council, department or lottery that a new file brings must be put in a group."""
    named = {name for group in PUBLIC_FUNDERS for name in group.funders}
    words = ("council", "department", "ministry", "lottery", "office", "authority", "england")
    # A federation of charities, and a bank's foundation for two countries.
    charities = {
        "Scottish Council For Voluntary Organisations",
        "Lloyds Bank Foundation for England and Wales",
    }
    others = set(england.records("grants_by_ward")["funder"]) - named - charities
    assert [name for name in sorted(others) if any(word in name.lower() for word in words)] == []


def test_the_money_not_matched_is_of_the_city_of_london(england: Atlas) -> None:
    people = england.observations("people.total", "2017", "ward17").select(KEY, people="value")
    given = grants_by_ward(england.records("grants_by_ward"), people)
    assert len(given.unmatched) == 12
    assert all("E05009288" <= code <= "E05009312" for code in given.unmatched)


def test_other_deprived_wards_are_the_rest_of_the_worst_tenth(held: Held) -> None:
    behind, other = set(left_behind(held)), set(other_deprived(held))
    assert len(behind) == 225
    assert not behind & other
    # The 742 of the worst tenth, less the 219 of the 225 that our averages put there.
    assert len(other) == 742 - 219


@pytest.mark.parametrize(
    ("counted", "score"),
    [
        ("derived.income_deprived_people", "imd.income.score"),
        ("derived.employment_deprived_people", "imd.employment.score"),
    ],
)
@pytest.mark.parametrize(("edition", "areas"), [("2019", "lsoa11"), ("2025", "lsoa21")])
def test_shares_are_the_published_scores(
    england: Atlas, figure: Figure, counted: str, score: str, edition: str, areas: str
) -> None:
    """Counts are rounded to 5 and scores to 3 digits; the 2025 ones were made with other people."""
    measure = derived(counted)
    series = england.indicator(measure.denominator).series
    held = [item.period for item in series if item.geography == areas]
    people = denominator_period(measure, edition, held)
    table = (
        england.observations(measure.numerator, edition, areas)
        .select(KEY, counted="value")
        .join(
            england.observations(measure.denominator, people, areas).select(KEY, below="value"),
            on=KEY,
        )
        .join(england.observations(score, edition, areas).select(KEY, score="value"), on=KEY)
    )
    ours = derive(table["counted"].to_numpy(), table["below"].to_numpy(), measure)
    apart = np.abs(ours - table["score"].to_numpy())
    figure(f"{measure.title} {edition}: mean difference from the score", float(np.nanmean(apart)))
    assert table.height > 32_000
    assert np.nanmean(apart) < 0.0025
    assert np.nanquantile(apart, 0.99) < 0.01


def test_few_areas_have_more_children_deprived_than_children(
    england: Atlas, figure: Figure
) -> None:
    measure = derived("derived.income_deprived_children")
    counted = england.observations(measure.numerator, "2025", "lsoa21").select(KEY, x="value")
    table = counted.join(
        england.observations(measure.denominator, "2022", "lsoa21").select(KEY, n="value"), on=KEY
    )
    reasons = why_unknown(table["x"].to_numpy(), table["n"].to_numpy(), measure)
    flagged = sum(bool(reason) for reason in reasons)
    figure("Areas of 2025 with more income deprived children than children", flagged)
    assert flagged == 105


@pytest.mark.parametrize("sex", ["male", "female"])
def test_life_expectancy_through_the_table_of_measures(
    held: Held, england: Atlas, figure: Figure, sex: str
) -> None:
    """Ward means of MSOA values, weighted by the wards' people, against our means of LSOAs."""
    name = f"health.life_expectancy.{sex}"
    table = gather_measures(england, "ward17", [name])
    values = table.frame(name).select(KEY, "value").drop_nulls()
    years = values.join(table.areas.select(KEY, "people"), on=KEY)
    behind = years.filter(pl.col(KEY).is_in(left_behind(held).implode()))
    theirs = [
        float((part["value"] * part["people"]).sum() / part["people"].sum())
        for part in (behind, years)
    ]
    ours = years_of_life(held, sex, "2017")
    figure(f"Life expectancy, {sex}, through the table of measures", theirs)
    assert theirs == pytest.approx(list(ours[:2]), abs=0.05)
