"""Voting on the web: who you are, your paper, a check, and the receipt. Changing a ballot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from commonweal.errors import CommonwealError, InputError, MethodNotApplicable
from commonweal.web.access import anyone, ask_to_sign_in
from commonweal.web.pages.decide.booth import (
    Booth,
    Said,
    fill_in,
    read_said,
    show_paper,
    sign,
    words_of,
)
from commonweal.web.pages.decide.lookup import phase_of, place_of
from commonweal.web.pages.decide.now import day
from commonweal.web.pages.decide.phase_words import voters_words
from commonweal.web.pages.decide.sending import WRONG, changed
from commonweal.web.pages.decide.vote_forms import ReceiptForm, WhoForm
from commonweal.web.record.changes import voting as changes
from commonweal.web.record.eligibility import Claim, Right, right_to_vote
from commonweal.web.record.models import Phase, Roll
from commonweal.web.record.papers import Choice

Eligibility: Any = Phase.Eligibility


@anyone
def vote(request: HttpRequest, place: str, phase: str) -> HttpResponse:
    """Vote, step by step. What is sent last is answered with the receipt itself."""
    found = phase_of(place_of(place), phase)
    if closed := _not_open(request, found):
        return closed
    if found.eligibility == Eligibility.POSTCODE and not request.user.is_authenticated:
        return ask_to_sign_in(request)
    if _has_voted(request, found):
        return _page(request, "decide/vote_done.html", found)
    if request.POST.get("step", "who") == "who":
        return _who(request, found)
    try:
        said = read_said(request, found, "vote")
        claim = _claim(request, found, said.fields)
        right = right_to_vote(found, claim)
    except (InputError, MethodNotApplicable) as error:
        return _who(request, found, error)
    booth = _booth(found, right, said)
    return fill_in(request, booth, lambda choices: _send(request, found, claim, choices))


@anyone
def change(request: HttpRequest, place: str, phase: str) -> HttpResponse:
    """Change a ballot by its receipt, where the board allows it until the close."""
    found = phase_of(place_of(place), phase)
    if closed := _not_open(request, found):
        return closed
    if not found.may_change:
        return _page(request, "decide/vote_change_not.html", found)
    if request.POST.get("step", "receipt") == "receipt":
        return _receipt(request, found)
    try:
        said = read_said(request, found, "change")
        booth = _booth_of_receipt(found, said)
    except (InputError, MethodNotApplicable) as error:
        return _receipt(request, found, error)

    def send(choices: dict[str, Choice]) -> HttpResponse:
        changes.change(found, said.fields["receipt"], choices)
        return _page(request, "decide/vote_changed.html", found)

    return fill_in(request, booth, send)


def _who(
    request: HttpRequest, phase: Phase, stopped: CommonwealError | None = None
) -> HttpResponse:
    """The first step: who a voter is. A good answer is followed by the paper."""
    account = request.user if request.user.is_authenticated else None
    sent = request.POST if request.method == "POST" and stopped is None else None
    form = WhoForm(phase, account, sent, initial={"name": account.name if account else ""})
    if sent is not None and form.is_valid():
        claim = _claim(request, phase, form.cleaned_data)
        right = changed(form, lambda: right_to_vote(phase, claim))
        if right is not None:
            said = sign(request, phase, "vote", form.cleaned_data)
            return show_paper(request, _booth(phase, right, said), QueryDict())
    return _first(request, "decide/vote_who.html", phase, form, stopped, voters=voters_words(phase))


def _receipt(
    request: HttpRequest, phase: Phase, stopped: CommonwealError | None = None
) -> HttpResponse:
    """The first step of a change: the receipt. A good one is followed by the paper."""
    sent = request.POST if request.method == "POST" and stopped is None else None
    form = ReceiptForm(sent)
    if sent is not None and form.is_valid():
        said = sign(request, phase, "change", form.cleaned_data)
        booth = changed(form, lambda: _booth_of_receipt(phase, said))
        if booth is not None:
            return show_paper(request, booth, QueryDict())
    return _first(request, "decide/vote_change.html", phase, form, stopped)


def _first(
    request: HttpRequest,
    template: str,
    phase: Phase,
    form: forms.Form,
    stopped: CommonwealError | None,
    **context: Any,
) -> HttpResponse:
    """The page of a first step; what stopped a later one is told there."""
    status = WRONG if stopped or form.errors else 200
    return _page(request, template, phase, status, form=form, stopped=words_of(stopped), **context)


def _send(
    request: HttpRequest, phase: Phase, claim: Claim, choices: dict[str, Choice]
) -> HttpResponse:
    """Take the ballot. The receipt is in this answer and nowhere else."""
    receipt = changes.cast(phase, claim, choices)
    return _page(request, "decide/receipt.html", phase, receipt=receipt)


def _claim(request: HttpRequest, phase: Phase, fields: Mapping[str, Any]) -> Claim:
    """The claim of a voter on the web.

    An account has one ballot, except where the code is all that counts: then it says nothing of
    the account, which several people of one home may share.
    """
    account = request.user if request.user.is_authenticated else None
    by_code = phase.eligibility == Eligibility.CODE
    return Claim(
        name=fields.get("name", ""),
        postcode=fields.get("postcode", ""),
        code=fields.get("code", ""),
        old_enough=fields.get("old_enough", False),
        person=None if by_code else account,
    )


def _booth(phase: Phase, right: Right, said: Said) -> Booth:
    return Booth(phase, right.pots, said, "vote", _address("vote", phase))


def _booth_of_receipt(phase: Phase, said: Said) -> Booth:
    pots = tuple(changes.ballots_of(phase, said.fields["receipt"]))
    return Booth(phase, pots, said, "change", _address("vote-change", phase))


def _has_voted(request: HttpRequest, phase: Phase) -> bool:
    """Whether this very account has voted. Of anybody else it is never told before the sending."""
    account = request.user
    return account.is_authenticated and Roll.objects.filter(phase=phase, person=account).exists()


def _not_open(request: HttpRequest, phase: Phase) -> HttpResponse | None:
    """The page that says when voting is, where it is not now."""
    if phase.state == Phase.State.VOTING and timezone.localdate() <= phase.vote_until:
        return None
    opens, closed = day(phase.vote_from), day(phase.vote_until)
    return _page(request, "decide/vote_not_open.html", phase, opens=opens, closed=closed)


def _page(
    request: HttpRequest, template: str, phase: Phase, status: int = 200, **context: Any
) -> HttpResponse:
    whole = {"place": phase.neighbourhood, "phase": phase, **context}
    return render(request, template, whole, status=status)


def _address(name: str, phase: Phase) -> str:
    return reverse(name, kwargs={"place": phase.neighbourhood.slug, "phase": phase.slug})
