"""Ballots merged and in whole numbers: what every rule counts from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import chain
from math import lcm

import numpy as np
from numpy.typing import NDArray

from commonweal.decide.election import Ballot, Election
from commonweal.decide.spec import CountSpec
from commonweal.errors import MethodNotApplicable

Whole = NDArray[np.int64]
LARGEST = 2**61


@dataclass(frozen=True)
class Tally:
    """Merged ballots in whole numbers. Projects are in order of their id.

    Attributes:
        ids: ids of the projects, sorted, so that an order of the file decides nothing.
        costs: whole costs, one a project, in units of 1 / `unit` of the currency.
        budget: the pot in the same units; a fraction where it is not whole.
        unit: units in one of the currency.
        voters: number of voters.
        weights: (different ballots,) how many voters each stands for.
        supporters: for each project, the different ballots that give it points.
        points: for each project, the points of those ballots (1 on an approval ballot).
        by_cost: whether points are worth their project's cost.
        approval: whether a project was approved or not, nothing between.
    """

    ids: tuple[str, ...]
    costs: tuple[int, ...]
    budget: Fraction
    unit: int
    voters: int
    weights: Whole
    supporters: tuple[Whole, ...]
    points: tuple[Whole, ...]
    by_cost: bool
    approval: bool

    # Kept once made: equal shares asks for these in every one of hundreds of runs.
    @cached_property
    def behind(self) -> tuple[Whole, ...]:
        """For each project, how many voters each of its ballots stands for."""
        return tuple(self.weights[who] for who in self.supporters)

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """Voters who give each project any points."""
        return tuple(int(behind.sum()) for behind in self.behind)

    @cached_property
    def loads(self) -> tuple[Whole, ...]:
        """For each project, the points of all the voters of each of its ballots."""
        return tuple(n * points for n, points in zip(self.behind, self.points, strict=True))

    @cached_property
    def votes(self) -> tuple[int, ...]:
        """Votes of each project: voters on approval ballots, otherwise points."""
        return tuple(int(load.sum()) for load in self.loads)

    def worth(self, project: int) -> int:
        """What one point for a project is worth to its supporter."""
        return self.costs[project] if self.by_cost else 1

    def money(self, amount: Fraction | int) -> Fraction:
        """An amount in units, in the currency."""
        return Fraction(amount) / self.unit

    def with_cost(self, project: int, cost: int) -> Tally:
        """The same votes with another cost of one project, in units."""
        costs = list(self.costs)
        costs[project] = cost
        return replace(self, costs=tuple(costs))

    def with_votes(self, project: int, more: int) -> Tally:
        """The same with so many new voters who choose only this project, with one point each."""
        who, points = list(self.supporters), list(self.points)
        who[project] = np.append(who[project], len(self.weights))
        points[project] = np.append(points[project], 1)
        return replace(
            self,
            voters=self.voters + more,
            weights=np.append(self.weights, more),
            supporters=tuple(who),
            points=tuple(points),
        )


def tally(election: Election, spec: CountSpec) -> Tally:
    """Merge ballots and bring money to whole numbers.

    Raises:
        MethodNotApplicable: numbers so large that sums would not fit 64 bits.
    """
    projects = sorted(election.projects, key=lambda project: project.id)
    place = {project.id: number for number, project in enumerate(projects)}
    unit = lcm(*(project.cost.denominator for project in projects))
    longest = election.longest or max((len(each.choices) for each in election.ballots), default=0)
    _check_size(election, most := _most(election, spec, longest))
    # A project and its points as one number: merging and sorting plain numbers is quick.
    base = most + 1
    given: Counter[tuple[int, ...]] = Counter()
    for ballot in election.ballots:
        scores = _scores(ballot, election, spec, longest)
        pairs = zip(map(place.__getitem__, ballot.choices), scores, strict=True)
        given[tuple(sorted([base * each + score for each, score in pairs if score]))] += (
            ballot.times
        )
    different = sorted(given)
    who, points = _by_project(different, base, len(projects))
    asked = spec.satisfaction or ("cost" if election.kind == "approval" else "cardinality")
    return Tally(
        ids=tuple(place),
        costs=tuple(int(project.cost * unit) for project in projects),
        budget=election.budget * unit,
        unit=unit,
        voters=election.voters,
        weights=np.array([given[content] for content in different], dtype=np.int64),
        supporters=who,
        points=points,
        by_cost=asked == "cost",
        approval=election.kind == "approval",
    )


def _by_project(
    different: Sequence[tuple[int, ...]], base: int, projects: int
) -> tuple[tuple[Whole, ...], tuple[Whole, ...]]:
    """For each project, the different ballots that give it points, and the points."""
    lengths = [len(each) for each in different]
    coded = np.fromiter(chain.from_iterable(different), dtype=np.int64, count=sum(lengths))
    project, points = np.divmod(coded, base)
    ballot = np.repeat(np.arange(len(different), dtype=np.int64), lengths)
    order = np.argsort(project, kind="stable")
    ends = np.searchsorted(project[order], np.arange(1, projects))
    return tuple(np.split(ballot[order], ends)), tuple(np.split(points[order], ends))


def _most(election: Election, spec: CountSpec, longest: int) -> int:
    """The most points that a ballot can give one project."""
    if election.kind == "points":
        return max((max(each.points, default=1) for each in election.ballots), default=1) or 1
    return max(longest, 1) if election.kind == "ranked" and spec.scoring == "borda" else 1


def _scores(ballot: Ballot, election: Election, spec: CountSpec, longest: int) -> Sequence[int]:
    if election.kind == "points":
        return ballot.points
    if election.kind == "ranked" and spec.scoring == "borda":
        return range(longest, longest - len(ballot.choices), -1)
    return [1] * len(ballot.choices)


def _check_size(election: Election, most: int) -> None:
    if (most + 1) * max(election.voters, len(election.projects), 1) >= LARGEST:
        raise MethodNotApplicable(
            f"Points as large as {most:,} from {election.voters:,} voters are more than can be "
            "summed exactly here. Divide all points by a common factor."
        )
