"""Checks of whether proposals can be done: what is to be checked, and one check."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from commonweal.web.access import able
from commonweal.web.pages.decide.letters import tell_proposer
from commonweal.web.pages.decide.lookup import phase_of, proposal_of
from commonweal.web.pages.decide.phase_forms import Money
from commonweal.web.pages.decide.proposal_list import shown_proposals
from commonweal.web.pages.decide.sending import changed, show, text_area
from commonweal.web.record.abilities import Ability
from commonweal.web.record.changes import feasibility as changes
from commonweal.web.record.models import Feasibility, Neighbourhood, Proposal

VERDICTS = (("yes", "Yes, it can be done"), ("no", "No, it cannot be done"))


class VerdictForm(forms.Form):
    """A check."""

    feasible = forms.ChoiceField(
        label="Can it be done?", choices=VERDICTS, widget=forms.RadioSelect
    )
    cost = Money(
        label="Agreed cost",
        help_text="It stands on the ballot paper. Agree it with the proposer if it differs.",
    )
    reasons = text_area(
        label="Reasons",
        max_length=5_000,
        help_text="What you looked at and whom you asked. Everyone can read it.",
    )
    checked_by = forms.CharField(
        label="Who checked it",
        max_length=changes.LONGEST_NAME,
        help_text="Name and organisation, as everyone will read them.",
    )


@able(Ability.CHECK)
def checks(request: HttpRequest, place: Neighbourhood, phase: str) -> HttpResponse:
    """The proposals of a phase: which are checked, which are not."""
    found = phase_of(place, phase)
    rows = shown_proposals(found).select_related("feasibility")
    context = {
        "place": place,
        "phase": found,
        "waiting": [row for row in rows if row.state == Proposal.State.SENT],
        "checked": [row for row in rows if row.state != Proposal.State.SENT],
    }
    return show(request, "decide/feasibility.html", forms.Form(), **context)


@able(Ability.CHECK)
def check(request: HttpRequest, place: Neighbourhood, phase: str, number: int) -> HttpResponse:
    """Check one proposal."""
    found = proposal_of(phase_of(place, phase), number)
    form = VerdictForm(request.POST or None, initial=_initial(request, found))

    def record() -> Feasibility:
        sent = form.cleaned_data
        verdict = changes.Verdict(
            feasible=sent["feasible"] == "yes",
            reasons=sent["reasons"],
            cost=sent["cost"],
            checked_by=sent["checked_by"],
        )
        return changes.check(request.user, found, verdict)

    if request.method == "POST" and form.is_valid():
        made = changed(form, record)
        if made is not None:
            _tell(request, made)
            messages.success(request, f"The check of “{found.title}” is recorded.")
            answer: HttpResponse = redirect("feasibility", place=place.slug, phase=phase)
            return answer
    context = {"place": place, "phase": found.phase, "proposal": found}
    return show(request, "decide/feasibility_check.html", form, **context)


def _initial(request: HttpRequest, proposal: Proposal) -> dict[str, Any]:
    earlier = Feasibility.objects.filter(proposal=proposal).first()
    if earlier is None:
        return {"cost": proposal.cost, "checked_by": request.user.name}
    return {
        "feasible": "yes" if earlier.feasible else "no",
        "cost": earlier.cost,
        "reasons": earlier.reasons,
        "checked_by": earlier.checked_by,
    }


def _tell(request: HttpRequest, made: Feasibility) -> None:
    found = (
        "It can be done, and will be on the ballot paper."
        if made.feasible
        else ("We found that it cannot be done, so it will not be on the ballot paper.")
    )
    text = (
        f"{made.checked_by} has checked your idea. {found}\n\n"
        f"Agreed cost: £{made.cost:,}\n\nReasons: {made.reasons}"
    )
    tell_proposer(request, made.proposal, "Your idea was checked", text)
