"""What is harder there: the pages, the files and the data service say the same."""

from __future__ import annotations

import csv
import io
import itertools
import re

import polars as pl
import pytest
from django.test import Client

from commonweal.understand.issues import issues
from commonweal.web.data import Held
from commonweal.web.data.choice import default_choice
from commonweal.web.data.measures import options
from commonweal.web.data.understanding import (
    Row,
    measure_rows,
    part_rows,
    shown_groups,
    understanding,
)


@pytest.fixture
def rows(country: Held) -> tuple[Row, ...]:
    found = understanding(country, default_choice(options(country)))
    return measure_rows(found, found.prevalence.gaps())


def text_of(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200, address
    return re.sub(r"\s+", " ", page.content.decode())


def test_the_overview_leads_with_a_finding_and_how_sure_it_is(client: Client) -> None:
    text = text_of(client, "/understand")
    assert "In doubly disadvantaged neighbourhoods" in text
    assert "We are sure of the difference" in text
    assert "Issue by issue" in text
    assert "See all" in text


def test_every_issue_has_a_page_or_is_said_to_lack_figures(client: Client) -> None:
    overview = text_of(client, "/understand")
    shown = [item for item in issues() if f"/understand/{item.id}" in overview]
    assert len(shown) >= 2
    for item in issues():
        text = text_of(client, f"/understand/{item.id}")
        assert item.question in text
        assert ("What we could not show" in text) or ("Every measure" in text)


def test_marks_stand_in_the_order_of_their_values(rows: tuple[Row, ...]) -> None:
    assert len(rows) > 10
    for row in rows:
        for mark in row.marks:
            assert 0 <= mark.low <= mark.x <= mark.high <= 200
    shares = [row for row in rows if row.unit == "in every 100"]
    assert shares
    for row in shares:
        order = sorted(row.marks, key=lambda mark: float(mark.shown.replace("−", "-")))
        places = [mark.x for mark in order]
        assert all(later >= earlier - 0.6 for earlier, later in itertools.pairwise(places))


def test_the_last_mark_is_everyone(country: Held, rows: tuple[Row, ...]) -> None:
    found = understanding(country, default_choice(options(country)))
    assert shown_groups(found)[0] == "doubly disadvantaged"
    for row in rows:
        assert [mark.group for mark in row.marks] == [*shown_groups(found), found.grouping.whole]


def test_regions_have_rows_of_their_own_on_one_scale(country: Held, client: Client) -> None:
    found = understanding(country, default_choice(options(country)), "region")
    assert found.by_part is not None
    measure = found.by_part.measures[0].id
    parts = part_rows(found.by_part, measure)
    assert len(parts) >= 2
    ends = [end for part in parts for mark in part.marks for end in (mark.low, mark.high)]
    assert (min(ends), max(ends)) == (6.0, 194.0)
    answer = next(item for item in found.issues if item.table.height)
    text = text_of(client, f"/understand/{answer.issue.id}?by=region")
    assert parts[0].title in text


def test_a_link_keeps_the_rule(client: Client) -> None:
    text = text_of(client, "/understand?cut=20")
    assert "/understand/measures?cut=20" in text
    assert "gaps.csv?cut=20" in text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/understand/no-such-issue", 404),
        ("/understand/health?by=moon", 422),
        ("/understand/health?measure=no.such", 404),
        ("/understand?cut=11", 422),
        ("/understand/measures?topic=no-such", 404),
        ("/understand/health.gif", 404),
        ("/download/gaps.gpkg", 404),
        ("/download/gaps.csv?issue=none", 404),
        ("/understand/health", 200),
    ],
)
def test_what_is_not_there_is_said(client: Client, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_files_hold_every_gap(client: Client, country: Held) -> None:
    found = understanding(country, default_choice(options(country)))
    whole = client.get("/download/gaps.csv").content.decode()
    assert len(list(csv.DictReader(io.StringIO(whole)))) == found.prevalence.table.height
    answer = next(item for item in found.issues if item.table.height)
    part = client.get(f"/download/gaps.csv?issue={answer.issue.id}").content.decode()
    measures = {row["measure"] for row in csv.DictReader(io.StringIO(part))}
    assert measures == set(answer.table["measure"])
    assert client.get("/download/gaps.xlsx").content[:2] == b"PK"


def test_the_chart_and_the_report_are_what_they_say(client: Client, country: Held) -> None:
    found = understanding(country, default_choice(options(country)))
    answer = next(item for item in found.issues if item.findings)
    chart = client.get(f"/understand/{answer.issue.id}.svg")
    assert chart["Content-Type"].startswith("image/svg+xml")
    assert b"<title" in chart.content
    picture = client.get(f"/understand/{answer.issue.id}.png")
    assert picture.content.startswith(b"\x89PNG")
    assert client.get("/understand/report.pdf").content.startswith(b"%PDF")


def test_the_data_service_says_the_same(client: Client, country: Held) -> None:
    found = understanding(country, default_choice(options(country)))
    assert found.grouping.whole != "England"
    asked = {
        "group": "doubly disadvantaged",
        "against": found.grouping.whole,
        "page_size": 1000,
    }
    answer = client.get("/api/v1/prevalence", asked).json()
    table = found.prevalence.gaps()
    assert answer["total"] == table.height
    values = dict(table.select("measure", "value").iter_rows())
    assert {row["measure"]: row["value"] for row in answer["items"]} == values
    assert answer["finding"] == found.explain()
    regions = client.get("/api/v1/prevalence?by=region&page_size=1000").json()
    assert len({row["split"] for row in regions["items"]}) >= 2
    assert client.get("/api/v1/prevalence?issue=none").status_code == 404
    listed = client.get("/api/v1/issues").json()
    assert [item["id"] for item in listed["items"]] == [item.id for item in issues()]


def test_the_data_service_hands_out_files(client: Client, country: Held) -> None:
    found = understanding(country, default_choice(options(country)))
    name = next(item for item in found.issues if item.findings).issue.id
    table = client.get(f"/api/v1/prevalence?issue={name}&format=csv")
    described = table.headers["Link"].split(";")[0].strip("<>")
    metadata = client.get(described)
    assert metadata.headers["Content-Type"] == "application/csvm+json"
    told = metadata.json()
    assert client.get(told["url"]).content == table.content
    head = table.content.decode().splitlines()[0].split(",")
    assert [column["name"] for column in told["tableSchema"]["columns"]] == head
    assert client.get(f"/api/v1/prevalence?issue={name}&format=xlsx").content[:2] == b"PK"
    assert client.get("/api/v1/find?format=xlsx").content[:2] == b"PK"
    assert b"<desc" in client.get(f"/api/v1/issues/{name}/chart").content
    assert client.get(f"/api/v1/issues/{name}/chart?format=png").content.startswith(b"\x89PNG")
    assert client.get("/api/v1/issues/none/chart").status_code == 404


def test_closed_values_are_nowhere(closed: Client) -> None:
    """Group means of a measure whose values may not be passed on are not shown either."""
    text = closed.get("/understand/civic-life").content.decode()
    assert "may not be passed on without their owner" in text
    rows = closed.get("/api/v1/prevalence?page_size=1000").json()["items"]
    assert not [row for row in rows if row["measure"].startswith("cni.")]
    assert b"cni.score" not in closed.get("/download/gaps.csv").content


def test_an_open_country_shows_them(client: Client) -> None:
    rows = client.get("/api/v1/prevalence?page_size=1000").json()["items"]
    assert [row for row in rows if row["measure"].startswith("cni.")]


def test_without_types_the_page_says_why(alone: Client) -> None:
    text = text_of(alone, "/understand")
    assert "There is no typology to group areas by" in text
    assert alone.get("/understand/health").status_code in (404, 422)


def test_shared_sums_make_the_whole(country: Held) -> None:
    """The groups' people with something add up to the country's."""
    found = understanding(country, default_choice(options(country))).prevalence
    whole_name = found.grouping.whole
    counted = found.levels.filter(pl.col("numerator").is_not_null())
    groups = (
        counted.filter(pl.col("group") != whole_name)
        .group_by("measure")
        .agg(pl.col("numerator").sum())
    )
    whole = counted.filter(pl.col("group") == whole_name).select("measure", total="numerator")
    joined = groups.join(whole, on="measure")
    assert joined.height
    assert (joined["numerator"] - joined["total"]).abs().max() < 1e-6
