"""What is known of the true value of each area: a normal distribution around a shrunken estimate.

Adding noise to a measured value, which holds noise already, spreads areas further than they are.
Draws are therefore taken from what the measured values leave possible (the posterior).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.errors import MethodNotApplicable
from commonweal.stats.normal import normal_scores

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]

_FLOOR = 1e-6
"""Least variance of the truth, as a share of that of the measure."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure behind an index, on a scale on which its errors are about normal.

    Attributes:
        name: leaf of the index (a domain, or a part of one).
        values: one number an area, higher is worse.
        variance: variance of the error of each.
        basis: where the variance comes from, in words.
    """

    name: str
    values: Floats
    variance: Floats
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Posterior:
    """Normal distributions of the true values of every area.

    Attributes:
        mean: measures x areas.
        factor: measures x measures x areas, lower triangular: its product with its own transpose
            is the covariance of an area's true values.
    """

    mean: Singles
    factor: Singles

    def spread(self, shocks: Singles) -> Singles:
        """Deviations from the mean, of standard normal shocks (measures x areas)."""
        out = np.empty_like(shocks)
        product = np.empty_like(shocks[0])
        for row in range(len(shocks)):
            total = np.multiply(self.factor[row, row], shocks[row], out=out[row])
            for column in range(row):
                total += np.multiply(self.factor[row, column], shocks[column], out=product)
        return out


def posterior(measures: tuple[Measure, ...], scale: float = 1.0) -> Posterior:
    """The posterior of all measures of an index together.

    True values are taken to be normal across areas, correlated between measures: their covariance
    is that of the measured values less the mean error variance. Given all measures of an area, its
    true values are normal with mean m + S (S + V)^-1 (x - m) and covariance S - S (S + V)^-1 S.

    Args:
        measures: at least one, each with the same areas, no value missing.
        scale: multiplies every error variance.

    Raises:
        MethodNotApplicable: a measure has the same value everywhere, or an error variance below 0.

    Source: Fay and Herriot (1979); Efron and Morris (1973); Datta, Fay and Ghosh (1991) for
    several measures at once.
    """
    values = np.stack([measure.values for measure in measures])
    variance = scale * np.stack([np.broadcast_to(m.variance, m.values.shape) for m in measures])
    _check(measures, values, variance)
    mean, factor = _together(values, variance)
    return Posterior(mean.astype(np.float32), np.ascontiguousarray(factor, np.float32))


def _together(values: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """Mean (measures x areas) and lower factor (measures x measures x areas)."""
    truth = _covariance_of_truth(values, variance)
    middle = values.mean(axis=1)
    total = truth[None] + np.einsum("ia,ij->aij", variance, np.eye(len(values)))
    gain = np.linalg.solve(total, np.broadcast_to(truth, total.shape))  # (S + V)^-1 S
    mean = middle[:, None] + np.einsum("aji,ja->ia", gain, values - middle[:, None])
    left = truth[None] - truth[None] @ gain
    left = (left + left.transpose(0, 2, 1)) / 2
    # Where a measure has no error nothing is left of it: a little keeps the matrix definite.
    size = np.sqrt(np.diag(truth))
    ridge = 1e-12 * np.diag(size**2)
    lower: Floats = np.asarray(np.linalg.cholesky(left + ridge), dtype=np.float64)
    lower[(variance == 0).T] = 0.0
    return mean, np.moveaxis(lower, 0, 2)


def _covariance_of_truth(values: Floats, variance: Floats) -> Floats:
    """Covariance of measured values less the error, with no direction below a floor."""
    measured = np.atleast_2d(np.cov(values))
    size = np.sqrt(np.diag(measured))
    less = measured - np.diag(variance.mean(axis=1))
    scaled = less / np.outer(size, size)
    level, direction = np.linalg.eigh(scaled)
    kept = (direction * np.maximum(level, _FLOOR)) @ direction.T
    return np.asarray(kept * np.outer(size, size))


def _check(measures: tuple[Measure, ...], values: Floats, variance: Floats) -> None:
    for measure, own, error in zip(measures, values, variance, strict=True):
        if not np.isfinite(own).all() or not np.isfinite(error).all() or error.min() < 0:
            raise MethodNotApplicable(
                f"{measure.name}: every area needs a value and an error variance of 0 or more."
            )
        if len(own) < 2 or own.min() == own.max():
            raise MethodNotApplicable(
                f"{measure.name} has the same value everywhere: it ranks no area, and nothing can "
                "be said of how sure its ranks are. Leave it out of the index."
            )


def declared(name: str, values: Floats, share: float, basis: str) -> Measure:
    """A measure whose error is declared as a share of the variance between areas.

    Its values become normal scores of their ranks, on which the variance between areas is 1.
    """
    scores = normal_scores(values)
    return Measure(name, scores, np.full(values.shape, share), basis=basis)


def of_rate(name: str, rate: Floats, people: Floats, basis: str) -> Measure:
    """A measure that is a share of people: its logarithmic odds and their sampling variance.

    With r of n people, m = ln((r + 1/2) / (n - r + 1/2)) and its variance is
    (n + 1)(n + 2) / (n (r + 1)(n - r + 1)).

    Source: The English Indices of Deprivation 2019: technical report, Appendix D (shrinkage).
    """
    n = np.maximum(people, 1.0)
    r = np.clip(rate, 0.0, 1.0) * n
    odds = np.log((r + 0.5) / (n - r + 0.5))
    return Measure(name, odds, (n + 1) * (n + 2) / (n * (r + 1) * (n - r + 1)), basis=basis)


def known_errors(name: str, values: Floats, variance: Floats, basis: str) -> Measure:
    """A measure whose error variances are given for truth of variance 1."""
    spread = (1 + variance.mean()) ** 0.5
    scaled = (values - values.mean()) / values.std() * spread
    return Measure(name, scaled, variance, basis=basis)
