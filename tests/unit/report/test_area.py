"""What is known of one area."""

from __future__ import annotations

import polars as pl
import pytest

from commonweal.atlas import Atlas
from commonweal.find.request import FindRequest, find_neighbourhoods
from commonweal.report.area import AreaReport, describe_area
from commonweal.report.figures import Figure


def described(atlas: Atlas, code: str, *licensed: str) -> AreaReport:
    return describe_area(atlas, atlas.area(code), licensed)


def figures(report: AreaReport) -> dict[str, Figure]:
    return {figure.indicator: figure for group in report.groups for figure in group.figures}


def an_area(atlas: Atlas, typology: str) -> str:
    table = find_neighbourhoods(FindRequest(), atlas).table
    return str(table.filter(pl.col("typology") == typology)["area_code"][0])


@pytest.mark.parametrize(
    "typology", ["doubly disadvantaged", "deprived only", "infrastructure-poor only", "neither"]
)
def test_the_type_comes_with_its_reason(atlas: Atlas, typology: str) -> None:
    report = described(atlas, an_area(atlas, typology))
    assert report.typology == typology
    assert report.standing.startswith(f"{report.name} is ")
    assert "IMD 2025" in report.standing
    assert "CNI 2023" in report.standing


def test_where_it_lies(atlas: Atlas) -> None:
    report = described(atlas, "D01000001")
    levels = [place.level.split()[0] for place in report.around]
    assert levels == ["MSOA", "ward", "district", "region"]
    district = atlas.areas("lsoa21", within=report.around[2].code)
    assert "D01000001" in set(district["area_code"])


def test_score_rank_and_decile_stand_together(atlas: Atlas) -> None:
    report = described(atlas, "D01000001")
    whole = figures(report)["imd"]
    table = atlas.table(
        {kind: (f"imd.{kind}", "2025") for kind in ("score", "rank", "decile")}, "lsoa21"
    )
    row = table.row(by_predicate=pl.col("area_code") == "D01000001", named=True)
    assert (whole.value, whole.rank, whole.decile) == (row["score"], row["rank"], row["decile"])
    assert whole.of == 400
    assert whole.period == "2025"
    assert whole.title == "Index of Multiple Deprivation"


def test_figures_are_the_latest_in_the_order_of_the_catalogue(atlas: Atlas) -> None:
    report = described(atlas, "D01000001")
    assert [group.topic for group in report.groups][:2] == ["people", "deprivation"]
    domains = [figure.indicator for figure in report.groups[1].figures]
    assert domains[:3] == ["imd", "imd.income", "imd.employment"]
    assert not any(name.endswith("transformed") for name in figures(report))
    assert all(group.sources for group in report.groups)


def test_closed_ranks_are_not_told(closed: Atlas) -> None:
    report = described(closed, "D01000001")
    assert report.typology is not None
    assert not any(name.startswith("cni") for name in figures(report))
    assert [source.release for source in report.withheld] == ["demonstration_cni2023"]
    rank = closed.table({"rank": ("cni.rank", "2023")}, "lsoa21").row(0, named=True)["rank"]
    told = report.standing.partition("CNI 2023")[2]
    assert f"{rank:,.0f}" not in told
    assert "rank" not in told


def test_a_licence_tells_them(closed: Atlas) -> None:
    report = described(closed, "D01000001", "demonstration_cni2023")
    assert "cni" in figures(report)
    assert report.withheld == ()
    assert "rank" in report.standing.partition("CNI 2023")[2]


def test_without_social_infrastructure_deprivation_stands_alone(alone: Atlas) -> None:
    report = described(alone, "D01000001")
    assert report.typology is None
    assert "most deprived 10%" in report.standing
    assert "doubly" not in report.standing
    assert "Community Needs Index" in report.standing


def test_an_old_area_tells_what_it_became(atlas: Atlas) -> None:
    old = atlas.query(
        "select from_code from {lookups} where from_geography = 'lsoa11' "
        "and to_geography = 'lsoa21' and from_code not in "
        "(select area_code from {areas} where geography = 'lsoa21') order by 1"
    )["from_code"]
    report = described(atlas, str(old[0]))
    assert report.kind == "LSOA 2011"
    assert report.typology is None
    assert sum(item.weight for item in report.successors) == pytest.approx(1)
    assert all(item.geography == "lsoa21" for item in report.successors)


def test_a_current_area_has_no_successors(atlas: Atlas) -> None:
    for kind in ("lsoa21", "msoa21", "district24", "region24"):
        assert described(atlas, atlas.areas(kind)["area_code"][0]).successors == ()


def test_a_larger_area_tells_of_its_small_ones(atlas: Atlas) -> None:
    district = atlas.areas("district24")["area_code"][0]
    report = described(atlas, district)
    assert report.typology is None
    assert report.parts is not None
    assert report.parts["areas"].sum() == atlas.areas("lsoa21", within=district).height


def test_a_neighbourhood_has_a_type_and_says_how(atlas: Atlas) -> None:
    report = described(atlas, atlas.areas("msoa21")["area_code"][0])
    assert report.typology is not None
    assert "weighted by people" in report.standing
    assert report.name in report.standing, "by the name that people know it by"


def test_classes_are_told(atlas: Atlas) -> None:
    report = described(atlas, "D01000001")
    assert {item.scheme for item in report.classes} == {"rural_urban"}
