"""Profiles of the demonstration country: every kind of place, and two routes to its figures."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from commonweal.atlas import Atlas
from commonweal.errors import InputError, UnknownArea
from commonweal.find.request import FindRequest, find_neighbourhoods
from commonweal.report.profile import figures_report, plain
from commonweal.understand.profile import (
    Profile,
    ProfileSpec,
    ProfileTables,
    make_profile,
    neighbourhood_spec,
    profile_tables,
)
from commonweal.understand.profile.request import simulated_certainty
from commonweal.understand.profile.result import BETTER, SAME, WORSE
from commonweal.understand.profile.summed import AVERAGED, OWN, SUMMED

LEVELS = ("lsoa", "msoa", "ward", "district", "region")


def first(tables: ProfileTables, level: str) -> Profile:
    return make_profile(ProfileSpec(tables.levels[level].codes[0]), tables)


@pytest.mark.parametrize("level", LEVELS)
def test_every_kind_of_place_has_one(tables: ProfileTables, level: str) -> None:
    made = first(tables, level)
    assert made.identity.level == level
    assert made.identity.people > 0
    assert made.spine
    assert made.living
    assert made.provenance.sources
    assert made.identity.name in made.explain()
    assert bool(made.similar) is (level != "region")
    assert bool(made.assets) is (level in ("lsoa", "msoa", "ward"))
    assert bool(made.refused) is (level != "lsoa")
    assert json.loads(json.dumps(plain(made), allow_nan=False))["place"]["code"] == made.spec.code
    assert figures_report(made).table.height == len(made.spine) + len(made.living)


@pytest.mark.parametrize("level", LEVELS)
def test_figures_are_marked_and_judged_alike(tables: ProfileTables, level: str) -> None:
    for row in first(tables, level).spine:
        if row.value is None:
            continue
        assert row.marks["value"] is not None
        assert 0 <= row.marks["value"] <= 1
        assert row.against_country in (BETTER, WORSE, SAME)
        if row.by_margin and row.country is not None:
            assert row.lower is not None
            assert row.upper is not None
            inside = row.lower <= row.country <= row.upper
            assert (row.against_country == SAME) is inside


def test_a_neighbourhood_of_an_msoas_areas_has_the_msoas_figures(tables: ProfileTables) -> None:
    level = tables.levels["msoa"]
    code = level.codes[3]
    whole = make_profile(ProfileSpec(code), tables)
    members = tables.members_of(ProfileSpec(code))
    made = make_profile(neighbourhood_spec("Elm", members), tables)
    for own, other in zip(whole.spine + whole.living, made.spine + made.living, strict=True):
        assert own.value == pytest.approx(other.value)
        assert own.country == other.country
    assert made.identity.people == whole.identity.people
    assert made.history.steps == whole.history.steps
    # It is not among the MSOAs, so the one it is made of is the most similar to it.
    assert made.similar[0].code == code
    assert made.similar[0].distance == pytest.approx(0, abs=1e-9)


def test_what_is_put_together_says_how(tables: ProfileTables) -> None:
    assert {row.way for row in first(tables, "lsoa").spine} == {OWN}
    assert {row.way for row in first(tables, "msoa").living + first(tables, "msoa").spine} == {
        SUMMED,
        AVERAGED,
    }


def test_the_order_of_the_members_does_not_matter(tables: ProfileTables) -> None:
    codes = list(tables.levels["lsoa"].codes[5:9])
    first_way = make_profile(neighbourhood_spec("Elm", codes), tables)
    other_way = make_profile(neighbourhood_spec("Elm", codes[::-1]), tables)
    assert first_way == other_way


def test_half_of_an_area_is_half_of_its_people(tables: ProfileTables) -> None:
    code = tables.levels["lsoa"].codes[0]
    whole = make_profile(neighbourhood_spec("Elm", [code]), tables)
    half = make_profile(neighbourhood_spec("Elm", {code: 0.5}), tables)
    assert half.identity.people == pytest.approx(whole.identity.people / 2, abs=0.5)
    assert half.identity.in_part == 1
    assert any("only in part" in note for note in half.notes)
    shares = [row for row in half.living if row.lower is not None]
    assert shares
    for row, same in zip(half.living, whole.living, strict=True):
        assert row.value == pytest.approx(same.value)
        if row.lower is not None and row.upper is not None and same.lower is not None:
            assert row.upper - row.lower > (same.upper or 0) - same.lower


def test_similar_places_leave_out_the_place_and_its_district(tables: ProfileTables) -> None:
    level = tables.levels["lsoa"]
    for code in level.codes[:3]:
        usual = make_profile(ProfileSpec(code, similar=8), tables)
        assert usual.held_against == 8
        assert code not in [place.code for place in usual.similar]
        away = make_profile(ProfileSpec(code, other_districts=True), tables)
        own = level.districts[level.place[code]]
        assert own not in [level.districts[level.place[place.code]] for place in away.similar]
        far = [place.distance for place in usual.similar]
        assert far == sorted(far)


def test_the_similar_places_together_stand_in_the_spine(tables: ProfileTables) -> None:
    code = tables.levels["lsoa"].codes[7]
    made = make_profile(ProfileSpec(code, similar=1), tables)
    other = make_profile(ProfileSpec(made.similar[0].code), tables)
    theirs = {row.measure.id: row.value for row in other.spine}
    for row in made.spine:
        if theirs[row.measure.id] is not None:
            assert row.similar == pytest.approx(theirs[row.measure.id])


def test_types_are_those_of_the_finding(tables: ProfileTables, country: Atlas) -> None:
    found = find_neighbourhoods(FindRequest(), country).table
    for code, typology in (
        found.select("area_code", pl.col("typology").cast(pl.String)).head(6).rows()
    ):
        assert make_profile(ProfileSpec(code), tables).standing.typology == typology
    district = first(tables, "district")
    inside = tables.members_of(district.spec)
    counts = found.filter(pl.col("area_code").is_in(inside))["typology"].value_counts()
    expected = dict(zip(counts["typology"].cast(pl.String), counts["count"], strict=True))
    told = {part.typology: part.areas for part in district.standing.parts if part.areas}
    assert told == expected
    assert sum(part.people for part in district.standing.parts) == district.identity.people


def test_how_sure_it_is_once_that_is_known(tables: ProfileTables, country: Atlas) -> None:
    code = tables.finding.chosen["area_code"][0]
    assert make_profile(ProfileSpec(code), tables).standing.certainty == ""
    sure = replace(tables, certainty=simulated_certainty(country, tables.finding))
    told = make_profile(ProfileSpec(code), sure).standing
    assert "of 100 simulations" in told.certainty
    assert told.probability is not None


def test_ranks_that_may_not_be_told_are_not(tables: ProfileTables, country: Atlas) -> None:
    code = tables.finding.chosen["area_code"][0]
    hidden = make_profile(ProfileSpec(code), tables).standing.sentence
    open_ones = replace(tables, hidden=frozenset())
    told = make_profile(ProfileSpec(code), open_ones).standing.sentence
    assert hidden.count("rank ") < told.count("rank ")


def test_no_value_of_a_closed_release_is_shown(closed_atlas: Path) -> None:
    atlas = Atlas.open(closed_atlas)
    made = profile_tables(atlas, find_neighbourhoods(FindRequest(), atlas))
    releases = {measure.release for measure in made.country.measures}
    assert not any("cni" in release for release in releases)


def test_with_deprivation_alone_nothing_is_called_double(deprivation_only_atlas: Path) -> None:
    atlas = Atlas.open(deprivation_only_atlas)
    made = profile_tables(atlas, find_neighbourhoods(FindRequest(), atlas))
    for level in ("lsoa", "district"):
        told = first(made, level)
        assert "doubly" not in told.explain()
        assert "most deprived" in told.standing.title


@pytest.mark.parametrize("code", ["X", "E01999999", ""])
def test_a_code_that_no_area_of_today_has(tables: ProfileTables, code: str) -> None:
    with pytest.raises((UnknownArea, InputError)):
        make_profile(ProfileSpec(code), tables)


def test_an_old_code_is_told_apart(tables: ProfileTables, country: Atlas) -> None:
    old, new = (country.areas(name)["area_code"] for name in ("lsoa11", "lsoa21"))
    gone = old.filter(~old.is_in(new.implode()))[0]
    with pytest.raises(UnknownArea, match="not the code of an area of today"):
        make_profile(ProfileSpec(gone), tables)


def test_every_unknown_member_is_told_at_once(tables: ProfileTables) -> None:
    code = tables.levels["lsoa"].codes[0]
    with pytest.raises(InputError) as caught:
        make_profile(neighbourhood_spec("Elm", ["X", code, "Y"]), tables)
    assert "got X" in str(caught.value)
    assert "got Y" in str(caught.value)


def test_the_country_is_all_its_small_areas(tables: ProfileTables) -> None:
    whole = neighbourhood_spec("All", tables.levels["lsoa"].codes)
    made = make_profile(whole, tables)
    for row in made.spine + made.living:
        assert row.value == pytest.approx(row.country)
        assert row.against_country == SAME
    assert made.identity.people == int(np.sum(tables.levels["lsoa"].figures.people))
