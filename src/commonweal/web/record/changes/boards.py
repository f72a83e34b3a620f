"""Form a board and seat its members."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from commonweal.decide.boards import CompositionRule, composition_rule, published_rule
from commonweal.errors import InputError, InputProblem, MethodNotApplicable
from commonweal.web.record.audit.recording import recorded
from commonweal.web.record.models import Board, Member, Neighbourhood, Person, Role

OWN_RULE_NAME = "your rule"
"""What problems call the text of a board's own rule."""


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """What a board says of itself.

    Attributes:
        rule: name of a rule that ships with Commonweal; empty for the board's own.
        own_rule: the board's own rule as TOML, where `rule` is empty.
        declared: ids of the rule's statements that the board declares to hold.
    """

    name: str
    formed: dt.date
    rule: str = ""
    own_rule: str = ""
    purpose: str = ""
    declared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seat:
    """A member's place on a board.

    Attributes:
        name: as it is published.
        account: of the person, if they have one; they must hold a role in the neighbourhood.
    """

    name: str
    since: dt.date
    until: dt.date | None = None
    capacities: tuple[str, ...] = ()
    position: str = "member"
    lives_here: bool = False
    account: Person | None = None


def rule_of(board: Board) -> CompositionRule:
    """The rule that a board keeps to.

    Raises:
        InputError, MethodNotApplicable: it is not one.
    """
    return _rule(board.rule, board.own_rule)


def form_board(by: Person, place: Neighbourhood, facts: BoardFacts) -> Board:
    """Form the board of a neighbourhood.

    Raises:
        InputError: the board's own rule is not one; carries every problem.
        MethodNotApplicable: the neighbourhood has a board, or there is no such rule.
    """
    checked = _checked(facts)
    with recorded("board formed", by=by, place=place, rule=facts.rule or "its own") as entry:
        # Locked, so that two people cannot form it at the same time.
        Neighbourhood.objects.select_for_update().get(pk=place.pk)
        if Board.objects.filter(neighbourhood=place).exists():
            raise MethodNotApplicable(f"{place.name} has a board already.")
        board = Board(neighbourhood=place, **checked)
        board.save()
        entry.about = board
    return board


def change_board(by: Person, board: Board, facts: BoardFacts) -> None:
    """Change what a board says of itself.

    Raises:
        InputError, MethodNotApplicable: as `form_board`.
    """
    checked = _checked(facts)
    says = {"rule": facts.rule or "its own", "rule_before": board.rule or "its own"}
    with recorded("board changed", by=by, place=board.neighbourhood, about=board, **says):
        for name, value in checked.items():
            setattr(board, name, value)
        board.save()


def seat_member(by: Person, board: Board, seat: Seat) -> Member:
    """Give somebody a place on the board.

    Raises:
        InputError: the name is taken, or the term ends before it begins; carries every problem.
    """
    member = Member(board=board)
    _seat("member seated", by, member, seat)
    return member


def change_member(by: Person, member: Member, seat: Seat) -> None:
    """Change somebody's place on the board; ending it is setting its last day.

    Raises:
        InputError: as `seat_member`.
    """
    _seat("member changed", by, member, seat)


def _checked(facts: BoardFacts) -> dict[str, object]:
    rule = _rule(facts.rule, facts.own_rule)
    known = {statement.id for statement in rule.statements}
    return {
        "name": facts.name.strip(),
        "rule": facts.rule,
        "own_rule": "" if facts.rule else facts.own_rule,
        "formed": facts.formed,
        "purpose": facts.purpose.strip(),
        "declared": [each for each in facts.declared if each in known],
    }


def _rule(name: str, own: str) -> CompositionRule:
    if name:
        return published_rule(name)
    if not own.strip():
        raise InputError(InputProblem("a rule, as TOML", "nothing", column="own_rule"))
    return composition_rule(own, OWN_RULE_NAME)


def _seat(action: str, by: Person, member: Member, seat: Seat) -> None:
    place = member.board.neighbourhood
    with recorded(action, by=by, place=place) as entry:
        Board.objects.select_for_update().get(pk=member.board_id)
        if problems := [*_seat_problems(member, seat)]:
            raise InputError(problems)
        member.name, member.person = seat.name.strip(), seat.account
        member.capacities, member.lives_here = list(seat.capacities), _lives_here(seat)
        member.position, member.since, member.until = seat.position, seat.since, seat.until
        member.save()
        entry.about = member
        entry.says.update(
            position=member.position,
            capacities=member.capacities,
            since=str(member.since),
            until=str(member.until or ""),
        )


def _lives_here(seat: Seat) -> bool:
    return seat.lives_here or "resident" in seat.capacities


def _seat_problems(member: Member, seat: Seat) -> Iterator[InputProblem]:
    others = Member.objects.filter(board_id=member.board_id).exclude(pk=member.pk)
    if not seat.name.strip():
        yield InputProblem("a name", "nothing", column="name")
    if seat.until is not None and seat.until < seat.since:
        yield InputProblem(f"a day from {seat.since} on", str(seat.until), column="until")
    if overlaps(others.filter(name=seat.name.strip()), seat):
        hint = "Add a middle name or a number if they are two people."
        came = "the name of another member at that time"
        yield InputProblem("a name of its own", came, column="name", hint=hint)
    if seat.account is not None:
        yield from _account_problems(others, member, seat)


def _account_problems(others: Any, member: Member, seat: Seat) -> Iterator[InputProblem]:
    place = member.board.neighbourhood
    if not Role.objects.filter(person=seat.account, neighbourhood=place).exists():
        expected = "somebody with a role in this neighbourhood"
        yield InputProblem(expected, "somebody without", column="account")
    if overlaps(others.filter(person=seat.account), seat):
        came = "one that another member has at that time"
        yield InputProblem("an account of their own", came, column="account")


def overlaps(members: Iterable[Member], seat: Seat) -> bool:
    """Whether any of some members sits on a day of the seat."""
    last = seat.until or dt.date.max
    return any(each.since <= last and seat.since <= (each.until or dt.date.max) for each in members)
