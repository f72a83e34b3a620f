"""Slope and relative index of inequality, with simulated intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit

from commonweal.errors import InputProblem, MethodNotApplicable
from commonweal.stats.estimate import (
    Floats,
    above_zero,
    as_floats,
    known,
    normal_quantile,
    not_negative,
    problems,
    refuse,
    same_shape,
)

Scale = Literal["plain", "log", "logit"]


@dataclass(frozen=True, slots=True)
class Simulation:
    """How limits are simulated: number of draws, and the seed that settles them."""

    draws: int = 100_000
    seed: int = 0


DEFAULT = Simulation()


@dataclass(frozen=True, slots=True)
class SlopeIndex:
    """Inequality across ordered groups; the arrays have one entry an area.

    Attributes:
        sii: slope index, the fitted difference between the ends of the order.
        sii_lower: lower limit.
        sii_upper: upper limit.
        rii: relative index, the fitted ratio of the ends.
        rii_lower: lower limit.
        rii_upper: upper limit.
        intercept: fitted value at the worse end, before the multiplier.
        confidence: such as 0.95.
        draws: simulations behind the limits.
        seed: of the simulations.
    """

    sii: Floats
    sii_lower: Floats
    sii_upper: Floats
    rii: Floats
    rii_lower: Floats
    rii_upper: Floats
    intercept: Floats
    confidence: float
    draws: int
    seed: int


def slope_index(
    values: ArrayLike,
    errors: ArrayLike,
    people: ArrayLike,
    *,
    scale: Scale = "plain",
    fit_on_scale: bool = False,
    multiplier: float = 1.0,
    confidence: float = 0.95,
    simulation: Simulation = DEFAULT,
) -> SlopeIndex:
    """Slope and relative index of inequality over k groups in order, the worst off first.

    With a the groups' shares of the people and b the middles of their cumulated shares, values are
    regressed on b with weights a. The slope index is the fit at 1 less the fit at 0, times the
    multiplier; the relative index the one by the other. Limits are quantiles of the same fit on
    simulated sets of values, normal about the given ones.

    Args:
        values: n areas by k groups.
        errors: standard errors, the same shape, on the scale named; `standard_errors` makes them.
        people: the same shape, above 0.
        scale: where the errors are normal: `plain`, `log` (rates) or `logit` (proportions).
        fit_on_scale: fit there too and turn the ends back, else the values themselves are fitted.
        multiplier: of the slope index; a negative one also turns the relative index over.
        confidence: such as 0.95.
        simulation: number of simulated sets of values, and the seed; every area is given the
            same shocks, so that its limits do not depend on the areas it comes with.

    Raises:
        InputError: a value or error missing, groups without people, values the scale has not.
        MethodNotApplicable: fewer than three groups, fewer than two draws, or a multiplier of 0.

    Source: Regidor (2004), Journal of Epidemiology and Community Health 58, 900-903; Low and Low
    (2004), Journal of Public Health 26, 388-395.
    """
    y, error, n = as_floats(values, 2), as_floats(errors, 2), as_floats(people, 2)
    _check(y, error, n, scale)
    normal_quantile(confidence)
    if y.shape[1] < 3 or simulation.draws < 2 or multiplier == 0:
        raise MethodNotApplicable(
            "A slope index needs three groups or more, two draws or more and a multiplier other "
            f"than 0: got {y.shape[1]}, {simulation.draws} and {multiplier:g}."
        )
    to_intercept, to_slope = _solution(n)
    inner = _forward(y, scale)
    point = _fit(inner[:, np.newaxis], to_intercept, to_slope, scale, fit_on_scale)
    sii, rii = (each[:, 0] for each in _indices(*point, multiplier))
    tails = [0.5 - confidence / 2, 0.5 + confidence / 2]
    limits = np.empty((2, 2, y.shape[0]))
    shocks = np.random.default_rng(simulation.seed).standard_normal((simulation.draws, y.shape[1]))
    for area in range(y.shape[0]):
        simulated = (inner[area] + error[area] * shocks)[np.newaxis]
        chosen = slice(area, area + 1)
        ends = _fit(simulated, to_intercept[chosen], to_slope[chosen], scale, fit_on_scale)
        for index, drawn in enumerate(_indices(*ends, multiplier)):
            limits[index, :, area] = np.quantile(drawn[0], tails)
    return SlopeIndex(
        sii=sii,
        sii_lower=limits[0, 0],
        sii_upper=limits[0, 1],
        rii=rii,
        rii_lower=limits[1, 0],
        rii_upper=limits[1, 1],
        intercept=point[0][:, 0],
        confidence=confidence,
        draws=simulation.draws,
        seed=simulation.seed,
    )


def standard_errors(
    lower: ArrayLike, upper: ArrayLike, *, scale: Scale = "plain", confidence: float = 0.95
) -> Floats:
    """Standard errors from limits: their distance on the scale by 2 z.

    Raises:
        InputError: a lower limit above its upper one, or limits the scale has not.
    """
    low, high = as_floats(lower, 2), as_floats(upper, 2)
    same_shape(lower=low, upper=high)
    refuse(
        known(low, "lower"),
        known(high, "upper"),
        problems(low > high, low, "lower", "no more than the upper limit"),
        _outside(low, "lower", scale),
        _outside(high, "upper", scale),
    )
    width = _forward(high, scale) - _forward(low, scale)
    return width / (2 * normal_quantile(confidence))


def _check(values: Floats, errors: Floats, people: Floats, scale: Scale) -> None:
    same_shape(values=values, errors=errors, people=people)
    refuse(
        known(values, "values"),
        known(errors, "errors"),
        known(people, "people"),
        not_negative(errors, "errors"),
        above_zero(people, "people"),
        _outside(values, "values", scale),
    )


def _outside(values: Floats, column: str, scale: Scale) -> list[InputProblem]:
    if scale == "plain":
        return problems(np.isinf(values), values, column, "a number")
    if scale == "log":
        return above_zero(values, column)
    wrong = (values <= 0) | (values >= 1)
    return problems(wrong, values, column, "a share between 0 and 1")


def _solution(people: Floats) -> tuple[Floats, Floats]:
    """What each group's value adds to the intercept and to the slope: weighted least squares."""
    share = people / people.sum(axis=1, keepdims=True)
    middle = np.cumsum(share, axis=1) - share / 2
    # The mean of the middles, weighted by the shares, is one half.
    spread = share * (middle - 0.5)
    slope = spread / (spread * (middle - 0.5)).sum(axis=1, keepdims=True)
    return share - 0.5 * slope, slope


def _fit(
    inner: Floats, to_intercept: Floats, to_slope: Floats, scale: Scale, fit_on_scale: bool
) -> tuple[Floats, Floats]:
    """Fitted values at 0 and at 1, n by draws, of values on the scale."""
    fitted = inner if fit_on_scale else _back(inner, scale)
    start = np.einsum("ndk,nk->nd", fitted, to_intercept)
    end = start + np.einsum("ndk,nk->nd", fitted, to_slope)
    return (_back(start, scale), _back(end, scale)) if fit_on_scale else (start, end)


def _indices(start: Floats, end: Floats, multiplier: float) -> tuple[Floats, Floats]:
    ratio = end / start if multiplier > 0 else start / end
    return (end - start) * multiplier, ratio


def _forward(values: Floats, scale: Scale) -> Floats:
    if scale == "plain":
        return values
    return np.asarray(np.log(values) if scale == "log" else logit(values))


def _back(values: Floats, scale: Scale) -> Floats:
    if scale == "plain":
        return values
    return np.asarray(np.exp(values) if scale == "log" else expit(values))
