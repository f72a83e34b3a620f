"""Proposals: the page of one, sending and changing one, its pictures, support for it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from commonweal.web.access import able, public, signed_in
from commonweal.web.pages.decide.acting import abilities_of, act, to_proposal
from commonweal.web.pages.decide.lookup import phase_of, place_of, proposal_of
from commonweal.web.pages.decide.proposal_forms import (
    CommentForm,
    ProposalForm,
    proposal_initial,
    proposal_text,
)
from commonweal.web.pages.decide.proposal_list import map_of
from commonweal.web.pages.decide.sending import WRONG, changed, show
from commonweal.web.record.abilities import Ability
from commonweal.web.record.changes import proposals as changes
from commonweal.web.record.changes.delivery import winners
from commonweal.web.record.models import Image, Neighbourhood, Proposal

PICTURE_SECONDS = 7 * 24 * 3600


@public
def proposal(request: HttpRequest, place: str, phase: str, number: int) -> HttpResponse:
    """One proposal, what people say of it, whether it can be done, and how delivery goes."""
    found = proposal_of(phase_of(place_of(place), phase), number)
    return proposal_page(request, found, CommentForm())


def proposal_page(request: HttpRequest, found: Proposal, form: CommentForm) -> HttpResponse:
    """The page of a proposal, with a comment that is being written."""
    phase = found.phase
    place, person = phase.neighbourhood, request.user
    before_voting = phase.state in ("proposing", "checking")
    mine = person.is_authenticated and found.proposer_id == person.pk
    context: dict[str, Any] = {
        "place": place,
        "phase": phase,
        "proposal": found,
        "can": abilities_of(request, place),
        "form": form,
        "backers": found.supports.count(),
        "supported": person.is_authenticated and found.supports.filter(person=person).exists(),
        "supportable": before_voting and found.state != Proposal.State.WITHDRAWN,
        "mine": mine,
        "editable": mine and changes.open_on(phase, timezone.localdate()),
        "withdrawable": mine and before_voting and found.state != Proposal.State.WITHDRAWN,
        "comments": found.comments.select_related("person"),
        "images": found.images.defer("content"),
        "feasibility": getattr(found, "feasibility", None),
        "won": found.number in winners(phase),
        "progress": found.progress.all(),
        "map": map_of(phase, [found]),
    }
    status = WRONG if form.errors else 200
    return render(request, "decide/proposal.html", context, status=status)


@signed_in
def propose(request: HttpRequest, place: str, phase: str) -> HttpResponse:
    """Send a proposal."""
    found = phase_of(place_of(place), phase)
    if not changes.may_propose(request.user, found):
        raise PermissionDenied(
            f"Ideas may be sent by people who live in {found.neighbourhood.name}. "
            "Say where you live on the page of your account."
        )
    form = ProposalForm(request.POST or None, request.FILES or None, phase=found)

    def send() -> Proposal:
        return changes.propose(request.user, found, proposal_text(form.cleaned_data, found))

    if request.method == "POST" and form.is_valid():
        made = changed(form, send)
        if made is not None:
            messages.success(request, "Thank you. Your idea is on the list.")
            return to_proposal(made)
    open_now = changes.open_on(found, timezone.localdate())
    context = {"place": found.neighbourhood, "phase": found, "proposal": None, "open": open_now}
    return show(request, "decide/proposal_form.html", form, **context)


@signed_in
def edit(request: HttpRequest, place: str, phase: str, number: int) -> HttpResponse:
    """Change one's own proposal."""
    found = _own(request, place, phase, number)
    initial = proposal_initial(found)
    form = ProposalForm(
        request.POST or None,
        request.FILES or None,
        phase=found.phase,
        pictured=found.images.exists(),
        initial=initial,
    )

    def change() -> Proposal:
        text = proposal_text(form.cleaned_data, found.phase)
        return changes.change(request.user, found, text)

    if request.method == "POST" and form.is_valid() and changed(form, change) is not None:
        messages.success(request, "Your idea is changed.")
        return to_proposal(found)
    open_now = changes.open_on(found.phase, timezone.localdate())
    context = {"place": found.phase.neighbourhood, "phase": found.phase, "proposal": found}
    return show(request, "decide/proposal_form.html", form, open=open_now, **context)


@signed_in
def withdraw(request: HttpRequest, place: str, phase: str, number: int) -> HttpResponse:
    """Withdraw one's own proposal, after being asked once more."""
    found = _own(request, place, phase, number)
    if request.method == "POST":
        to = redirect("phase", place=place, phase=phase)
        told = "Your idea is withdrawn."
        return act(request, lambda: changes.withdraw(request.user, found), told, to)
    context = {"place": found.phase.neighbourhood, "phase": found.phase, "proposal": found}
    return render(request, "decide/proposal_withdraw.html", context)


@able(Ability.TAKE_PART)
def support(request: HttpRequest, place: Neighbourhood, phase: str, number: int) -> HttpResponse:
    """Support a proposal, or take support back."""
    found = proposal_of(phase_of(place, phase), number)
    if request.POST.get("back"):
        change, told = changes.take_back, "You no longer support this idea."
    else:
        change, told = changes.support, "You support this idea."
    return act(request, lambda: change(request.user, found), told, to_proposal(found, "#support"))


@public
def picture(
    request: HttpRequest, place: str, phase: str, number: int, picture: int
) -> HttpResponse:
    """A picture of a proposal."""
    found = proposal_of(phase_of(place_of(place), phase), number)
    row = get_object_or_404(Image, proposal=found, pk=picture)
    answer = HttpResponse(bytes(row.content), content_type="image/jpeg")
    answer["Cache-Control"] = f"public, max-age={PICTURE_SECONDS}"
    answer["Content-Disposition"] = f'inline; filename="proposal-{number}.jpg"'
    return answer


def _own(request: HttpRequest, place: str, phase: str, number: int) -> Proposal:
    found = proposal_of(phase_of(place_of(place), phase), number)
    changes.refuse_others(request.user, found)
    return found
