"""What members of a board declare that could sway them."""

from __future__ import annotations

import datetime as dt

from commonweal.errors import InputError, InputProblem, MethodNotApplicable
from commonweal.web.record.audit.recording import recorded
from commonweal.web.record.models import Interest, Member, Person


def declare_interest(by: Person, member: Member, text: str, on: dt.date) -> Interest:
    """Publish an interest of a member.

    Raises:
        InputError: no text.
    """
    if not text.strip():
        raise InputError(InputProblem("what the interest is", "nothing", column="text"))
    with recorded("interest declared", by=by, place=member.board.neighbourhood) as entry:
        interest = Interest(member=member, text=text.strip(), declared=on)
        interest.save()
        entry.about = interest
    return interest


def end_interest(by: Person, interest: Interest, on: dt.date) -> None:
    """Say that an interest has ended; it stays on the page with both dates.

    Raises:
        InputError: a day before it was declared.
        MethodNotApplicable: it has ended already.
    """
    if on < interest.declared:
        expected = f"a day from {interest.declared} on"
        raise InputError(InputProblem(expected, str(on), column="ended"))
    place = interest.member.board.neighbourhood
    with recorded("interest ended", by=by, place=place, about=interest):
        kept = Interest.objects.select_for_update().get(pk=interest.pk)
        if kept.ended is not None:
            raise MethodNotApplicable(f"This interest ended on {kept.ended}.")
        kept.ended = on
        kept.save()


def may_declare_for(person: Person, member: Member, *, keeps_board: bool) -> bool:
    """Whether someone may speak for a member: themselves, or a keeper for one with no account."""
    if member.person_id is None:
        return keeps_board
    return bool(member.person_id == person.pk)
