"""Delivery: how the ideas that won go on, for everyone to follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from commonweal.web.access import able, public
from commonweal.web.pages.decide.acting import abilities_of, to_proposal
from commonweal.web.pages.decide.letters import tell_proposer
from commonweal.web.pages.decide.lookup import phase_of, place_of, proposal_of
from commonweal.web.pages.decide.phase_forms import Money
from commonweal.web.pages.decide.sending import Day, changed, show, text_area
from commonweal.web.record.abilities import Ability
from commonweal.web.record.changes import delivery as changes
from commonweal.web.record.changes.delivery import winners
from commonweal.web.record.models import Neighbourhood, Phase, Progress, Proposal


class ReportForm(forms.Form):
    """A report."""

    stage = forms.ChoiceField(
        label="How far it is", choices=Progress.Stage.choices, widget=forms.RadioSelect
    )
    text = text_area(label="What has happened, and what comes next", max_length=5_000)
    spent = Money(label="Spent so far, in all", min_value=0)
    on = Day(label="As of")


@dataclass(frozen=True, slots=True)
class Followed:
    """A proposal that won, with its last report."""

    proposal: Proposal
    last: Progress | None

    @property
    def spent(self) -> Decimal:
        """What was spent so far, in pounds."""
        return self.last.spent if self.last else Decimal(0)


@public
def delivery(request: HttpRequest, place: str, phase: str) -> HttpResponse:
    """What the ideas that won cost, what was spent, and how far they are."""
    found = phase_of(place_of(place), phase)
    if found.state != Phase.State.DECIDED:
        raise Http404
    rows = _followed(found)
    context = {
        "place": found.neighbourhood,
        "phase": found,
        "can": abilities_of(request, found.neighbourhood),
        "rows": rows,
        "cost": sum((row.proposal.cost for row in rows), Decimal(0)),
        "spent": sum((row.spent for row in rows), Decimal(0)),
        "done": sum(row.last is not None and row.last.stage == "done" for row in rows),
    }
    return render(request, "decide/delivery.html", context)


@able(Ability.DELIVER)
def report(request: HttpRequest, place: Neighbourhood, phase: str, number: int) -> HttpResponse:
    """Report on one proposal that won."""
    found = proposal_of(phase_of(place, phase), number)
    if found.number not in winners(found.phase):
        raise Http404
    last = found.progress.first()
    initial = {"on": timezone.localdate(), "spent": last.spent if last else Decimal(0)}
    form = ReportForm(request.POST or None, initial=initial)

    def record() -> Progress:
        return changes.report(request.user, found, changes.Report(**form.cleaned_data))

    if request.method == "POST" and form.is_valid():
        made = changed(form, record)
        if made is not None:
            _tell(request, made)
            messages.success(request, "The report is on the page of the idea.")
            return to_proposal(found, "#delivery")
    context = {"place": place, "phase": found.phase, "proposal": found}
    return show(request, "decide/delivery_report.html", form, **context)


def _followed(phase: Phase) -> Sequence[Followed]:
    rows = phase.proposals.filter(number__in=winners(phase)).prefetch_related("progress")
    return [Followed(row, next(iter(row.progress.all()), None)) for row in rows]


def _tell(request: HttpRequest, made: Progress) -> None:
    text = (
        f"There is news of your idea. It is now: {made.get_stage_display().lower()}.\n\n"
        f"{made.text}\n\nSpent so far: £{made.spent:,}"
    )
    tell_proposer(request, made.proposal, "News of your idea", text)
