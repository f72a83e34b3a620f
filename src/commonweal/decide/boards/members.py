"""The people on a board: one record each, and the table they are read from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from commonweal.decide.boards.capacities import CAPACITIES, RESIDENT
from commonweal.decide.boards.rule import CompositionRule
from commonweal.errors import InputError, InputProblem

if TYPE_CHECKING:
    import polars as pl

Position = Literal["chair", "member"]

_FIRST = 2  # The heading is row 1.
_TITLE = "The members cannot be used:"
_YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class Member:
    """One person on a board.

    Attributes:
        name: as the board publishes it; no two members share one.
        capacities: what they are there as, such as `business`; several where several hold.
        position: `chair` or `member`.
        since: first day of the present term; None where it is not known.
        until: last day of the term, if it was set; None where it was not.
        lives_here: whether they live in the area. It makes them a resident, whatever they are
            there as.
    """

    name: str
    capacities: tuple[str, ...] = ()
    position: Position = "member"
    since: dt.date | None = None
    until: dt.date | None = None
    lives_here: bool = False

    def holds(self, capacity: str) -> bool:
        """Whether they count as holding a capacity."""
        return self.lives_here if capacity == RESIDENT else capacity in self.capacities

    def holds_any(self, capacities: Sequence[str]) -> bool:
        """Whether they hold at least one of some capacities."""
        return any(self.holds(capacity) for capacity in capacities)


def member_problems(
    members: Sequence[Member], file: str = "", first_row: int = 1
) -> Iterator[InputProblem]:
    """What is wrong with each member, and with the list; rows count from `first_row`."""
    seen: dict[str, int] = {}
    for row, member in enumerate(members, start=first_row):
        for column, expected, came in _wrong(member):
            yield InputProblem(expected, came, file, column=column, row=row)
        if member.name in seen:
            came = f"the name of row {seen[member.name]} again"
            hint = "Add a middle name or a number if they are two people"
            expected = "a name of its own"
            yield InputProblem(expected, came, file, column="name", row=row, hint=hint)
        seen.setdefault(member.name, row)


def _wrong(member: Member) -> Iterator[tuple[str, str, str]]:
    if not member.name.strip():
        yield "name", "a name", "nothing"
    if member.position not in ("chair", "member"):
        yield "position", "chair or member", repr(member.position)
    if RESIDENT in member.capacities and not member.lives_here:
        yield "lives_here", "yes for a resident", "no"
    if member.since and member.until and member.until < member.since:
        yield "until", f"a day from {member.since} on", str(member.until)


def read_members(
    table: pl.DataFrame, rule: CompositionRule | None = None, name: str = ""
) -> tuple[Member, ...]:
    """Check a table of members and make them.

    Args:
        table: one row a member, as text: `name` and `capacities` (several with semicolons); if
            held `position` (chair or member), `since`, `until` (days such as 2026-04-01) and
            `lives_here` (yes or no; without the column those who are there as `resident` do).
            Other columns are not read.
        rule: whose capacities may be named beside those known anyway.
        name: of the file, for messages.

    Raises:
        InputError: carries every problem, by row and column.
    """
    absent = [column for column in ("name", "capacities") if column not in table.columns]
    if absent:
        found = [InputProblem(f"a column {each!r}", "none", file=name) for each in absent]
        raise InputError(found, _TITLE)
    known = {*CAPACITIES, *(rule.capacities() if rule else ())}
    problems: list[InputProblem] = []
    members = []
    for row, cells in enumerate(table.iter_rows(named=True), start=_FIRST):
        reader = _Row({key: str(cell or "").strip() for key, cell in cells.items()})
        members.append(_member(reader, known, lived="lives_here" in table.columns))
        problems += [
            InputProblem(expected, came, name, column=column, row=row)
            for column, expected, came in reader.problems
        ]
    told = {(problem.row, problem.column) for problem in problems}
    problems += [
        problem
        for problem in member_problems(members, name, _FIRST)
        if (problem.row, problem.column) not in told
    ]
    if problems:
        raise InputError(sorted(problems, key=lambda problem: problem.row or 0), _TITLE)
    return tuple(members)


def _member(row: _Row, known: set[str], *, lived: bool) -> Member:
    capacities = row.capacities(known)
    return Member(
        row.cells["name"],
        capacities,
        row.position(),
        row.day("since"),
        row.day("until"),
        row.yes("lives_here") if lived else RESIDENT in capacities,
    )


class _Row:
    """The cells of one row; collects what is wrong with them."""

    __slots__ = ("cells", "problems")

    def __init__(self, cells: Mapping[str, str]) -> None:
        self.cells = cells
        self.problems: list[tuple[str, str, str]] = []

    def capacities(self, known: set[str]) -> tuple[str, ...]:
        named = [part.strip().lower() for part in self.cells["capacities"].split(";")]
        named = [part for part in named if part]
        for each in named:
            if each not in known:
                expected = f"capacities among {', '.join(sorted(known))}"
                self.problems.append(("capacities", expected, repr(each)))
        return tuple(dict.fromkeys(named))

    def position(self) -> Position:
        written = self.cells.get("position", "").lower() or "member"
        if written in ("chair", "member"):
            return "chair" if written == "chair" else "member"
        self.problems.append(("position", "chair or member", repr(written)))
        return "member"

    def day(self, column: str) -> dt.date | None:
        written = self.cells.get(column, "")
        try:
            return dt.date.fromisoformat(written) if written else None
        except ValueError:
            self.problems.append((column, "a day such as 2026-04-01", repr(written)))
            return None

    def yes(self, column: str) -> bool:
        written = self.cells[column].lower() or "no"
        if written not in _YES_NO:
            self.problems.append((column, "yes or no", repr(written)))
        return _YES_NO.get(written, False)
