"""The open record as the data service gives it: every table, strict, and nameless."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest
from django.test import Client, override_settings

from commonweal.web.record.models import (
    Comment,
    Feasibility,
    Meeting,
    Neighbourhood,
    Person,
    Phase,
    Proposal,
    Result,
)
from commonweal.web.record.published.tables import TABLES, head
from tests import sites
from tests.record_makers import fill_record, keep, make_phase, make_place

Filled = tuple[Neighbourhood, list[Person]]
NAMES = [table.name for table in TABLES]


@pytest.fixture
def client() -> Iterator[Client]:
    """A reader of the demonstration country."""
    with sites.using(sites.demonstration_atlas()), override_settings(RATE_LIMIT=0):
        yield Client()


@pytest.fixture
def filled(client: Client) -> Filled:
    """A full record."""
    return fill_record()


def get(client: Client, path: str, status: int = 200) -> Any:
    answer = client.get(f"/api/v1/decide/{path}")
    assert answer.status_code == status, answer.content[:500]
    return answer.json()


def items(client: Client, place: Neighbourhood, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = get(client, f"{place.slug}/{name}?page_size=1000")["items"]
    return found


def test_every_table_has_rows_in_json_and_the_same_in_csv(client: Client, filled: Filled) -> None:
    place, _ = filled
    for name in NAMES:
        rows = items(client, place, name)
        answer = client.get(f"/api/v1/decide/{place.slug}/{name}?format=csv")
        table = pl.read_csv(io.BytesIO(answer.content), infer_schema=False)
        assert table.height == len(rows) > 0, name
        assert table.columns == [*rows[0], "demonstration"]


def test_what_the_tables_say(client: Client, filled: Filled) -> None:
    place, _ = filled
    [member] = items(client, place, "members")
    assert (member["name"], member["capacities"]) == ("Sam Published", ["resident"])
    [meeting] = items(client, place, "meetings")
    assert (meeting["minutes"], meeting["present"]) == ("We met.", [member["member"]])
    [result] = items(client, place, "results")
    assert (result["ballots"], sorted(result["winners"])) == (12, ["1", "2"])
    proposals = items(client, place, "proposals")
    assert [each["author"] for each in proposals] == ["Nia Named", "", ""]
    assert {(each["supports"], each["comments"]) for each in proposals} == {(1, 1)}
    [pot] = items(client, place, "pots")
    assert pot["amount"] == 10_000
    [entry] = get(client, f"log?place={place.slug}&page_size=1&page=2")["items"]
    assert entry["place"] == place.slug
    assert get(client, "log")["total"] == head()[0]
    assert place.slug in {each["place"] for each in get(client, "neighbourhoods")["items"]}


def test_a_result_and_a_conversation_can_be_had_whole(client: Client, filled: Filled) -> None:
    place, _ = filled
    [row] = items(client, place, "results")
    whole = get(client, f"{place.slug}/results/{row['phase']}/{row['pot']}")
    assert whole["explanation"] == row["explanation"]
    assert whole["voters"] == 12
    found = get(client, f"{place.slug}/conversations/what-next")
    assert found["people"] == 12
    assert items(client, place, "conversations")[0]["explanation"] == found["explanation"]


def test_of_few_ballots_only_the_winners_are_told(client: Client, filled: Filled) -> None:
    place, _ = filled
    result = Result.objects.get()
    result.ballots = 9
    keep(result)
    [row] = items(client, place, "results")
    assert (row["ballots"], row["explanation"]) == (None, "")
    assert "fewer than 10" in row["withheld"]
    whole = get(client, f"{place.slug}/results/{row['phase']}/{row['pot']}")
    assert set(whole) == {"winners", "withheld"}
    assert whole["winners"] == sorted(whole["winners"])


def test_no_answer_holds_a_name_an_address_or_an_account(client: Client, filled: Filled) -> None:
    place, people = filled
    [row] = items(client, place, "results")
    paths = [
        "neighbourhoods",
        "log?page_size=1000",
        *(f"{place.slug}/{name}?page_size=1000" for name in NAMES),
        *(f"{place.slug}/{name}?format=csv" for name in NAMES),
        f"{place.slug}/results/{row['phase']}/{row['pot']}",
        f"{place.slug}/conversations/what-next",
    ]
    told = "".join(client.get(f"/api/v1/decide/{path}").content.decode() for path in paths)
    assert "Nia Named" in told
    for person in people:
        for secret in (str(person.pk), person.pk.hex, person.email, person.name):
            assert secret not in told


def test_what_is_not_public_is_not_there(client: Client, filled: Filled) -> None:
    place, _ = filled
    make_phase(place, state="draft", slug="secret-draft", title="Secret draft")
    proposal = Proposal.objects.get(number=3)
    proposal.state, proposal.title = Proposal.State.HIDDEN, "Rude title"
    keep(proposal)
    comment = Comment.objects.get(proposal__number=1)
    comment.state = Comment.State.HIDDEN
    keep(comment)
    keep(Meeting(board=place.board, on=Phase.objects.first().vote_from, minutes="Not yet"))
    told = "".join(str(items(client, place, name)) for name in NAMES)
    assert "secret-draft" not in told
    assert "Rude title" not in told
    assert "Not yet" not in told
    assert "Neither" not in told  # a statement that nobody has read
    assert [each["number"] for each in items(client, place, "proposals")] == [1, 2]
    assert items(client, place, "proposals")[0]["comments"] == 0
    hidden = Feasibility.objects.get(proposal__number=3)
    assert hidden.proposal.number not in {
        each["number"] for each in items(client, place, "feasibility")
    }


def test_an_open_conversation_tells_its_statements_and_no_answers(
    client: Client, filled: Filled
) -> None:
    from commonweal.web.record.changes import conversations

    place, people = filled
    seeds = ["One", "Two", "Three"]
    talk = conversations.open_conversation(people[0], place, "And then?", "", seeds)
    for person in people:
        conversations.answer(person, talk, 1, 1)
    rows = [row for row in items(client, place, "statements") if row["conversation"] == talk.slug]
    assert [row["text"] for row in rows] == seeds
    assert {row["agree"] for row in rows} | {row["seen"] for row in rows} == {None}
    get(client, f"{place.slug}/conversations/{talk.slug}", 404)


def test_pages_of_a_list_hold_everything_once(client: Client, filled: Filled) -> None:
    place, _ = filled
    pages = [
        get(client, f"{place.slug}/proposals?page_size=2&page={each}")["items"] for each in (1, 2)
    ]
    assert [row["number"] for rows in pages for row in rows] == [1, 2, 3]


@pytest.mark.parametrize("name", NAMES)
def test_a_place_without_anything_has_empty_tables(client: Client, name: str) -> None:
    place = make_place()
    assert get(client, f"{place.slug}/{name}")["total"] == 0
    answer = client.get(f"/api/v1/decide/{place.slug}/{name}?format=csv").content.decode()
    assert len(answer.splitlines()) == 1


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("nowhere/members", 404, "No neighbourhood 'nowhere'"),
        ("Nowhere/members", 422, "form"),
        ("{place}/voters", 404, ""),
        ("{place}/members?page=0", 422, "page"),
        ("{place}/members?name=x", 422, "'name'"),
        ("{place}/results/a/b", 404, "no result"),
        ("{place}/conversations/a", 404, "no closed conversation"),
        ("log?place=%00", 422, "form"),
    ],
)
def test_the_service_is_strict(client: Client, path: str, status: int, said: str) -> None:
    answer = get(client, path.format(place=make_place().slug), status)
    assert said in answer["detail"]
