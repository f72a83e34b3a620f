"""Rows of the record for tests, made as the program makes them: inside `recorded`."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.test import Client

from commonweal.web.record.audit.recording import recorded
from commonweal.web.record.models import (
    Board,
    Member,
    Neighbourhood,
    Person,
    Phase,
    Pot,
    Proposal,
    Role,
)

PASSWORD = "a long password for tests"  # noqa: S105
AREAS = ["D01000001", "D01000002", "D01000003"]
TODAY = date(2026, 5, 1)
_numbers = itertools.count(1)


def keep(row: Any) -> Any:
    """Save a row with its entry."""
    with recorded("made for a test") as entry:
        row.save()
        entry.about = row
    return row


def make_person(name: str = "Ada", *, area: str = "", email: str = "") -> Person:
    person = Person(name=name, area=area, email=email or f"person{next(_numbers)}@example.org")
    person.set_password(PASSWORD)
    return keep(person)


def make_place(name: str = "Northfield", *, areas: list[str] | None = None) -> Neighbourhood:
    number = next(_numbers)
    return keep(
        Neighbourhood(
            slug=f"{name.lower()}-{number}", name=name, areas=areas or AREAS, population=6_000
        )
    )


def give(person: Person, kind: str, place: Neighbourhood | None = None) -> Role:
    return keep(Role(person=person, neighbourhood=place, kind=kind))


def make_board(place: Neighbourhood, **fields: Any) -> Board:
    given = {"name": f"{place.name} board", "rule": "big-local", "formed": TODAY, **fields}
    return keep(Board(neighbourhood=place, **given))


def make_member(board: Board, name: str = "Sam", **fields: Any) -> Member:
    return keep(Member(board=board, name=name, since=TODAY, **fields))


def make_phase(place: Neighbourhood, *, state: str = "proposing", **fields: Any) -> Phase:
    given = {
        "slug": f"spring-{next(_numbers)}",
        "title": "Spring fund",
        "propose_from": TODAY,
        "propose_until": TODAY + timedelta(days=14),
        "vote_from": TODAY + timedelta(days=28),
        "vote_until": TODAY + timedelta(days=42),
        "least_age": 16,
        **fields,
    }
    return keep(Phase(neighbourhood=place, state=state, **given))


def make_pot(phase: Phase, amount: int = 10_000, **fields: Any) -> Pot:
    given = {"slug": "main", "name": "Main pot", "rule": 'rule = "equal-shares"\n', **fields}
    return keep(Pot(phase=phase, amount=Decimal(amount), **given))


def make_proposal(pot: Pot, title: str = "Benches", cost: int = 2_000, **fields: Any) -> Proposal:
    from django.utils import timezone

    number = pot.phase.proposals.count() + 1
    given = {"summary": f"{title} for all", "state": "feasible", "sent": timezone.now(), **fields}
    return keep(
        Proposal(phase=pot.phase, pot=pot, number=number, title=title, cost=Decimal(cost), **given)
    )


def sign_in(person: Person) -> Client:
    """A reader who has signed in, whose forms are checked as in service."""
    client = Client()
    client.force_login(person)
    return client


def open_vote(
    *,
    costs: tuple[int, ...] = (2_000, 3_000, 6_000),
    amount: int = 10_000,
    pots: dict[str, list[str]] | None = None,
    state: str = "voting",
    place: Neighbourhood | None = None,
    **fields: Any,
) -> Phase:
    """A published phase whose vote is open today, with feasible proposals in each pot."""
    from django.utils import timezone

    from commonweal.decide.published import PUBLISHED, says_published
    from commonweal.web.record.changes.voting import open_voting
    from commonweal.web.record.vote_file import phase_id

    today = timezone.localdate()
    dates = {
        "propose_from": today - timedelta(days=30),
        "propose_until": today - timedelta(days=20),
        "vote_from": today - timedelta(days=1),
        "vote_until": today + timedelta(days=7),
    }
    phase = make_phase(place or make_place(), state="checking", **{**dates, **fields})
    for slug, areas in (pots or {"main": []}).items():
        pot = make_pot(phase, amount, slug=slug, areas=areas)
        for cost in costs:
            make_proposal(pot, f"Idea for {slug}", cost)
    rules = {pot.slug: pot.rule for pot in phase.pots.all()}
    says = says_published(
        phase_id(phase), rules, phase.vote_from.isoformat(), phase.vote_until.isoformat()
    )
    with recorded(PUBLISHED, about=phase, place=phase.neighbourhood, **says):
        pass
    if state == "checking":
        return phase
    open_voting(make_person("Chair"), phase)
    phase.refresh_from_db()
    if state != "voting":
        phase.state = state
        keep(phase)
    return phase


def fill_record() -> tuple[Neighbourhood, list[Person]]:
    """A neighbourhood with a row in every table of its open record, and people not named there."""
    phase = open_vote(state="checking")
    place = phase.neighbourhood
    unnamed = [
        make_person(f"Unnamed{each} Person", area=AREAS[0], email=f"unnamed{each}@example.org")
        for each in range(12)
    ]
    give(unnamed[0], "chair", place)
    _meet(unnamed[0], place)
    _propose(unnamed, phase)
    _hold_vote(unnamed[0], phase)
    _talk(unnamed, place)
    return place, unnamed


def _meet(chair: Person, place: Neighbourhood) -> None:
    from django.utils import timezone

    from commonweal.web.record.changes import meetings
    from commonweal.web.record.changes.interests import declare_interest

    board, today = make_board(place), timezone.localdate()
    sam = make_member(board, "Sam Published", capacities=["resident"], person=chair)
    declare_interest(chair, sam, "Owns the café", today)
    facts = meetings.MeetingFacts(on=today, minutes="We met.", present=(sam.pk,))
    meeting = meetings.call_meeting(chair, board, facts)
    meetings.publish_minutes(chair, meeting)
    meetings.correct_minutes(chair, fresh(meeting), "We met at six.", today)
    decided = meetings.Decided(on=today, text="Begin", reasons="It is time", meeting=meeting)
    meetings.record_decision(chair, board, decided)


def _propose(people: list[Person], phase: Phase) -> None:
    from commonweal.web.record.changes.comments import comment
    from commonweal.web.record.changes.feasibility import Verdict, check
    from commonweal.web.record.changes.proposals import support

    for proposal in phase.proposals.all():
        proposal.proposer = people[1]
        proposal.author = "Nia Named" if proposal.number == 1 else ""
        keep(proposal)
        support(people[2], proposal)
        comment(people[3], proposal, "Good idea")
        found = Verdict(feasible=True, reasons="Yes", cost=proposal.cost, checked_by="Chris, Works")
        check(people[0], proposal, found)


def _talk(people: list[Person], place: Neighbourhood) -> None:
    from commonweal.web.record.changes import conversations

    seeds = ["Benches first", "Trees first", "Both"]
    talk = conversations.open_conversation(people[0], place, "What next?", "", seeds)
    for person in people:
        conversations.answer(person, talk, 1, 1)
    conversations.suggest(people[4], talk, "Neither")
    conversations.close_conversation(people[0], talk)


def fresh(row: Any) -> Any:
    """A row as it is in the database."""
    return type(row).objects.get(pk=row.pk)


def _hold_vote(chair: Person, phase: Phase) -> None:
    from django.utils import timezone

    from commonweal.web.record.changes.closing import close, count_phase
    from commonweal.web.record.changes.delivery import Report, report
    from commonweal.web.record.changes.voting import cast, make_codes, open_voting
    from commonweal.web.record.eligibility import Claim
    from commonweal.web.record.papers import Choice

    phase.eligibility = "code"
    keep(phase)
    open_voting(chair, phase)
    for code in make_codes(chair, fresh(phase), 12):
        cast(fresh(phase), Claim(code=code, old_enough=True), {"main": Choice(("1", "2"))})
    close(chair, fresh(phase), reason="A test")
    count_phase(chair, fresh(phase))
    won = phase.pots.get().result.outcome["winners"][0]
    done = Report(stage="done", text="All", spent=Decimal(1_900), on=timezone.localdate())
    report(chair, phase.proposals.get(number=int(won)), done)
