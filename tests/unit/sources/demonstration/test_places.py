from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from commonweal.sources.demonstration import CountrySpec, Demonstration

KINDS = ("libraries", "schools", "clubs")


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_about_as_many_as_the_spec_says(full: Demonstration, kind: str) -> None:
    people = full.values("people.total", "2022")["value"].sum()
    expected = people / CountrySpec().places[kind].people_each
    assert full.places(kind).height == pytest.approx(expected, rel=0.12)


@pytest.mark.parametrize("kind", KINDS)
def test_places_stand_at_a_postcode_of_an_area(small: Demonstration, kind: str) -> None:
    places = small.places(kind)
    assert places["place_id"].is_unique().all()
    assert places["row"].to_list() == list(range(2, places.height + 2))
    known = places.join(small.postcodes, on=["postcode", "easting", "northing"])
    assert known.height == places.height
    codes = small.areas.filter(geography="lsoa21")["area_code"]
    assert places["area_code"].is_in(codes.implode()).all()


@pytest.mark.parametrize(("kind", "fewer"), [("libraries", True), ("clubs", True)])
def test_there_are_fewer_where_social_infrastructure_is_wanting(
    full: Demonstration, kind: str, fewer: bool
) -> None:
    number = full.places(kind).group_by("area_code").len("number")
    table = full.truth.join(number, on="area_code", how="left").with_columns(
        pl.col("number").fill_null(0)
    )
    median = pl.col("need_2023").median()
    wanting = table.filter(pl.col("need_2023") > median)["number"].sum()
    others = table.filter(pl.col("need_2023") <= median)["number"].sum()
    assert (wanting < 0.7 * others) is fewer


def test_schools_are_everywhere_alike(full: Demonstration) -> None:
    number = full.places("schools").group_by("area_code").len("number")
    table = full.truth.join(number, on="area_code", how="left").fill_null(0)
    assert abs(np.corrcoef(table["number"], table["need_2023"])[0, 1]) < 0.08


def test_free_meals_follow_deprivation(full: Demonstration) -> None:
    table = full.places("schools").join(full.truth, on="area_code")
    found = np.corrcoef(table["free_school_meals_percent"], table["deprivation_2025"])[0, 1]
    assert found > 0.7
    assert table["pupils"].min() >= 40
    assert set(table["phase"]) == {"Primary", "Secondary"}


def test_only_closed_libraries_have_a_year_of_closing(full: Demonstration) -> None:
    libraries = full.places("libraries")
    assert (libraries["open"] == libraries["year_closed"].is_null()).all()
    assert 0.03 < 1 - libraries["open"].mean() < 0.16


def test_towns_are_listed_by_people(full: Demonstration) -> None:
    towns = full.places("towns")
    assert towns["people"].is_sorted(descending=True)
    assert towns["town"].is_unique().all()
    assert towns["coastal"].any()
    assert not towns["coastal"].all()
    assert towns["people"][0] > 300_000
