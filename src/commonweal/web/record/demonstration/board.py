"""The board of the story: ten members by the Big Local rule, meetings, decisions, interests."""

from __future__ import annotations

from datetime import date, timedelta

from commonweal.web.record.changes.boards import (
    BoardFacts,
    Seat,
    form_board,
    seat_member,
)
from commonweal.web.record.changes.interests import declare_interest
from commonweal.web.record.changes.meetings import (
    Decided,
    MeetingFacts,
    call_meeting,
    publish_minutes,
    record_decision,
)
from commonweal.web.record.demonstration.people import Cast
from commonweal.web.record.demonstration.words import (
    AGENDA,
    DECISIONS,
    INTERESTS,
    MEMBERS,
    MINUTES,
    PURPOSE,
)
from commonweal.web.record.models import Board, Member, Neighbourhood

TERM = timedelta(days=3 * 365)


def form(cast: Cast, place: Neighbourhood, day: date) -> Board:
    """Form the board and seat its ten members."""
    facts = BoardFacts(
        name=f"{place.name} Partnership", formed=day, rule="big-local", purpose=PURPOSE
    )
    board = form_board(cast.chair, place, facts)
    for name, capacity, lives_here in MEMBERS:
        account = next((one for one in cast.by_role.values() if one.name == name), None)
        position = "chair" if account == cast.chair else "member"
        seat = Seat(
            name=name,
            since=day,
            until=day + TERM,
            capacities=(capacity,),
            position=position,
            lives_here=lives_here,
            account=account,
        )
        seat_member(cast.chair, board, seat)
    return board


def meet(cast: Cast, board: Board, day: date, number: int) -> None:
    """A meeting with published minutes and a decision; `number` counts from 0."""
    members = list(board.members.order_by("pk"))
    for name, text in INTERESTS if number == 0 else ():
        declare_interest(cast.chair, _member(members, name), text, day)
    # One apology at each meeting, from another member each time.
    present = tuple(one.pk for one in members if one.pk != members[3 + number].pk)
    meeting = call_meeting(
        cast.chair,
        board,
        MeetingFacts(
            on=day,
            where="Community centre, main hall",
            agenda=AGENDA[number],
            present=present,
            minutes=MINUTES[number],
        ),
    )
    text, reasons, aside = DECISIONS[number]
    stood_aside = tuple(_member(members, name).pk for name in aside)
    decided = Decided(
        on=day,
        text=text,
        reasons=reasons,
        meeting=meeting,
        votes_for=len(present) - 1 - len(stood_aside),
        votes_against=1,
        abstained=0,
        stood_aside=stood_aside,
    )
    record_decision(cast.chair, board, decided)
    publish_minutes(cast.chair, meeting)


def _member(members: list[Member], name: str) -> Member:
    return next(one for one in members if one.name == name)
