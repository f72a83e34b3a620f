"""Comment on a proposal, report what others wrote, erase one's own."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from commonweal.errors import InputError, InputProblem, MethodNotApplicable
from commonweal.parameters import number
from commonweal.web.record.audit.recording import recorded
from commonweal.web.record.changes.states import CommentState, refuse_gone, refuse_too_many
from commonweal.web.record.models import Comment, Neighbourhood, Person, Proposal
from commonweal.web.record.vote_file import phase_id

SHOWN, HIDDEN, ERASED = CommentState.SHOWN, CommentState.HIDDEN, CommentState.ERASED
LONGEST = 2_000


def comment(by: Person, proposal: Proposal, text: str) -> Comment:
    """Say something about a proposal; it is shown at once.

    Raises:
        InputError: there is no text, or too much.
        MethodNotApplicable: the proposal is hidden or withdrawn, or they sent too much of late.
    """
    said = text.strip()
    if not 0 < len(said) <= LONGEST:
        came = f"{len(said):,}" if said else "nothing"
        raise InputError(InputProblem(f"1 to {LONGEST:,} letters", came, column="text"))
    with recorded("comment sent", by=by, place=proposal.phase.neighbourhood) as entry:
        found = Proposal.objects.select_for_update().get(pk=proposal.pk)
        refuse_gone(found)
        most = int(number("participation.comments_an_hour"))
        refuse_too_many(by, Comment.objects.filter(person=by), most, "comments")
        row = Comment(proposal=found, person=by, text=said, sent=timezone.now())
        row.save()
        entry.about, entry.says = row, _says(row)
    return row


def report(by: Person, comment: Comment) -> None:
    """Ask a moderator to look at a comment; while one is asked already, nothing changes."""
    if comment.person_id == by.pk:
        raise MethodNotApplicable("This is your own comment: you can erase it.")
    if comment.reports or comment.state != SHOWN:
        return
    with recorded("comment reported", by=by, place=_place(comment)) as entry:
        found = _locked(comment, SHOWN)
        found.reports = 1  # several at once are one: a moderator is asked
        found.save()
        entry.about, entry.says = found, _says(found)


def erase(by: Person, comment: Comment) -> None:
    """Erase one's own comment: its text is gone, that there was one stays.

    Raises:
        PermissionDenied: it is someone else's.
        MethodNotApplicable: it is erased already.
    """
    if comment.person_id != by.pk:
        raise PermissionDenied("Only the person who wrote a comment may erase it.")
    with recorded("comment erased", by=by, place=_place(comment)) as entry:
        found = _locked(comment, SHOWN, HIDDEN)
        found.state, found.text, found.reports = ERASED, "", 0
        found.save()
        entry.about, entry.says = found, _says(found)


def _place(comment: Comment) -> Neighbourhood:
    place: Neighbourhood = comment.proposal.phase.neighbourhood
    return place


def _locked(comment: Comment, *states: str) -> Comment:
    found: Comment = Comment.objects.select_for_update().get(pk=comment.pk)
    if found.state not in states:
        raise MethodNotApplicable(f"This comment is {found.get_state_display().lower()}.")
    return found


def _says(comment: Comment) -> dict[str, object]:
    proposal = comment.proposal
    return {
        "phase": phase_id(proposal.phase),
        "proposal": proposal.number,
        "comment": comment.pk,
    }
