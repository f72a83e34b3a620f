"""What each loser lacked, found by counting again."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from commonweal.decide.limits import Limits
from commonweal.decide.rules.counted import Counted
from commonweal.decide.rules.purchases import Purchases
from commonweal.decide.spec import CountSpec
from commonweal.decide.tally import Tally

Recount = Callable[[Tally], bool]


def wins_at_share(project: int, spec: CountSpec, limits: Limits, counted: Counted) -> Recount:
    """Whether equal shares buys a project when every voter holds the share of the count."""
    share = counted.share or Fraction(0)
    return lambda held: project in Purchases(held, spec, limits, share).run(until=project)


def votes_lacking(held: Tally, project: int, wins: Recount) -> int | None:
    """Fewest new voters, choosing only the project, with whom it wins; None where none would do.

    Where more such voters never harm a project (greedy; equal shares at a given share) the
    number that halving finds is the fewest.
    """
    top = max(held.voters, 1)
    if not wins(held.with_votes(project, top)):
        return None
    return fewest(1, top, lambda more: wins(held.with_votes(project, more)))


def cost_to_win(held: Tally, project: int, wins: Recount) -> int | None:
    """Highest cost, in units of the tally, at which the project wins; None where none would do."""
    cost = held.costs[project]
    if cost < 2 or not wins(held.with_cost(project, 1)):
        return None
    return cost - fewest(1, cost - 1, lambda less: wins(held.with_cost(project, cost - less)))


def fewest(low: int, high: int, works: Callable[[int], bool]) -> int:
    """Least number from `low` to `high` that works, given that `high` does and more never harms."""
    while low < high:
        middle = (low + high) // 2
        if works(middle):
            high = middle
        else:
            low = middle + 1
    return low
