"""`find` with the open index in place of the Community Needs Index."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonweal.atlas import Atlas
from commonweal.errors import MethodNotApplicable
from commonweal.find.open_index import is_held, open_index_inputs, open_index_of
from commonweal.find.request import FindRequest, find_neighbourhoods
from commonweal.report.finding import finding_report
from commonweal.report.open_index import agreement_with_truth, open_index_report, variants


@pytest.fixture(scope="module")
def atlas(demonstration_atlas: Path) -> Atlas:
    return Atlas.open(demonstration_atlas)


def test_the_open_index_takes_the_place_of_the_closed_one(atlas: Atlas) -> None:
    found = find_neighbourhoods(FindRequest(infrastructure="open"), atlas)
    assert found.result is not None
    assert found.infrastructure is not None
    assert found.infrastructure.way == "made"
    index = open_index_of(atlas)
    ranks = dict(index.table.select("area_code", "rank").rows())
    assert dict(found.table.select("area_code", "infrastructure_rank").rows()) == ranks
    assert "by open social infrastructure index" in found.explain()
    assert "CNI" not in found.explain()
    assert found.note == ""
    assert "open_access" in {source.release for source in found.provenance.sources}


def test_its_ranks_may_leave(atlas: Atlas) -> None:
    report = finding_report(find_neighbourhoods(FindRequest(infrastructure="open"), atlas), ())
    assert "infrastructure_rank" in report.table.columns
    assert "open social infrastructure index" in report.title
    assert "CNI" not in report.columns["infrastructure_rank"]


@pytest.mark.parametrize("kind", ["msoa21", "ward24"])
def test_larger_areas_take_means(atlas: Atlas, kind: str) -> None:
    found = find_neighbourhoods(FindRequest(infrastructure="open", geography=kind), atlas)
    assert found.infrastructure is not None
    assert found.infrastructure.way == "made and averaged"
    assert found.infrastructure.ranked == found.table["infrastructure_rank"].drop_nulls().len()


def test_areas_that_no_lookup_leads_to_are_refused(atlas: Atlas) -> None:
    with pytest.raises(MethodNotApplicable, match="no lookup leads"):
        find_neighbourhoods(
            FindRequest(deprivation="2019", infrastructure="open", geography="ward17"), atlas
        )


def test_without_the_closed_index_the_note_offers_the_open_one(
    deprivation_only_atlas: Path,
) -> None:
    atlas = Atlas.open(deprivation_only_atlas)
    alone = find_neighbourhoods(FindRequest(), atlas)
    assert alone.result is None
    assert "commonweal find --infrastructure open" in alone.note
    assert "doubly" not in alone.explain()
    assert find_neighbourhoods(FindRequest(infrastructure="open"), atlas).result is not None


def test_the_table_holds_what_the_country_has(atlas: Atlas) -> None:
    assert is_held(atlas)
    inputs = open_index_inputs(atlas)
    assert inputs.releases == ("open_access",)
    assert {"library_nearest", "school_supply", "sports_club_supply"} < set(inputs.table.columns)
    assert "no_car" not in inputs.table.columns


def test_it_leans_to_the_truth(atlas: Atlas) -> None:
    # Places are drawn where need is low, with chance: the likeness must be there, and is weak.
    assert 0.1 < agreement_with_truth(atlas, open_index_of(atlas)) < 0.9


def test_a_table_to_hand_out(atlas: Atlas) -> None:
    result, report = open_index_report(atlas)
    assert report.table.columns[:5] == ["area_code", "area_name", "score", "rank", "decile"]
    assert report.table.height == result.table.height == 400
    assert report.ready().table.height == 400


def test_recipes_are_listed_once_each() -> None:
    from commonweal.find.open_index import open_index_spec

    spec = open_index_spec()
    listed = variants(spec)
    assert next(iter(listed.values())) == spec
    assert len({str(each) for each in listed.values()}) == len(listed)
    distances = listed["distances without supply"]
    names = [each.name for each in distances.indicators()]
    assert "library_supply" not in names
    assert {"jobs", "sports_club_supply"} < set(names)
