"""The research report: tables, charts, PDF, and what may not leave."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html import escape
from pathlib import Path

import polars as pl
import pytest

from commonweal.atlas import Atlas
from commonweal.report.export import export
from commonweal.report.understanding import (
    CLOSED,
    issue_chart,
    shareable_understanding,
    understanding_report,
)
from commonweal.report.understanding_html import understanding_html
from commonweal.report.understanding_pdf import understanding_pdf
from commonweal.understand.request import Understanding, UnderstandRequest, understand
from commonweal.understand.spec import PrevalenceSpec


@pytest.fixture(scope="module")
def found(demonstration_atlas: Path) -> Understanding:
    request = UnderstandRequest(PrevalenceSpec(split="rural_urban"))
    return understand(request, Atlas.open(demonstration_atlas))


@pytest.fixture(scope="module")
def closed(closed_atlas: Path) -> Understanding:
    return understand(UnderstandRequest(), Atlas.open(closed_atlas))


def test_all_tables_go_into_one_workbook_and_one_json(found: Understanding) -> None:
    report = understanding_report(found, (), charts=True)
    titles = [table.title for table in report.tables]
    assert titles[0] == "Key findings"
    assert titles[1].startswith("Gaps: Types of area by IMD 2025")
    assert titles[2].startswith("Gaps by rural-urban class")
    assert titles[3].startswith("Like for like")
    assert report.charts
    for ending in ("xlsx", "json"):
        written = io.BytesIO()
        export(report, written, ending)
        assert len(written.getvalue()) > 10_000


def test_the_pdf_is_tagged_says_it_is_invented_and_is_the_same_again(found: Understanding) -> None:
    made = understanding_pdf(found, ())
    assert made.startswith(b"%PDF")
    assert b"/MarkInfo" in made or b"/StructTreeRoot" in made
    assert made == understanding_pdf(found, ())


def test_closed_measures_do_not_leave_and_that_is_said(closed: Understanding) -> None:
    shared = shareable_understanding(closed, ())
    names = {item.id for item in shared.prevalence.measures}
    assert not any(name.startswith("cni.") for name in names)
    for frame in (shared.prevalence.table, shared.prevalence.levels, shared.like.table):  # type: ignore[union-attr]
        assert not frame["measure"].str.starts_with("cni.").any()
    civic = next(answer for answer in shared.issues if answer.issue.id == "civic-life")
    assert {item.id for item in civic.missing if item.reason == CLOSED} == {
        name for name in civic.issue.measures if name.startswith("cni.")
    }
    assert "may not be passed on" in shared.notes[-1]
    assert not any(item.measure.startswith("cni.") for item in shared.findings)
    for table in understanding_report(closed, ()).tables:
        texts = table.table.select(pl.col(pl.String))
        assert not any("cni.score" in (value or "") for column in texts for value in column)


def test_an_operator_with_a_licence_gets_all(closed: Understanding) -> None:
    releases = {item.release for item in closed.prevalence.measures}
    shared = shareable_understanding(closed, releases)
    assert shared is closed


def test_a_chart_shows_every_group_and_the_whole(found: Understanding) -> None:
    children = next(answer for answer in found.issues if answer.issue.id == "children")
    chart = issue_chart(found, children)
    assert chart is not None
    assert chart.table["label"].to_list() == [
        "Doubly disadvantaged",
        "Deprived only",
        "Infrastructure-poor only",
        "Neither",
    ]
    assert "the demonstration country" in chart.alt
    empty = next(answer for answer in found.issues if answer.issue.id == "health")
    assert issue_chart(found, empty) is None


def test_the_page_says_the_same_and_needs_nothing_else(found: Understanding) -> None:
    page = understanding_html(found, ()).decode()
    assert page.startswith("<!doctype html>")
    assert '<html lang="en-GB">' in page
    assert "is invented" in page
    for item in found.findings[:3]:
        assert escape(item.statement) in page
    for answer in found.issues:
        assert f"<h2>{escape(answer.issue.title)}</h2>" in page
    assert page.count("<h1>") == 1
    assert not re.search(r"<script|<link|src=|https?://(?!www\.w3\.org)", page.split("Sources")[0])


def test_names_cannot_become_markup(found: Understanding) -> None:
    odd = replace(found.findings[0], statement="<b>#[x] & </b>")
    changed = replace(found, findings=(odd,))
    assert "&lt;b&gt;#[x] &amp; &lt;/b&gt;" in understanding_html(changed, ()).decode()
    assert understanding_pdf(changed, ()).startswith(b"%PDF")
