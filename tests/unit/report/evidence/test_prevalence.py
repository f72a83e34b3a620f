"""The figures of left-behind wards, worked out on a country of six small areas by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl
import pytest

from commonweal.errors import MethodNotApplicable, UnknownIndicator
from commonweal.report.evidence import Held, prevalence_measures
from commonweal.report.evidence.prevalence import PREVALENCE
from commonweal.report.evidence.prevalence_measures import (
    charities,
    claimants,
    claimants_of_file,
    grants,
    grants_ratios,
    jobs,
    jobs_published,
    life_expectancy,
    life_gaps,
    without_a_car,
    without_a_car_ratio,
    years_of_life,
)
from commonweal.report.evidence.ward_groups import (
    derived,
    left_behind,
    measure_of,
    side_by_side,
    together,
    ward_counts,
)
from commonweal.understand.grants import PUBLIC_FUNDERS

SMALL = ("A", "B", "C", "D")
TO_WARD = {"A": "E1", "B": "E1", "C": "E2", "D": "E3"}
TO_MSOA = {"A": "M1", "B": "M2", "C": "M2", "D": "M3"}


@dataclass(frozen=True)
class Series:
    period: str
    geography: str


@dataclass(frozen=True)
class Record:
    series: tuple[Series, ...]


@dataclass
class Country:
    """As much of an atlas as the figures ask for; ward E1 is left behind."""

    facts: dict[tuple[str, str | None, str], Mapping[str, tuple[float, ...]]] = field(
        default_factory=dict
    )
    columns: tuple[str, ...] = ("value", "numerator", "denominator")

    def observations(self, indicator: str, period: str | None, geography: str) -> pl.DataFrame:
        found = self.facts.get((indicator, period, geography))
        if found is None:
            raise UnknownIndicator(f"{indicator} is not held for {period} {geography}")
        rows = [(code, *values, *[None] * (3 - len(values))) for code, values in found.items()]
        schema = {"area_code": pl.String, **dict.fromkeys(self.columns, pl.Float64)}
        return pl.DataFrame(rows, schema=schema, orient="row").sort("area_code")

    def indicator(self, indicator: str) -> Record:
        keys = [key for key in self.facts if key[0] == indicator]
        return Record(tuple(Series(str(period), kind) for _, period, kind in keys))

    def areas(self, geography: str) -> pl.DataFrame:
        return pl.DataFrame({"area_code": ["E1", "E2", "E3"]}).with_columns(
            area_name=pl.format("Ward {}", pl.col("area_code").str.tail(1))
        )

    def records(self, name: str) -> pl.DataFrame:
        rows = [
            ("Department for Transport", "E1", 800.0, 1),
            ("A Trust", "E1", 200.0, 2),
            ("A Trust", "E3", 1000.0, 1),
            ("A Trust", "W1", 800.0, 1),
        ]
        return pl.DataFrame(
            rows, schema=["funder", "ward_code", "amount_gbp", "grants"], orient="row"
        )

    def lookup(self, origin: str, target: str) -> pl.DataFrame:
        pairs = {
            ("lsoa11", "ward17"): [(*pair, 1.0, 10.0) for pair in TO_WARD.items()],
            ("lsoa11", "msoa11"): [(*pair, 1.0, 10.0) for pair in TO_MSOA.items()],
            # A and B of 2011 became one area, which goes back to them one to three.
            ("lsoa21", "lsoa11"): [
                ("AB", "A", 0.25, 10.0),
                ("AB", "B", 0.75, 30.0),
                ("C", "C", 1.0, 10.0),
                ("D", "D", 1.0, 10.0),
            ],
        }[origin, target]
        names = ["from_code", "to_code", "weight", "people"]
        return pl.DataFrame(pairs, schema=names, orient="row").with_columns(approximate=False)


def country() -> Country:
    one = Country()
    one.facts = {
        ("cni.flagged", "2019", "ward17"): {"E1": (1,), "E2": (0,), "E3": (0,)},
        ("people.total", "2017", "lsoa11"): {"A": (100,), "B": (300,), "C": (100,), "D": (500,)},
        ("people.total", "2012", "lsoa11"): {"A": (100,), "B": (100,), "C": (100,), "D": (100,)},
        ("people.total", "2017", "ward17"): {"E1": (400,), "E2": (100,), "E3": (500,)},
        ("people.age_16_64", "2017", "lsoa11"): {"A": (50,), "B": (150,), "C": (50,), "D": (250,)},
        ("people.age_16_64", "2020", "lsoa11"): {"A": (1,), "B": (1,), "C": (1,), "D": (1,)},
        ("benefits.claimants", "2013", "lsoa11"): {"A": (10,), "B": (10,), "C": (0,), "D": (5,)},
        # The value beside is a rate twelve times too high, which nobody may read.
        ("benefits.claimant_share", "2013", "lsoa11"): {
            "A": (9.9, 10, 80),
            "B": (9.9, 10, 120),
            "C": (9.9, 0, 50),
            "D": (9.9, 5, 250),
        },
        ("health.life_expectancy.male", None, "msoa11"): {"M1": (70,), "M2": (74,)},
        ("health.life_expectancy.female", None, "msoa11"): {"M1": (80,), "M2": (80,), "M3": (84,)},
        ("census.cars_none", "2021", "lsoa21"): {
            "AB": (0.5, 40, 80),
            "C": (0.1, 4, 40),
            "D": (0.2, 16, 80),
        },
        ("jobs.employment", "2021", "lsoa11"): {"A": (10,), "B": (20,), "C": (4,), "D": (30,)},
        ("charities.registered", "2019", "ward17"): {"E1": (2,), "E3": (10,)},
    }
    return one


@pytest.fixture
def held() -> Held:
    return Held(country())  # type: ignore[arg-type]


def test_counts_go_by_weights_to_the_areas_of_2011_and_whole_to_wards(held: Held) -> None:
    found = ward_counts(held, "census.cars_none", "2021", "lsoa21", "numerator")
    assert dict(found.iter_rows()) == {"E1": 40, "E2": 4, "E3": 16}


def test_the_people_of_the_nearest_year(held: Held) -> None:
    counts, people = measure_of(held, "derived.claimants", "2013")
    assert people == "2017"
    assert counts.rows() == [("E1", 20, 200), ("E2", 0, 50), ("E3", 5, 250)]
    found = together(counts, derived("derived.claimants"), left_behind(held))
    assert found.value == pytest.approx(10)


def test_a_measure_that_there_is_not() -> None:
    with pytest.raises(MethodNotApplicable, match=r"no derived measure 'derived\.jobz'"):
        derived("derived.jobz")


def test_an_area_without_people_held_is_not_known() -> None:
    one = pl.DataFrame({"area_code": ["E1", "E2"], "value": [1.0, 2.0]})
    both = side_by_side(one, one.head(1))
    assert both["denominator"].to_list() == [1, None]
    assert together(both, derived("derived.claimants"), None).known == 1


def test_claimants_of_both_denominators(held: Held) -> None:
    assert claimants(held, "2013").figures == pytest.approx((10, 5))
    of_file = claimants_of_file(held, "2013")
    assert of_file.figures == pytest.approx((10, 5))
    assert "500 people" in of_file.note
    assert of_file.shown == "10.0 / 5.0%"


def test_the_rate_of_the_file_is_never_read() -> None:
    other = country()
    share = ("benefits.claimant_share", "2013", "lsoa11")
    other.facts[share] = {code: (0.0, *row[1:]) for code, row in other.facts[share].items()}
    before = claimants_of_file(Held(country()), "2013")  # type: ignore[arg-type]
    assert claimants_of_file(Held(other), "2013") == before  # type: ignore[arg-type]


def test_years_of_life_are_weighted_by_people_and_leave_out_what_is_missing(held: Held) -> None:
    """E1 is A (70 years, 100 people) and B (74 years, 300); M3 has no figure for men."""
    behind, england, covered = years_of_life(held, "male", "2017")
    assert behind == pytest.approx((70 * 100 + 74 * 300) / 400)
    assert england == pytest.approx((70 * 100 + 74 * 400) / 500)
    assert covered == pytest.approx(0.5)


def test_life_expectancy_says_what_other_people_would_give(held: Held) -> None:
    found = life_expectancy(held, "male")
    assert found.shown == "73.0 / 73.2 years"
    assert "50.00% of England's people" in found.note
    assert "72.00 / 72.67" in found.note


def test_gaps_in_years(held: Held) -> None:
    men, women = life_gaps(held).figures
    assert men == pytest.approx(0.2)
    assert women == pytest.approx((80 * 500 + 84 * 500) / 1000 - 80)


def test_households_without_a_car(held: Held) -> None:
    found = without_a_car(held)
    assert found.figures == pytest.approx((50, 30))
    assert "40 of 80 households in 1 wards" in found.note
    assert without_a_car_ratio(held).figures == pytest.approx((5 / 3,))


def test_charities_of_wards_that_are_not_listed_are_unknown(held: Held) -> None:
    found = charities(held)
    assert found.figures == pytest.approx(((2 / 400) / (12 / 900),))
    assert "1 of 1 left-behind wards and the 2 of England" in found.note


def test_what_is_not_held_says_so(held: Held) -> None:
    with pytest.raises(UnknownIndicator):
        claimants(held, "2014")


@pytest.fixture
def others(held: Held, monkeypatch: pytest.MonkeyPatch) -> Held:
    """The same, where E3 is the one other deprived ward."""
    monkeypatch.setattr(prevalence_measures, "other_deprived", lambda _: pl.Series(["E3"]))
    return held


def test_jobs_of_three_groups(others: Held) -> None:
    assert jobs(others).figures == pytest.approx((100 * 30 / 2, 100 * 64 / 4))
    published = jobs_published(others)
    assert published.figures == pytest.approx((1500, 3000))
    assert "1 other wards" in published.note


def test_grants_of_three_groups_with_and_without_public_money(others: Held) -> None:
    every, charitable = grants(others, ()), grants(others, PUBLIC_FUNDERS)
    assert every.figures == pytest.approx((1000 / 400, 1000 / 500, 2000 / 1000))
    assert every.shown == "£2.50 / £2.00 / £2.00"
    assert charitable.figures == pytest.approx((200 / 400, 1000 / 500, 1200 / 1000))
    assert "1 funders kept, without government and councils and distributors of the National" in (
        charitable.note
    )
    assert "60.0% of their money" in charitable.note
    assert "83% of the money went to bodies with an office in one ward, Ward 3" in charitable.note


def test_ratios_of_grants_by_money_and_by_number(others: Held) -> None:
    found = grants_ratios(others)
    assert found.figures == pytest.approx((0.5 / 2, 0.5 / 1.2))
    assert found.shown == "0.25 / 0.42"
    assert "the ratios are 2.50 and 1.67" in found.note


def test_the_claims_of_the_issue_are_all_here() -> None:
    ids = {claim.id for claim in PREVALENCE.claims}
    assert {
        "life-expectancy-men",
        "life-expectancy-women",
        "claimants-2013",
        "claimants-2022",
        "claimants-2013-file",
        "claimants-2022-file",
        "cars-wards",
        "cars-doubly",
        "jobs",
        "grants-all",
        "grants-charitable",
        "prevalence-discoveries",
    } <= ids


def test_what_is_held_against_a_publication_names_it() -> None:
    for claim in PREVALENCE.claims:
        assert claim.expected.basis != "published" or claim.references, claim.id
        assert claim.releases, claim.id
