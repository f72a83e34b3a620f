"""The log, the downloads and their page: complete, checkable, the same each time, nameless."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.test import Client

from commonweal.provenance.chain import check, from_lines
from commonweal.web.pages.decide.told import told
from commonweal.web.record.audit.recording import recorded
from commonweal.web.record.audit.verify import links
from commonweal.web.record.models import AuditEntry, Neighbourhood, Person
from commonweal.web.record.published.tables import TABLES, head
from tests.record_makers import fill_record, make_place

Filled = tuple[Neighbourhood, list[Person]]


@pytest.fixture
def filled(client: Client, settings: Any, tmp_path: Path) -> Filled:
    """A full record, with a site that has an atlas."""
    settings.KEYS = tmp_path / "keys"
    return fill_record()


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def unzipped(answer: Any) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_log_as_a_file_is_the_chain_to_its_head(client: Client, filled: Filled) -> None:
    answer = client.get("/decide/log.jsonl")
    assert answer.headers["Content-Type"] == "application/jsonl"
    found = from_lines(body(answer).decode())
    assert found == tuple(links())
    assert check(found, head=head()) == ()
    number, digest = head()
    assert answer.headers["Commonweal-Head"] == f"{number}:{digest}"


def test_a_log_that_was_altered_does_not_check(client: Client, filled: Filled) -> None:
    text = body(client.get("/decide/log.jsonl")).decode()
    altered = text.replace("phase published", "phase publishe", 1)
    assert altered != text
    assert check(from_lines(altered), head=head())


def test_an_empty_log_is_an_empty_file(client: Client) -> None:
    assert body(client.get("/decide/log.jsonl")) == b""


def test_the_page_of_the_log_shows_its_head_and_what_happened_here(
    client: Client, filled: Filled
) -> None:
    place, _ = filled
    other = make_place("Other")
    with recorded("thing done elsewhere", place=other):
        pass
    text = client.get(f"/decide/{place.slug}/log").content.decode()
    assert head()[1] in text
    for action in ("Phase published", "Minutes published", "Result counted", "Conversation closed"):
        assert action in text
    assert "Ballot accepted</span>, 12 times one after the other" in text
    assert "elsewhere" not in text


def test_the_log_comes_in_pages_and_nothing_is_lost(client: Client) -> None:
    place = make_place()
    for number in range(103):
        with recorded("step", place=place, step=number):
            pass
    pages = [client.get(f"/decide/{place.slug}/log?page={each}") for each in (1, 2)]
    first, second = (answer.content.decode() for answer in pages)
    assert first.count('id="entry-') == 100
    assert second.count('id="entry-') == 3
    assert "Earlier entries" in first
    assert "Later entries" in second
    # A page that is not there is the nearest that is.
    assert client.get(f"/decide/{place.slug}/log?page=99").status_code == 200


def test_facts_of_an_entry_are_told_in_words_and_escaped(client: Client) -> None:
    place = make_place()
    facts: dict[str, Any] = {
        "open": True,
        "amounts": {"main": "100", "digest": "a" * 64},
        "names": ["one", "<b>two</b>"],
        "nothing": None,
        "sha": "0" * 64,
        "long": "x" * 500,
    }
    with recorded("thing done", place=place, **facts):
        pass
    [entry] = told([AuditEntry.objects.latest("number")])
    assert dict(entry.facts) == {
        "open": "yes",
        "amounts": "main 100",
        "names": "one, <b>two</b>",
        "long": f"{'x' * 120}…",
    }
    text = client.get(f"/decide/{place.slug}/log").content.decode()
    assert "&lt;b&gt;two" in text


def test_the_zip_holds_every_table_twice_and_the_same_bytes_each_time(
    client: Client, filled: Filled
) -> None:
    place, _ = filled
    address = f"/decide/{place.slug}/record.zip"
    first, second = client.get(address), client.get(address)
    assert first.content == second.content
    files = unzipped(first)
    whole = json.loads(files["record.json"])
    for table in TABLES:
        rows = pl.read_csv(io.BytesIO(files[f"{table.name}.csv"]), infer_schema=False)
        assert rows.height == len(whole[table.name]) == len(table.rows(place)) > 0, table.name
        assert set(rows["demonstration"]) == {"invented demonstration data"}
    assert check(from_lines(files["log.jsonl"].decode()), head=head()) == ()
    assert head()[1] in files["readme.txt"].decode()
    assert list(json.loads(files["results.json"])) == [f"{whole['phases'][0]['phase']}/main"]


def test_the_page_of_the_record_counts_what_each_file_holds(client: Client, filled: Filled) -> None:
    place, _ = filled
    text = client.get(f"/decide/{place.slug}/record").content.decode()
    for table in TABLES:
        assert f"/api/v1/decide/{place.slug}/{table.name}?format=csv" in text
    assert f"/decide/{place.slug}/phases/" in text
    assert "nothing yet" not in text
    empty = client.get(f"/decide/{make_place('Empty').slug}/record").content.decode()
    assert empty.count("nothing yet") == len(TABLES)
    assert "No vote has been decided yet" in empty


def test_nothing_that_leaves_names_who_did_not_choose_it(client: Client, filled: Filled) -> None:
    place, people = filled
    told_everywhere = "".join(
        body(client.get(address)).decode()
        for address in (
            f"/decide/{place.slug}/log",
            f"/decide/{place.slug}/record",
            "/decide/log.jsonl",
        )
    ) + "".join(
        text.decode() for text in unzipped(client.get(f"/decide/{place.slug}/record.zip")).values()
    )
    assert "Sam Published" in told_everywhere
    assert "Nia Named" in told_everywhere
    for person in people:
        assert person.name not in told_everywhere
        assert person.email not in told_everywhere


@pytest.mark.parametrize("ending", ["log", "record", "record.zip"])
def test_a_place_that_is_not_there_has_no_record(client: Client, ending: str) -> None:
    assert client.get(f"/decide/nowhere/{ending}").status_code == 404
    assert client.post(f"/decide/nowhere/{ending}").status_code == 405
