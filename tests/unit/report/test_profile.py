"""The files of a profile: the PDF is tagged and whole, the figures say what they are."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

from commonweal.atlas import Atlas
from commonweal.find import TYPOLOGY
from commonweal.find.request import FindRequest, find_neighbourhoods
from commonweal.report.drawing import Frame, Outlines, areas_only, outlines_of, simplified
from commonweal.report.profile import figures_report, parts, plain, source_numbers
from commonweal.report.profile_map import map_svg
from commonweal.report.profile_pdf import profile_pdf
from commonweal.understand.profile import (
    Profile,
    ProfileSpec,
    ProfileTables,
    make_profile,
    neighbourhood_spec,
    profile_tables,
)
from commonweal.understand.profile.assets import Near, Place
from tests.unit.report.test_pdf import plain as opened


@pytest.fixture(scope="module")
def country(demonstration_atlas: Path) -> Atlas:
    return Atlas.open(demonstration_atlas)


@pytest.fixture(scope="module")
def tables(country: Atlas) -> ProfileTables:
    return profile_tables(country, find_neighbourhoods(FindRequest(), country))


@pytest.fixture(scope="module")
def profile(tables: ProfileTables) -> Profile:
    return make_profile(ProfileSpec(tables.levels["lsoa"].codes[0]), tables)


@pytest.fixture(scope="module")
def outlines(country: Atlas) -> Outlines:
    return outlines_of(country.boundaries("lsoa21"))


def pages(document: bytes) -> int:
    found = re.search(r"/Type/Pages.*?/Count (\d+)", opened(document), re.DOTALL)
    assert found
    return int(found[1])


def test_the_pdf_is_tagged_with_its_title_and_says_it_is_invented(
    profile: Profile, tables: ProfileTables, outlines: Outlines
) -> None:
    picture = map_svg(outlines, tables.members_of(profile.spec), tables.types)
    made = profile_pdf(profile, picture)
    held = opened(made)
    assert re.search(r"/MarkInfo\s*<<[^>]*/Marked true", held)
    assert "/StructTreeRoot" in held
    assert "/Lang(en-GB)" in held
    assert "<pdfuaid:part>1</pdfuaid:part>" in held
    assert f"{profile.identity.name}: profile of a small area" in held
    for role in ("H1", "H2", "Table", "TH", "TD", "Figure", "L", "LI"):
        assert f"/S/{role}" in held
    assert "Map: the outline of" in held
    assert pages(made) == 2


@pytest.mark.parametrize("level", ["lsoa", "msoa", "ward", "district", "region"])
def test_every_kind_of_place_fits_on_two_pages(tables: ProfileTables, level: str) -> None:
    for code in tables.levels[level].codes[:3]:
        assert pages(profile_pdf(make_profile(ProfileSpec(code), tables))) == 2


def test_a_neighbourhood_has_a_pdf(tables: ProfileTables) -> None:
    codes = tables.levels["lsoa"].codes[:4]
    made = make_profile(neighbourhood_spec('Odd #name [x] $y$ "z"', codes, "n1"), tables)
    assert pages(profile_pdf(made)) == 2


def test_the_same_profile_gives_the_same_bytes(profile: Profile) -> None:
    assert profile_pdf(profile) == profile_pdf(profile)


def test_names_that_no_typeface_has_do_not_stop_a_batch(profile: Profile) -> None:
    assert profile.assets
    odd = Place("Club \U0001f3c6 Ω", 10.0)
    near = replace(profile.assets[0], within=(odd,), nearest=odd)
    assert profile_pdf(replace(profile, assets=(near,)))
    none = replace(near, within=())
    assert isinstance(none, Near)
    assert profile_pdf(replace(profile, assets=(none,)))


def test_a_profile_without_much_to_say_is_still_a_document(profile: Profile) -> None:
    bare = replace(
        profile,
        strengths=(), harder=(), assets=(), similar=(), held_against=0,
        history=replace(profile.history, steps=(), claimants=None),
    )  # fmt: skip
    assert profile_pdf(bare)


def test_every_row_names_sources_that_are_listed(profile: Profile) -> None:
    numbers = source_numbers(profile)
    assert sorted(numbers.values()) == list(range(1, len(numbers) + 1))
    for row in (*profile.living, *profile.spine):
        if row.value is not None:
            assert set(row.measure.releases) <= set(numbers)
    for part in parts(profile, profile.spine):
        assert part.sources
        assert all(row.section == part.title for row in part.rows)


def test_the_plain_form_holds_every_figure_with_when_and_whence(profile: Profile) -> None:
    told = json.loads(json.dumps(plain(profile), allow_nan=False))
    assert [row["measure"] for row in told["spine"]] == [row.measure.id for row in profile.spine]
    for row in told["spine"] + told["who_lives_there"]:
        assert row["period"]
        assert row["releases"]
    assert told["provenance"]["demonstration"] is True
    assert "do not know" in told["assets"]["unknown"]


def test_the_table_has_a_row_a_measure_and_describes_its_columns(profile: Profile) -> None:
    report = figures_report(profile)
    assert set(report.table.columns) <= set(report.columns)
    assert report.table["measure"].is_unique().all()
    kept_back = replace(profile.spine[0], hidden=True, value=None)
    assert kept_back.told == "too few to show"
    assert figures_report(replace(profile, spine=(kept_back,))).table["value"][-1] is None


SQUARES = Outlines(
    {"a": 0, "b": 1, "c": 2},
    np.array([shapely.box(x, 0, x + 1000, 1000) for x in (0, 1000, 90_000)], dtype=object),
)


def test_the_picture_shows_the_place_and_what_lies_around_it() -> None:
    drawn = map_svg(SQUARES, ["a"], {"a": TYPOLOGY[0], "b": TYPOLOGY[2]})
    assert drawn is not None
    text = drawn.decode()
    assert text.startswith("<svg")
    assert "url(#hatch)" in text
    assert "<script" not in text
    # Both squares that are near, the outline twice; the third is far away.
    assert text.count("<path") == 1 + 2 + 1 + 2
    assert map_svg(SQUARES, ["z"], {}) is None


def test_shapes_keep_to_whole_units_inside_the_frame() -> None:
    frame = Frame.around(SQUARES.of(["a", "b"]), 100, margin=0)
    assert frame.point(0, 1000) == (0, 25)
    corners = re.findall(r"(\d+) (\d+)", frame.path(SQUARES.shapes[0]))
    assert set(corners) == {("0", "25"), ("50", "25"), ("0", "75"), ("50", "75")}
    assert frame.path(shapely.box(0, 0, 1, 1)) == ""
    assert len(simplified(SQUARES.shapes, 1.0)) == 3


def test_stray_points_and_lines_are_not_drawn() -> None:
    mixed = shapely.GeometryCollection([shapely.Point(0, 0), shapely.box(0, 0, 1, 1)])
    kept = areas_only(np.array([mixed], dtype=object))[0]
    assert kept.geom_type == "MultiPolygon"
    assert kept.area == 1
