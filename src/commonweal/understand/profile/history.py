"""How a place changed: its deprivation at every edition, and claimants year by year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from commonweal.find.change import CAUTION
from commonweal.parameters import number
from commonweal.stats import proportion
from commonweal.stats.trends import TrendRule, trend_of_proportions
from commonweal.understand.profile.words import in_hundred

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Series:
    """A share of every small area at several periods.

    Attributes:
        title: what is counted.
        periods: p of them, oldest first.
        numerator: n x p; NaN where not known.
        denominator: n x p; likewise.
        release: where it was read.
        note: how it came to these areas.
    """

    title: str
    periods: tuple[str, ...]
    numerator: Floats
    denominator: Floats
    release: str
    note: str

    @cached_property
    def country(self) -> Floats:
        """The share of the whole country at each period: p values."""
        both = ~np.isnan(self.numerator + self.denominator)
        above, below = (
            np.where(both, each, 0.0).sum(axis=0) for each in (self.numerator, self.denominator)
        )
        share: Floats = above / np.where(below > 0, below, np.nan)
        return share


@dataclass(frozen=True, slots=True)
class Editions:
    """Deprivation of every small area at every edition.

    Attributes:
        periods: e of them, oldest first.
        decile: n x e, 1 the most deprived tenth; NaN where not known.
        rank: n x e; likewise.
        approximate: n x e; whether the boundary changed, so that it was worked out.
        ranked: e numbers of areas ranked.
        releases: where they were read.
    """

    periods: tuple[str, ...]
    decile: Floats
    rank: Floats
    approximate: NDArray[np.bool_]
    ranked: tuple[int, ...]
    releases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A place at one edition.

    Attributes:
        period: the edition.
        decile: of a small area, 1 the most deprived; None for other places or where not known.
        rank: likewise.
        ranked: of how many.
        worst_share: of a place of several small areas: share of its people whose small area is
            in the most deprived tenth; None where not known.
        approximate: whether it was worked out because a boundary changed.
    """

    period: str
    decile: int | None
    rank: int | None
    ranked: int
    worst_share: float | None
    approximate: bool


@dataclass(frozen=True, slots=True)
class Year:
    """A share in one year, with its margin, and the same of the country."""

    period: str
    value: float
    lower: float
    upper: float
    country: float


@dataclass(frozen=True, slots=True)
class Trend:
    """A share year by year.

    Attributes:
        title: what is counted.
        years: oldest first.
        words: `getting better`, `getting worse`, `no significant change` or `cannot be told`.
        since: first of the years that the trend is tested over.
        release: where it was read.
        note: how it came to this place.
    """

    title: str
    years: tuple[Year, ...]
    words: str
    since: str
    release: str
    note: str

    def sentence(self) -> str:
        """First and last year beside the country, and which way it goes."""
        first, last = self.years[0], self.years[-1]
        told = (
            f"{self.title}: {in_hundred(first.value)} in {first.period}, {in_hundred(last.value)} "
            f"in {last.period} (country: {in_hundred(first.country)}, then "
            f"{in_hundred(last.country)})."
        )
        return f"{told} Since {self.since}: {self.words}."


@dataclass(frozen=True, slots=True)
class History:
    """How a place changed.

    Attributes:
        steps: its deprivation at every edition, oldest first; empty where none is held.
        claimants: year by year; None where not held.
        caution: what ranks over time cannot tell.
        releases: of the editions.
    """

    steps: tuple[Step, ...]
    claimants: Trend | None
    caution: str = CAUTION
    releases: tuple[str, ...] = ()

    @property
    def known(self) -> int:
        """Editions at which its place is known."""
        return sum(step.decile is not None for step in self.steps)

    @property
    def worst(self) -> int:
        """Editions at which it was in the most deprived tenth."""
        return sum(step.decile == 1 for step in self.steps)


def history_of(
    editions: Editions | None,
    claimants: Series | None,
    rows: Ints,
    people: Floats,
    shares: Floats,
) -> History:
    """The history of a place that is one small area or several, whole or in part.

    Args:
        editions: of all small areas.
        claimants: of all small areas.
        rows: k of the n small areas.
        people: k numbers of people of these.
        shares: k shares of them who live in the place, 0 to 1.
    """
    alone = rows.size == 1 and shares[0] == 1
    steps = () if editions is None else tuple(_steps(editions, rows, people * shares, alone))
    releases = () if editions is None else editions.releases
    return History(steps, _trend(claimants, rows, shares), releases=releases)


def _steps(editions: Editions, rows: Ints, people: Floats, alone: bool) -> list[Step]:
    made = []
    for at, period in enumerate(editions.periods):
        decile, rank = editions.decile[rows, at], editions.rank[rows, at]
        known = ~np.isnan(decile)
        behind = people[known].sum()
        share = float(people[known][decile[known] == 1].sum() / behind) if behind > 0 else None
        own = alone and bool(known.any())
        made.append(
            Step(
                period,
                int(decile[0]) if own else None,
                int(rank[0]) if own else None,
                editions.ranked[at],
                None if alone else share,
                bool(editions.approximate[rows, at].any()),
            )
        )
    return made


def _trend(series: Series | None, rows: Ints, shares: Floats) -> Trend | None:
    if series is None or not rows.size:
        return None
    x, n = (shares @ np.nan_to_num(each[rows]) for each in (series.numerator, series.denominator))
    held = ~np.isnan(series.numerator[rows] + series.denominator[rows]).any(axis=0) & (n > 0)
    if not held.any():
        return None
    at = np.flatnonzero(held)
    found = proportion(x[at], n[at], confidence=number("profile.confidence"))
    years = tuple(
        Year(series.periods[place], *map(float, figures))
        for place, *figures in zip(
            at, found.value, found.lower, found.upper, series.country[at], strict=True
        )
    )
    words, since = _direction(x[at], n[at], [series.periods[place] for place in at])
    return Trend(series.title, years, words, since, series.release, series.note)


def _direction(x: Floats, n: Floats, periods: Sequence[str]) -> tuple[str, str]:
    rule = TrendRule(int(number("trends.points")), number("trends.level"))
    found = trend_of_proportions(
        x[None, :],
        n[None, :],
        [float(period) for period in periods],
        polarity="lower is better",
        rule=rule,
    )
    return str(found.words[0]), f"{found.first:.0f}"
