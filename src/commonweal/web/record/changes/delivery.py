"""Report how the delivery of what won goes on, back to the people who proposed and voted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from commonweal.errors import InputError, InputProblem, MethodNotApplicable
from commonweal.web.record.audit.recording import recorded
from commonweal.web.record.changes.states import PhaseState, locked_proposal
from commonweal.web.record.models import Person, Phase, Progress, Proposal, Result
from commonweal.web.record.vote_file import phase_id
from commonweal.web.words import told_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report: how far it is, in words, what was spent so far (pounds), and when."""

    stage: str
    text: str
    spent: Decimal
    on: date


def winners(phase: Phase) -> frozenset[int]:
    """Numbers of the proposals that won in any pot of a phase."""
    outcomes = Result.objects.filter(pot__phase=phase).values_list("outcome", flat=True)
    return frozenset(int(number) for outcome in outcomes for number in outcome["winners"])


def report(by: Person, proposal: Proposal, given: Report, today: date | None = None) -> Progress:
    """Add a report on a proposal that won.

    Raises:
        InputError: carries every problem of the report.
        MethodNotApplicable: the vote is not decided, or the proposal did not win.
    """
    with recorded("delivery reported", by=by, place=proposal.phase.neighbourhood) as entry:
        found = locked_proposal(proposal, PhaseState.DECIDED)
        if found.number not in winners(found.phase):
            raise MethodNotApplicable("Delivery is reported for ideas that won the vote.")
        problems = list(_problems(found, given, today or timezone.localdate()))
        if problems:
            raise InputError(problems, "This report cannot be added so:")
        row = Progress(
            proposal=found,
            stage=given.stage,
            text=given.text.strip(),
            spent=given.spent,
            on=given.on,
        )
        row.save()
        entry.about = row
        entry.says = {
            "phase": phase_id(found.phase),
            "proposal": found.number,
            "stage": str(row.stage),
            "spent": f"{row.spent:.2f}",
            "on": row.on.isoformat(),
        }
    return row


def _problems(proposal: Proposal, given: Report, today: date) -> Iterator[InputProblem]:
    if given.stage not in Progress.Stage.values:
        expected = " or ".join(Progress.Stage.values)
        yield InputProblem(expected, repr(given.stage), column="stage")
    if not given.text.strip():
        yield InputProblem("what has happened, in words", "nothing", column="text")
    if given.spent < 0:
        yield InputProblem("£0 or more", f"£{given.spent:,}", column="spent")
    if given.on > today:
        expected = f"{told_day(today)} or earlier"
        yield InputProblem(expected, told_day(given.on), column="on")
    last = proposal.progress.first()
    if last is not None and given.on < last.on:
        expected = f"the day of the last report, {told_day(last.on)}, or later"
        yield InputProblem(expected, told_day(given.on), column="on")
