"""What waits for a moderator, and what moderators have done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from commonweal.web.access import able
from commonweal.web.pages.decide.comments import comment_of
from commonweal.web.pages.decide.lookup import phase_of, proposal_of
from commonweal.web.pages.decide.sending import changed, show
from commonweal.web.record.abilities import Ability
from commonweal.web.record.changes import moderation as changes
from commonweal.web.record.models import AuditEntry, Comment, Neighbourhood, Person, Proposal

SHOWN_ACTS = 200


class ReasonForm(forms.Form):
    """Why something is hidden, kept or shown again."""

    reason = forms.CharField(
        label="Reason",
        max_length=changes.LONGEST_REASON,
        help_text="Everyone can read it. Say which rule it breaks or keeps, and name nobody.",
    )


@dataclass(frozen=True, slots=True)
class Act:
    """One act of moderation: the day, what was done to what, and why."""

    number: int
    day: str
    what: str
    proposal: str
    reason: str


@able(Ability.MODERATE)
def queue(request: HttpRequest, place: Neighbourhood) -> HttpResponse:
    """Reported comments first, then the newest ideas, then what is hidden."""
    comments = Comment.objects.filter(proposal__phase__neighbourhood=place).select_related(
        "proposal__phase", "person"
    )
    proposals = Proposal.objects.filter(
        phase__neighbourhood=place, phase__state__in=("proposing", "checking")
    ).select_related("phase")
    context = {
        "place": place,
        "reported": comments.filter(state="shown", reports__gt=0),
        "hidden_comments": comments.filter(state="hidden"),
        "new": proposals.exclude(state__in=("hidden", "withdrawn")).order_by("-sent"),
        "hidden": proposals.filter(state="hidden"),
    }
    return show(request, "decide/moderation.html", forms.Form(), **context)


@able(Ability.MODERATE)
def comment(
    request: HttpRequest, place: Neighbourhood, phase: str, number: int, comment: int
) -> HttpResponse:
    """Hide a comment, or say that it may stay."""
    found = proposal_of(phase_of(place, phase), number, hidden=True)
    row = comment_of(found, comment)
    acts = {"hide": changes.hide_comment, "keep": changes.keep_comment}
    return _decide(request, found, acts, row, comment=row)


@able(Ability.MODERATE)
def proposal(request: HttpRequest, place: Neighbourhood, phase: str, number: int) -> HttpResponse:
    """Hide a proposal, or show it again."""
    found = proposal_of(phase_of(place, phase), number, hidden=True)
    acts = {"hide": changes.hide_proposal, "keep": changes.show_proposal}
    return _decide(request, found, acts, found, comment=None)


@able(Ability.READ_LOG)
def log(request: HttpRequest, place: Neighbourhood) -> HttpResponse:
    """What moderators have done, newest first."""
    entries = AuditEntry.objects.filter(place=place.slug, action__in=changes.ACTIONS)
    acts = [_act(entry) for entry in entries.order_by("-number")[:SHOWN_ACTS]]
    context = {"place": place, "acts": acts, "most": SHOWN_ACTS}
    return show(request, "decide/moderation_log.html", forms.Form(), **context)


def _decide(
    request: HttpRequest,
    found: Proposal,
    acts: Mapping[str, Callable[[Person, Any, str], None]],
    row: Comment | Proposal,
    *,
    comment: Comment | None,
) -> HttpResponse:
    """Ask for the reason; then do it. Which act is in the address: hide unless it says keep."""
    name = "keep" if request.GET.get("act") == "keep" else "hide"
    form = ReasonForm(request.POST or None)

    def decide() -> bool:
        acts[name](request.user, row, form.cleaned_data["reason"])
        return True

    place = found.phase.neighbourhood
    if request.method == "POST" and form.is_valid() and changed(form, decide):
        messages.success(request, "Hidden." if name == "hide" else "It is shown.")
        answer: HttpResponse = redirect("moderation", place=place.slug)
        return answer
    context = {"place": place, "proposal": found, "comment": comment, "hide": name == "hide"}
    return show(request, "decide/moderation_reason.html", form, **context)


def _act(entry: AuditEntry) -> Act:
    says = entry.says
    return Act(
        number=entry.number,
        day=entry.at[:10],
        what=entry.action,
        proposal=f"{says.get('phase', '')}, idea {says.get('proposal', '')}",
        reason=_reason_of(entry),
    )


def _reason_of(entry: AuditEntry) -> str:
    """The reason stands in the row, and only that of the last act."""
    model, _, key = entry.subject.partition(":")
    rows = Comment if model == "comment" else Proposal
    row = rows.objects.filter(pk=key).first()
    later = AuditEntry.objects.filter(
        subject=entry.subject, action__in=changes.ACTIONS, number__gt=entry.number
    )
    return "" if row is None or later.exists() else str(row.state_reason)
