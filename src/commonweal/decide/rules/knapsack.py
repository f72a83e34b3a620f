"""The affordable set of most total satisfaction, found exactly by branch and bound."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from commonweal.decide.limits import Limits
from commonweal.decide.rules.counted import Counted, Step
from commonweal.decide.spec import CountSpec
from commonweal.decide.tally import Tally
from commonweal.decide.ties import tie_order
from commonweal.errors import MethodNotApplicable
from commonweal.parameters import number


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
    why = "it is in the affordable set with the most votes, each times what it is worth"
    return Counted(tuple(Step(project, why) for project in search.best), effort=search.looked)


def knapsack_votes_lacking(
    held: Tally, spec: CountSpec, limits: Limits, winners: Sequence[int], project: int
) -> int | None:
    """Fewest new voters, choosing only the project, with whom it is in the best set.

    They add to the best set with the project what it lacks to the best set of all. None where no
    affordable set has it, or where votes for it are worth nothing.

    Raises:
        MethodNotApplicable: the search grew too large.
    """
    forced = _Search(held, spec, limits, project)
    forced.run()
    worth = held.worth(project)
    if forced.best is None or not worth:
        return None
    lacking = sum(held.votes[each] * held.worth(each) for each in winners) - forced.most
    fewest = max(-(-lacking // worth), 1)
    # Where the two sets would be worth the same, the order of the search decides.
    tied = fewest * worth == lacking
    if tied and project not in knapsack(held.with_votes(project, fewest), spec, limits).winners:
        return fewest + 1
    return fewest


class _Search:
    """The best affordable set, of those with a given project if there is one.

    Attributes:
        best: its projects; None where there is none.
        most: its value.
        looked: partial sets looked at.
    """

    def __init__(
        self, held: Tally, spec: CountSpec, limits: Limits, forced: int | None = None
    ) -> None:
        self._held, self._limits = held, limits
        self._begin = [] if forced is None else [forced]
        votes, ties = held.votes, tie_order(spec, held)
        self._value = [votes[each] * held.worth(each) for each in range(len(held.ids))]
        open_ = [each for each in limits.eligible if each != forced]
        self._order = sorted(open_, key=lambda each: (-self._rate(each), ties(each)))
        self.best: list[int] | None = None
        self.most = -1
        self.looked = 0

    def _rate(self, project: int) -> Fraction:
        cost = self._held.costs[project]
        # What costs nothing comes first.
        return Fraction(self._value[project], cost) if cost else Fraction(10**30)

    def run(self) -> None:
        """Depth first with an explicit stack: take the project, then leave it."""
        begun = sum(self._value[each] for each in self._begin)
        left = self._held.budget - sum(self._held.costs[each] for each in self._begin)
        stack = [(0, self._begin, begun, left)] if left >= 0 else []
        for self.looked in range(int(number("decide.searched_sets"))):
            if not stack:
                return
            place, taken, value, left = stack.pop()
            if value > self.most and self._floors_met(taken):
                self.best, self.most = taken, value
            if place == len(self._order) or self._bound(place, value, left) <= self.most:
                continue
            project = self._order[place]
            stack.append((place + 1, taken, value, left))
            cost = self._held.costs[project]
            if cost <= left and self._limits.allow(project, taken, self._held.costs):
                more = value + self._value[project]
                stack.append((place + 1, [*taken, project], more, left - cost))
        raise MethodNotApplicable(
            f"The best set was not found among {self.looked + 1:,} partial sets. Use greedy-votes "
            "or equal-shares, or leave out projects with few votes by a minimum."
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
