"""Neighbourhoods from an atlas: what was found, a list, an outline, a file; and their outlines."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
import shapely

from commonweal.atlas import Atlas
from commonweal.errors import InputError, UnknownArea
from commonweal.find.neighbourhoods import NeighbourhoodSpec
from commonweal.find.neighbourhoods import request as ways
from commonweal.find.neighbourhoods.drawn import read_drawn
from commonweal.find.neighbourhoods.outlines import outlines_of
from commonweal.find.neighbourhoods.places import read_listed
from commonweal.find.request import FindRequest, find_neighbourhoods
from commonweal.sources.projection import unproject

SPEC = NeighbourhoodSpec()


@pytest.fixture(scope="module")
def atlas(demonstration_atlas: Path) -> Atlas:
    return Atlas.open(demonstration_atlas)


@pytest.fixture(scope="module")
def made(atlas: Atlas) -> ways.Neighbourhoods:
    return ways.neighbourhoods_of_finding(SPEC, atlas, find_neighbourhoods(FindRequest(), atlas))


def test_every_area_found_is_in_one_neighbourhood(atlas: Atlas, made: ways.Neighbourhoods) -> None:
    found = find_neighbourhoods(FindRequest(), atlas).chosen["area_code"]
    chosen = made.result.members.filter("chosen")["area_code"]
    assert sorted(chosen) == sorted(found)
    assert made.result.members["area_code"].is_unique().all()


def test_it_says_what_it_was_made_from(atlas: Atlas, made: ways.Neighbourhoods) -> None:
    releases = {source.release for source in made.provenance.sources}
    finding = find_neighbourhoods(FindRequest(), atlas)
    assert {source.release for source in finding.provenance.sources} < releases
    assert made.provenance.demonstration
    assert made.provenance.run.spec["neighbourhoods"]["minimum"] == 5000  # type: ignore[index]
    assert "doubly disadvantaged areas (LSOA 2021)" in made.explain()
    assert "motorways are not in the data" in made.notes[0]


def test_the_outline_is_all_that_the_areas_enclose(atlas: Atlas, made: ways.Neighbourhoods) -> None:
    boundaries = atlas.boundaries("lsoa21")
    outlines = outlines_of(made.result, boundaries)
    assert sorted(outlines["area_code"]) == sorted(made.result.table["neighbourhood"])
    assert outlines.geometry.is_valid.all()
    shapes = boundaries.set_index("area_code").geometry
    for outline in outlines.itertuples():
        own = made.result.members.filter(pl.col("neighbourhood") == outline.area_code)
        union = shapely.union_all(shapes[own["area_code"].to_list()].to_numpy())
        assert shapely.area(shapely.symmetric_difference(union, outline.geometry)) < 1.0


def test_an_area_without_an_outline_is_told(atlas: Atlas, made: ways.Neighbourhoods) -> None:
    gone = made.result.members["area_code"][0]
    boundaries = atlas.boundaries("lsoa21")
    with pytest.raises(InputError, match=f"none for 1 areas \\(first: {gone}\\)"):
        outlines_of(made.result, boundaries[boundaries["area_code"] != gone])


def test_msoas_are_neighbourhoods_as_they_are(atlas: Atlas) -> None:
    finding = find_neighbourhoods(FindRequest(geography="msoa21", cut=0.2), atlas)
    result = ways.neighbourhoods_of_finding(SPEC, atlas, finding).result
    assert result.table.height == finding.chosen.height
    assert result.chosen_share == 1
    lookup = atlas.lookup("lsoa21", "msoa21").filter(
        pl.col("to_code").is_in(finding.chosen["area_code"].implode())
    )
    assert sorted(result.members["area_code"]) == sorted(lookup["from_code"])


def test_nothing_found_makes_nothing(atlas: Atlas) -> None:
    district = atlas.areas("district24")["area_code"]
    for code in district:
        finding = find_neighbourhoods(FindRequest(cut=0.01, within=code), atlas)
        if not finding.chosen.height:
            with pytest.raises(InputError, match="nothing was found by this rule"):
                ways.neighbourhoods_of_finding(SPEC, atlas, finding)
            return
    pytest.fail("every district of the demonstration country has such an area")


def listed(atlas: Atlas, *lines: str) -> ways.Neighbourhoods:
    return ways.neighbourhoods_of_list(SPEC, atlas, read_listed("\n".join(lines), "l.csv"), "l.csv")


def test_a_list_of_codes_and_postcodes(atlas: Atlas) -> None:
    code = atlas.areas("lsoa21")["area_code"][7]
    postcode, its_area = atlas.query("select postcode, area_code from {postcodes} limit 1").row(0)
    made = listed(atlas, "postcode", f"{postcode[:-3].lower()} {postcode[-3:]}", code, code)
    chosen = made.result.members.filter("chosen")["area_code"]
    assert set(chosen) == {code, its_area}
    assert made.about == "From a list of 2 places (l.csv)."


@pytest.mark.parametrize("kind", ["msoa21", "ward24"])
def test_a_list_of_larger_areas_of_one_kind_gives_them_as_they_are(atlas: Atlas, kind: str) -> None:
    codes = atlas.areas(kind)["area_code"][:3].to_list()
    result = listed(atlas, *codes).result
    lookup = atlas.lookup("lsoa21", kind).sort("weight", "to_code", descending=[True, False])
    most = lookup.unique("from_code", keep="first", maintain_order=True)
    expected = most.filter(pl.col("to_code").is_in(codes))["from_code"]
    assert sorted(result.members["area_code"]) == sorted(expected)
    assert result.chosen_share == 1


def test_a_mixed_list_is_put_together(atlas: Atlas) -> None:
    msoa = atlas.areas("msoa21")["area_code"][0]
    inside = atlas.lookup("lsoa21", "msoa21").filter(pl.col("to_code") == msoa)["from_code"]
    other = next(code for code in atlas.areas("lsoa21")["area_code"] if code not in set(inside))
    chosen = listed(atlas, msoa, other).result.members.filter("chosen")["area_code"]
    assert set(chosen) == {*inside, other}


def test_an_old_code_is_told_with_its_successors(atlas: Atlas) -> None:
    old, new = (atlas.areas(kind)["area_code"] for kind in ("lsoa11", "lsoa21"))
    gone = old.filter(~old.is_in(new.implode()))[0]
    became = [each.code for each in atlas.successors(gone) if each.geography == "lsoa21"]
    with pytest.raises(InputError) as error:
        listed(atlas, "code", new[0], gone, "E01999999", "rubbish", "ZZ9 9ZZ")
    told = str(error.value)
    assert f"l.csv, row 3: expected a code of today, got {gone}, of LSOA 2011" in told
    assert all(code in told for code in became)
    assert "row 4" in told
    assert "row 5: expected a code or a postcode, got 'RUBBISH'" in told
    assert "ZZ99ZZ, a postcode that is not held" in told
    assert len(error.value.problems) == 4


@pytest.mark.parametrize("text", ["", "\n\n", "code\n", "postcode,name\n,x\n"])
def test_an_empty_list_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="codes or postcodes, one a line"):
        read_listed(text, "l.csv")


def test_a_column_of_a_csv_is_found_by_its_heading() -> None:
    read = read_listed("name,postcode\nA,ln1 1aa\nB,\nC,LN1 1AB\n")
    assert [(each.text, each.row) for each in read] == [("LN11AA", 2), ("LN11AB", 4)]


def outline_of(atlas: Atlas, code: str, **properties: str) -> str:
    """The outline of a small area as GeoJSON in degrees."""
    boundaries = atlas.boundaries("lsoa21").set_index("area_code").geometry
    shape = shapely.transform(boundaries[code], unproject)
    geometry = json.loads(shapely.to_geojson(shape))
    return json.dumps({"type": "Feature", "properties": properties, "geometry": geometry})


def test_the_outline_of_an_area_gives_that_area_again(atlas: Atlas) -> None:
    code = atlas.areas("lsoa21")["area_code"][11]
    drawn = read_drawn(outline_of(atlas, code, name="Our patch"))
    made = ways.neighbourhoods_of_outlines(SPEC, atlas, drawn, "d.geojson")
    assert made.result.members["area_code"].to_list() == [code]
    assert made.result.table["name"].to_list() == ["Our patch"]
    (fit,) = made.fits
    assert fit.people_share == pytest.approx(1, abs=0.02)
    assert fit.land_share == pytest.approx(1, abs=0.01)
    assert "cover" in made.explain()


def test_a_file_that_was_written_is_read_again(atlas: Atlas, made: ways.Neighbourhoods) -> None:
    text = made.result.members.write_csv()
    again = ways.neighbourhoods_of_file(atlas, text, "n.csv")
    assert again.result.table.equals(made.result.table)
    assert again.result.members.equals(made.result.members)
    with pytest.raises(InputError, match="a column 'chosen'"):
        ways.neighbourhoods_of_file(atlas, "neighbourhood,name,area_code\n", "n.csv")


def test_one_of_them_alone(made: ways.Neighbourhoods) -> None:
    wanted = made.result.table["neighbourhood"][0]
    assert ways.one_of(made, wanted).result.table["neighbourhood"].to_list() == [wanted]
    with pytest.raises(UnknownArea):
        ways.one_of(made, "nothing")
