"""Whether figures rise or fall over time, and whether that is for the better.

The rule is that of the trend markers of public health profiles: of the latest periods (five) only,
by a test on one degree of freedom at a strict level (0.2%, chi-squared above 9.55), and a trend
counts only if leaving out any one period leaves its direction.

Source: Office for Health Improvement and Disparities, Fingertips public health technical guidance:
Fingertips trend markers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from commonweal.errors import InputError, InputProblem, MethodNotApplicable
from commonweal.stats.estimate import (
    Flags,
    Floats,
    Texts,
    above_zero,
    as_floats,
    not_negative,
    problems,
    refuse,
    same_shape,
)

Polarity = Literal["higher is better", "lower is better", "neither"]

INCREASING, DECREASING = "increasing", "decreasing"
BETTER, WORSE = "getting better", "getting worse"
STEADY, UNTOLD = "no significant change", "cannot be told"

WEIGHTED = "weighted least squares"
ARMITAGE = "chi-squared for trend"
FEW = "not given: fewer periods than the trend needs"
GAPPED = "not given: a period is not known"
ONE_POINT = "the direction hangs on one period"


@dataclass(frozen=True, slots=True)
class TrendRule:
    """When a trend counts as one.

    Attributes:
        points: how many periods are tested, the latest ones; fewer cannot be told.
        level: p-value below which a trend is significant, such as 0.002.
    """

    points: int
    level: float

    def __post_init__(self) -> None:
        if self.points < 3 or not 0 < self.level < 1:
            raise MethodNotApplicable(
                "A trend needs 3 periods or more and a level between 0 and 1, got "
                f"{self.points} and {self.level:g}."
            )


@dataclass(frozen=True, slots=True)
class Trends:
    """Trends of n areas; the arrays have one entry an area.

    Attributes:
        slope: change of the figure in one unit of the periods (a year); NaN where untold.
        p_value: two-sided, of no trend; NaN where untold.
        direction: `increasing`, `decreasing`, `no significant change` or `cannot be told`.
        words: the same, but `getting better` or `getting worse` where the polarity is known.
        method: which test, or why there is no trend.
        first: first of the periods tested.
        last: last of them.
    """

    slope: Floats
    p_value: Floats
    direction: Texts
    words: Texts
    method: Texts
    first: float
    last: float


def trend_of_values(
    values: ArrayLike,
    errors: ArrayLike,
    periods: ArrayLike,
    *,
    polarity: Polarity,
    rule: TrendRule,
) -> Trends:
    """Trends of figures with standard errors: rates, means, life expectancy, gaps.

    Slope by least squares weighted by 1/error2; chi-squared = slope2 x sum of w(t - mean t)2 on
    one degree of freedom. The errors are taken as known, so they, not the scatter about the line,
    decide what is significant.

    Args:
        values: n areas by k periods; NaN where not known.
        errors: the same shape, above 0; `standard_errors` gives them from limits.
        periods: k numbers, such as years, in any order and at any distance; they must not overlap.
        polarity: whether higher is better.
        rule: how many periods and which level.

    Returns:
        An area of which one of the latest periods is not known cannot be told.

    Raises:
        InputError: periods that are doubled or not as many as the columns; an error that is 0,
            negative or not known beside a known value.
    """
    y, e = as_floats(values, 2), as_floats(errors, 2)
    same_shape(values=y, errors=e)
    refuse(
        problems(np.isinf(y), y, "values", "a number"),
        above_zero(e, "errors"),
        problems(np.isnan(e) & ~np.isnan(y), e, "errors", "a number beside a known value"),
    )
    order, t = _latest(periods, y.shape[1], rule)
    y, e = y[:, order], e[:, order]
    return _trends(lambda kept: _weighted(y, e, t, kept), ~np.isnan(y), t, polarity, rule, WEIGHTED)


def trend_of_proportions(
    events: ArrayLike,
    people: ArrayLike,
    periods: ArrayLike,
    *,
    polarity: Polarity,
    rule: TrendRule,
) -> Trends:
    """Trends of proportions, by the chi-squared test for trend.

    With p = x/n, P = sum(x)/sum(n) and periods t about their mean weighted by people: slope =
    sum(n t p) / sum(n t2), chi-squared = slope2 sum(n t2) / (P(1 - P)). (The profiles' own software
    fits a logistic line; this is the score test of that line, and is defined with no events too.)

    Args:
        events: n areas by k periods; NaN where not known.
        people: the same shape, above 0 and not below the events.
        periods: k numbers, as `trend_of_values`.
        polarity: whether higher is better.
        rule: how many periods and which level.

    Raises:
        InputError: as `proportion` and `trend_of_values`; names each index.

    Source: Cochran (1954), Biometrics 10, 417-451; Armitage (1955), Biometrics 11, 375-386.
    """
    x, n = as_floats(events, 2), as_floats(people, 2)
    same_shape(events=x, people=n)
    refuse(
        not_negative(x, "events"),
        above_zero(n, "people"),
        problems(x > n, x, "events", "no more events than people"),
    )
    order, t = _latest(periods, x.shape[1], rule)
    x, n = x[:, order], n[:, order]
    held = ~np.isnan(x + n)
    return _trends(lambda kept: _armitage(x, n, t, kept), held, t, polarity, rule, ARMITAGE)


def _latest(periods: ArrayLike, columns: int, rule: TrendRule) -> tuple[list[int], Floats]:
    """Columns of the latest periods in order, and those periods."""
    t = as_floats(periods)
    if t.size != columns or np.unique(t).size != t.size or not np.isfinite(t).all():
        came = f"{t.size} periods, {np.unique(t).size} of them different, for {columns} columns"
        raise InputError(InputProblem("a different period for each column", came, column="periods"))
    order = [int(place) for place in np.argsort(t)[-rule.points :]]
    return order, t[order]


def _trends(
    fit: Callable[[list[int]], tuple[Floats, Floats]],
    held: Flags,
    periods: Floats,
    polarity: Polarity,
    rule: TrendRule,
    name: str,
) -> Trends:
    if periods.size == 0:
        raise InputError(InputProblem("one period or more", "none", column="periods"))
    every = list(range(periods.size))
    whole = held.all(axis=1) & (periods.size >= rule.points)
    slope, chi_squared = np.full((2, held.shape[0]), np.nan)
    steady = np.ones(held.shape[0], dtype=np.bool_)
    if periods.size >= rule.points:
        slope, chi_squared = fit(every)
        for left_out in every:
            kept = [place for place in every if place != left_out]
            steady &= np.sign(fit(kept)[0]) == np.sign(slope)
    p = np.where(whole, chdtrc(1, np.where(whole, chi_squared, 0.0)), np.nan)
    significant = whole & (np.where(whole, p, 1.0) < rule.level)
    found = significant & steady
    up = np.where(whole, slope, 0.0) > 0
    direction = np.select([~whole, found & up, found], [UNTOLD, INCREASING, DECREASING], STEADY)
    why = FEW if periods.size < rule.points else GAPPED
    method = np.select([~whole, significant & ~steady], [why, f"{name}; {ONE_POINT}"], name)
    return Trends(
        slope=np.where(whole, slope, np.nan),
        p_value=p,
        direction=direction,
        words=_words(direction, polarity),
        method=method,
        first=float(periods[0]),
        last=float(periods[-1]),
    )


def _words(direction: Texts, polarity: Polarity) -> Texts:
    if polarity == "neither":
        return direction
    up, down = (BETTER, WORSE) if polarity == "higher is better" else (WORSE, BETTER)
    return np.select([direction == INCREASING, direction == DECREASING], [up, down], direction)


def _weighted(y: Floats, e: Floats, t: Floats, kept: list[int]) -> tuple[Floats, Floats]:
    weight = 1 / e[:, kept] ** 2
    middle = (weight * t[kept]).sum(axis=1, keepdims=True) / weight.sum(axis=1, keepdims=True)
    away = t[kept] - middle
    spread = (weight * away**2).sum(axis=1)
    slope = (weight * away * y[:, kept]).sum(axis=1) / spread
    return slope, slope**2 * spread


def _armitage(x: Floats, n: Floats, t: Floats, kept: list[int]) -> tuple[Floats, Floats]:
    count, people = x[:, kept], n[:, kept]
    total = people.sum(axis=1, keepdims=True)
    away = t[kept] - (people * t[kept]).sum(axis=1, keepdims=True) / total
    overall = count.sum(axis=1) / total[:, 0]
    spread = (people * away**2).sum(axis=1)
    slope = (away * count).sum(axis=1) / spread
    # Where nobody or everybody has it there is no trend, and nothing varies.
    noise = overall * (1 - overall)
    varied = np.where(noise > 0, noise, 1.0)
    return np.where(noise > 0, slope, 0.0), np.where(noise > 0, slope**2 * spread / varied, 0.0)
