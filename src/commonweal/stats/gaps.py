"""Gaps between two groups, absolute and relative, with their intervals.

The two groups must not share people: hold a group against the rest, not against a whole that
holds the group itself. Intervals come from those of the two figures by the method of variance
estimates recovery (MOVER), which needs no symmetry; a ratio of rates has an exact one.

Sources: Newcombe (1998), Statistics in Medicine 17, 873-890, method 10 (differences of
proportions); Zou and Donner (2008), the same 27, 1693-1702 (differences of anything); Donner and
Zou (2012), Statistical Methods in Medical Research 21, 347-359, equation 9 (ratios); Przyborowski
and Wilenski (1940), Biometrika 31, 313-323 (ratios of rates, given the sum of events).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import bdtr, bdtrc, betaincinv, ndtr

from commonweal.errors import InputProblem, MethodNotApplicable
from commonweal.stats.estimate import (
    UNKNOWN,
    Estimate,
    Flags,
    Floats,
    Texts,
    as_floats,
    freeze,
    normal_quantile,
    not_negative,
    problems,
    refuse,
    same_shape,
)
from commonweal.stats.intervals import Limits
from commonweal.stats.rates import proportion, rate

NEWCOMBE = "Newcombe 10; ratio by MOVER"
OF_RATES = "MOVER; ratio exact given the sum of events"
OF_MEANS = "normal; ratio by Fieller"
MOVER = "MOVER"
NO_EVENTS = "no events in either: no ratio"
NOT_POSITIVE = "ratio not given: a figure or limit is not above 0"


@dataclass(frozen=True, slots=True)
class Gap:
    """How far n figures lie from n others; the arrays have n entries and cannot be changed.

    Attributes:
        difference: first less second, in their unit; NaN where either is not known.
        difference_lower: lower limit; `difference_upper` the upper one.
        ratio: first by second; infinite where only the second is 0, NaN where there is none.
        ratio_lower: lower limit; `ratio_upper` the upper one, which may be infinite.
        p_value: two-sided, of no difference; NaN where either figure is not known.
        method: how the intervals were made, or what is missing and why.
        confidence: share of such intervals that hold the true gap.
    """

    difference: Floats
    difference_lower: Floats
    difference_upper: Floats
    ratio: Floats
    ratio_lower: Floats
    ratio_upper: Floats
    p_value: Floats
    method: Texts
    confidence: float

    def __post_init__(self) -> None:
        freeze(self)

    def __len__(self) -> int:
        return self.difference.size


def gap_of_proportions(
    events: ArrayLike,
    people: ArrayLike,
    other_events: ArrayLike,
    other_people: ArrayLike,
    *,
    multiplier: float = 1.0,
    confidence: float = 0.95,
) -> Gap:
    """Gap between the share of one group's people who have something and another group's.

    The difference has Newcombe's interval, the ratio Donner and Zou's, both from Wilson's limits,
    so that no events, or all the people, need no correction. The p-value is that of the chi-squared
    test without correction, so it may differ a little from the interval where events are few.

    Args:
        events: of the first group, one entry a comparison; NaN where not known.
        people: of the first group, above 0 and not below the events.
        other_events: of the second group.
        other_people: of the second group.
        multiplier: 100 for percentage points.
        confidence: such as 0.95 or 0.998.

    Raises:
        InputError: as `proportion`, of either group; or not one entry a comparison in each.
    """
    first, second = _pair(
        proportion(events, people, multiplier=multiplier, confidence=confidence),
        proportion(other_events, other_people, multiplier=multiplier, confidence=confidence),
    )
    n, m = first.denominator, second.denominator
    pooled = (first.numerator + second.numerator) / (n + m)
    error = multiplier * np.sqrt(np.maximum(pooled * (1 - pooled) * (1 / n + 1 / m), 0))
    return _gap(first, second, _p_of(first.value - second.value, error), NEWCOMBE)


def gap_of_rates(
    events: ArrayLike,
    people: ArrayLike,
    other_events: ArrayLike,
    other_people: ArrayLike,
    *,
    multiplier: float = 100_000.0,
    confidence: float = 0.95,
) -> Gap:
    """Gap between one group's events for each `multiplier` people and another group's.

    The difference has MOVER's interval from the limits of `rate`. Ratio and p-value are exact,
    given the sum of the events of both: the first group's are binomial. The p-value is twice the
    smaller tail, so it is below 1 - confidence just where the interval of the ratio leaves out 1.

    Args:
        events: of the first group, whole numbers; NaN where not known.
        people: of the first group, or years lived by them; above 0.
        other_events: of the second group.
        other_people: of the second group.
        multiplier: people the rates are stated for.
        confidence: such as 0.95 or 0.998.

    Raises:
        InputError: as `rate`, of either group; events that are not whole numbers; or not one entry
            a comparison in each.
    """
    first, second = _pair(
        rate(events, people, multiplier=multiplier, confidence=confidence),
        rate(other_events, other_people, multiplier=multiplier, confidence=confidence),
    )
    x, y = first.numerator, second.numerator
    refuse(_not_whole(x, "events"), _not_whole(y, "other_events"))
    per = second.denominator / first.denominator
    missing = np.isnan(first.value + second.value)
    x, y = np.where(missing, 0.0, x), np.where(missing, 0.0, y)
    gap = _gap(first, second, _exact_p(x, y, 1 / (1 + per)), OF_RATES)
    lower, upper = _exact_ratio(x, y, per, confidence)
    return _with_ratio(gap, lower, upper, missing)


def gap_of_means(
    values: ArrayLike,
    errors: ArrayLike,
    other_values: ArrayLike,
    other_errors: ArrayLike,
    *,
    confidence: float = 0.95,
) -> Gap:
    """Gap between two means, plain or weighted, from their values and standard errors.

    Difference and p-value by the normal distribution; the ratio by MOVER, which with even limits is
    Fieller's. Means of few values (below about 30) want `gap_of_estimates` on `mean`, whose
    intervals are Student's.

    Args:
        values: of the first group, one entry a comparison; NaN where not known.
        errors: standard error of each, 0 or more.
        other_values: of the second group.
        other_errors: of the second group.
        confidence: such as 0.95 or 0.998.

    Returns:
        The ratio is given where both means and the first's lower limit are above 0.

    Raises:
        InputError: an error that is negative; or not one entry a comparison in each.
    """
    return _gap(
        *_pair(
            _of_errors(values, errors, "errors", confidence),
            _of_errors(other_values, other_errors, "other_errors", confidence),
        ),
        None,
        OF_MEANS,
    )


def gap_of_estimates(first: Estimate, second: Estimate) -> Gap:
    """Gap between two statistics of any kind, from their intervals alone.

    The p-value is that at which the interval of the difference, its sides drawn in evenly on the
    normal scale, would just reach 0.

    Args:
        first: one entry a comparison.
        second: the same, of people who are not in the first.

    Raises:
        InputError: not one entry a comparison in each.
        MethodNotApplicable: intervals of different confidence.
    """
    if first.confidence != second.confidence:
        raise MethodNotApplicable(
            "A gap needs two intervals of one confidence, got "
            f"{first.confidence:g} and {second.confidence:g}."
        )
    return _gap(*_pair(first, second), None, MOVER)


def mover_difference(first: Estimate, second: Estimate) -> Limits:
    """Limits of the difference: d - root((a - l)2 + (u' - b)2), d + root((u - a)2 + (b - l')2)."""
    difference = first.value - second.value
    down = np.hypot(first.value - first.lower, second.upper - second.value)
    up = np.hypot(first.upper - first.value, second.value - second.lower)
    return difference - down, difference + up


def mover_ratio(first: Estimate, second: Estimate) -> Limits:
    """Limits of the ratio of two figures that are not negative.

    With a in l to u and b in l' to u', the lower limit is l(2a - l) / (ab + root((ab)2 -
    l u'(2a - l)(2b - u'))) and the upper one (ab + root((ab)2 - u l'(2a - u)(2b - l'))) /
    (l'(2b - l')), infinite where l' is 0. (The lower one is written so that it is defined where
    the paper's denominator is 0.)
    """
    a, b = first.value, second.value
    low, high = np.maximum(first.lower, 0.0), first.upper
    other_low, other_high = np.maximum(second.lower, 0.0), second.upper
    down = low * (2 * a - low)
    under = (a * b) ** 2 - down * other_high * (2 * b - other_high)
    base = a * b + np.sqrt(np.maximum(under, 0.0))
    lower = np.divide(down, base, where=base > 0, out=np.zeros_like(base))
    up = other_low * (2 * b - other_low)
    over = (a * b) ** 2 - high * (2 * a - high) * up
    top = a * b + np.sqrt(np.maximum(over, 0.0))
    return lower, np.asarray(np.divide(top, up, where=up > 0, out=np.full_like(top, np.inf)))


def _pair(first: Estimate, second: Estimate) -> tuple[Estimate, Estimate]:
    same_shape(first=first.value, second=second.value)
    return first, second


def _gap(first: Estimate, second: Estimate, p: Floats | None, name: str) -> Gap:
    difference = first.value - second.value
    lower, upper = mover_difference(first, second)
    if p is None:
        side = np.where(difference > 0, difference - lower, upper - difference)
        p = _p_of(difference, side / normal_quantile(first.confidence))
    missing = np.isnan(difference) | np.isnan(lower) | np.isnan(upper)
    # Where the lower limit of the first is below 0 the formula of the ratio does not hold.
    able = (first.value >= 0) & (second.value >= 0) & (first.lower >= 0) & ~missing
    some = able & (first.value + second.value > 0)
    ratio = np.divide(
        first.value, second.value, where=some & (second.value > 0), out=np.full_like(lower, np.inf)
    )
    ends = [np.where(able, end, np.nan) for end in mover_ratio(first, second)]
    method = np.select(
        [missing, able & ~some, ~able], [UNKNOWN, NO_EVENTS, f"{name}; {NOT_POSITIVE}"], name
    )
    return Gap(
        difference=difference,
        difference_lower=lower,
        difference_upper=upper,
        ratio=np.where(some, ratio, np.nan),
        ratio_lower=ends[0],
        ratio_upper=ends[1],
        p_value=np.where(missing, np.nan, p),
        method=method,
        confidence=first.confidence,
    )


def _with_ratio(gap: Gap, lower: Floats, upper: Floats, missing: Flags) -> Gap:
    return Gap(
        gap.difference,
        gap.difference_lower,
        gap.difference_upper,
        gap.ratio,
        np.where(missing, np.nan, lower),
        np.where(missing, np.nan, upper),
        gap.p_value,
        gap.method,
        gap.confidence,
    )


def _p_of(difference: Floats, error: Floats) -> Floats:
    """Two-sided p-value; 1 where there is neither difference nor error, 0 without error alone."""
    size = np.abs(difference)
    z = np.divide(size, error, where=error > 0, out=np.where(size > 0, np.inf, 0.0))
    return np.asarray(2 * ndtr(-z))


def _exact_p(x: Floats, y: Floats, share: Floats) -> Floats:
    """Twice the smaller tail of x events of x + y, each in the first group with that share."""
    total = (x + y).astype(np.int64)
    few = bdtr(x, total, share)
    many = np.where(x > 0, bdtrc(np.maximum(x - 1, 0), total, share), 1.0)
    return np.asarray(np.minimum(2 * np.minimum(few, many), 1.0))


def _exact_ratio(x: Floats, y: Floats, per: Floats, confidence: float) -> Limits:
    """Limits of (x / people) / (y / other people), from Clopper and Pearson's of x / (x + y)."""
    tail = (1 - confidence) / 2
    low = np.where(x > 0, betaincinv(np.maximum(x, 1.0), y + 1, tail), 0.0)
    high = np.where(y > 0, betaincinv(x + 1, np.maximum(y, 1.0), 1 - tail), 1.0)
    upper = np.divide(high, 1 - high, where=high < 1, out=np.full_like(high, np.inf))
    return per * low / (1 - low), np.asarray(per * upper)


def _of_errors(values: ArrayLike, errors: ArrayLike, column: str, confidence: float) -> Estimate:
    value, error = as_floats(values), as_floats(errors)
    same_shape(**{"values": value, column: error})
    refuse(problems(np.isinf(value), value, "values", "a number"), not_negative(error, column))
    half = normal_quantile(confidence) * error
    count = np.full_like(value, np.nan)
    method = np.full(value.shape, OF_MEANS)
    return Estimate(value, count, count, value - half, value + half, method, confidence)


def _not_whole(values: Floats, column: str) -> list[InputProblem]:
    fraction = ~np.isnan(values) & (values != np.round(values))
    return problems(fraction, values, column, "a whole number")
