"""Meetings of a board, their minutes, and the log of decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from commonweal.errors import InputError, InputProblem, MethodNotApplicable
from commonweal.web.record.audit.recording import recorded
from commonweal.web.record.models import Board, Correction, Decision, Meeting, Person


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """What is known of a meeting until its minutes are published.

    Attributes:
        present: ids of the members who were there.
        minutes: plain text; a blank line begins a paragraph.
    """

    on: dt.date
    where: str = ""
    agenda: str = ""
    present: tuple[int, ...] = ()
    minutes: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision as the board took it.

    Attributes:
        meeting: where it was taken; None between meetings.
        votes_for, votes_against, abstained: members; None where no vote was counted.
        stood_aside: ids of the members who took no part because of an interest.
    """

    on: dt.date
    text: str
    reasons: str
    meeting: Meeting | None = None
    votes_for: int | None = None
    votes_against: int | None = None
    abstained: int | None = None
    stood_aside: tuple[int, ...] = ()

    @property
    def votes(self) -> tuple[int, ...]:
        """The votes that were counted."""
        counted = (self.votes_for, self.votes_against, self.abstained)
        return tuple(each for each in counted if each is not None)


def call_meeting(by: Person, board: Board, facts: MeetingFacts) -> Meeting:
    """Announce a meeting."""
    with recorded("meeting called", by=by, place=board.neighbourhood, on=str(facts.on)) as entry:
        meeting = Meeting(board=board)
        _write(meeting, facts)
        entry.about = meeting
    return meeting


def change_meeting(by: Person, meeting: Meeting, facts: MeetingFacts) -> None:
    """Change a meeting, its agenda and the draft of its minutes.

    Raises:
        InputError: someone present is no member of the board.
        MethodNotApplicable: its minutes are published.
    """
    place = meeting.board.neighbourhood
    with recorded("meeting changed", by=by, place=place, about=meeting, on=str(facts.on)):
        _write(_unpublished(meeting), facts)


def publish_minutes(by: Person, meeting: Meeting) -> None:
    """Publish the minutes. From then on they are corrected below, never changed.

    Raises:
        InputError: there are none.
        MethodNotApplicable: they are published.
    """
    place = meeting.board.neighbourhood
    with recorded("minutes published", by=by, place=place, about=meeting, on=str(meeting.on)):
        kept = _unpublished(meeting)
        if not kept.minutes.strip():
            raise InputError(InputProblem("minutes to publish", "nothing", column="minutes"))
        kept.published = True
        kept.save()


def correct_minutes(by: Person, meeting: Meeting, text: str, on: dt.date) -> Correction:
    """Add a correction below published minutes; the minutes stay as they are.

    Raises:
        InputError: no text.
        MethodNotApplicable: the minutes are not published yet, so they can be changed.
    """
    if not text.strip():
        raise InputError(InputProblem("what was wrong and what is right", "nothing", column="text"))
    if not meeting.published:
        raise MethodNotApplicable("These minutes are a draft: change them instead.")
    with recorded("minutes corrected", by=by, place=meeting.board.neighbourhood) as entry:
        correction = Correction(meeting=meeting, on=on, text=text.strip())
        correction.save()
        entry.about = correction
    return correction


def record_decision(by: Person, board: Board, decided: Decided) -> Decision:
    """Put a decision on the log, with the next number; it is replaced, never changed.

    Raises:
        InputError: no text or reasons, or votes that do not add up; carries every problem.
    """
    names = dict(board.members.values_list("pk", "name"))
    if problems := [*_decision_problems(board, decided, names)]:
        raise InputError(problems)
    with recorded("decision recorded", by=by, place=board.neighbourhood) as entry:
        # Locked, so that no two decisions take one number.
        Board.objects.select_for_update().get(pk=board.pk)
        last = board.decisions.order_by("-number").values_list("number", flat=True).first()
        decision = Decision(
            board=board,
            meeting=decided.meeting,
            number=(last or 0) + 1,
            on=decided.on,
            text=decided.text.strip(),
            reasons=decided.reasons.strip(),
            votes_for=decided.votes_for,
            votes_against=decided.votes_against,
            abstained=decided.abstained,
            stood_aside=", ".join(names[each] for each in decided.stood_aside),
        )
        decision.save()
        entry.about = decision
        entry.says.update(number=decision.number, on=str(decision.on))
    return decision


def _write(meeting: Meeting, facts: MeetingFacts) -> None:
    members = set(meeting.board.members.values_list("pk", flat=True))
    if strangers := set(facts.present) - members:
        came = f"{len(strangers)} who are not"
        raise InputError(InputProblem("members of this board", came, column="present"))
    meeting.on, meeting.where = facts.on, facts.where.strip()
    meeting.agenda, meeting.minutes = facts.agenda.strip(), facts.minutes.strip()
    meeting.present = sorted(facts.present)
    meeting.save()


def _unpublished(meeting: Meeting) -> Meeting:
    """The meeting, locked.

    Raises:
        MethodNotApplicable: its minutes are published.
    """
    kept: Meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if kept.published:
        raise MethodNotApplicable(
            "These minutes are published and can no longer be changed. Add a correction below them."
        )
    return kept


def _decision_problems(
    board: Board, decided: Decided, names: dict[int, str]
) -> Iterator[InputProblem]:
    for column in ("text", "reasons"):
        if not getattr(decided, column).strip():
            yield InputProblem("some words", "nothing", column=column)
    if decided.meeting is not None and decided.meeting.board_id != board.pk:
        yield InputProblem("a meeting of this board", "another's", column="meeting")
    if set(decided.stood_aside) - set(names):
        yield InputProblem("members of this board", "others", column="stood_aside")
    if decided.votes and len(decided.votes) < 3:
        hint = "Where nobody voted so, write 0."
        yield InputProblem("all three counts or none", "some", column="votes_for", hint=hint)
    there = set(decided.meeting.present) if decided.meeting else set(names)
    voters = len(there - set(decided.stood_aside))
    if there and sum(decided.votes) > voters:
        who = "were there" if decided.meeting else "are on the board"
        expected = f"at most {voters} votes, as that many members {who} and took part"
        yield InputProblem(expected, str(sum(decided.votes)), column="votes_for")
