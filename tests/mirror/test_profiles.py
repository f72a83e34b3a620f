"""Profiles of England, against figures that are published."""

from __future__ import annotations

import pytest

from commonweal.atlas import Atlas
from commonweal.find.request import FindRequest, find_neighbourhoods
from commonweal.understand.profile import (
    ProfileSpec,
    ProfileTables,
    make_profile,
    neighbourhood_spec,
    profile_tables,
)
from commonweal.understand.profile.chosen import SPINE, WANTED


@pytest.fixture(scope="module")
def tables(england: Atlas) -> ProfileTables:
    return profile_tables(england, find_neighbourhoods(FindRequest(), england))


def test_the_published_shares_of_households_without_a_car(tables: ProfileTables) -> None:
    chosen = tables.finding.chosen["area_code"].to_list()
    made = make_profile(neighbourhood_spec("The 1,262", chosen), tables)
    cars = next(row for row in made.spine if row.measure.id == "census.cars_none")
    assert cars.value is not None
    assert cars.country is not None
    assert round(100 * cars.country, 1) == 23.5
    assert round(100 * cars.value, 1) == 41.7


def test_every_measure_that_is_named_is_held(tables: ProfileTables) -> None:
    held = {measure.id for measure in tables.country.measures}
    assert set(WANTED) <= held


def test_the_spine_shows_what_it_names_and_no_stand_in(tables: ProfileTables) -> None:
    made = make_profile(ProfileSpec(tables.levels["lsoa"].codes[0]), tables)
    assert [row.measure.id for row in made.spine] == [
        line.measure for section in SPINE for line in section.lines
    ]


def test_the_owner_of_the_warm_spaces_is_asked_first(tables: ProfileTables) -> None:
    assert "warm_spaces" in tables.withheld
    made = make_profile(ProfileSpec(tables.levels["msoa"].codes[0]), tables)
    assert {near.kind.id for near in made.assets} == {"library", "school", "sports_club"}
