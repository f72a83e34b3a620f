"""Open a vote, close it and count it: each a page that says what will happen, and one button."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from commonweal.web.access import able
from commonweal.web.pages.decide.lookup import phase_of
from commonweal.web.pages.decide.now import day
from commonweal.web.pages.decide.result_words import FEWEST
from commonweal.web.pages.decide.sending import changed, show
from commonweal.web.record.abilities import Ability
from commonweal.web.record.changes.closing import close, count_phase
from commonweal.web.record.changes.voting import open_voting
from commonweal.web.record.models import Neighbourhood, Phase, Roll
from commonweal.web.record.papers import standing


class NothingForm(forms.Form):
    """A button; what stands against it is told above it."""


class CloseForm(forms.Form):
    """Why a vote is closed before its day, where it is."""

    reason = forms.CharField(
        label="Why are you closing before the day that was published?",
        max_length=400,
        widget=forms.Textarea,
        help_text="Everyone can read this, in the log and beside the result.",
        error_messages={"required": "Say why, because voting is not over yet."},
    )

    def __init__(self, early: bool, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        if not early:
            del self.fields["reason"]


@able(Ability.SET_PHASES)
def open_vote(request: HttpRequest, place: Neighbourhood, phase: str) -> HttpResponse:
    """Open the vote on what was found feasible."""
    found = phase_of(place, phase)
    form = NothingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        changed(form, lambda: open_voting(request.user, found))
        if not form.errors:
            messages.success(request, f"Voting is open until {day(found.vote_until)}.")
            return redirect("phase", place=place.slug, phase=found.slug)
    return show(
        request,
        "decide/vote_open.html",
        form,
        place=place,
        phase=found,
        pots=[(pot, standing(pot)) for pot in found.pots.all()],
        ready=found.state == Phase.State.CHECKING and timezone.localdate() >= found.vote_from,
        opens=day(found.vote_from),
        closes=day(found.vote_until),
    )


@able(Ability.CLOSE)
def close_vote(request: HttpRequest, place: Neighbourhood, phase: str) -> HttpResponse:
    """Close the vote and count it. One that is closed and not yet counted is only counted."""
    found = phase_of(place, phase)
    voting, closed = found.state == Phase.State.VOTING, found.state == Phase.State.CLOSED
    early = voting and timezone.localdate() <= found.vote_until
    form = CloseForm(early, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        changed(form, lambda: _close_and_count(request, found, form.cleaned_data.get("reason", "")))
        if not form.errors:
            messages.success(request, "Voting is closed and the votes are counted.")
            return redirect("result", place=place.slug, phase=found.slug)
        found.refresh_from_db()
    return show(
        request,
        "decide/closing.html",
        form,
        place=place,
        phase=found,
        voting=voting,
        closed=closed or found.state == Phase.State.CLOSED,
        early=early,
        ends=day(found.vote_until),
        voted=Roll.objects.filter(phase=found).count(),
        fewest=FEWEST,
    )


def _close_and_count(request: HttpRequest, phase: Phase, reason: str) -> None:
    if phase.state != Phase.State.CLOSED:
        close(request.user, phase, reason)
    count_phase(request.user, phase)
