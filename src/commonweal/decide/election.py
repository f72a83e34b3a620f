"""An election over proposals: what stands, what it costs, how people voted, the pot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from commonweal.errors import InputError, InputProblem

Kind = Literal["approval", "points", "ranked"]


@dataclass(frozen=True, slots=True)
class Project:
    """One proposal that can be voted for, or one candidate.

    Attributes:
        id: what ballots call it.
        cost: in the currency of the budget, exact; 0 for a candidate of a board.
        name: what people call it.
        categories: groups that floors and ceilings may name.
    """

    id: str
    cost: Fraction = Fraction(0)
    name: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one voter, or several who voted alike, chose.

    Attributes:
        choices: ids of projects; on a ranked ballot the first is the most wanted.
        points: on a ballot of points, one whole number for each choice; otherwise empty.
        times: how many voters voted exactly so.
    """

    choices: tuple[str, ...]
    points: tuple[int, ...] = ()
    times: int = 1


@dataclass(frozen=True, slots=True)
class Election:
    """Projects, ballots and the pot, checked.

    Attributes:
        projects: everything that stands.
        ballots: all ballots; an empty one is a voter who chose nothing.
        budget: the pot, in the currency of the costs.
        kind: what a ballot is: approval, points or ranked.
        longest: most places of a ranked ballot, where the ballot paper had a limit.
        title: what the vote is called.

    Raises:
        InputError: carries every problem.
    """

    projects: tuple[Project, ...]
    ballots: tuple[Ballot, ...]
    budget: Fraction
    kind: Kind = "approval"
    longest: int | None = None
    title: str = ""

    def __post_init__(self) -> None:
        problems = [*_project_problems(self), *_ballot_problems(self)]
        if problems:
            raise InputError(problems, "This election cannot be counted:")

    @property
    def voters(self) -> int:
        """Number of voters, those with an empty ballot included."""
        return sum(ballot.times for ballot in self.ballots)


def merged(ballots: Iterable[Ballot]) -> tuple[Ballot, ...]:
    """The same ballots, each different one once, in an order of their content alone."""
    times: Counter[tuple[tuple[str, ...], tuple[int, ...]]] = Counter()
    for ballot in ballots:
        times[ballot.choices, ballot.points] += ballot.times
    return tuple(Ballot(*content, times=count) for content, count in sorted(times.items()))


def _project_problems(election: Election) -> Iterator[InputProblem]:
    if election.kind not in get_args(Kind):
        known = " or ".join(map(repr, get_args(Kind)))
        yield InputProblem(known, repr(election.kind), column="kind")
    if election.budget < 0:
        yield InputProblem("a budget of 0 or more", f"{election.budget}", column="budget")
    if not election.projects:
        yield InputProblem("at least one project", "none", column="projects")
    seen = Counter(project.id for project in election.projects)
    for name, count in seen.items():
        if count > 1:
            yield InputProblem("each project once", f"{name!r} {count} times", column="projects")
    for project in election.projects:
        if project.cost < 0:
            came = f"{project.cost} for {project.id!r}"
            yield InputProblem("a cost of 0 or more", came, column="projects")


def _ballot_problems(election: Election) -> Iterator[InputProblem]:
    known = {project.id for project in election.projects}
    for place, ballot in enumerate(election.ballots, start=1):
        column = f"ballot {place}"
        for choice in ballot.choices:
            if choice not in known:
                yield InputProblem("a project that stands", repr(choice), column=column)
        if len(set(ballot.choices)) < len(ballot.choices):
            yield InputProblem("each project once", ",".join(ballot.choices), column=column)
        if ballot.times < 1:
            yield InputProblem("at least one voter", f"{ballot.times}", column=column)
        yield from _point_problems(election.kind, ballot, column)


def _point_problems(kind: str, ballot: Ballot, column: str) -> Iterator[InputProblem]:
    expected = len(ballot.choices) if kind == "points" else 0
    if len(ballot.points) != expected:
        came = f"{len(ballot.points)}"
        yield InputProblem(f"{expected} numbers of points", came, column=column)
    if any(points < 0 for points in ballot.points):
        came = ",".join(map(str, ballot.points))
        yield InputProblem("points of 0 or more", came, column=column)
