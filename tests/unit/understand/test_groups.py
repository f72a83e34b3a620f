"""Groups of areas: by typology, by a list, by neighbourhoods, split by region and class."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from commonweal.atlas import Atlas
from commonweal.errors import InputError, MethodNotApplicable
from commonweal.find.neighbourhoods.result import NeighbourhoodsResult
from commonweal.find.neighbourhoods.spec import NeighbourhoodSpec
from commonweal.find.request import Finding, FindRequest, find_neighbourhoods
from commonweal.understand.groups import by_areas, by_neighbourhoods, by_typology, splits
from tests.unit.understand.tables import codes, grouping


@pytest.fixture(scope="module")
def atlas(demonstration_atlas: Path) -> Atlas:
    return Atlas.open(demonstration_atlas)


@pytest.fixture(scope="module")
def finding(atlas: Atlas) -> Finding:
    return find_neighbourhoods(FindRequest(), atlas)


def test_the_typology_of_a_finding(finding: Finding) -> None:
    found = by_typology(finding)
    assert found.reference == "doubly disadvantaged"
    assert found.geography == "lsoa21"
    counts = dict(finding.table.group_by(pl.col("typology").cast(pl.String)).len().iter_rows())
    assert found.sizes == {name: counts[name] for name in found.order}


def test_areas_of_unknown_type_are_in_no_group_and_that_is_said(finding: Finding) -> None:
    first = pl.int_range(pl.len()) < 2
    table = finding.table.with_columns(pl.when(~first).then(pl.col("typology")))
    found = by_typology(replace(finding, table=table))
    assert found.table.height == finding.table.height - 2
    assert "2 areas have no known type" in found.notes["England"]


def test_no_typology_is_refused_with_what_to_do(deprivation_only_atlas: Path) -> None:
    atlas = Atlas.open(deprivation_only_atlas)
    with pytest.raises(MethodNotApplicable, match=r"no typology to group areas by.*open"):
        by_typology(find_neighbourhoods(FindRequest(), atlas))


def test_chosen_areas_against_all_others(atlas: Atlas) -> None:
    areas = atlas.areas("lsoa21")
    found = by_areas(areas["area_code"][:5], areas, "lsoa21")
    assert found.sizes == {"chosen": 5, "not chosen": areas.height - 5}
    every = by_areas(areas["area_code"], areas, "lsoa21")
    assert every.order == ("chosen",)


def test_codes_of_another_vintage_are_refused_and_all_named() -> None:
    areas = pl.DataFrame({"area_code": codes(4)})
    with pytest.raises(InputError) as refused:
        by_areas(["E01000001", "E01032739", "E05000026"], areas, "lsoa21")
    told = str(refused.value)
    assert "expected a code of LSOA 2021, got E01032739" in told
    assert "E05000026" in told
    assert "another vintage" in told
    with pytest.raises(InputError, match="at least one area"):
        by_areas([], areas, "lsoa21")


def test_neighbourhoods_together_or_each() -> None:
    areas = pl.DataFrame({"area_code": codes(6)})
    members = pl.DataFrame(
        {"neighbourhood": ["n1", "n1", "n2"], "area_code": codes(3), "name": ["A", "A", "B"]}
    )
    table = pl.DataFrame({"neighbourhood": ["n1", "n2"]})
    made = NeighbourhoodsResult(NeighbourhoodSpec(), "lsoa21", table, members, 2)
    together = by_neighbourhoods(made, areas)
    assert together.sizes == {"in the neighbourhoods": 3, "elsewhere": 3}
    each = by_neighbourhoods(made, areas, each=True)
    assert each.sizes == {"n1": 2, "n2": 1}
    assert "one area" in each.notes["n2"]


def test_splits_by_region_and_class(atlas: Atlas) -> None:
    for split in ("region", "rural_urban"):
        found = splits(atlas, "lsoa21", split)  # type: ignore[arg-type]
        assert found["area_code"].to_list() == atlas.areas("lsoa21")["area_code"].to_list()
        assert found["split"].null_count() == 0
    assert splits(atlas, "lsoa21", "none").height == 0
    with pytest.raises(MethodNotApplicable, match=r"class of wards \(2017\) is not held"):
        splits(atlas, "ward17", "rural_urban")


def test_a_grouping_that_contradicts_itself_is_refused() -> None:
    table = pl.DataFrame({"area_code": ["x", "x", "y"], "group": ["a", "a", "c"]})
    with pytest.raises(InputError) as refused:
        grouping(["a", "b"], table=table)
    assert "x in more than one" in str(refused.value)
    assert "expected one of a, b, got c" in str(refused.value)
    with pytest.raises(InputError, match="a group to ask about"):
        grouping(["a", "b"], reference="d")
    with pytest.raises(InputError, match="at least one group"):
        grouping([])
