"""Two findings compared, with what may not leave taken out of both."""

from __future__ import annotations

import polars as pl
import pytest

from commonweal.atlas import Atlas
from commonweal.errors import InputError, MethodNotApplicable
from commonweal.find.request import Finding, FindRequest, find_neighbourhoods
from commonweal.report.comparison import (
    changed_areas,
    compare_findings,
    comparison_report,
    settings_in_words,
)


def found(atlas: Atlas, **asked: object) -> Finding:
    return find_neighbourhoods(FindRequest(**asked), atlas)  # type: ignore[arg-type]


def chosen(finding: Finding) -> set[str]:
    return set(finding.chosen["area_code"])


def test_who_joins_and_who_leaves(atlas: Atlas) -> None:
    before, after = found(atlas, deprivation="2019"), found(atlas, cut=0.2)
    result = compare_findings(before, after)
    told = {
        change: set(result.table.filter(pl.col("change") == change)["area_code"])
        for change in ("joins", "leaves", "stays")
    }
    assert told["joins"] == chosen(after) - chosen(before)
    assert told["leaves"] == chosen(before) - chosen(after)
    assert told["stays"] == chosen(before) & chosen(after)


def test_nothing_changes_against_itself(atlas: Atlas) -> None:
    same = found(atlas)
    result = compare_findings(same, same)
    assert set(result.table["change"]) == {"stays"}
    assert changed_areas(comparison_report(same, same, result, ())).height == 0


def test_a_place_limits_the_comparison(atlas: Atlas) -> None:
    district = atlas.areas("district24")["area_code"][0]
    before = found(atlas, deprivation="2019", within=district)
    after = found(atlas, cut=0.3, within=district)
    result = compare_findings(before, after)
    inside = set(atlas.areas("lsoa21", within=district)["area_code"])
    assert set(result.table["area_code"]) <= inside
    assert set(result.table["area_code"]) == chosen(before) | chosen(after)


def test_every_column_is_described(atlas: Atlas) -> None:
    before, after = found(atlas, deprivation="2019"), found(atlas, rule="combined score")
    report = comparison_report(before, after, compare_findings(before, after), ())
    assert report.table.columns[:2] == ["area_code", "area_name"]
    assert "IMD 2019" in report.columns["before_deprivation_rank"]
    assert "combined" in report.columns["after_combined_inside"]
    assert {source.release for source in report.provenance.sources} == {
        before.deprivation.series.release,
        after.deprivation.series.release,
        after.infrastructure.series.release,  # type: ignore[union-attr]
    }
    assert set(report.provenance.run.spec) == {"before", "after"}


def test_closed_ranks_are_taken_out_of_both_lists(closed: Atlas) -> None:
    before, after = found(closed), found(closed, rule="combined score")
    report = comparison_report(before, after, compare_findings(before, after), ())
    names = " ".join(report.table.columns)
    assert "infrastructure" not in names
    assert "combined" not in names
    assert "before_deprivation_rank" in names
    assert "because" in names
    assert report.notes


def test_a_licence_lets_them_leave(closed: Atlas) -> None:
    before = found(closed)
    licensed = [before.infrastructure.series.release]  # type: ignore[union-attr]
    report = comparison_report(before, before, compare_findings(before, before), licensed)
    assert "after_infrastructure_rank" in report.table.columns
    assert report.notes == ()


def test_without_social_infrastructure_there_is_no_list(alone: Atlas) -> None:
    finding = found(alone)
    with pytest.raises(MethodNotApplicable, match="Community Needs Index"):
        compare_findings(finding, finding)


def test_lists_of_different_areas_cannot_be_compared(atlas: Atlas) -> None:
    with pytest.raises(InputError, match="LSOA 2021 and MSOA 2021"):
        compare_findings(found(atlas), found(atlas, geography="msoa21"))


def test_settings_are_told_in_words(atlas: Atlas) -> None:
    finding = found(atlas, cut=0.05)
    assert settings_in_words(finding) == "IMD 2025 and CNI 2023, worst 5%, intersection"
