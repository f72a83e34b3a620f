"""Voters' money under equal shares, twice: exact fractions, and whole-number bounds around them.

Payments are fractions whose denominators grow with every purchase, too slow for a city. So each
voter's money is held between two whole numbers of a very small unit (a share is exact in it at
the start), and a decision is taken on the bounds only where every value between them gives the
same decision. Where it does not, the exact fractions decide. No floating-point number takes part.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from math import lcm

import numpy as np

from commonweal.decide.tally import LARGEST, Tally, Whole


class ExactMoney:
    """Whole numbers over one common denominator, one for each different amount of money."""

    def __init__(self, held: Tally, share: Fraction) -> None:
        self._held = held
        self._denominator = share.denominator
        self._amounts = [share.numerator]
        self._holds = np.zeros(len(held.weights), dtype=np.int64)

    def price(self, project: int) -> Fraction | None:
        """Least price a point at which the supporters can pay, or None when they cannot.

        The price x solves: sum over supporters of min(money, x * points) = cost.
        """
        rest = self._held.costs[project] * self._denominator
        points = self._held.votes[project]
        # In order of money a point; times a common multiple of the points, to stay whole.
        groups = self._groups(project)
        common = lcm(*{point for _, point, _ in groups})
        for amount, point, count in sorted(groups, key=lambda each: each[0] * (common // each[1])):
            if rest * point <= amount * points:
                return Fraction(rest, points * self._denominator)
            rest -= amount * count
            points -= count * point
        return None

    def pay(self, project: int, price: Fraction) -> tuple[tuple[Fraction, int], ...]:
        """Take the payments; returns amounts and how many voters paid each, largest first."""
        self._rescale(price.denominator)
        whole = int(price * self._denominator)
        who = self._held.supporters[project]
        pairs, inverse, counts = self._pairs(project)
        left: dict[int, int] = {}
        paid: Counter[int] = Counter()
        places = np.empty(len(pairs), dtype=np.int64)
        for number, (place, point) in enumerate(pairs):
            amount = min(self._amounts[place], whole * point)
            paid[amount] += int(counts[number])
            rest = self._amounts[place] - amount
            if rest not in left:
                left[rest] = len(self._amounts)
                self._amounts.append(rest)
            places[number] = left[rest]
        self._holds[who] = places[inverse]
        amounts = sorted(((a, n) for a, n in paid.items() if a), reverse=True)
        return tuple((Fraction(a, self._denominator), n) for a, n in amounts)

    def behind(self, project: int) -> Fraction:
        """Money that the supporters of a project hold together."""
        total = sum(amount * count for amount, _, count in self._groups(project))
        return Fraction(total, self._denominator)

    def _rescale(self, denominator: int) -> None:
        """Bring all money to a denominator that this one divides; forget what nobody holds."""
        common = lcm(self._denominator, denominator)
        factor = common // self._denominator
        held, self._holds = np.unique(self._holds, return_inverse=True)
        self._amounts = [self._amounts[place] * factor for place in held]
        self._denominator = common

    def _groups(self, project: int) -> list[tuple[int, int, int]]:
        """Money, points and number of the voters who have both alike."""
        pairs, _, counts = self._pairs(project)
        return [
            (self._amounts[place], point, int(count))
            for (place, point), count in zip(pairs, counts, strict=True)
        ]

    def _pairs(self, project: int) -> tuple[list[tuple[int, int]], Whole, Whole]:
        who, points = self._held.supporters[project], self._held.points[project]
        base = int(points.max(initial=0)) + 1
        keys, inverse = np.unique(self._holds[who] * base + points, return_inverse=True)
        # Counts of voters are far below 2**53, so the sums of bincount are exact.
        counts = np.bincount(inverse, weights=self._held.behind[project])
        places = inverse.astype(np.int64)
        return [divmod(key, base) for key in keys.tolist()], places, counts.astype(np.int64)


class BoundedMoney:
    """Each voter's money between two 64-bit whole numbers of a small unit."""

    def __init__(self, held: Tally, share: Fraction, scale: int) -> None:
        self._held = held
        self._scale = scale
        self._share = int(share * scale)
        self._low = np.full(len(held.weights), self._share, dtype=np.int64)
        self._high = self._low.copy()

    def start(self, project: int) -> int:
        """The price a point if every supporter could pay it, rounded up: never above the true."""
        return -(-self._held.costs[project] * self._scale // self._held.votes[project])

    def least(self, project: int, start: int, beyond: int | None = None) -> int | None:
        """A price a point, rounded up, that the true one does not exceed by more than 1.

        Where the true price is above `beyond` that is all that matters, and a price somewhere
        between the two is good enough. None when even the upper bounds of the money cannot pay.
        `start` is a price known not to be above the true one, rounded up.
        """
        money = self._high[self._held.supporters[project]]
        if beyond is not None and beyond > start:
            further = self._step(project, money, beyond)
            if further is None or further > beyond:
                return further
        return self._solve(project, money, start)

    def most(self, project: int, start: int) -> int | None:
        """A price a point that the true one does not exceed.

        None when the lower bounds of the money cannot pay, so that it is not sure.
        """
        return self._solve(project, self._low[self._held.supporters[project]], start)

    def pay(self, project: int, least: int, most: int) -> None:
        """Take the payments at a price between two, keeping the true money between the bounds."""
        who = self._held.supporters[project]
        for money, price in ((self._low, most), (self._high, least)):
            money[who] = np.maximum(money[who] - self._each(project, price), 0)

    def _solve(self, project: int, money: Whole, start: int) -> int | None:
        """The price for this money of the supporters, rounded up; None when it is too little."""
        price, further = start, self._step(project, money, start)
        while further is not None and further > price:
            price, further = further, self._step(project, money, further)
        return None if further is None else price

    def _step(self, project: int, money: Whole, price: int) -> int | None:
        """A higher price that the true one is not below; the same where it pays the cost.

        Those who hold more than the price divide what is still wanting. What supporters pay
        grows ever more slowly with the price, so the step does not go past the true one. None
        when the money is too little.
        """
        # At the price of a whole share everybody gives all: none is higher.
        each = self._each(project, min(price, self._share))
        paid = int(np.minimum(money, each) @ self._held.behind[project])
        wanting = self._held.costs[project] * self._scale - paid
        if wanting <= 0:
            return price
        if price >= self._share:
            return None
        rich = int((money > each) @ self._held.loads[project])
        return price - (-wanting // rich) if rich else None

    def _each(self, project: int, price: int) -> Whole | int:
        """What each supporter would pay at a price a point, money or not."""
        return price if self._held.approval else self._held.points[project] * price


def scale_for(held: Tally, share: Fraction) -> int | None:
    """Small units in a unit of the tally, so that a share is whole and no sum overflows.

    None where 64 bits are too few: then the fractions decide alone.
    """
    most = max((int(points.max(initial=1)) for points in held.points), default=1)
    room = LARGEST // (int(share * held.voters + 1) * most)
    doublings = (room // share.denominator).bit_length() - 1
    return share.denominator << doublings if doublings >= 0 else None
