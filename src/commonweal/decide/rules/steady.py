"""How far a share can be raised before the Method of Equal Shares might buy anything else.

With few voters and a large pot, the add-one completion would run the method tens of thousands of
times and mostly get the same winners. So a run is followed with every voter's money as a line
over the share: what it is now, and how it grows when the share grows. Every decision of the run
is a comparison of two lines, and stays the same up to where they meet. Before the nearest meeting
point nothing can change. All numbers are fractions; the point may be too near, never too far.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from commonweal.decide.limits import Limits
from commonweal.decide.spec import CountSpec
from commonweal.decide.tally import Tally
from commonweal.decide.ties import tie_order

Line = tuple[Fraction, Fraction]
"""A value at the share that is asked about, and its slope; compared so, lines are in the order
that they have just above that share."""

NOTHING: Line = (Fraction(0), Fraction(0))


def steady_for(
    held: Tally, spec: CountSpec, limits: Limits, share: Fraction, winners: Sequence[int]
) -> Fraction | None:
    """By how much the share can surely be raised, end excluded, with the same winners in order.

    Args:
        held: the ballots.
        spec: the rule, for its order of ties.
        limits: what may not win.
        share: money of each voter, in units.
        winners: what a run with this share buys, in order.

    Returns:
        An amount in units; 0 where nothing is sure; None where it is so at every larger share.
    """
    return _Followed(held, spec, limits, share).through(winners)


@dataclass(slots=True)
class _Group:
    """Supporters of a project with equal money and points: their money, points, and number."""

    money: Line
    points: int
    count: int


class _Followed:
    """A run followed purchase by purchase, noting where its decisions would turn."""

    def __init__(self, held: Tally, spec: CountSpec, limits: Limits, share: Fraction) -> None:
        self._held, self._limits = held, limits
        self._ties = tie_order(spec, held)
        self._money: list[Line] = [(share, Fraction(1))] * len(held.weights)
        self._least: Fraction | None = None

    def through(self, winners: Sequence[int]) -> Fraction | None:
        bought: list[int] = []
        for project in (*winners, None):
            prices = dict(self._prices(bought))
            first = min(prices, key=lambda each: (prices[each], self._ties(each)), default=None)
            if first != project:
                return Fraction(0)
            if project is None:
                return self._least
            for price in prices.values():
                self._stays_below(prices[project], price)
            self._pay(project, prices[project])
            bought.append(project)
        return self._least

    def _prices(self, bought: Sequence[int]) -> Iterator[tuple[int, Line]]:
        """What each project that can be paid for costs its supporters for what it is worth."""
        held = self._held
        for project in self._limits.eligible:
            free = held.by_cost and not held.costs[project]
            if project in bought or free or not len(held.supporters[project]):
                continue
            if not self._limits.allow(project, bought, held.costs):
                continue
            price = self._price(project)
            if price is not None:
                yield project, _times(price, Fraction(1, held.worth(project)))

    def _price(self, project: int) -> Line | None:
        """The price a point, or None when the supporters cannot pay (see `ExactMoney.price`)."""
        groups = sorted(self._groups(project), key=lambda each: _over(each.money, each.points))
        rest: Line = (Fraction(self._held.costs[project]), Fraction(0))
        points = self._held.votes[project]
        for place, group in enumerate(groups):
            price = _over(rest, points)
            if _times(price, Fraction(group.points)) <= group.money:
                for poor in groups[:place]:
                    self._stays_below(poor.money, _times(price, Fraction(poor.points)))
                for rich in groups[place:]:
                    self._stays_below(_times(price, Fraction(rich.points)), rich.money)
                return price
            rest = _minus(rest, _times(group.money, Fraction(group.count)))
            points -= group.count * group.points
        # They could pay from where nothing is wanting any more.
        self._stays_below(NOTHING, rest)
        return None

    def _pay(self, project: int, worth: Line) -> None:
        price = _times(worth, Fraction(self._held.worth(project)))
        pairs = zip(self._held.supporters[project], self._held.points[project], strict=True)
        for kind, points in pairs:
            each = _times(price, Fraction(int(points)))
            money = self._money[kind]
            self._money[kind] = NOTHING if money <= each else _minus(money, each)

    def _groups(self, project: int) -> list[_Group]:
        alike: Counter[tuple[Line, int]] = Counter()
        held = self._held
        who = zip(held.supporters[project], held.points[project], held.behind[project], strict=True)
        for kind, points, count in who:
            alike[self._money[kind], int(points)] += int(count)
        return [_Group(money, points, count) for (money, points), count in alike.items()]

    def _stays_below(self, low: Line, high: Line) -> None:
        """Note where a line that is not above another now would meet it."""
        closing = low[1] - high[1]
        if closing > 0:
            meets = (high[0] - low[0]) / closing
            self._least = meets if self._least is None else min(self._least, meets)


def _over(line: Line, divisor: int) -> Line:
    return line[0] / divisor, line[1] / divisor


def _times(line: Line, factor: Fraction) -> Line:
    return line[0] * factor, line[1] * factor


def _minus(line: Line, other: Line) -> Line:
    return line[0] - other[0], line[1] - other[1]
