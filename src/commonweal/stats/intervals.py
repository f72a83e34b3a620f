"""Intervals of counts and of proportions: Wilson, Byar, exact Poisson."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainccinv, gammaincinv, ndtr

Floats = NDArray[np.float64]
Limits = tuple[Floats, Floats]

BYAR_FROM = 10
"""Events from which Byar's approximation is used; below, the exact limits are."""


def wilson_limits(events: Floats, people: Floats, z: float) -> Limits:
    """Wilson's score limits of a proportion.

    (2x + z2 -+ z sqrt(z2 + 4x(1 - x/n))) / (2(n + z2)), with x events among n people.

    Source: Wilson (1927), Journal of the American Statistical Association 22, 209-212; as in
    Newcombe (1998), Statistics in Medicine 17, 857-872, method 3.
    """
    square = z**2
    spread = z * np.sqrt(square + 4 * events * (1 - events / people))
    below = 2 * (people + square)
    middle = 2 * events + square
    # At 0 and at all the people the limits are 0 and 1; binary leaves a trace beyond them.
    lower = np.where(events == 0, 0.0, (middle - spread) / below)
    return lower, np.where(events == people, 1.0, (middle + spread) / below)


def byar_limits(events: Floats, z: float) -> Limits:
    """Byar's limits of a Poisson count.

    lower x(1 - 1/(9x) - z/(3 sqrt x))3, upper y(1 - 1/(9y) + z/(3 sqrt y))3 with y = x + 1. The
    lower limit is NaN where the cube would be of a negative number (few events and a wide
    interval): there the approximation is not defined.

    Source: Breslow and Day (1987), Statistical Methods in Cancer Research II, page 69.
    """
    base = np.maximum(events, np.finfo(np.float64).tiny)
    root = 1 - 1 / (9 * base) - z / (3 * np.sqrt(base))
    with np.errstate(over="ignore", invalid="ignore"):
        lower = np.where(root >= 0, events * root**3, np.nan)
    more = events + 1
    upper = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return lower, upper


def exact_limits(events: Floats, z: float) -> Limits:
    """Exact limits of a Poisson count: half the chi-square quantiles on 2x and 2x + 2.

    The lower limit of no event is 0.

    Source: Garwood (1936), Biometrika 28, 437-442.
    """
    tail = float(ndtr(-z))
    some = np.maximum(events, np.finfo(np.float64).tiny)
    lower = np.where(events > 0, gammaincinv(some, tail), 0.0)
    return lower, np.asarray(gammainccinv(events + 1, tail))


def poisson_limits(events: Floats, z: float) -> Limits:
    """Limits of a count: exact below 10 events, Byar's from 10 on."""
    lower, upper = byar_limits(events, z)
    few = (events < BYAR_FROM) | (np.isnan(lower) & ~np.isnan(events))
    exact = exact_limits(np.where(few, events, 0.0), z)
    return np.where(few, exact[0], lower), np.where(few, exact[1], upper)
