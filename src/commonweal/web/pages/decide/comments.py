"""Comments on a proposal: send one, report one, erase one's own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from commonweal.web.access import able, signed_in
from commonweal.web.pages.decide.acting import act, to_proposal
from commonweal.web.pages.decide.lookup import phase_of, place_of, proposal_of
from commonweal.web.pages.decide.proposal_forms import CommentForm
from commonweal.web.pages.decide.proposals import proposal_page
from commonweal.web.pages.decide.sending import changed
from commonweal.web.record.abilities import Ability
from commonweal.web.record.changes import comments as changes
from commonweal.web.record.models import Comment, Neighbourhood, Proposal


@able(Ability.TAKE_PART)
def send(request: HttpRequest, place: Neighbourhood, phase: str, number: int) -> HttpResponse:
    """Comment on a proposal."""
    found = proposal_of(phase_of(place, phase), number)
    if request.method != "POST":
        return to_proposal(found, "#comments")
    form = CommentForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["text"]
        if changed(form, lambda: changes.comment(request.user, found, text)) is not None:
            messages.success(request, "Thank you. Your comment is shown below the idea.")
            return to_proposal(found, "#comments")
    return proposal_page(request, found, form)


@signed_in
def report(request: HttpRequest, place: str, phase: str, number: int, comment: int) -> HttpResponse:
    """Ask a moderator to look at a comment."""
    found = proposal_of(phase_of(place_of(place), phase), number)
    row = comment_of(found, comment)
    told = "Thank you. A moderator will look at the comment."
    to = to_proposal(found, "#comments")
    return act(request, lambda: changes.report(request.user, row), told, to)


@signed_in
def erase(request: HttpRequest, place: str, phase: str, number: int, comment: int) -> HttpResponse:
    """Erase one's own comment."""
    found = proposal_of(phase_of(place_of(place), phase), number)
    row = comment_of(found, comment)
    to = to_proposal(found, "#comments")
    return act(request, lambda: changes.erase(request.user, row), "Your comment is erased.", to)


def comment_of(proposal: Proposal, key: int) -> Comment:
    """A comment on a proposal; no number reaches one on another."""
    found: Comment = get_object_or_404(Comment, proposal=proposal, pk=key)
    return found
