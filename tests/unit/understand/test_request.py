"""The whole answer, on the demonstration country and where something is not held."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from commonweal.atlas import Atlas
from commonweal.errors import InputError, MethodNotApplicable
from commonweal.find.request import FindRequest
from commonweal.understand.issues import issues
from commonweal.understand.request import Understanding, UnderstandRequest, understand
from commonweal.understand.spec import PrevalenceSpec


@pytest.fixture(scope="module")
def atlas(demonstration_atlas: Path) -> Atlas:
    return Atlas.open(demonstration_atlas)


@pytest.fixture(scope="module")
def whole(atlas: Atlas) -> Understanding:
    return understand(UnderstandRequest(PrevalenceSpec(split="region")), atlas)


def test_every_issue_shows_what_is_held_and_says_what_is_not(whole: Understanding) -> None:
    assert [answer.issue.id for answer in whole.issues] == [item.id for item in issues()]
    for answer in whole.issues:
        shown = set(answer.table["measure"])
        missing = {item.id for item in answer.missing}
        assert shown | missing == set(answer.issue.measures)
        assert not shown & missing
        assert all(item.reason for item in answer.missing)
    children = next(answer for answer in whole.issues if answer.issue.id == "children")
    assert "derived.age_0_15" in children.table["measure"]
    marked = children.table.filter(pl.col("measure") == "imd.idaci.score")
    assert marked["part_of_rule"].to_list() == ["part of the index of deprivation"]


def test_findings_rest_on_nothing_that_chose_the_areas(whole: Understanding) -> None:
    assert whole.findings
    for item in whole.findings:
        assert not item.measure.startswith(("imd.", "iod.", "cni."))


def test_every_figure_has_its_source(whole: Understanding) -> None:
    held = {source.release for source in whole.provenance.sources}
    used = {name for item in whole.prevalence.measures for name in item.releases}
    assert used <= held
    one = whole.provenance_of("imd.score")
    assert [source.release for source in one.sources] == list(
        whole.prevalence.measures[
            [item.id for item in whole.prevalence.measures].index("imd.score")
        ].releases
    )
    assert whole.provenance.demonstration
    assert whole.provenance.run.spec["issue"] == ""


def test_parts_are_compared_beside_the_whole(whole: Understanding) -> None:
    assert whole.by_part is not None
    assert set(whole.prevalence.table["split"]) == {"the demonstration country"}
    assert whole.by_part.table["split"].n_unique() > 1
    assert "Ranges hold the true figure 95% of the time" in whole.explain()


def test_one_issue_alone_takes_its_measures_alone(atlas: Atlas) -> None:
    found = understand(UnderstandRequest(issue="civic-life"), atlas)
    (answer,) = found.issues
    assert {item.id for item in found.prevalence.measures} == set(answer.table["measure"])
    assert found.by_part is None


def test_chosen_areas_are_held_against_all_others(atlas: Atlas) -> None:
    codes = tuple(atlas.areas("lsoa21")["area_code"][:30])
    found = understand(UnderstandRequest(areas=codes), atlas)
    assert found.grouping.sizes["chosen"] == 30
    # Nobody chose them by a measure, so no measure is part of the rule.
    assert found.issues[0].table["part_of_rule"].unique().to_list() in ([""], [])
    with pytest.raises(InputError, match="E01000000"):
        understand(UnderstandRequest(areas=("E01000000",)), atlas)


def test_other_areas_and_other_rules(atlas: Atlas) -> None:
    found = understand(
        UnderstandRequest(PrevalenceSpec(find=FindRequest("2019", "2019", "ward17"))),
        atlas,
    )
    assert found.grouping.geography == "ward17"
    district = atlas.areas("district24")["area_code"][0]
    inside = understand(UnderstandRequest(PrevalenceSpec(find=FindRequest(within=district))), atlas)
    assert sum(inside.grouping.sizes.values()) < atlas.areas("lsoa21").height
    whole = inside.prevalence.levels.filter(pl.col("group") == inside.grouping.whole)
    assert whole["areas"].max() == atlas.areas("lsoa21").height


def test_without_a_typology_there_is_nothing_to_compare(deprivation_only_atlas: Path) -> None:
    with pytest.raises(MethodNotApplicable, match="no typology"):
        understand(UnderstandRequest(), Atlas.open(deprivation_only_atlas))


def test_measures_that_there_are_not_are_all_named(atlas: Atlas) -> None:
    spec = PrevalenceSpec(measures=("no.such", "imd.score"), periods={"imd.score": "1999"})
    with pytest.raises(InputError) as refused:
        understand(UnderstandRequest(spec), atlas)
    assert "no.such" in str(refused.value)
    assert "1999" in str(refused.value)
