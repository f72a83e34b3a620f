"""The affordable set of most total satisfaction, found exactly by branch and bound."""

from __future__ import annotations

from fractions import Fraction

from commonweal.decide.limits import Limits
from commonweal.decide.rules.counted import Counted, Step
from commonweal.decide.spec import CountSpec
from commonweal.decide.tally import Tally
from commonweal.decide.ties import tie_order
from commonweal.errors import MethodNotApplicable

MOST_BRANCHES = 2_000_000


def knapsack(held: Tally, spec: CountSpec, limits: Limits) -> Counted:
    """The set with the greatest sum of votes, each times its worth, that the pot can pay.

    Among equal sets the one found first wins: projects are tried by value for their cost, then
    in the declared order. All constraints are kept, floors too.

    Raises:
        MethodNotApplicable: no set meets the floors, or the search grew too large.
    """
    search = _Search(held, spec, limits)
    search.run()
    if search.best is None:
        raise MethodNotApplicable("No affordable set of projects meets the floors of categories.")
    return Counted(tuple(Step(project, "in the set of most votes") for project in search.best))


class _Search:
    def __init__(self, held: Tally, spec: CountSpec, limits: Limits) -> None:
        self._held, self._limits = held, limits
        votes, ties = held.votes, tie_order(spec, held)
        self._value = [votes[each] * held.worth(each) for each in range(len(held.ids))]
        self._order = sorted(limits.eligible, key=lambda each: (-self._rate(each), ties(each)))
        self.best: list[int] | None = None
        self._most = -1

    def _rate(self, project: int) -> Fraction:
        cost = self._held.costs[project]
        # What costs nothing comes first.
        return Fraction(self._value[project], cost) if cost else Fraction(10**30)

    def run(self) -> None:
        """Depth first with an explicit stack: take the project, then leave it."""
        stack: list[tuple[int, list[int], int, Fraction]] = [(0, [], 0, self._held.budget)]
        for _ in range(MOST_BRANCHES):
            if not stack:
                return
            place, taken, value, left = stack.pop()
            if value > self._most and self._floors_met(taken):
                self.best, self._most = taken, value
            if place == len(self._order) or self._bound(place, value, left) <= self._most:
                continue
            project = self._order[place]
            stack.append((place + 1, taken, value, left))
            cost = self._held.costs[project]
            if cost <= left and self._limits.allow(project, taken, self._held.costs):
                more = value + self._value[project]
                stack.append((place + 1, [*taken, project], more, left - cost))
        raise MethodNotApplicable(
            f"The best set was not found among {MOST_BRANCHES:,} partial sets. Use greedy-votes or "
            "equal-shares, or leave out projects with few votes by a minimum."
        )

    def _bound(self, place: int, value: int, left: Fraction) -> Fraction:
        """The value if the first project that does not fit could be taken in part."""
        bound = Fraction(value)
        for project in self._order[place:]:
            cost = self._held.costs[project]
            if cost > left:
                return bound + self._rate(project) * left
            bound += self._value[project]
            left -= cost
        return bound

    def _floors_met(self, taken: list[int]) -> bool:
        return all(
            sum(self._held.costs[each] for each in taken if each in members) >= least
            for members, least in self._limits.floors
        )
