"""Ballots on paper and with help: entered by number, checked in words, one ballot a person."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from commonweal.web.record.changes.voting import make_codes
from commonweal.web.record.models import AuditEntry, AuditSecret, Phase, Roll
from commonweal.web.record.sealing import open_sealed
from tests.record_makers import AREAS, give, keep, make_person, open_vote, sign_in
from tests.voters import HERE, go_on, page_of, receipt_in, text_of, vote

pytestmark = pytest.mark.usefixtures("ballot_box")


def worker_of(phase: Phase) -> Client:
    person = make_person("Worker")
    give(person, "community worker", phase.neighbourhood)
    return sign_in(person)


def enter(worker: Client, phase: Phase, typed: dict[str, str], **fields: str) -> Any:
    """The first step: what is on the paper."""
    pots = {f"pot.{slug}": text for slug, text in typed.items()}
    sent = {"step": "enter", "channel": "paper", **HERE, **fields, **pots}
    return worker.post(page_of(phase, "paper"), {k: v for k, v in sent.items() if v})


def opened(phase: Phase, slug: str = "main") -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
    pot = phase.pots.get(slug=slug)
    contents = [bytes(one.content) for one in pot.sealed.all()]
    return [(each.choices, each.points) for each in open_sealed(phase.key, contents, 3)]


KINDS: list[tuple[dict[str, Any], str, dict[str, Any], tuple[Any, Any]]] = [
    ({}, "3, 1", {"choice__main": ["3", "1"]}, (("1", "3"), ())),
    ({"ballot": "ranked"}, "3 1", {"rank__main__3": "1", "rank__main__1": "2"}, (("3", "1"), ())),
    (
        {"ballot": "points", "points": 9},
        "3=5,1=2",
        {"points__main__3": "5", "points__main__1": "2"},
        (("3", "1"), (5, 2)),
    ),
    ({}, "", {}, ((), ())),
]


@pytest.mark.parametrize(("fields", "typed", "carried", "held"), KINDS)
def test_what_is_typed_is_shown_in_words_and_then_taken(
    fields: dict[str, Any], typed: str, carried: dict[str, Any], held: tuple[Any, Any]
) -> None:
    phase = open_vote(**fields)
    worker = worker_of(phase)
    check = enter(worker, phase, {"main": typed})
    assert check.status_code == 200, text_of(check)
    assert ("3. Idea for main" in text_of(check)) == bool(typed)
    for name, value in carried.items():
        for each in value if isinstance(value, list) else [value]:
            assert f'name="{name.replace("__", ".")}" value="{each}"' in check.content.decode()
    done = go_on(worker, phase, check, "send", "paper", **carried)
    assert receipt_in(done)
    assert "1 on paper and 0 with help" in text_of(done)
    assert "no-store" in done.headers["Cache-Control"]
    assert opened(phase) == [held]
    row = Roll.objects.get()
    assert (row.channel, row.person) == ("paper", None)


def test_one_person_has_one_ballot_on_paper_and_on_the_web() -> None:
    phase = open_vote()
    worker = worker_of(phase)
    vote(sign_in(make_person("Ann Lee")), phase, HERE, choice__main=["1"])
    check = enter(worker, phase, {"main": "2"}, name="ANN LEE")
    again = go_on(worker, phase, check, "send", "paper", choice__main=["2"])
    assert again.status_code == 422
    assert "has not voted yet" in text_of(again)
    assert Roll.objects.count() == 1
    senior = enter(worker, phase, {"main": "2"}, name="Ann Lee senior", channel="assisted")
    done = go_on(worker, phase, senior, "send", "paper", choice__main=["2"])
    assert "0 on paper and 1 with help" in text_of(done)


def test_a_code_serves_on_paper_without_a_name() -> None:
    phase = open_vote(eligibility="code")
    (code,) = make_codes(make_person(), phase, 1)
    worker = worker_of(phase)
    page = worker.get(page_of(phase, "paper"))
    assert "full name" not in text_of(page)
    check = enter(worker, phase, {"main": "1"}, name="", postcode="", code=code)
    assert receipt_in(go_on(worker, phase, check, "send", "paper", choice__main=["1"]))
    again = enter(worker, phase, {"main": "1"}, name="", postcode="", code=code)
    assert again.status_code == 422
    assert "has not been used" in text_of(again)


@pytest.mark.parametrize(
    ("fields", "sent", "typed", "said"),
    [
        ({}, {}, "9", "an idea on this paper"),
        ({}, {}, "1 1", "each idea once"),
        ({}, {"name": ""}, "1", "Enter the voter’s full name."),
        ({}, {"old_enough": ""}, "1", "16 or older"),
        ({}, {"postcode": "ZZ9 9ZZ"}, "1", "a postcode in"),
        ({"ballot": "points", "points": 9}, {}, "3", "a whole number of points"),
        ({"ballot": "points", "points": 9}, {}, "3=x", "a whole number of points"),
        ({}, {"channel": "web"}, "1", "web is not one of the available choices"),
    ],
)
def test_what_does_not_fit_is_told_beside_its_field_and_kept(
    fields: dict[str, Any], sent: dict[str, str], typed: str, said: str
) -> None:
    phase = open_vote(**fields)
    answer = enter(worker_of(phase), phase, {"main": typed}, **sent)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert f'value="{typed}"' in answer.content.decode()
    assert not Roll.objects.exists()


def test_a_pot_of_another_area_must_be_blank() -> None:
    phase = open_vote(pots={"north": [AREAS[0]], "south": [AREAS[1]]})
    worker = worker_of(phase)
    assert enter(worker, phase, {"north": "1", "south": "4"}).status_code == 422
    check = enter(worker, phase, {"north": "1", "south": ""})
    assert receipt_in(go_on(worker, phase, check, "send", "paper", choice__north=["1"]))


def test_an_entry_can_be_corrected_before_it_is_taken() -> None:
    phase = open_vote()
    worker = worker_of(phase)
    check = enter(worker, phase, {"main": "3, 1"})
    back = go_on(worker, phase, check, "back", "paper", choice__main=["1", "3"])
    html = back.content.decode()
    assert 'value="1, 3"' in html
    assert 'value="Ann Lee"' in html
    assert not Roll.objects.exists()


def test_who_entered_ballots_is_in_the_log_as_a_commitment_and_not_beside_the_roll() -> None:
    phase = open_vote()
    worker = worker_of(phase)
    check = enter(worker, phase, {"main": "1"})
    go_on(worker, phase, check, "send", "paper", choice__main=["1"])
    entry = AuditEntry.objects.latest("number")
    assert set(entry.commitments) == {"by"}
    assert AuditSecret.objects.get(entry=entry.number).person.name == "Worker"
    assert "Ann" not in str(entry.says)


@pytest.mark.parametrize("role", ["", "chair", "board member", "accountable body", "observer"])
def test_only_community_workers_enter_and_print_ballots(role: str) -> None:
    phase = open_vote()
    person = make_person("Person")
    if role:
        give(person, role, phase.neighbourhood)
    assert enter(sign_in(person), phase, {"main": "1"}).status_code == 403
    assert sign_in(person).get(page_of(phase, "paper-blank")).status_code == 403
    elsewhere = make_person("Worker elsewhere")
    give(elsewhere, "community worker", open_vote().neighbourhood)
    assert enter(sign_in(elsewhere), phase, {"main": "1"}).status_code == 403
    assert enter(Client(), phase, {"main": "1"}).status_code == 302
    assert not Roll.objects.exists()


def test_no_ballot_is_entered_when_voting_is_not_open() -> None:
    phase = open_vote(state="closed")
    answer = enter(worker_of(phase), phase, {"main": "1"})
    assert "Voting is not open" in text_of(answer)
    assert not Roll.objects.exists()


@pytest.mark.parametrize("eligibility", ["postcode", "code", "either"])
def test_the_printed_paper_has_every_number_and_a_slip_apart(eligibility: str) -> None:
    phase = open_vote(eligibility=eligibility, pots={"main": [], "other": []})
    proposal = phase.proposals.first()
    proposal.title = "<script>alert(1)</script>"
    keep(proposal)
    answer = worker_of(phase).get(page_of(phase, "paper-blank"))
    html, text = answer.content.decode(), text_of(answer)
    assert "<script>alert" not in html
    for number in range(1, 7):
        assert f'cw-sheet__number">{number}<' in html
    assert "Do not write your name on this part" in text
    slip = text.split("Voter’s slip")[1]
    assert ("Full name" in slip) == (eligibility != "code")
    assert ("Voting code" in slip) == (eligibility != "postcode")
