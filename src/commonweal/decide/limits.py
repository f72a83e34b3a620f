"""What may not win: too few votes, incompatible projects, categories that are full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from commonweal.decide.election import Election
from commonweal.decide.spec import CountSpec
from commonweal.decide.tally import Tally
from commonweal.errors import InputError, InputProblem


@dataclass(frozen=True, slots=True)
class Limits:
    """The constraints of a count, by place of the project in the tally.

    Attributes:
        eligible: projects with enough votes.
        rivals: for each project, those that cannot win beside it.
        ceilings: members of a category and the most that they may cost, in units of the tally.
        floors: members of a category and the least that they must cost together.
    """

    eligible: tuple[int, ...]
    rivals: tuple[frozenset[int], ...]
    ceilings: tuple[tuple[frozenset[int], int], ...] = ()
    floors: tuple[tuple[frozenset[int], int], ...] = ()

    def allow(self, project: int, winners: Sequence[int], costs: Sequence[int]) -> bool:
        """Whether a project may join these winners; the pot is not asked."""
        if self.rivals[project] & set(winners):
            return False
        return all(
            sum(costs[each] for each in (*winners, project) if each in members) <= most
            for members, most in self.ceilings
            if project in members
        )


def limits(election: Election, spec: CountSpec, held: Tally) -> Limits:
    """Bring the constraints of a spec to the projects of a tally.

    Raises:
        InputError: a constraint names a project or a category that does not stand.
    """
    problems = list(_problems(election, spec))
    if problems:
        raise InputError(problems, "These constraints do not fit the election:")
    place = {name: number for number, name in enumerate(held.ids)}
    rivals: list[set[int]] = [set() for _ in held.ids]
    for group in spec.incompatible:
        for name in group:
            rivals[place[name]] |= {place[other] for other in group if other != name}
    members = {
        bound.category: frozenset(
            place[project.id]
            for project in election.projects
            if bound.category in project.categories
        )
        for bound in (*spec.ceilings, *spec.floors)
    }
    # Costs are whole, so a ceiling may be cut down and a floor must be taken up.
    return Limits(
        eligible=tuple(
            number for number, votes in enumerate(held.votes) if votes >= spec.minimum_votes
        ),
        rivals=tuple(frozenset(each) for each in rivals),
        ceilings=tuple((members[b.category], b.amount * held.unit // 1) for b in spec.ceilings),
        floors=tuple((members[b.category], -(-b.amount * held.unit // 1)) for b in spec.floors),
    )


def _problems(election: Election, spec: CountSpec) -> Iterator[InputProblem]:
    known = {project.id for project in election.projects}
    for name in sorted({name for group in spec.incompatible for name in group} - known):
        yield InputProblem("a project that stands", repr(name), column="incompatible")
    categories = {name for project in election.projects for name in project.categories}
    for column in ("floors", "ceilings"):
        for bound in getattr(spec, column):
            if bound.category not in categories:
                expected = "a category of a project"
                yield InputProblem(expected, repr(bound.category), column=column)
