"""Who may use which form of a phase: every role against every route; and what happens at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from commonweal.errors import MethodNotApplicable
from commonweal.parameters import number
from commonweal.web.record.abilities import ABILITIES, Ability
from commonweal.web.record.audit.verify import verify
from commonweal.web.record.changes import comments, proposals
from commonweal.web.record.models import (
    AuditEntry,
    Comment,
    Person,
    Phase,
    Proposal,
    Result,
    Role,
    Support,
)
from tests.record_makers import (
    AREAS,
    give,
    keep,
    make_person,
    make_phase,
    make_place,
    make_pot,
    make_proposal,
    sign_in,
)

FORMS = {
    "phase-new": Ability.SET_PHASES,
    "phase-edit": Ability.SET_PHASES,
    "pot-new": Ability.SET_PHASES,
    "pot-edit": Ability.SET_PHASES,
    "pot-remove": Ability.SET_PHASES,
    "phase-publish": Ability.SET_PHASES,
    "proposals-close": Ability.SET_PHASES,
    "feasibility": Ability.CHECK,
    "feasibility-check": Ability.CHECK,
    "support": Ability.TAKE_PART,
    "comment": Ability.TAKE_PART,
    "comment-moderate": Ability.MODERATE,
    "proposal-moderate": Ability.MODERATE,
    "moderation": Ability.MODERATE,
    "moderation-log": Ability.READ_LOG,
    "delivery-report": Ability.DELIVER,
}
DRAFTS = {"phase-edit", "pot-new", "pot-edit", "pot-remove", "phase-publish"}
# Forms of people who have signed in; the change itself asks whether it is theirs.
OWN = ("propose", "proposal-edit", "proposal-withdraw", "comment-report", "comment-erase")


def made(name: str) -> tuple[Phase, str]:
    """A phase in which the form can be used, and the address of the form."""
    state = "draft" if name in DRAFTS else "decided" if name == "delivery-report" else "proposing"
    phase = make_phase(make_place(), state=state)
    pot = make_pot(phase)
    idea = make_proposal(pot)
    remark = keep(Comment(proposal=idea, text="Words", sent=timezone.now()))
    if state == "decided":
        keep(Result(pot=pot, outcome={"winners": [str(idea.number)]}, ballots=30))
    parts = {
        "place": phase.neighbourhood.slug,
        "phase": phase.slug,
        "pot": pot.slug,
        "number": idea.number,
        "comment": remark.pk,
    }
    return phase, address_of(name, parts)


def address_of(name: str, parts: dict[str, Any]) -> str:
    """The address of a route with those of the parts that it takes."""
    for count in range(1, len(parts) + 1):
        for chosen in combinations(parts, count):
            with suppress(NoReverseMatch):
                return str(reverse(name, kwargs={key: parts[key] for key in chosen}))
    raise AssertionError(name)


@pytest.mark.parametrize("name", FORMS)
def test_each_form_is_for_the_roles_that_the_table_names(name: str) -> None:
    phase, address = made(name)
    allowed = ABILITIES[FORMS[name]]
    for kind in Role.Kind.values:
        person = make_person(kind, area=AREAS[0] if kind == "resident" else "")
        if kind != "resident":
            give(person, kind, phase.neighbourhood)
        status = sign_in(person).get(address).status_code
        assert (status != 403) == (kind in allowed), (name, kind, status)
        if kind not in allowed:
            entries = AuditEntry.objects.count()
            assert sign_in(person).post(address, {"reason": "x"}).status_code == 403
            assert AuditEntry.objects.count() == entries


@pytest.mark.parametrize("name", [*FORMS, *OWN])
def test_readers_are_asked_to_sign_in(name: str) -> None:
    _, address = made(name)
    entries = AuditEntry.objects.count()
    for method in (Client().get, Client().post):
        answer = method(address)
        assert answer.status_code == 302
        assert "/account/" in answer["Location"]
    assert AuditEntry.objects.count() == entries


@pytest.mark.parametrize("name", FORMS)
def test_a_role_in_one_neighbourhood_opens_nothing_in_another(name: str) -> None:
    _, address = made(name)
    person = make_person("Elsewhere", area="D09999999")
    elsewhere = make_place("Elsewhere", areas=["D09999999"])
    for kind in Role.Kind.values:
        give(person, kind, elsewhere)
    assert sign_in(person).get(address).status_code == 403
    assert sign_in(person).post(address).status_code == 403


@pytest.mark.parametrize("name", [*FORMS, *OWN])
def test_no_form_changes_anything_by_being_read(name: str) -> None:
    phase, address = made(name)
    person = make_person(area=AREAS[0])
    for kind in Role.Kind.values:
        give(person, kind, phase.neighbourhood)
    entries = AuditEntry.objects.count()
    sign_in(person).get(address)
    assert AuditEntry.objects.count() == entries


@pytest.mark.parametrize("name", [*FORMS, *OWN])
def test_no_form_is_taken_from_another_site(name: str) -> None:
    phase, address = made(name)
    person = make_person(area=AREAS[0])
    for kind in Role.Kind.values:
        give(person, kind, phase.neighbourhood)
    reader, entries = Client(enforce_csrf_checks=True), AuditEntry.objects.count()
    reader.force_login(person)
    assert reader.post(address, {"reason": "x", "text": "x"}).status_code == 403
    assert AuditEntry.objects.count() == entries


def at_once(work: Callable[[int], object], times: int) -> list[object]:
    """Do the work in as many threads, each with a connection of its own; errors are given back."""

    def one(number: int) -> object:
        try:
            return work(number)
        except MethodNotApplicable as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


@pytest.fixture
def idea() -> Proposal:
    """An idea in a phase that is open today."""
    if connection.vendor != "postgresql":
        pytest.skip("The SQLite of tests is in memory and has no queue of writers.")
    today = timezone.localdate()
    dates = dict.fromkeys(("propose_from", "propose_until", "vote_from", "vote_until"), today)
    return make_proposal(make_pot(make_phase(make_place(), **dates)))


def text(idea: Proposal) -> proposals.ProposalText:
    return proposals.ProposalText(pot=idea.pot, title="X", summary="X", cost=Decimal(1))


@pytest.mark.django_db(transaction=True)
def test_ideas_sent_at_once_have_numbers_of_their_own(idea: Proposal) -> None:
    people = [make_person(area=AREAS[0]) for _ in range(8)]
    at_once(lambda each: proposals.propose(people[each], idea.phase, text(idea)), 8)
    numbers = list(idea.phase.proposals.values_list("number", flat=True))
    assert numbers == list(range(1, 10))
    assert verify().ok


@pytest.mark.django_db(transaction=True)
def test_the_limit_of_an_hour_holds_when_all_comes_at_once(idea: Proposal) -> None:
    person, most = make_person(area=AREAS[0]), int(number("participation.proposals_an_hour"))
    came = at_once(lambda _: proposals.propose(person, idea.phase, text(idea)), most + 5)
    assert sum(isinstance(each, MethodNotApplicable) for each in came) == 5
    assert Proposal.objects.filter(proposer=person).count() == most


@pytest.mark.django_db(transaction=True)
def test_support_given_at_once_counts_once(idea: Proposal) -> None:
    person = make_person(area=AREAS[0])
    at_once(lambda _: proposals.support(person, idea), 8)
    assert Support.objects.count() == 1
    assert verify().ok


@pytest.mark.django_db(transaction=True)
def test_a_comment_reported_by_many_at_once_is_reported(idea: Proposal) -> None:
    people: list[Person] = [make_person(area=AREAS[0]) for _ in range(6)]
    row = comments.comment(people[0], idea, "Words")
    at_once(lambda each: comments.report(people[each % 5 + 1], row), 6)
    row.refresh_from_db()
    assert row.reports == 1
    assert verify().ok


def test_the_hour_is_counted_from_now_not_by_the_clock() -> None:
    """Sixty minutes ago is within it, a second more is not."""
    idea = make_proposal(make_pot(make_phase(make_place())))
    person, most = make_person(area=AREAS[0]), int(number("participation.comments_an_hour"))
    for _ in range(most):
        row = comments.comment(person, idea, "Words")
    row.sent = timezone.now() - timedelta(minutes=59)
    keep(row)
    with pytest.raises(MethodNotApplicable):
        comments.comment(person, idea, "Words")
    row.sent = timezone.now() - timedelta(minutes=60, seconds=1)
    keep(row)
    assert comments.comment(person, idea, "Words").pk
