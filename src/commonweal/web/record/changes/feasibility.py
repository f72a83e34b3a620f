"""Say whether a proposal can be done, for which cost and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from commonweal.errors import InputError, InputProblem
from commonweal.web.record.audit.recording import recorded
from commonweal.web.record.changes.states import (
    BEFORE_VOTING,
    ProposalState,
    locked_proposal,
    refuse_gone,
)
from commonweal.web.record.models import Feasibility, Person, Proposal
from commonweal.web.record.vote_file import phase_id

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a check found.

    Attributes:
        feasible: whether it can be done.
        reasons: why, in words that the proposer understands; public.
        cost: the agreed cost in pounds, which stands on the ballot.
        checked_by: name and organisation of who checked, as shown to everyone.
    """

    feasible: bool
    reasons: str
    cost: Decimal
    checked_by: str


def check(by: Person, proposal: Proposal, verdict: Verdict, on: date | None = None) -> Feasibility:
    """Record a check; a later one takes the place of an earlier one, and both stay in the log.

    Raises:
        InputError: carries every problem of the verdict.
        MethodNotApplicable: voting has opened, or the proposal is hidden or withdrawn.
    """
    with recorded("feasibility checked", by=by, place=proposal.phase.neighbourhood) as entry:
        found = locked_proposal(proposal, *BEFORE_VOTING)
        refuse_gone(found)
        problems = list(_problems(found, verdict))
        if problems:
            raise InputError(problems, "This check cannot be recorded so:")
        row = Feasibility.objects.filter(proposal=found).first()
        row = row or Feasibility(proposal=found, asked=found.cost)
        row.checker, row.checked_by = by, verdict.checked_by.strip()
        row.feasible, row.reasons = verdict.feasible, verdict.reasons.strip()
        row.cost, row.on = verdict.cost, on or timezone.localdate()
        row.save()
        found.cost = verdict.cost
        states = ProposalState
        found.state = states.FEASIBLE if verdict.feasible else states.NOT_FEASIBLE
        found.save()
        entry.about = found
        entry.says = {
            "phase": phase_id(found.phase),
            "proposal": found.number,
            "feasible": verdict.feasible,
            "cost": f"{verdict.cost:.2f}",
        }
    return row


def _problems(proposal: Proposal, verdict: Verdict) -> Iterator[InputProblem]:
    if not verdict.reasons.strip():
        hint = "The proposer and everyone else will read them."
        yield InputProblem("the reasons in words", "nothing", column="reasons", hint=hint)
    if not 0 < len(verdict.checked_by.strip()) <= LONGEST_NAME:
        expected = "name and organisation of who checked"
        yield InputProblem(expected, repr(verdict.checked_by), column="checked_by")
    pot = proposal.pot
    most = pot.amount if pot.ceiling is None else min(pot.ceiling, pot.amount)
    if verdict.cost <= 0:
        yield InputProblem("more than £0", f"£{verdict.cost:,}", column="cost")
    elif verdict.feasible and verdict.cost > most:
        expected = f"no more than £{most:,}, which is the most in {pot.name}"
        hint = "If it would cost more, it cannot be done in this phase."
        yield InputProblem(expected, f"£{verdict.cost:,}", column="cost", hint=hint)
