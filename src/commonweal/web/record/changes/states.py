"""What a change may rest on: the state of its phase, and how much someone has sent of late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from commonweal.errors import MethodNotApplicable
from commonweal.web.record.models import Comment, Person, Phase, Proposal

# Django's classes say nothing of types; these names keep the checks of the rest strict.
PhaseState: Any = Phase.State
ProposalState: Any = Proposal.State
CommentState: Any = Comment.State
BEFORE_VOTING: tuple[str, ...] = (PhaseState.PROPOSING, PhaseState.CHECKING)
GONE: tuple[str, ...] = (ProposalState.HIDDEN, ProposalState.WITHDRAWN)


def locked(phase: Phase, *states: str) -> Phase:
    """The phase as it is now, locked to the end of the transaction.

    Raises:
        MethodNotApplicable: it is in none of these states.
    """
    now: Phase = Phase.objects.select_for_update().get(pk=phase.pk)
    if now.state not in states:
        wanted = " or ".join(PhaseState(state).label.lower() for state in states)
        came = now.get_state_display().lower()
        raise MethodNotApplicable(f"{now.title} is {came}; for this it must be {wanted}.")
    return now


def locked_proposal(proposal: Proposal, *states: str) -> Proposal:
    """A proposal as it is now, with its phase locked first; see `locked`."""
    phase = locked(proposal.phase, *states)
    now: Proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    now.phase = phase
    return now


def refuse_gone(proposal: Proposal) -> None:
    """Refuse a proposal that is hidden or withdrawn.

    Raises:
        MethodNotApplicable: it is.
    """
    if proposal.state in GONE:
        raise MethodNotApplicable(f"This idea is {proposal.get_state_display().lower()}.")


def refuse_too_many(person: Person, sent: Any, most: int, what: str) -> None:
    """Refuse when someone has sent too much in the last hour; call it inside the transaction.

    Args:
        person: who sends; locked, so that two requests at once are counted one after the other.
        sent: their rows so far, with a time in `sent`.
        most: how many an hour may bring.
        what: what they are called.

    Raises:
        MethodNotApplicable: there are as many already.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    since = timezone.now() - timedelta(hours=1)
    if sent.filter(sent__gt=since).count() >= most:
        raise MethodNotApplicable(
            f"You have sent {most} {what} in the last hour, which is the most. Try again later."
        )
