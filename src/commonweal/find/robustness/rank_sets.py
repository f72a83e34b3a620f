"""Confidence sets for ranks: which ranks the data leave possible for each of some units.

For tens to a few hundred units with independent estimates (districts, say): the work grows with
their square. For small areas see the intervals of a simulation, which are another thing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.errors import InputError, InputProblem

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_MOST_UNITS = 1000
_BLOCK = 500


@dataclass(frozen=True, slots=True)
class RankSets:
    """Lowest and highest rank of each unit that the data leave possible; rank 1 is the highest."""

    low: Ints
    high: Ints


def rank_confidence_sets(
    estimates: ArrayLike,
    errors: ArrayLike,
    *,
    coverage: float = 0.95,
    simultaneous: bool = False,
    draws: int = 50_000,
    seed: int = 1,
) -> RankSets:
    """Confidence sets for ranks, from all pairs of differences tested at once.

    A unit's rank is at least 1 + the number of units that are surely higher, and at most the
    number of units less those that are surely lower. "Surely" means that a one-sided studentised
    difference exceeds a critical value: the quantile of the largest of them, simulated under equal
    means, and again among those not yet told apart until no more are (step down).

    Args:
        estimates: n numbers, higher ranks first.
        errors: their standard errors, above 0; estimates are independent.
        coverage: marginal sets cover each unit's rank so often, simultaneous sets all ranks at
            once.
        simultaneous: whether the sets hold for all units together.
        draws: simulated draws of the errors; with 10,000 a rank may differ by one or two from one
            seed to the next.
        seed: 0 or above.

    Raises:
        InputError: fewer than 2 units or more than 1,000, a missing value or an error not above 0.

    Source: Mogstad, Romano, Shaikh and Wilhelm (2024), Inference for Ranks with Applications to
    Mobility across Neighborhoods and Academic Achievement across Countries, Review of Economic
    Studies 91(1).
    """
    values, spread = np.asarray(estimates, np.float64), np.asarray(errors, np.float64)
    _check(values, spread, coverage)
    scale = np.sqrt(spread[:, None] ** 2 + spread[None, :] ** 2)
    # seen[j, k]: by how many standard errors k is above j.
    seen = (values[None, :] - values[:, None]) / scale
    shocks = np.random.default_rng(seed).standard_normal((draws, len(values))) * spread
    if simultaneous:
        wanted = ~np.eye(len(values), dtype=np.bool_)
        sure = _told_apart(seen, wanted, shocks, scale, coverage)
        return _sets(sure.sum(axis=1), sure.sum(axis=0))
    above, below = np.zeros(len(values), dtype=np.int64), np.zeros(len(values), dtype=np.int64)
    for unit in range(len(values)):
        wanted = np.zeros(seen.shape, dtype=np.bool_)
        wanted[unit, :] = wanted[:, unit] = True
        wanted[unit, unit] = False
        sure = _told_apart(seen, wanted, shocks, scale, coverage)
        above[unit], below[unit] = sure[unit].sum(), sure[:, unit].sum()
    return _sets(above, below)


def _sets(above: Ints, below: Ints) -> RankSets:
    return RankSets(low=1 + above, high=len(below) - below)


def _told_apart(seen: Floats, wanted: Flags, shocks: Floats, scale: Floats, level: float) -> Flags:
    """Which of the wanted pairs (j, k) have k surely above j."""
    sure = np.zeros(seen.shape, dtype=np.bool_)
    remaining = wanted.copy()
    while remaining.any():
        first, second = np.nonzero(remaining)
        limit = np.quantile(_largest(shocks, first, second, scale), level)
        found = remaining & (seen > limit)
        if not found.any():
            break
        sure |= found
        remaining &= ~found
    return sure


def _largest(
    shocks: Floats, first: NDArray[np.intp], second: NDArray[np.intp], scale: Floats
) -> Floats:
    """The largest studentised difference of each draw, over the pairs."""
    size = scale[first, second]
    largest = np.empty(len(shocks))
    for start in range(0, len(shocks), _BLOCK):
        part = shocks[start : start + _BLOCK]
        largest[start : start + _BLOCK] = ((part[:, second] - part[:, first]) / size).max(axis=1)
    return largest


def _check(values: Floats, spread: Floats, coverage: float) -> None:
    problems = []
    if values.ndim != 1 or values.shape != spread.shape:
        came = f"{values.shape} and {spread.shape}"
        problems.append(InputProblem("one error for each estimate", came))
    elif not 2 <= len(values) <= _MOST_UNITS:
        problems.append(InputProblem(f"2 to {_MOST_UNITS:,} units", f"{len(values):,}"))
    if not np.isfinite(values).all():
        problems.append(InputProblem("numbers", "a missing value", column="estimates"))
    if not (np.isfinite(spread).all() and (spread > 0).all()):
        problems.append(InputProblem("standard errors above 0", "another", column="errors"))
    if not 0 < coverage < 1:
        problems.append(InputProblem("a share between 0 and 1", f"{coverage:g}", column="coverage"))
    if problems:
        raise InputError(problems, "Ranks cannot be bounded:")
