"""Checks: by those who may, with reasons and an agreed cost, told to the proposer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.test import Client, override_settings

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.web.record.audit.verify import verify
from commonweal.web.record.changes import feasibility, moderation
from commonweal.web.record.models import AuditEntry, Feasibility, Person, Proposal
from tests.record_makers import (
    TODAY,
    give,
    keep,
    make_person,
    make_phase,
    make_place,
    make_pot,
    make_proposal,
    sign_in,
)


@pytest.fixture
def proposal() -> Proposal:
    pot = make_pot(make_phase(make_place(), state="checking"), 10_000, ceiling=Decimal(5_000))
    proposer = make_person("Ada", email="ada@example.org")
    return make_proposal(pot, state="sent", proposer=proposer)


@pytest.fixture
def checker(proposal: Proposal) -> Person:
    person = make_person("Wendy")
    give(person, "accountable body", proposal.phase.neighbourhood)
    return person


def verdict(**changes: Any) -> feasibility.Verdict:
    given = {"feasible": True, "reasons": "Fine.", "cost": Decimal(2_500)}
    return feasibility.Verdict(**{**given, "checked_by": "Wendy, the Trust", **changes})


def form(**changes: str) -> dict[str, str]:
    given = {"feasible": "yes", "reasons": "Firm ground.", "cost": "2,500"}
    return {**given, "checked_by": "Wendy, the Trust", **changes}


def address(proposal: Proposal, end: str = "check") -> str:
    phase = proposal.phase
    base = f"/decide/{phase.neighbourhood.slug}/phases/{phase.slug}/ideas/{proposal.number}"
    return f"{base}/{end}"


def test_a_check_is_public_and_told_to_the_proposer(proposal: Proposal, checker: Person) -> None:
    answer = sign_in(checker).post(address(proposal), form())
    assert answer.status_code == 302
    proposal.refresh_from_db()
    assert (proposal.state, proposal.cost, proposal.feasibility.asked) == ("feasible", 2_500, 2_000)
    page = Client().get(address(proposal, "").rstrip("/")).content.decode()
    for words in ("Firm ground.", "Wendy, the Trust", "£2,500", "£2,000 was asked for"):
        assert words in page
    (letter,) = mail.outbox
    assert letter.to == ["ada@example.org"]
    assert "Firm ground." in letter.body
    assert address(proposal, "").rstrip("/") in letter.body
    assert verify().ok


def test_one_that_cannot_be_done_says_why(proposal: Proposal, checker: Person) -> None:
    sent = form(feasible="no", reasons="The land is private.", cost="9000")
    assert sign_in(checker).post(address(proposal), sent).status_code == 302
    proposal.refresh_from_db()
    assert proposal.state == "not feasible"
    assert "The land is private." in mail.outbox[0].body
    assert AuditEntry.objects.latest("number").says["feasible"] is False


def test_a_later_check_takes_the_place_of_the_first(proposal: Proposal, checker: Person) -> None:
    feasibility.check(checker, proposal, verdict(feasible=False, cost=Decimal(4_000)))
    feasibility.check(checker, proposal, verdict(cost=Decimal(3_000)), on=TODAY)
    row = Feasibility.objects.get()
    assert (row.feasible, row.cost, row.asked, row.on) == (True, 3_000, 2_000, TODAY)
    assert AuditEntry.objects.filter(action="feasibility checked").count() == 2
    page = sign_in(checker).get(address(proposal)).content.decode()
    assert "Wendy, the Trust" in page


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"reasons": " "}, {"reasons"}),
        ({"checked_by": ""}, {"checked_by"}),
        ({"cost": Decimal(5_001)}, {"cost"}),
        ({"cost": Decimal(0), "reasons": ""}, {"cost", "reasons"}),
    ],
)
def test_every_problem_of_a_check_is_told_at_once(
    proposal: Proposal, checker: Person, changes: dict[str, Any], wrong: set[str]
) -> None:
    with pytest.raises(InputError) as error:
        feasibility.check(checker, proposal, verdict(**changes))
    assert {problem.column for problem in error.value.problems} == wrong
    proposal.refresh_from_db()
    assert (proposal.state, proposal.cost) == ("sent", 2_000)


def test_without_reasons_nothing_is_recorded_or_sent(proposal: Proposal, checker: Person) -> None:
    answer = sign_in(checker).post(address(proposal), form(reasons=" "))
    assert answer.status_code == 422
    assert not mail.outbox
    assert not Feasibility.objects.exists()


def test_checks_end_when_voting_opens(proposal: Proposal, checker: Person) -> None:
    proposal.phase.state = "voting"
    keep(proposal.phase)
    with pytest.raises(MethodNotApplicable):
        feasibility.check(checker, proposal, verdict())
    assert sign_in(checker).post(address(proposal), form()).status_code == 422


def test_an_idea_that_is_hidden_and_shown_again_keeps_its_check(
    proposal: Proposal, checker: Person
) -> None:
    feasibility.check(checker, proposal, verdict(feasible=False))
    moderation.hide_proposal(checker, proposal, "Why")
    with pytest.raises(MethodNotApplicable):
        feasibility.check(checker, proposal, verdict())
    moderation.show_proposal(checker, proposal, "Why not")
    proposal.refresh_from_db()
    assert proposal.state == "not feasible"


def test_only_those_who_check_here_may_check(proposal: Proposal) -> None:
    elsewhere, chair = make_person(), make_person()
    give(elsewhere, "accountable body", make_place("Elsewhere"))
    give(chair, "chair", proposal.phase.neighbourhood)
    checks = f"/decide/{proposal.phase.neighbourhood.slug}/phases/{proposal.phase.slug}/checks"
    for person in (elsewhere, chair, make_person(area="D01000001")):
        assert sign_in(person).post(address(proposal), form()).status_code == 403
        assert sign_in(person).get(checks).status_code == 403
    assert not Feasibility.objects.exists()


def test_the_list_of_checks_parts_what_waits_from_what_is_done(
    proposal: Proposal, checker: Person
) -> None:
    make_proposal(proposal.pot, "Second", state="sent")
    feasibility.check(checker, proposal, verdict())
    checks = f"/decide/{proposal.phase.neighbourhood.slug}/phases/{proposal.phase.slug}/checks"
    page = sign_in(checker).get(checks).content.decode()
    assert "To be checked: 1" in page
    assert page.find("Second") < page.find("Checked: 1") < page.find("Benches")


def test_a_letter_that_cannot_leave_undoes_nothing_and_names_nobody(
    proposal: Proposal, checker: Person, caplog: pytest.LogCaptureFixture
) -> None:
    nowhere = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": 1,
    }
    with override_settings(**nowhere):
        assert sign_in(checker).post(address(proposal), form()).status_code == 302
    assert Feasibility.objects.exists()
    assert "could not be sent" in caplog.text
    assert "ada" not in caplog.text.lower()


def test_nobody_is_written_to_when_the_proposer_is_gone(
    proposal: Proposal, checker: Person
) -> None:
    proposal.proposer = None
    keep(proposal)
    sign_in(checker).post(address(proposal), form())
    assert not mail.outbox
    assert Feasibility.objects.exists()
