from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from commonweal.atlas import Atlas
from commonweal.atlas.geography.access import access_rules, access_to, homes
from commonweal.errors import InputError
from commonweal.find.open_index import (
    correct,
    open_index_inputs,
    open_index_spec,
    open_index_with_assets,
    open_infrastructure_index,
)
from commonweal.find.open_index.corrected import measured_again, patched


@pytest.fixture(scope="module")
def atlas(demonstration_atlas: Path) -> Atlas:
    return Atlas.open(demonstration_atlas)


@pytest.fixture(scope="module")
def postcodes(atlas: Atlas) -> pl.DataFrame:
    return atlas.query("select postcode, easting, northing, area_code from {postcodes}")


def changes(*rows: tuple[str, str, str, str]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=["kind", "name", "postcode", "action"], orient="row")


def some_changes(atlas: Atlas, postcodes: pl.DataFrame, seed: int) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    held = atlas.records("open_access")
    alone = held.filter(~pl.struct("kind", "name").is_duplicated())
    rows = []
    for kind in ("library", "school", "sports_club"):
        own = alone.filter(kind=kind)
        if own.height < 2:
            continue
        shut, shift = own["name"].gather(rng.choice(own.height, 2, replace=False)).to_list()
        codes = postcodes["postcode"].gather(rng.integers(0, postcodes.height, 2)).to_list()
        rows += [(kind, shut, "", "close"), (kind, shift, codes[0], "move")]
        rows.append((kind, "A new one", codes[1], "add"))
    return changes(*rows)


@pytest.mark.parametrize("seed", range(4))
def test_measuring_the_affected_areas_is_measuring_all(
    atlas: Atlas, postcodes: pl.DataFrame, seed: int
) -> None:
    spec, rules = open_index_spec(), access_rules()
    given = some_changes(atlas, postcodes, seed)
    corrected = correct(atlas.records("open_access"), given, postcodes)
    table = open_index_inputs(atlas, spec).table
    living = homes(postcodes, atlas.areas("lsoa21"))
    part = measured_again(living, corrected.assets, corrected.points, table, spec, rules)
    whole = {
        kind: access_to(
            living,
            corrected.assets.filter(pl.col("located"), pl.col("kind") == kind)
            .select("easting", "northing")
            .to_numpy(),
            rules,
        )
        for kind in part
    }
    assert all(each.height < 400 for each in part.values())
    new = patched(table, part, spec)
    assert new.equals(patched(table, whole, spec))
    assert not new.equals(table)
    ours = open_index_with_assets(atlas, given)
    assert ours.after.table.equals(open_infrastructure_index(new, spec).table)


def test_one_more_library_makes_no_area_worse_off(atlas: Atlas, postcodes: pl.DataFrame) -> None:
    worst = open_index_inputs(atlas).table.sort("library_nearest", descending=True)["area_code"][0]
    code = postcodes.filter(area_code=worst)["postcode"][0]
    found = open_index_with_assets(atlas, changes(("library", "New Library", code, "add")))
    assert found.moved.height
    top = found.moved.filter(area_code=worst).row(0, named=True)
    assert top["score_change"] < 0
    assert top["rank_change"] >= 0
    assert found.told == ("New Library (public library) added.",)
    assert "Access changes in" in found.explain()
    columns = ["area_code", "area_name", "score_before", "score_after", "score_change"]
    assert found.moved.columns[:5] == columns
    others = found.after.table.join(found.moved, on="area_code", how="anti")
    before = found.before.table.join(others.select("area_code"), on="area_code", how="semi")
    shifted = (before["rank"] != others["rank"]).sum()
    assert found.others == shifted


def test_closing_and_adding_again_changes_nothing(atlas: Atlas, postcodes: pl.DataFrame) -> None:
    held = atlas.records("open_access").filter(kind="library")
    row = held.filter(~pl.col("name").is_duplicated()).row(0, named=True)
    given = pl.DataFrame(
        {
            "kind": ["library", "library"],
            "name": [row["name"]] * 2,
            "action": ["close", "add"],
            "easting": ["", str(row["easting"])],
            "northing": ["", str(row["northing"])],
        }
    )
    found = open_index_with_assets(atlas, given)
    assert not found.moved.height
    assert found.after.table.equals(found.before.table)
    assert "Access changes in 0 areas." in found.explain()


def test_no_correction_changes_nothing(atlas: Atlas) -> None:
    found = open_index_with_assets(atlas, changes().cast(pl.String))
    assert not found.moved.height
    assert found.others == 0


def test_every_problem_is_told_with_its_row(atlas: Atlas, postcodes: pl.DataFrame) -> None:
    given = changes(
        ("libary", "X", "ZZ11AA", "add"),
        ("library", "", "ZZ11AA", "add"),
        ("library", "X", "nowhere", "add"),
        ("library", "X", "", "add"),
        ("library", "No such library", "", "close"),
        ("library", "X", "ZZ11AA", "burn"),
    )
    with pytest.raises(InputError) as caught:
        correct(atlas.records("open_access"), given, postcodes, "ours.csv")
    told = {(problem.row, problem.column) for problem in caught.value.problems}
    assert told == {
        (2, "kind"),
        (3, "name"),
        (4, "postcode"),
        (5, "postcode"),
        (6, "name"),
        (7, "action"),
    }
    assert "ours.csv" in str(caught.value)
    assert "expected one of library, sports_club, school, warm_space, got 'libary'" in str(
        caught.value
    )


def test_a_name_that_fits_several_needs_a_postcode(atlas: Atlas, postcodes: pl.DataFrame) -> None:
    held = atlas.records("open_access").filter(kind="school")
    twice = held.filter(pl.col("name").is_duplicated()).sort("name")
    name, code = twice["name"][0], twice["postcode"][0]
    with pytest.raises(InputError, match="Give the postcode as well"):
        correct(held, changes(("school", name, "", "close")), postcodes)
    done = correct(held, changes(("school", name.upper(), f" {code.lower()} ", "close")), postcodes)
    assert done.assets.height == held.height - 1


def test_missing_columns_are_told(atlas: Atlas, postcodes: pl.DataFrame) -> None:
    with pytest.raises(InputError) as caught:
        correct(atlas.records("open_access"), pl.DataFrame({"name": ["x"]}), postcodes)
    assert len(caught.value.problems) == 2


def test_a_position_that_is_no_number_is_told(atlas: Atlas, postcodes: pl.DataFrame) -> None:
    given = pl.DataFrame(
        {
            "kind": ["library"],
            "name": ["X"],
            "action": ["add"],
            "easting": ["east"],
            "northing": ["1"],
        }
    )
    with pytest.raises(InputError, match="easting and northing in metres, got 'east 1'"):
        correct(atlas.records("open_access"), given, postcodes)
