"""The board of a neighbourhood: its page, its rule, its members."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from commonweal.decide import boards as rules
from commonweal.decide.boards import BoardCheck, CompositionRule, asked, check, published_rules
from commonweal.errors import CommonwealError
from commonweal.web.access import able, public
from commonweal.web.pages.decide.board_forms import (
    OWN_RULE,
    BoardForm,
    MemberForm,
    capacity_words,
)
from commonweal.web.pages.decide.interests import declarable
from commonweal.web.pages.decide.lookup import board_of, member_of, place_of
from commonweal.web.pages.decide.now import day
from commonweal.web.pages.decide.sending import changed, show
from commonweal.web.record.abilities import Ability, may
from commonweal.web.record.changes import boards as changes
from commonweal.web.record.models import Board, Interest, Member, Neighbourhood

LATEST = 5


@dataclass(frozen=True, slots=True)
class Seated:
    """A member as the page shows them."""

    member: Member
    speaks_for: list[str]
    term: str


@public
def board(request: HttpRequest, place: str) -> HttpResponse:
    """The board: who sits on it, whether it meets its rule, what it declares and decides."""
    found = place_of(place)
    kept = board_of(found)
    today = timezone.localdate()
    members = list(kept.members.all())
    context = {
        "place": found,
        "board": kept,
        "check": live_check(kept, today),
        "seated": [_seated(each) for each in members if _sits(each, today)],
        "to_come": [_seated(each) for each in members if each.since > today],
        "former": [_seated(each) for each in members if each.until and each.until < today],
        "interests": Interest.objects.filter(member__board=kept).select_related("member"),
        "meetings": kept.meetings.all(),
        "decisions": kept.decisions.all()[:LATEST],
        "keeps": may(request.user, Ability.KEEP_BOARD, found),
        "declares": bool(declarable(request.user, found, kept)),
    }
    return render(request, "decide/board.html", context)


@able(Ability.KEEP_BOARD)
def edit(request: HttpRequest, place: Neighbourhood) -> HttpResponse:
    """Form the board, or change what it says of itself."""
    kept = Board.objects.filter(neighbourhood=place).first()
    known = _known(kept) if kept else {"formed": timezone.localdate()}
    form = BoardForm(request.POST or None, initial=known, rule=_rule(kept))
    if request.method == "POST" and form.is_valid():
        facts = changes.BoardFacts(**_board_facts(form.cleaned_data))

        def change() -> bool:
            if kept is None:
                changes.form_board(request.user, place, facts)
            else:
                changes.change_board(request.user, kept, facts)
            return True

        if changed(form, change, {changes.OWN_RULE_NAME: "own_rule"}):
            messages.success(request, "The board is kept. See below whether it meets its rule.")
            return redirect("board", place=place.slug)
    shipped = [(rule, asked(rule)) for rule in published_rules()]
    return show(request, "decide/board_edit.html", form, place=place, board=kept, shipped=shipped)


@able(Ability.KEEP_BOARD)
def add_member(request: HttpRequest, place: Neighbourhood) -> HttpResponse:
    """Give somebody a place on the board."""
    kept = board_of(place)
    start = {"since": timezone.localdate(), "position": Member.Position.MEMBER}
    form = MemberForm(request.POST or None, initial=start, board=kept, rule=_rule(kept))
    if request.method == "POST" and form.is_valid():
        seat = changes.Seat(**_seat(form.cleaned_data))
        member = changed(form, lambda: changes.seat_member(request.user, kept, seat))
        if member is not None:
            messages.success(request, f"{member.name} is on the board.")
            return redirect("board", place=place.slug)
    return _show_member(request, form, place, None)


@able(Ability.KEEP_BOARD)
def edit_member(request: HttpRequest, place: Neighbourhood, number: int) -> HttpResponse:
    """Change somebody's place on the board, or end it."""
    member = member_of(place, number)
    form = MemberForm(
        request.POST or None,
        initial=_known_seat(member),
        board=member.board,
        rule=_rule(member.board),
    )
    if request.method == "POST" and form.is_valid():

        def change() -> bool:
            changes.change_member(request.user, member, changes.Seat(**_seat(form.cleaned_data)))
            return True

        if changed(form, change):
            messages.success(request, f"The place of {member.name} is kept.")
            return redirect("board", place=place.slug)
    return _show_member(request, form, place, member)


def _show_member(
    request: HttpRequest, form: MemberForm, place: Neighbourhood, member: Member | None
) -> HttpResponse:
    invites = may(request.user, Ability.GIVE_ROLES, place)
    context = {"place": place, "member": member, "invites": invites}
    return show(request, "decide/board_member.html", form, **context)


def live_check(kept: Board, on: dt.date) -> BoardCheck | None:
    """The board against its rule on a day; None where its rule can no longer be read."""
    try:
        rule = changes.rule_of(kept)
        known = {statement.id for statement in rule.statements}
        declared = [each for each in kept.declared if each in known]
        return check(rule, _people(kept), on, formed=kept.formed, declared=declared)
    except CommonwealError:
        return None


def _people(kept: Board) -> list[rules.Member]:
    """Members as rules know them; of somebody with several terms, the latest."""
    latest = {member.name: member for member in kept.members.order_by("since", "id")}
    return [
        rules.Member(
            member.name,
            tuple(member.capacities),
            "chair" if member.position == Member.Position.CHAIR else "member",
            member.since,
            member.until,
            member.lives_here,
        )
        for member in latest.values()
    ]


def _rule(kept: Board | None) -> CompositionRule | None:
    if kept is None:
        return None
    try:
        return changes.rule_of(kept)
    except CommonwealError:
        return None


def _sits(member: Member, on: dt.date) -> bool:
    return bool(member.since <= on and (member.until is None or member.until >= on))


def _seated(member: Member) -> Seated:
    words = [capacity_words(name) for name in member.capacities if name != "resident"]
    until = f" until {day(member.until)}" if member.until else ""
    return Seated(member, words, f"from {day(member.since)}{until}")


def _known(kept: Board) -> dict[str, Any]:
    names = ("name", "purpose", "formed", "rule", "own_rule", "declared")
    known = {name: getattr(kept, name) for name in names}
    return {**known, "rule": kept.rule or OWN_RULE}


def _board_facts(given: dict[str, Any]) -> dict[str, Any]:
    rule = "" if given["rule"] == OWN_RULE else given["rule"]
    return {**given, "rule": rule, "declared": tuple(given.get("declared", ()))}


def _known_seat(member: Member) -> dict[str, Any]:
    names = ("name", "position", "capacities", "lives_here", "since", "until")
    return {**{name: getattr(member, name) for name in names}, "account": member.person_id}


def _seat(given: dict[str, Any]) -> dict[str, Any]:
    return {**given, "capacities": tuple(given["capacities"])}
