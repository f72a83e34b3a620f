"""Meetings of a board, their minutes and corrections, and the log of its decisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from commonweal.errors import MethodNotApplicable
from commonweal.web.access import able, public
from commonweal.web.pages.decide.lookup import board_of, meeting_of, place_of
from commonweal.web.pages.decide.meeting_forms import CorrectionForm, DecisionForm, MeetingForm
from commonweal.web.pages.decide.sending import changed, show
from commonweal.web.record.abilities import Ability, may
from commonweal.web.record.changes import meetings as changes
from commonweal.web.record.models import Board, Meeting, Neighbourhood


@public
def meeting(request: HttpRequest, place: str, number: int) -> HttpResponse:
    """One meeting. A draft of its minutes is shown to those who may read drafts only."""
    found = place_of(place)
    kept = meeting_of(found, number)
    reads = kept.published or may(request.user, Ability.READ_LOG, found)
    context = {
        "place": found,
        "board": kept.board,
        "meeting": kept,
        "reads": reads,
        "past": kept.on <= timezone.localdate(),
        "present": kept.board.members.filter(pk__in=kept.present) if reads else [],
        "corrections": kept.corrections.all(),
        "decisions": kept.decisions.order_by("number"),
        "keeps": may(request.user, Ability.KEEP_BOARD, found),
    }
    return render(request, "decide/meeting.html", context)


@able(Ability.KEEP_BOARD)
def call(request: HttpRequest, place: Neighbourhood) -> HttpResponse:
    """Announce a meeting."""
    board = board_of(place)
    form = MeetingForm(request.POST or None, members=board.members.all())
    if request.method == "POST" and form.is_valid():
        facts = _facts(form.cleaned_data)
        made = changed(form, lambda: changes.call_meeting(request.user, board, facts))
        if made is not None:
            messages.success(request, "The meeting is on the board's page.")
            return redirect("meeting", place=place.slug, number=made.pk)
    return show(request, "decide/meeting_edit.html", form, place=place, board=board, meeting=None)


@able(Ability.KEEP_BOARD)
def edit(request: HttpRequest, place: Neighbourhood, number: int) -> HttpResponse:
    """Change a meeting and the draft of its minutes."""
    kept = meeting_of(place, number)
    if kept.published:
        return redirect("meeting-correct", place=place.slug, number=number)
    form = MeetingForm(request.POST or None, initial=_known(kept), members=kept.board.members.all())
    if request.method == "POST" and form.is_valid():

        def change() -> bool:
            changes.change_meeting(request.user, kept, _facts(form.cleaned_data))
            return True

        if changed(form, change):
            messages.success(request, "Kept. The minutes are a draft until you publish them.")
            return redirect("meeting", place=place.slug, number=number)
    context = {"place": place, "board": kept.board, "meeting": kept}
    return show(request, "decide/meeting_edit.html", form, **context)


@able(Ability.KEEP_BOARD)
def publish(request: HttpRequest, place: Neighbourhood, number: int) -> HttpResponse:
    """Publish the minutes, once whoever does it has read what that means."""
    kept = meeting_of(place, number)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():

        def change() -> bool:
            changes.publish_minutes(request.user, kept)
            return True

        if changed(form, change):
            messages.success(request, "The minutes are published.")
            return redirect("meeting", place=place.slug, number=number)
    return show(request, "decide/meeting_publish.html", form, place=place, meeting=kept)


@able(Ability.KEEP_BOARD)
def correct(request: HttpRequest, place: Neighbourhood, number: int) -> HttpResponse:
    """Add a correction below published minutes."""
    kept = meeting_of(place, number)
    if not kept.published:
        raise MethodNotApplicable("These minutes are a draft: change them instead.")
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text, today = form.cleaned_data["text"], timezone.localdate()
        made = changed(form, lambda: changes.correct_minutes(request.user, kept, text, today))
        if made is not None:
            messages.success(request, "The correction stands below the minutes.")
            return redirect("meeting", place=place.slug, number=number)
    return show(request, "decide/meeting_correct.html", form, place=place, meeting=kept)


@public
def decisions(request: HttpRequest, place: str) -> HttpResponse:
    """Every decision of the board, the latest first, each with an address of its own."""
    found = place_of(place)
    board = board_of(found)
    context = {
        "place": found,
        "board": board,
        "decisions": board.decisions.select_related("meeting"),
        "keeps": may(request.user, Ability.KEEP_BOARD, found),
    }
    return render(request, "decide/decisions.html", context)


@able(Ability.KEEP_BOARD)
def decide(request: HttpRequest, place: Neighbourhood) -> HttpResponse:
    """Put a decision on the log."""
    board = board_of(place)
    start = {"on": timezone.localdate(), **_asked_meeting(request, board)}
    form = DecisionForm(request.POST or None, initial=start, board=board)
    if request.method == "POST" and form.is_valid():
        decided = changes.Decided(**_decided(form.cleaned_data))
        made = changed(form, lambda: changes.record_decision(request.user, board, decided))
        if made is not None:
            messages.success(request, f"Decision {made.number} is on the log.")
            return redirect("decisions", place=place.slug)
    return show(request, "decide/decision_new.html", form, place=place, board=board)


def _asked_meeting(request: HttpRequest, board: Board) -> dict[str, Any]:
    """The meeting that the address names, with its day, to begin the form with."""
    asked = request.GET.get("meeting", "")
    found = board.meetings.filter(pk=int(asked)).first() if asked.isdecimal() else None
    return {"meeting": found.pk, "on": found.on} if found else {}


def _facts(given: dict[str, Any]) -> changes.MeetingFacts:
    return changes.MeetingFacts(**{**given, "present": _keys(given["present"])})


def _decided(given: dict[str, Any]) -> dict[str, Any]:
    return {**given, "stood_aside": _keys(given["stood_aside"])}


def _keys(texts: list[str]) -> tuple[int, ...]:
    return tuple(int(text) for text in texts)


def _known(kept: Meeting) -> dict[str, Any]:
    names = ("on", "where", "agenda", "minutes")
    known = {name: getattr(kept, name) for name in names}
    return {**known, "present": [str(each) for each in kept.present]}
