"""Take the best project that still fits, again and again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import inf

from commonweal.decide.limits import Limits
from commonweal.decide.rules.counted import Counted, Step
from commonweal.decide.spec import CountSpec
from commonweal.decide.tally import Tally
from commonweal.decide.ties import tie_order

MOST = "it had the most votes of what still fitted the pot"


def greedy_by_votes(held: Tally, spec: CountSpec, limits: Limits) -> Counted:
    """Most votes first; what does not fit is passed over. The usual rule of city votes."""
    votes = held.votes
    return Counted(fill((), held, spec, limits, lambda project: -votes[project], MOST))


def greedy_by_votes_per_cost(held: Tally, spec: CountSpec, limits: Limits) -> Counted:
    """Most votes for each unit of money first; a project that costs nothing comes first."""
    votes = held.votes

    def order(project: int) -> Fraction | float:
        cost = held.costs[project]
        return Fraction(-votes[project], cost) if cost else -inf

    return Counted(fill((), held, spec, limits, order, f"{MOST}, for what it costs"))


def fill(
    before: Sequence[int],
    held: Tally,
    spec: CountSpec,
    limits: Limits,
    order: Callable[[int], Fraction | float],
    why: str,
) -> tuple[Step, ...]:
    """Winners that greedy adds to those who won before, in the order of a key."""
    ties = tie_order(spec, held)
    winners, steps = list(before), []
    left = held.budget - sum(held.costs[project] for project in before)
    for project in sorted(limits.eligible, key=lambda each: (order(each), ties(each))):
        fits = project not in winners and held.costs[project] <= left
        if fits and limits.allow(project, winners, held.costs):
            winners.append(project)
            left -= held.costs[project]
            steps.append(Step(project, why))
    return tuple(steps)
