"""Interests that members of a board declare."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from commonweal.web.access import able
from commonweal.web.pages.decide.board_forms import EndForm, InterestForm
from commonweal.web.pages.decide.lookup import board_of, interest_of
from commonweal.web.pages.decide.sending import changed, show
from commonweal.web.record.abilities import Ability, may
from commonweal.web.record.changes import interests as changes
from commonweal.web.record.models import Board, Member, Neighbourhood, Person


@able(Ability.DECLARE)
def declare(request: HttpRequest, place: Neighbourhood) -> HttpResponse:
    """Declare an interest: one's own or, for those who keep the board, of one with no account."""
    kept = board_of(place)
    members = declarable(request.user, place, kept)
    if not members:
        raise PermissionDenied("Your account is not linked to a member of this board.")
    start = {"declared": timezone.localdate()}
    form = InterestForm(request.POST or None, initial=start, members=members)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        interest = changed(form, lambda: changes.declare_interest(request.user, **_interest(given)))
        if interest is not None:
            messages.success(request, "The interest is declared and published.")
            return redirect("board", place=place.slug)
    return show(request, "decide/board_interest.html", form, place=place, board=kept)


@able(Ability.DECLARE)
def end_interest(request: HttpRequest, place: Neighbourhood, number: int) -> HttpResponse:
    """Say that an interest has ended."""
    interest = interest_of(place, number)
    keeps = may(request.user, Ability.KEEP_BOARD, place)
    if not changes.may_declare_for(request.user, interest.member, keeps_board=keeps):
        raise PermissionDenied("This interest is another member's, who has an account.")
    form = EndForm(request.POST or None, initial={"ended": timezone.localdate()})
    if request.method == "POST" and form.is_valid():

        def change() -> bool:
            changes.end_interest(request.user, interest, form.cleaned_data["ended"])
            return True

        if changed(form, change):
            messages.success(request, "The interest has ended. It stays on the page.")
            return redirect("board", place=place.slug)
    return show(request, "decide/board_interest_end.html", form, place=place, interest=interest)


def declarable(person: Person, place: Neighbourhood, kept: Board) -> list[Member]:
    """Those for whom someone may declare interests."""
    if not may(person, Ability.DECLARE, place):
        return []
    keeps = may(person, Ability.KEEP_BOARD, place)
    return [
        member
        for member in kept.members.all()
        if changes.may_declare_for(person, member, keeps_board=keeps)
    ]


def _interest(given: dict[str, Any]) -> dict[str, Any]:
    return {"member": given["member"], "text": given["text"], "on": given["declared"]}
