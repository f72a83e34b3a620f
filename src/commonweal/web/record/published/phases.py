"""Rows of phases: pots and rules, proposals, whether they can be done, results, delivery."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q

from commonweal.parameters import number as parameter
from commonweal.web.record.models import (
    Comment,
    Feasibility,
    Neighbourhood,
    Phase,
    Pot,
    Progress,
    Proposal,
    Result,
)
from commonweal.web.record.published.rows import (
    FeasibilityRow,
    PhaseRow,
    PotRow,
    ProgressRow,
    ProposalRow,
    ResultRow,
)

PhaseState: Any = Phase.State
ProposalState: Any = Proposal.State
CommentState: Any = Comment.State
# Columns that a row of the record and a row of the table have alike.
DAYS = ("propose_from", "propose_until", "vote_from", "vote_until")
SAME_OF_PHASES = (
    *("title", "about", "state", "ballot", "most_choices", "points", "who_proposes"),
    *("eligibility", "least_age", "may_change", "closed_early"),
)
SAME_OF_PROPOSALS = (
    *("number", "title", "summary", "text", "category", "where", "longitude", "latitude"),
    *("author", "state", "state_reason"),
)


def phases(place: Neighbourhood) -> Iterator[PhaseRow]:
    """Phases that are published."""
    for one in _published(place):
        yield PhaseRow(
            place=place.slug,
            phase=one.slug,
            **{name: getattr(one, name) for name in SAME_OF_PHASES},
            **{name: getattr(one, name).isoformat() for name in DAYS},
        )


def pots(place: Neighbourhood) -> Iterator[PotRow]:
    """The money of every published phase, and how it is counted."""
    for one in Pot.objects.filter(phase__in=_published(place)).order_by("phase_id", "pk"):
        yield PotRow(
            place=place.slug,
            phase=one.phase.slug,
            pot=one.slug,
            name=one.name,
            amount=float(one.amount),
            ceiling=None if one.ceiling is None else float(one.ceiling),
            areas=list(one.areas),
            categories=list(one.categories),
            rule=one.rule,
            rule_sha256=hashlib.sha256(one.rule.encode()).hexdigest(),
        )


def proposals(place: Neighbourhood) -> Iterator[ProposalRow]:
    """Proposals that no moderator hid."""
    shown = Count("comments", filter=Q(comments__state=CommentState.SHOWN), distinct=True)
    found = _proposals(place).annotate(
        many_supports=Count("supports", distinct=True), many_comments=shown
    )
    for one in found.select_related("phase", "pot"):
        yield ProposalRow(
            place=place.slug,
            phase=one.phase.slug,
            pot=one.pot.slug,
            cost=float(one.cost),
            # The day: with the time of day a proposal could be matched with its entry in the log.
            sent=one.sent.date().isoformat(),
            supports=one.many_supports,
            comments=one.many_comments,
            **{name: getattr(one, name) for name in SAME_OF_PROPOSALS},
        )


def feasibility(place: Neighbourhood) -> Iterator[FeasibilityRow]:
    """Checks of proposals, with the name that the checker gave to be shown."""
    found = Feasibility.objects.filter(proposal__in=_proposals(place))
    for one in found.select_related("proposal__phase").order_by("pk"):
        yield FeasibilityRow(
            place=place.slug,
            phase=one.proposal.phase.slug,
            number=one.proposal.number,
            feasible=one.feasible,
            checked_by=one.checked_by,
            reasons=one.reasons,
            cost=float(one.cost),
            on=one.on.isoformat(),
        )


def results(place: Neighbourhood) -> Iterator[ResultRow]:
    """Results of the pots that are decided."""
    for one in _decided(place):
        outcome = outcome_of(one)
        withheld = outcome.get("withheld", "")
        yield ResultRow(
            place=place.slug,
            phase=one.pot.phase.slug,
            pot=one.pot.slug,
            winners=list(outcome["winners"]),
            ballots=None if withheld else one.ballots,
            explanation=outcome.get("explanation", ""),
            withheld=withheld,
        )


def outcome_of(result: Result) -> dict[str, Any]:
    """What may be told of a result: all of it or, with few ballots, the winners alone."""
    fewest = int(parameter("publication.fewest_ballots"))
    if result.ballots >= fewest:
        return dict(result.outcome)
    # In the order of their ids: the order of winning tells of the votes.
    return {
        "winners": sorted(result.outcome["winners"]),
        "withheld": f"fewer than {fewest} ballots were cast, and voters might be known by them",
    }


def outcomes(place: Neighbourhood) -> dict[str, dict[str, Any]]:
    """What may be told of every result, by phase and pot: `spring-fund/main`."""
    return {f"{one.pot.phase.slug}/{one.pot.slug}": outcome_of(one) for one in _decided(place)}


def progress(place: Neighbourhood) -> Iterator[ProgressRow]:
    """Reports on delivery."""
    found = Progress.objects.filter(proposal__in=_proposals(place))
    for one in found.select_related("proposal__phase").order_by("on", "pk"):
        yield ProgressRow(
            place=place.slug,
            phase=one.proposal.phase.slug,
            number=one.proposal.number,
            on=one.on.isoformat(),
            stage=one.stage,
            text=one.text,
            spent=float(one.spent),
        )


def result_of(place: Neighbourhood, phase: str, pot: str) -> Result | None:
    """The result of one pot, where it is decided."""
    found: Result | None = _decided(place).filter(pot__phase__slug=phase, pot__slug=pot).first()
    return found


def _published(place: Neighbourhood) -> Any:
    return place.phases.exclude(state=PhaseState.DRAFT).order_by("pk")


def _proposals(place: Neighbourhood) -> Any:
    found = Proposal.objects.filter(phase__in=_published(place))
    return found.exclude(state=ProposalState.HIDDEN).order_by("phase_id", "number")


def _decided(place: Neighbourhood) -> Any:
    found = Result.objects.filter(pot__phase__in=_published(place))
    return found.select_related("pot__phase").order_by("pot__phase_id", "pot_id")
