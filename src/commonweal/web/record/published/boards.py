"""Rows of boards: who sits on them, what they declared, when they met, what they decided."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.web.record.models import (
    Correction,
    Decision,
    Interest,
    Meeting,
    Member,
    Neighbourhood,
)
from commonweal.web.record.published.rows import (
    BoardRow,
    CorrectionRow,
    DecisionRow,
    InterestRow,
    MeetingRow,
    MemberRow,
    NeighbourhoodRow,
)

OWN = "own"


def neighbourhood(place: Neighbourhood) -> Iterator[NeighbourhoodRow]:
    """The neighbourhood itself."""
    yield NeighbourhoodRow(
        place=place.slug,
        name=place.name,
        geography=place.geography,
        areas=list(place.areas),
        population=place.population,
        electors=place.electors,
        parished=place.parished,
    )


def board(place: Neighbourhood) -> Iterator[BoardRow]:
    """Its board, where there is one."""
    held = getattr(place, "board", None)
    if held is not None:
        yield BoardRow(
            place.slug, held.name, held.rule or OWN, held.formed.isoformat(), held.purpose
        )


def members(place: Neighbourhood) -> Iterator[MemberRow]:
    """Everyone who sits or sat on the board."""
    for one in Member.objects.filter(board__neighbourhood=place).order_by("pk"):
        yield MemberRow(
            place=place.slug,
            member=one.pk,
            name=one.name,
            position=one.position,
            capacities=list(one.capacities),
            lives_here=one.lives_here,
            since=one.since.isoformat(),
            until=one.until.isoformat() if one.until else None,
        )


def interests(place: Neighbourhood) -> Iterator[InterestRow]:
    """What members declared."""
    for one in Interest.objects.filter(member__board__neighbourhood=place).order_by("pk"):
        ended = one.ended.isoformat() if one.ended else None
        yield InterestRow(place.slug, one.member_id, one.text, one.declared.isoformat(), ended)


def meetings(place: Neighbourhood) -> Iterator[MeetingRow]:
    """Meetings whose minutes are published."""
    found = Meeting.objects.filter(board__neighbourhood=place, published=True)
    for one in found.order_by("pk"):
        yield MeetingRow(
            place=place.slug,
            meeting=one.pk,
            on=one.on.isoformat(),
            where=one.where,
            agenda=one.agenda,
            minutes=one.minutes,
            present=list(one.present),
        )


def corrections(place: Neighbourhood) -> Iterator[CorrectionRow]:
    """Corrections of published minutes."""
    found = Correction.objects.filter(meeting__board__neighbourhood=place, meeting__published=True)
    for one in found.order_by("pk"):
        yield CorrectionRow(place.slug, one.meeting_id, one.on.isoformat(), one.text)


def decisions(place: Neighbourhood) -> Iterator[DecisionRow]:
    """The decision log."""
    for one in Decision.objects.filter(board__neighbourhood=place).order_by("number"):
        yield DecisionRow(
            place=place.slug,
            number=one.number,
            on=one.on.isoformat(),
            text=one.text,
            reasons=one.reasons,
            votes_for=one.votes_for,
            votes_against=one.votes_against,
            abstained=one.abstained,
            stood_aside=one.stood_aside,
        )
