"""Summaries of districts from an atlas, held against those it has as published."""

from __future__ import annotations

import polars as pl
import pytest

from commonweal.atlas import Atlas
from commonweal.errors import MethodNotApplicable, UnknownArea, UnknownIndicator
from commonweal.find import MEASURES
from commonweal.report.asking import USUAL, usual_editions
from commonweal.report.districts import district_summaries
from commonweal.report.listing import indicators_report


def test_each_district_once_with_every_measure(atlas: Atlas) -> None:
    made = district_summaries(atlas)
    assert made.report.provenance.run.spec == {"edition": "2025", "by": "district24"}
    assert made.table.columns[:4] == ["area_code", "area_name", "areas", "people"]
    assert made.table.height == atlas.areas("district24").height
    assert made.table["areas"].sum() == 400
    for measure in MEASURES:
        assert made.table[measure].null_count() == 0
        assert made.table[f"rank_of_{measure}"].min() == 1


def test_the_average_score_is_the_mean_weighted_by_people(atlas: Atlas) -> None:
    made = district_summaries(atlas)
    scores = atlas.table(
        {"score": ("imd.score", "2025"), "people": ("people.total", "2022")}, "lsoa21"
    )
    lookup = atlas.lookup("lsoa21", "district24")
    joined = scores.join(lookup, left_on="area_code", right_on="from_code")
    expected = joined.group_by("to_code").agg(
        mean=(pl.col("score") * pl.col("people_right")).sum() / pl.col("people_right").sum()
    )
    both = made.table.join(expected, left_on="area_code", right_on="to_code")
    assert (both["average_score"] - both["mean"]).abs().max() < 0.01  # type: ignore[operator]


def test_other_groupings_and_editions(atlas: Atlas) -> None:
    made = district_summaries(atlas, "2019", "region24")
    assert made.table.height == 2
    assert made.table["areas"].sum() == atlas.areas("lsoa11").height
    assert "2019" in made.report.title


@pytest.mark.parametrize(
    ("edition", "by", "error"),
    [
        ("1999", None, UnknownIndicator),
        (None, "parish", UnknownArea),
        (None, "lep17", MethodNotApplicable),
    ],
)
def test_what_cannot_be_summarised(
    atlas: Atlas, edition: str | None, by: str | None, error: type[Exception]
) -> None:
    with pytest.raises(error):
        district_summaries(atlas, edition, by)


def test_what_is_meant_when_nothing_is_said(atlas: Atlas) -> None:
    assert usual_editions(atlas, USUAL.geography) == ("2025", "2023")
    assert usual_editions(atlas, "ward17") == ("2019", "2019"), "those published for these wards"
    assert usual_editions(atlas, "msoa21") == ("2025", "2023")


def test_what_is_said_counts(atlas: Atlas) -> None:
    assert usual_editions(atlas, "lsoa21", "2015", "1900") == ("2015", "1900")
    assert usual_editions(atlas, "ward17", None, "2023")[1] == "2023"


def test_without_social_infrastructure_the_usual_edition_is_named(alone: Atlas) -> None:
    assert usual_editions(alone, "lsoa21") == ("2025", USUAL.infrastructure)


def test_the_list_of_indicators_has_definitions_only(atlas: Atlas) -> None:
    found = atlas.indicators().head(5)
    report = indicators_report(atlas, found)
    assert report.table["indicator"].to_list() == found["indicator"].to_list()
    assert "value" not in report.table.columns
    assert report.provenance.sources
