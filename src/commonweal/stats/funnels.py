"""Funnel limits: how far areas lie from what chance alone would make of the overall figure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from commonweal.errors import MethodNotApplicable
from commonweal.stats.estimate import (
    Floats,
    Texts,
    above_zero,
    as_floats,
    known,
    not_negative,
    problems,
    refuse,
    same_shape,
)
from commonweal.stats.intervals import exact_limits

INNER, OUTER = float(ndtri(0.975)), float(ndtri(0.999))
"""z of the 95% and of the 99.8% limits."""
TRIMMED = 0.1


@dataclass(frozen=True, slots=True)
class Funnel:
    """Limits at each area's size; arrays have one entry an area.

    Attributes:
        value: what the area has.
        baseline: what all have together, or the target.
        lower_95: lower 95% limit; `lower_998` and the upper ones likewise.
        significance: `low 99.8`, `low 95`, `within`, `high 95`, `high 99.8`.
    """

    value: Floats
    baseline: float
    lower_95: Floats
    upper_95: Floats
    lower_998: Floats
    upper_998: Floats
    significance: Texts


def proportion_funnel(
    events: ArrayLike, people: ArrayLike, *, baseline: float | None = None, spread: float = 1.0
) -> Funnel:
    """Funnel of proportions: p -+ z sqrt(spread p(1 - p)/n), kept between 0 and 1.

    Args:
        events: of each area.
        people: of each area, above 0.
        baseline: p; the proportion of all areas together if left out.
        spread: overdispersion, from `overdispersion`; 1 for none.

    Raises:
        InputError: counts that are missing, negative, or above their people.

    Source: Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202.
    """
    x, n = _counts(events, people, "people")
    refuse(problems(x > n, x, "events", "no more events than people"))
    p = float(x.sum() / n.sum()) if baseline is None else baseline
    if not 0 <= p <= 1:
        raise MethodNotApplicable(f"A baseline of proportions lies between 0 and 1, got {p:g}.")
    _check_spread(spread)
    error = np.sqrt(spread * p * (1 - p) / n)
    inner, outer = ((p - z * error, p + z * error) for z in (INNER, OUTER))
    value = x / n
    judged = _judged(value, inner, outer)
    clipped = [np.clip(limit, 0, 1) for limit in (*inner, *outer)]
    return Funnel(value, p, clipped[0], clipped[1], clipped[2], clipped[3], judged)


def ratio_funnel(
    observed: ArrayLike, expected: ArrayLike, *, baseline: float = 1.0, spread: float = 1.0
) -> Funnel:
    """Funnel of observed by expected events, by Poisson limits of the observed.

    An area with O events lies on a limit when the events it would have at the baseline equal the
    exact Poisson limit of O. So the limits of the ratio at O events are
    baseline x O / upper(O) and baseline x O / lower(O), with z times the root of `spread`.

    Args:
        observed: of each area.
        expected: of each area, above 0. For crude rates people by the multiplier; for
            standardised rates events by rate (`derived_people`).
        baseline: 1 for ratios; for rates the overall rate (`overall_rate`).
        spread: overdispersion, from `overdispersion`; 1 for none.

    Returns:
        The upper limits of an area without events are infinite.

    Raises:
        InputError: counts that are missing or negative, or nothing expected.

    Source: as `proportion_funnel`; Fingertips' funnel plots for the inversion.
    """
    o, e = _counts(observed, expected, "expected")
    _check_spread(spread)
    if not baseline > 0:
        raise MethodNotApplicable(f"A baseline of ratios is above 0, got {baseline:g}.")
    ends = [exact_limits(o, z * np.sqrt(spread)) for z in (INNER, OUTER)]
    center = baseline * e
    # The limits of the expected events decide, so that areas without events are judged too.
    judged = _judged(-center, *((-upper, -lower) for lower, upper in ends))
    inner, outer = ((baseline * o / upper, _divided(baseline * o, lower)) for lower, upper in ends)
    return Funnel(o / e, baseline, inner[0], inner[1], outer[0], outer[1], judged)


def overall_rate(events: ArrayLike, people: ArrayLike) -> float:
    """All events by all people, the baseline of a funnel of rates."""
    x, n = _counts(events, people, "people")
    return float(x.sum() / n.sum())


def derived_people(events: ArrayLike, rates: ArrayLike, *, multiplier: float = 1.0) -> Floats:
    """People at which the events would have the (standardised) rate: multiplier x events / rate."""
    x, per = _counts(events, rates, "rates")
    return multiplier * x / per


def overdispersion(scores: ArrayLike) -> float:
    """How much more areas vary than chance alone: the mean of z2, at least 1.

    The tenth of the scores at either end is drawn in to its edge first.

    Args:
        scores: z of each area, (value - baseline) / standard error; two or more, none missing.

    Source: Spiegelhalter (2005), Quality and Safety in Health Care 14, 347-351.
    """
    z = as_floats(scores)
    refuse(problems(~np.isfinite(z), z, "scores", "a number"))
    if z.size < 2:
        raise MethodNotApplicable("Overdispersion needs two areas or more.")
    low, high = np.quantile(z, [TRIMMED, 1 - TRIMMED])
    return max(1.0, float(np.mean(np.clip(z, low, high) ** 2)))


def _counts(events: ArrayLike, base: ArrayLike, column: str) -> tuple[Floats, Floats]:
    x, n = as_floats(events), as_floats(base)
    same_shape(**{"events": x, column: n})
    refuse(not_negative(x, "events"), known(x, "events"), above_zero(n, column), known(n, column))
    return x, n


def _check_spread(spread: float) -> None:
    if not spread >= 1:
        raise MethodNotApplicable(f"Overdispersion is 1 or more, got {spread:g}.")


def _judged(value: Floats, inner: tuple[Floats, Floats], outer: tuple[Floats, Floats]) -> Texts:
    conditions = [value < outer[0], value > outer[1], value < inner[0], value > inner[1]]
    return np.select(conditions, ["low 99.8", "high 99.8", "low 95", "high 95"], "within")


def _divided(number: Floats, by: Floats) -> Floats:
    return np.asarray(np.divide(number, by, where=by > 0, out=np.full_like(number, np.inf)))
