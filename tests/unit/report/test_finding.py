"""A finding made ready to read and to hand out, over the demonstration country."""

from __future__ import annotations

import polars as pl
import pytest

from commonweal.atlas import Atlas
from commonweal.find.request import Finding, FindRequest, find_neighbourhoods
from commonweal.report.finding import (
    districts_of,
    districts_with_most,
    finding_origins,
    finding_report,
    plain_rows,
    shareable_finding,
    summary_rows,
)

FIRST = ["area_code", "area_name", "typology"]


def found(atlas: Atlas, **asked: object) -> Finding:
    return find_neighbourhoods(FindRequest(**asked), atlas)  # type: ignore[arg-type]


def test_the_table_begins_as_promised(atlas: Atlas) -> None:
    report = finding_report(found(atlas), ())
    assert report.table.columns[:3] == FIRST
    assert report.table.height == 400
    assert set(report.table["typology"].cast(pl.String)) == {
        "doubly disadvantaged",
        "deprived only",
        "infrastructure-poor only",
        "neither",
    }


def test_the_table_stays_sorted_beside_its_districts(atlas: Atlas) -> None:
    districts = districts_of(atlas, "lsoa21")
    report = finding_report(found(atlas), (), districts)
    assert report.table["area_code"].is_sorted()
    joined = report.table.join(districts, on="area_code")
    assert (joined["district_name"] == joined["district_name_right"]).all()
    assert report.table["district_name"].null_count() == 0


def test_ranks_that_may_not_leave_are_taken_out(closed: Atlas) -> None:
    finding = found(closed)
    assert "infrastructure_rank" in finding.table.columns
    report = finding_report(finding, ())
    assert "infrastructure_rank" not in report.table.columns
    assert "deprivation_rank" in report.table.columns
    assert {"typology", "bivariate", "infrastructure_class"} <= set(report.table.columns)
    assert any("infrastructure_rank" in note for note in report.notes)


def test_a_licence_lets_them_leave(closed: Atlas) -> None:
    finding = found(closed)
    report = finding_report(finding, [finding.infrastructure.series.release])  # type: ignore[union-attr]
    assert "infrastructure_rank" in report.table.columns
    assert report.notes == ()


def test_a_combined_rank_gives_away_its_parts(closed: Atlas) -> None:
    finding = found(closed, rule="combined score")
    assert set(finding_origins(finding)) == {
        "deprivation_rank",
        "infrastructure_rank",
        "combined_rank",
    }
    withheld = shareable_finding(finding, ()).withheld
    assert set(withheld) == {"infrastructure_rank", "combined_rank"}


def test_every_column_is_described_in_its_own_words(atlas: Atlas) -> None:
    report = finding_report(found(atlas, rule="combined score"), (), districts_of(atlas, "lsoa21"))
    assert list(report.columns) == report.table.columns
    assert "IMD 2025" in report.columns["deprivation_rank"]
    assert all(words != name.replace("_", " ") for name, words in report.columns.items()), (
        "no description is only the column's name"
    )


def test_the_summary_adds_up(atlas: Atlas) -> None:
    finding = found(atlas)
    rows = summary_rows(finding)
    assert rows["areas"].sum() == 400
    assert rows["people"].sum() == finding.table["people"].sum()
    assert rows["share_of_areas"].sum() == pytest.approx(1)
    assert rows["share_of_people"].sum() == pytest.approx(1)


def test_without_social_infrastructure_nothing_is_doubly_disadvantaged(alone: Atlas) -> None:
    finding = found(alone)
    rows = summary_rows(finding)
    assert rows["typology"].to_list() == ["deprived", "not deprived"]
    assert rows["areas"].to_list() == [40, 360]
    report = finding_report(finding, ())
    assert "double" not in report.title.lower()
    assert "doubly disadvantaged" not in finding.explain()
    assert any("Community Needs Index" in note for note in report.notes)
    assert report.table["typology"].null_count() == 400


def test_districts_with_most_are_ordered_and_counted(atlas: Atlas) -> None:
    finding = found(atlas)
    districts = districts_of(atlas, "lsoa21")
    most = districts_with_most(finding, districts, 3)
    assert most.height == 3
    assert most["areas"].is_sorted(descending=True)
    whole = districts_with_most(finding, districts, 1000)
    assert whole["areas"].sum() == finding.chosen.height
    assert whole["people"].sum() == finding.chosen["people"].sum()
    assert whole["share_of_areas"].is_between(0, 1).all()


def test_an_area_has_one_district(atlas: Atlas) -> None:
    for kind in ("lsoa21", "msoa21", "ward24"):
        districts = districts_of(atlas, kind)
        assert not districts["area_code"].is_duplicated().any()
        assert districts.height == atlas.areas(kind).height


def test_no_lookup_gives_no_districts(atlas: Atlas) -> None:
    assert districts_of(atlas, "region24").columns == [
        "area_code",
        "district_code",
        "district_name",
    ]
    assert districts_of(atlas, "region24").height == 0


def test_rows_for_machines_are_plain(atlas: Atlas) -> None:
    rows = plain_rows(found(atlas).table.head(2))
    assert type(rows[0]["typology"]) is str
    assert rows[0]["area_code"] == "D01000001"
