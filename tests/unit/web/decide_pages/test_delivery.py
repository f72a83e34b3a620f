"""Delivery: reports on what won, added up for everyone, told to the proposer."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.web.record.audit.verify import verify
from commonweal.web.record.changes import delivery
from commonweal.web.record.models import AuditEntry, Person, Phase, Progress, Proposal, Result
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

DAY = timedelta(days=1)


@pytest.fixture
def phase() -> Phase:
    """A phase in which ideas 1 and 3 won, in two pots, and 2 did not."""
    made = make_phase(make_place(), state="decided")
    first, second = make_pot(made), make_pot(made, slug="young")
    proposer = make_person("Ada", email="ada@example.org")
    make_proposal(first, "Benches", 2_000, proposer=proposer)
    make_proposal(first, "Roof", 9_000)
    make_proposal(second, "Films", 1_500)
    keep(Result(pot=first, outcome={"winners": ["1"]}, ballots=40))
    keep(Result(pot=second, outcome={"winners": ["3"]}, ballots=12))
    return made


@pytest.fixture
def worker(phase: Phase) -> Person:
    person = make_person("Wendy")
    give(person, "community worker", phase.neighbourhood)
    return person


def number(phase: Phase, of: int) -> Proposal:
    return phase.proposals.get(number=of)


def report(**changes: Any) -> delivery.Report:
    given = {"stage": "under way", "text": "Ordered.", "spent": Decimal(500), "on": TODAY}
    return delivery.Report(**{**given, **changes})


def base(phase: Phase) -> str:
    return f"/decide/{phase.neighbourhood.slug}/phases/{phase.slug}"


def test_winners_of_all_pots_are_followed(phase: Phase) -> None:
    assert delivery.winners(phase) == {1, 3}
    assert delivery.winners(make_phase(phase.neighbourhood)) == frozenset()


def test_a_report_stands_on_the_page_and_is_told_to_the_proposer(
    phase: Phase, worker: Person
) -> None:
    sent = {"stage": "under way", "text": "<b>Ordered</b>.", "spent": "£1,250.50"}
    sent["on"] = timezone.localdate().isoformat()
    answer = sign_in(worker).post(f"{base(phase)}/ideas/1/report", sent)
    assert answer["Location"] == f"{base(phase)}/ideas/1#delivery"
    page = Client().get(f"{base(phase)}/ideas/1").content.decode()
    assert "&lt;b&gt;Ordered&lt;/b&gt;." in page
    assert "£1,250.50 of £2,000 spent" in page
    (letter,) = mail.outbox
    assert letter.to == ["ada@example.org"]
    assert "Ordered" in letter.body
    assert AuditEntry.objects.latest("number").says["spent"] == "1250.50"
    assert verify().ok


def test_the_overview_adds_up_the_last_reports(phase: Phase, worker: Person) -> None:
    first, third = number(phase, 1), number(phase, 3)
    delivery.report(worker, first, report(spent=Decimal(500)))
    delivery.report(worker, first, report(spent=Decimal(1_900), on=TODAY + DAY))
    delivery.report(worker, third, report(stage="done", spent=Decimal(1_500), on=TODAY))
    page = Client().get(f"{base(phase)}/delivery").content.decode()
    assert "1 of 2 done. £3,400 spent of the £3,500 that was decided." in page
    assert "Roof" not in page


def test_only_what_won_is_reported_on(phase: Phase, worker: Person) -> None:
    with pytest.raises(MethodNotApplicable, match="won the vote"):
        delivery.report(worker, number(phase, 2), report())
    assert sign_in(worker).get(f"{base(phase)}/ideas/2/report").status_code == 404
    undecided = make_proposal(make_pot(make_phase(phase.neighbourhood, state="voting")))
    with pytest.raises(MethodNotApplicable):
        delivery.report(worker, undecided, report())
    assert Client().get(f"{base(undecided.phase)}/delivery").status_code == 404


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"stage": "finished"}, {"stage"}),
        ({"text": " "}, {"text"}),
        ({"spent": Decimal(-1)}, {"spent"}),
        ({"on": TODAY + 10 * DAY}, {"on"}),
        ({"on": TODAY - DAY, "text": ""}, {"on", "text"}),
    ],
)
def test_every_problem_of_a_report_is_told_at_once(
    phase: Phase, worker: Person, changes: dict[str, Any], wrong: set[str]
) -> None:
    first = number(phase, 1)
    delivery.report(worker, first, report(), today=TODAY)
    with pytest.raises(InputError) as error:
        delivery.report(worker, first, report(**changes), today=TODAY + DAY)
    assert {problem.column for problem in error.value.problems} == wrong
    assert Progress.objects.count() == 1


def test_only_those_who_deliver_here_report(phase: Phase) -> None:
    elsewhere, chair = make_person(), make_person()
    give(elsewhere, "community worker", make_place("Elsewhere"))
    give(chair, "chair", phase.neighbourhood)
    for person in (elsewhere, chair):
        answer = sign_in(person).post(f"{base(phase)}/ideas/1/report", {"text": "x"})
        assert answer.status_code == 403
    assert Client().post(f"{base(phase)}/ideas/1/report").status_code == 302
    assert not Progress.objects.exists()


def test_a_wrong_report_comes_back_with_its_words(phase: Phase, worker: Person) -> None:
    sent = {"stage": "done", "text": "All done", "spent": "-5", "on": "2026-05-01"}
    answer = sign_in(worker).post(f"{base(phase)}/ideas/1/report", sent)
    assert answer.status_code == 422
    assert "All done" in answer.content.decode()
    assert not mail.outbox


def test_what_was_not_chosen_says_so(phase: Phase) -> None:
    page = Client().get(base(phase)).content.decode()
    assert page.count("Not chosen") == 1
    assert page.count(">Chosen<") == 2
