"""The pages of neighbourhoods: all of them, one of them, and files of them."""

from __future__ import annotations

import csv
import io
import re

import polars as pl
import pytest
from django.test import Client

from commonweal.find.neighbourhoods import NeighbourhoodSpec
from commonweal.find.neighbourhoods.request import Neighbourhoods, neighbourhoods_of_finding
from commonweal.find.request import FindRequest, find_neighbourhoods
from commonweal.report.export import FORMATS
from commonweal.web.data import Held
from tests.unit.web.test_pages import text_of, words


@pytest.fixture
def expected(country: Held) -> Neighbourhoods:
    finding = find_neighbourhoods(FindRequest(), country.atlas)
    return neighbourhoods_of_finding(NeighbourhoodSpec(), country.atlas, finding)


def test_the_page_of_all_names_every_one(client: Client, expected: Neighbourhoods) -> None:
    text = text_of(client, "/neighbourhoods")
    result = expected.result
    said = words(text)
    assert f"{result.table.height} neighbourhood" in said
    assert f"{result.people:,} people live in them" in said
    for name, each in result.table.select("name", "neighbourhood").iter_rows():
        assert f'<a href="/neighbourhoods/{each}">{name.replace("&", "&amp;")}</a>' in text
    assert text.count("<circle") == result.table.height
    assert "This country is invented" in said


def test_what_does_not_fit_is_said_with_the_reason(
    client: Client, expected: Neighbourhoods
) -> None:
    odd = expected.result.table.filter(~pl.col("fits"))
    said = words(text_of(client, "/neighbourhoods"))
    for because in odd["because"]:
        assert because in said
    assert ("could not be made to fit" in said) == bool(odd.height)


def test_each_has_a_page(client: Client, expected: Neighbourhoods) -> None:
    for row in expected.result.table.iter_rows(named=True):
        text = text_of(client, f"/neighbourhoods/{row['neighbourhood']}")
        said = words(text)
        assert f"{row['people']:,} people" in said
        assert row["neighbourhood"] in said
        members = expected.result.members.filter(pl.col("neighbourhood") == row["neighbourhood"])
        for code in members["area_code"]:
            assert f'href="/areas/{code}"' in text
        assert "cw-locator__line" in text
        assert "Sources:" in said


def test_an_id_in_capitals_leads_to_the_page(client: Client, expected: Neighbourhoods) -> None:
    wanted = expected.result.table["neighbourhood"][0]
    answer = client.get(f"/neighbourhoods/{wanted.upper()}")
    assert answer.status_code == 301
    assert answer.headers["Location"] == f"/neighbourhoods/{wanted}"


@pytest.mark.parametrize("path", ["n0", "x", "%00", "n" * 300])
def test_one_that_is_not_there_helps_on(client: Client, path: str) -> None:
    said = text_of(client, f"/neighbourhoods/{path}", 404)
    assert 'href="/search"' in said


def test_an_area_leads_to_its_neighbourhood(client: Client, expected: Neighbourhoods) -> None:
    for code, each in expected.result.members.select("area_code", "neighbourhood").head(4).rows():
        assert f'href="/neighbourhoods/{each}"' in text_of(client, f"/areas/{code}")


def test_an_area_in_none_leads_to_none(
    client: Client, country: Held, expected: Neighbourhoods
) -> None:
    inside = expected.result.members["area_code"].implode()
    other = country.atlas.areas("lsoa21").filter(~pl.col("area_code").is_in(inside))["area_code"]
    assert "/neighbourhoods/n" not in text_of(client, f"/areas/{other[0]}")


@pytest.mark.parametrize("format", FORMATS)
def test_they_can_be_taken_away(client: Client, expected: Neighbourhoods, format: str) -> None:
    answer = client.get(f"/download/made-neighbourhoods.{format}")
    assert answer.status_code == 200
    assert f".{format}" in answer.headers["Content-Disposition"]
    assert "demonstration" in answer.headers["Content-Disposition"]
    assert len(answer.content) > 500
    one = expected.result.table["neighbourhood"][0]
    alone = client.get(f"/download/made-neighbourhoods.{format}?id={one}")
    assert one in alone.headers["Content-Disposition"]


def test_the_csv_has_a_row_an_area(client: Client, expected: Neighbourhoods) -> None:
    text = client.get("/download/made-neighbourhoods.csv").content.decode()
    found = list(csv.DictReader(io.StringIO(text)))
    assert [row["area_code"] for row in found] == expected.result.members["area_code"].to_list()


@pytest.mark.parametrize("path", ["made-neighbourhoods.doc", "made-neighbourhoods.csv?id=n0"])
def test_a_file_that_is_not_there(client: Client, path: str) -> None:
    assert client.get(f"/download/{path}").status_code == 404


def test_with_deprivation_alone_nothing_is_called_double(alone: Client) -> None:
    said = words(text_of(alone, "/neighbourhoods"))
    assert "among the most deprived" in said
    assert "doubly" not in said
    first = re.search(r"/neighbourhoods/(n\w+)", text_of(alone, "/neighbourhoods"))
    assert first
    assert "doubly" not in words(text_of(alone, first[0]))


def test_no_rank_of_social_infrastructure_leaves(closed: Client) -> None:
    for path in ("/neighbourhoods", "/download/made-neighbourhoods.csv"):
        assert b"infrastructure_rank" not in closed.get(path).content
