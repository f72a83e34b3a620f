"""What those who run a neighbourhood can do next, for its front page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from commonweal.decide.boards import BoardCheck
from commonweal.web.pages.decide.now import day
from commonweal.web.record.abilities import Ability, may
from commonweal.web.record.models import Board, Neighbourhood, Person, Phase, Role


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: why, the words of its link, and where."""

    text: str
    link: str
    address: str


def tasks_of(person: Person, place: Neighbourhood, check: BoardCheck | None) -> list[Task]:
    """What someone can do next in a neighbourhood, the most pressing first."""
    tasks = [*_of_people(place)] if may(person, Ability.GIVE_ROLES, place) else []
    board = Board.objects.filter(neighbourhood=place).first()
    if may(person, Ability.KEEP_BOARD, place):
        tasks += _first(place) if board is None else _of_board(place, board, check)
    if board is not None and may(person, Ability.SET_PHASES, place):
        tasks += _of_phases(place)
    return tasks


def _of_people(place: Neighbourhood) -> Iterator[Task]:
    if not place.roles.filter(kind=Role.Kind.CHAIR).exists():
        text = "Nobody has the role of chair here yet."
        yield Task(text, "Invite a chair", _to("people", place))


def _first(place: Neighbourhood) -> Iterator[Task]:
    text = "There is no board yet. It is where deciding begins."
    yield Task(text, "Form the board", _to("board-edit", place))


def _of_board(place: Neighbourhood, board: Board, check: BoardCheck | None) -> Iterator[Task]:
    page = _to("board", place)
    if check is not None and check.met is False:
        yield Task("The board does not yet meet its rule.", "See what it lacks", page)
    if check is not None and check.met is None:
        yield Task("Not all that the board's rule asks is known.", "See what is missing", page)
    if check is not None and (ending := len(check.sitting.ending)):
        text = f"{ending} {'term ends' if ending == 1 else 'terms end'} soon."
        yield Task(text, "See whose", f"{page}#terms")
    for meeting in board.meetings.filter(published=False, on__lt=timezone.localdate()):
        text = f"The minutes of {day(meeting.on)} are not published."
        yield Task(text, "Write or publish them", _to("meeting", place, number=meeting.pk))
    if place.electors is None:
        text = "We do not know how many electors there are."
        yield Task(text, "Add the number", _to("decide-facts", place))


def _of_phases(place: Neighbourhood) -> Iterator[Task]:
    for phase in place.phases.filter(state=Phase.State.DRAFT):
        text = f"{phase.title} is being prepared; nobody else sees it yet."
        yield Task(text, "Go on with it", _to("phase", place, phase=phase.slug))
    if not place.phases.exclude(state=Phase.State.DECIDED).exists():
        text = "No phase is open or being prepared."
        yield Task(text, "Prepare one", _to("phase-new", place))


def _to(page: str, place: Neighbourhood, **parts: Any) -> str:
    return reverse(page, kwargs={"place": place.slug, **parts})
