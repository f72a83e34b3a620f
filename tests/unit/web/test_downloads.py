"""Files to take away: JSON, and the description that a csv leads to."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import urljoin

import pytest
from django.test import Client

LISTS = ("/download/neighbourhoods.csv", "/download/made-neighbourhoods.csv")


def described_at(client: Client, path: str) -> str:
    link = client.get(path).headers["Link"]
    address, *rest = link.split("; ")
    assert rest == ['rel="describedby"', 'type="application/csvm+json"']
    return address.strip("<>")


@pytest.mark.parametrize("path", [*LISTS, f"{LISTS[0]}?type=all&sort=-people&q=%3E%22"])
def test_a_csv_leads_to_its_description_and_back(client: Client, path: str) -> None:
    address = described_at(client, path)
    assert address.startswith(path.partition("?")[0] + "-metadata.json")
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/csvm+json"
    told = json.loads(answer.content)
    assert urljoin(address, told["url"]) == path
    heading = next(csv.reader(io.StringIO(client.get(path).content.decode())))
    assert heading == [column["titles"] for column in told["tableSchema"]["columns"]]


def test_the_description_holds_no_rank_that_may_not_leave(closed: Client) -> None:
    told = closed.get(f"{LISTS[0]}-metadata.json").content.decode()
    assert '"infrastructure_rank"' not in told
    assert '"typology"' in told


def test_only_a_csv_has_a_description(client: Client) -> None:
    for format in ("xlsx", "json"):
        assert "Link" not in client.get(f"/download/neighbourhoods.{format}").headers
        assert client.get(f"/download/neighbourhoods.{format}-metadata.json").status_code == 404


def test_json_has_the_rows_of_the_csv(client: Client) -> None:
    held = json.loads(client.get("/download/neighbourhoods.json").content)
    rows = list(csv.DictReader(io.StringIO(client.get(LISTS[0]).content.decode())))
    (table,) = held["tables"]
    assert [row["area_code"] for row in table["rows"]] == [row["area_code"] for row in rows]
    assert held["provenance"]["demonstration"] is True


def test_the_pages_offer_it(client: Client) -> None:
    assert "/download/neighbourhoods.json" in client.get("/").content.decode()
