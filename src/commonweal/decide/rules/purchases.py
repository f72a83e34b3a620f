"""Equal shares with a given share for each voter: which projects are bought, and in what order."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from heapq import heapify, heappop, heappush
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
        # Prices only rise as money goes, so what was a lower bound once stays one.
        self._queue = [(self._key(each, least), each) for each, least in self._least.items()]
        heapify(self._queue)
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
        tops = self._near()
        if not tops:
            return None
        project, exact = next(iter(tops)), None
        if len(tops) > 1:
            project, exact = self._decide(list(tops))
        for other in tops:
            if other != project:
                self._put_back(other)
        if self._bounded:
            least, most = max(int(self._least[project]) - 1, 0), -(-tops[project] // 1)
            if exact is not None:
                least, most = exact // 1, -(-exact // 1)
            self._bounded.pay(project, least, most)
        return project

    def _near(self) -> dict[int, Small]:
        """Upper bounds of the price of those that may be the cheapest and can be paid for."""
        tops: dict[int, Small] = {}
        ceiling: Small | None = None
        while self._queue and (ceiling is None or self._queue[0][0] <= ceiling):
            _, project = heappop(self._queue)
            least = self._refresh(project, ceiling)
            if least is None:
                continue
            self._least[project] = least
            if ceiling is not None and self._key(project, least) > ceiling:
                self._put_back(project)
                continue
            top = self._top(project, least)
            if top is None:
                continue
            tops[project] = top
            key = self._height(project, top)
            ceiling = key if ceiling is None else min(ceiling, key)
        for project in [
            each for each in tops if self._key(each, self._least[each]) > (ceiling or 0)
        ]:
            del tops[project]
            self._put_back(project)
        return tops

    def _put_back(self, project: int) -> None:
        heappush(self._queue, (self._key(project, self._least[project]), project))

    def _refresh(self, project: int, ceiling: Small | None) -> Small | None:
        """A lower bound of the price, rounded up; None where the project can no longer win."""
        if not self._limits.allow(project, self.winners, self._held.costs):
            return None
        if self._bounded is None:
            return self._exactly(project)
        beyond = None if ceiling is None else int(ceiling // self._factor[project]) + 1
        return self._bounded.least(project, int(self._least[project]), beyond)

    def _top(self, project: int, least: Small) -> Small | None:
        """An upper bound of the price; the price itself where it is not sure that it can be paid.

        None where it cannot.
        """
        most = self._bounded.most(project, int(least)) if self._bounded else None
        return self._exactly(project) if most is None else most

    def _key(self, project: int, least: Small) -> Small:
        """Lower bound of the price for what a project is worth; `least` was rounded up."""
        return self._height(project, max(least - 1, 0))

    def _height(self, project: int, price: Small) -> Small:
        return price * self._factor[project]

    def _decide(self, near: list[int]) -> tuple[int, Fraction]:
        """Where the bounds overlap, the exact prices decide, and then the declared order."""
        exact = {project: self._exactly(project) or Fraction(0) for project in near}
        least = min(self._height(project, exact[project]) for project in near)
        tied = [each for each in near if self._height(each, exact[each]) == least]
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
        why = "its supporters could pay for it, and it cost them least for what it is worth"
        steps.append(Step(project, why, money.pay(project, price)))
    return steps, [money.behind(project) for project in range(len(held.ids))]
