from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from commonweal.sources.demonstration import Country, Demonstration
from commonweal.sources.demonstration.people import COUNTS, counts


def test_people_of_an_area_are_within_bounds(country: Country) -> None:
    people = country.people.area
    assert people.min() >= 1200
    assert people.max() <= 2500
    assert 1550 < people.mean() < 1750


def test_blocks_hold_all_people_of_their_area(country: Country) -> None:
    total = np.bincount(country.blocks.area, country.people.of_blocks(country.blocks, 2022))
    assert total == pytest.approx(country.people.area)


def test_there_were_fewer_people_before(country: Country) -> None:
    then = country.people.of_blocks(country.blocks, 2012).sum()
    assert 0.9 < then / country.people.area.sum() < 0.98


def test_ages_add_up_to_the_total() -> None:
    total = np.array([1201.0, 1.0, 0.0])
    made = counts(total, np.array([0.2, 0.5, 0.2]), np.array([0.25, 0.5, 0.2]))
    ages = made["age_0_15"] + made["age_16_59"] + made["age_60_over"]
    assert ages.tolist() == total.tolist()
    assert (made["working_age"] <= total).all()
    assert made["age_0_15"][0] == 240


@pytest.mark.parametrize(
    ("period", "geography"), [("2012", "lsoa11"), ("2015", "lsoa11"), ("2022", "lsoa21")]
)
def test_published_counts_are_whole_and_add_up(
    small: Demonstration, period: str, geography: str
) -> None:
    chosen = small.observations.filter(
        pl.col("indicator").str.starts_with("people.") & (pl.col("period") == period)
    )
    assert chosen["geography"].unique().to_list() == [geography]
    wide = chosen.pivot("indicator", index="area_code", values="value")
    assert set(wide.columns) == {"area_code", *(f"people.{name}" for name in COUNTS)}
    assert wide.select(pl.exclude("area_code").round() == pl.exclude("area_code")).to_numpy().all()
    ages = wide["people.age_0_15"] + wide["people.age_16_59"] + wide["people.age_60_over"]
    assert (ages == wide["people.total"]).all()
    assert (wide["people.working_age"] < wide["people.total"]).all()


def test_ages_are_plausible(full: Demonstration) -> None:
    people = (
        full.observations.filter(period="2022").group_by("indicator").agg(pl.col("value").sum())
    )
    total = dict(people.iter_rows())
    share = {name: total[f"people.{name}"] / total["people.total"] for name in COUNTS}
    assert 0.17 < share["age_0_15"] < 0.21
    assert 0.20 < share["age_60_over"] < 0.28
    assert 0.58 < share["working_age"] < 0.68
