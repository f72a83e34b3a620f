"""Proportions, rates, ratios and means of areas, with their intervals."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from commonweal.errors import MethodNotApplicable
from commonweal.stats.estimate import (
    Estimate,
    Floats,
    Texts,
    above_zero,
    as_floats,
    named,
    normal_quantile,
    not_negative,
    problems,
    refuse,
    same_shape,
)
from commonweal.stats.intervals import BYAR_FROM, poisson_limits, wilson_limits

BYAR, EXACT, WILSON, STUDENT = "Byar", "exact Poisson", "Wilson", "Student's t"


def proportion(
    events: ArrayLike, people: ArrayLike, *, multiplier: float = 1.0, confidence: float = 0.95
) -> Estimate:
    """Share of the people of each area who have something, with Wilson's interval.

    Args:
        events: of each area; NaN where not known, and the result with it.
        people: of each area, above 0 and not below the events.
        multiplier: 100 for percentages.
        confidence: such as 0.95 or 0.998.

    Raises:
        InputError: negative events, no people, or more events than people; names each index.
    """
    x, n = as_floats(events), as_floats(people)
    same_shape(events=x, people=n)
    refuse(
        not_negative(x, "events"),
        above_zero(n, "people"),
        problems(x > n, x, "events", "no more events than people"),
    )
    lower, upper = wilson_limits(x, n, normal_quantile(confidence))
    missing = np.isnan(x) | np.isnan(n)
    return Estimate(
        value=multiplier * x / n,
        numerator=x,
        denominator=n,
        lower=multiplier * lower,
        upper=multiplier * upper,
        method=named(~missing, WILSON, "", missing),
        confidence=confidence,
    )


def rate(
    events: ArrayLike,
    people: ArrayLike,
    *,
    multiplier: float = 100_000.0,
    confidence: float = 0.95,
) -> Estimate:
    """Events for each `multiplier` people: exact Poisson limits below 10 events, else Byar's.

    Args:
        events: of each area; NaN where not known. They may be more than the people.
        people: of each area, or years lived by them; above 0.
        multiplier: people the rate is stated for.
        confidence: such as 0.95 or 0.998.

    Raises:
        InputError: negative events or no people; names each index.
    """
    return _of_counts(events, people, multiplier, confidence, "people")


def ratio(
    observed: ArrayLike, expected: ArrayLike, *, multiplier: float = 1.0, confidence: float = 0.95
) -> Estimate:
    """Observed by expected events; the expected ones are taken as known without error.

    Limits as for `rate`. 100 is the usual multiplier of standardised ratios.

    Raises:
        InputError: negative observed events, or expected ones not above 0; names each index.
    """
    return _of_counts(observed, expected, multiplier, confidence, "expected")


def mean(
    values: ArrayLike,
    groups: ArrayLike | None = None,
    number_of_groups: int = 1,
    *,
    confidence: float = 0.95,
) -> Estimate:
    """Mean of the values of each group: m -+ t s / sqrt(n), with t on n - 1 degrees.

    Args:
        values: any number of them, none missing.
        groups: number of the group of each, from 0; all one group if left out.
        number_of_groups: how many groups there are.
        confidence: such as 0.95 or 0.998.

    Returns:
        One entry a group; the numerator is the sum, the denominator the number of values.

    Raises:
        InputError: a value is missing or infinite; names each index.
        MethodNotApplicable: a group has fewer than two values; names the groups.
    """
    x = as_floats(values)
    refuse(problems(~np.isfinite(x), x, "values", "a number"))
    given = np.zeros(x.size, dtype=np.int64) if groups is None else groups
    group = np.asarray(given, dtype=np.int64)
    size = np.bincount(group, minlength=number_of_groups).astype(np.float64)
    if (size < 2).any():
        few = ", ".join(str(index) for index in np.flatnonzero(size < 2)[:20])
        raise MethodNotApplicable(
            f"The interval of a mean needs two values or more: too few in group {few}."
        )
    total = np.bincount(group, x, number_of_groups).astype(np.float64)
    middle = total / size
    squares = np.bincount(group, (x - middle[group]) ** 2, number_of_groups)
    normal_quantile(confidence)
    t = np.asarray(stdtrit(size - 1, 0.5 + confidence / 2))
    half = t * np.sqrt(squares / (size - 1) / size)
    return Estimate(
        value=middle,
        numerator=total,
        denominator=size,
        lower=middle - half,
        upper=middle + half,
        method=np.full(size.shape, STUDENT),
        confidence=confidence,
    )


def method_of_counts(events: Floats, missing: Floats) -> Texts:
    """Which limits a count is given; not known where `missing` is NaN."""
    return named(events < BYAR_FROM, EXACT, BYAR, np.isnan(missing))


def _of_counts(
    events: ArrayLike, base: ArrayLike, multiplier: float, confidence: float, column: str
) -> Estimate:
    x, n = as_floats(events), as_floats(base)
    same_shape(**{"events": x, column: n})
    refuse(not_negative(x, "events"), above_zero(n, column))
    lower, upper = poisson_limits(x, normal_quantile(confidence))
    return Estimate(
        value=multiplier * x / n,
        numerator=x,
        denominator=n,
        lower=multiplier * lower / n,
        upper=multiplier * upper / n,
        method=method_of_counts(x, x + n),
        confidence=confidence,
    )
