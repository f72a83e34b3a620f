"""Hide what people wrote, with a reason that everyone reads in its place, and show it again."""

from __future__ import annotations

from commonweal.errors import InputError, InputProblem, MethodNotApplicable
from commonweal.web.record.audit.recording import recorded
from commonweal.web.record.changes.states import (
    BEFORE_VOTING,
    CommentState,
    ProposalState,
    locked_proposal,
    refuse_gone,
)
from commonweal.web.record.models import Comment, Feasibility, Person, Proposal
from commonweal.web.record.vote_file import phase_id

LONGEST_REASON = 400
ACTIONS = ("comment hidden", "comment kept", "proposal hidden", "proposal shown")


def hide_comment(by: Person, comment: Comment, reason: str) -> None:
    """Hide a comment.

    Raises:
        InputError: no reason is given.
        MethodNotApplicable: it is hidden or erased already.
    """
    _comment("comment hidden", by, comment, CommentState.SHOWN, CommentState.HIDDEN, reason)


def keep_comment(by: Person, comment: Comment, reason: str) -> None:
    """Show a comment that was reported or hidden; the report is answered.

    Raises:
        InputError: no reason is given.
        MethodNotApplicable: it is erased.
    """
    _comment("comment kept", by, comment, comment.state, CommentState.SHOWN, reason)


def hide_proposal(by: Person, proposal: Proposal, reason: str) -> None:
    """Hide a proposal, before voting opens.

    Raises:
        InputError: no reason is given.
        MethodNotApplicable: voting has opened, or it is hidden or withdrawn already.
    """
    with recorded("proposal hidden", by=by, place=proposal.phase.neighbourhood) as entry:
        found = locked_proposal(proposal, *BEFORE_VOTING)
        refuse_gone(found)
        found.state, found.state_reason = ProposalState.HIDDEN, _reason(reason)
        found.save()
        entry.about, entry.says = found, _proposal_says(found)


def show_proposal(by: Person, proposal: Proposal, reason: str) -> None:
    """Show a hidden proposal again, with the check that it had.

    Raises:
        InputError: no reason is given.
        MethodNotApplicable: voting has opened, or it is not hidden.
    """
    with recorded("proposal shown", by=by, place=proposal.phase.neighbourhood) as entry:
        found = locked_proposal(proposal, *BEFORE_VOTING)
        if found.state != ProposalState.HIDDEN:
            raise MethodNotApplicable("This idea is not hidden.")
        found.state, found.state_reason = _checked_state(found), _reason(reason)
        found.save()
        entry.about, entry.says = found, _proposal_says(found)


def _comment(
    action: str, by: Person, comment: Comment, before: str, after: str, reason: str
) -> None:
    with recorded(action, by=by, place=comment.proposal.phase.neighbourhood) as entry:
        found = Comment.objects.select_for_update().get(pk=comment.pk)
        if found.state != before or before == CommentState.ERASED:
            raise MethodNotApplicable(f"This comment is {found.get_state_display().lower()}.")
        found.state, found.state_reason, found.reports = after, _reason(reason), 0
        found.save()
        says = {**_proposal_says(found.proposal), "comment": found.pk}
        entry.about, entry.says = found, says


def _checked_state(proposal: Proposal) -> str:
    check = Feasibility.objects.filter(proposal=proposal).first()
    if check is None:
        return str(ProposalState.SENT)
    state: str = ProposalState.FEASIBLE if check.feasible else ProposalState.NOT_FEASIBLE
    return state


def _reason(reason: str) -> str:
    said = reason.strip()
    if not 0 < len(said) <= LONGEST_REASON:
        came = f"{len(said)} letters" if said else "none"
        expected = f"a reason of up to {LONGEST_REASON} letters"
        raise InputError(InputProblem(expected, came, column="reason"))
    return said


def _proposal_says(proposal: Proposal) -> dict[str, object]:
    return {"phase": phase_id(proposal.phase), "proposal": proposal.number}
