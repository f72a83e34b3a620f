"""Equal shares with a given share for each voter: which projects are bought, and in what order."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from heapq import heapify, heappop
from math import lcm

from commonweal.decide.limits import Limits
from commonweal.decide.rules.counted import Step
from commonweal.decide.rules.money import BoundedMoney, ExactMoney, scale_for
from commonweal.decide.spec import CountSpec
from commonweal.decide.tally import Tally
from commonweal.decide.ties import Order, tie_order

Small = int | Fraction


class Purchases:
    """One run of the Method of Equal Shares with a fixed share for each voter.

    Attributes:
        winners: places in the tally, in the order in which they were bought.
    """

    def __init__(self, held: Tally, spec: CountSpec, limits: Limits, share: Fraction) -> None:
        self._held, self._limits = held, limits
        self._ties: Order = tie_order(spec, held)
        scale = scale_for(held, share)
        self._scale = scale or 1
        self._bounded = BoundedMoney(held, share, scale) if scale else None
        self._exact = ExactMoney(held, share)
        self._replayed = 0
        # A price for what a project is worth, as a whole number: times a common multiple.
        common = lcm(*(cost for cost in held.costs if cost)) if held.by_cost else 1
        self._factor = [common // cost if held.by_cost and cost else 1 for cost in held.costs]
        self._least: dict[int, Small] = {
            project: self._bounded.start(project) if self._bounded else 0
            for project in limits.eligible
            if len(held.supporters[project]) and (held.costs[project] or not held.by_cost)
        }
        self._tops: dict[int, int] = {}
        self.winners: list[int] = []

    def run(self, until: int | None = None) -> Sequence[int]:
        """Buy until nothing more can be bought, or `until` is; gives the winners in order."""
        while (project := self._next()) is not None:
            self.winners.append(project)
            if project == until:
                break
        return self.winners

    def _next(self) -> int | None:
        """Buy the project with the least price for what it is worth; ties as declared."""
        near = self._near()
        if not near:
            return None
        project, exact = near[0], None
        if len(near) > 1:
            project, exact = self._decide(near)
        least = self._least.pop(project)
        if self._bounded:
            if exact is None:
                most = self._tops.get(project) or self._bounded.most(project, int(least))
                exact = self._exactly(project) if most is None else None
            if exact is not None:
                least, most = exact // 1, -(-exact // 1)
            else:
                least -= 1
            self._bounded.pay(project, int(least), int(most or 0))
        return project

    def _near(self) -> list[int]:
        """Projects that can be paid for and whose bounds reach below every other's upper bound."""
        fresh: dict[int, Small] = {}
        self._tops.clear()
        # Prices are rounded up: the true one is above least - 1.
        queue = [(self._key(each, least - 1), each) for each, least in self._least.items()]
        heapify(queue)
        ceiling: Small | None = None
        while queue and (ceiling is None or queue[0][0] <= ceiling):
            _, project = heappop(queue)
            least = self._refresh(project)
            if least is None:
                del self._least[project]
                continue
            self._least[project] = fresh[project] = least
            # An upper bound is asked of those only that may lower the ceiling.
            if ceiling is None or self._key(project, least - 1) < ceiling:
                top = self._key(project, self._ceiling(project, least))
                ceiling = top if ceiling is None else min(ceiling, top)
        return [each for each in fresh if self._key(each, fresh[each] - 1) <= (ceiling or 0)]

    def _refresh(self, project: int) -> Small | None:
        if not self._limits.allow(project, self.winners, self._held.costs):
            return None
        if self._bounded is None:
            return self._exactly(project)
        least = self._bounded.least(project, int(self._least[project]))
        if least is None or self._bounded.surely(project):
            return least
        return None if self._exactly(project) is None else least

    def _ceiling(self, project: int, least: Small) -> Small:
        most = self._bounded.most(project, int(least)) if self._bounded else None
        if most is not None:
            self._tops[project] = most
            return most
        return self._exactly(project) or 0

    def _key(self, project: int, price: Small) -> Small:
        return max(price, 0) * self._factor[project]

    def _decide(self, near: list[int]) -> tuple[int, Fraction]:
        """Where the bounds overlap, the exact prices decide, and then the declared order."""
        exact = {project: self._exactly(project) or Fraction(0) for project in near}
        least = min(self._key(project, exact[project]) for project in near)
        tied = [each for each in near if self._key(each, exact[each]) == least]
        project = min(tied, key=self._ties)
        return project, exact[project]

    def _exactly(self, project: int) -> Fraction | None:
        """The exact price in small units, or None when the supporters cannot pay."""
        for bought in self.winners[self._replayed :]:
            price = self._exact.price(bought)
            if price is None:
                raise AssertionError("the bounds let through what the fractions cannot pay")
            self._exact.pay(bought, price)
        self._replayed = len(self.winners)
        price = self._exact.price(project)
        return None if price is None else price * self._scale


def buy(held: Tally, spec: CountSpec, limits: Limits, share: Fraction) -> Sequence[int]:
    """Winners of one run, in order."""
    return Purchases(held, spec, limits, share).run()


def payments(
    held: Tally, winners: Sequence[int], share: Fraction
) -> tuple[list[Step], list[Fraction]]:
    """Who paid how much for these winners, bought in this order; and what is left behind each.

    Returns:
        One step a winner; for each project, what its supporters still hold, in units.
    """
    money, steps = ExactMoney(held, share), []
    for project in winners:
        price = money.price(project)
        if price is None:
            raise AssertionError("a winner that its supporters cannot pay")
        why = "its supporters could pay, at the lowest rate"
        steps.append(Step(project, why, money.pay(project, price)))
    return steps, [money.behind(project) for project in range(len(held.ids))]
