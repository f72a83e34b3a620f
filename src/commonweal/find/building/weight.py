"""Step 7: weights of indicators. Given, equal, or found in how the indicators move together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from commonweal.errors import MethodNotApplicable

Floats = NDArray[np.float64]
Weighting = Literal["given", "equal", "factor analysis", "principal component"]
WEIGHTINGS: tuple[str, ...] = get_args(Weighting)

FEWEST = 3
"""Indicators that one factor needs to be determined."""
_BOUND = 0.005
"""Least share of an indicator that is its own, as R's `factanal` bounds it."""


@dataclass(frozen=True, slots=True)
class OneFactor:
    """What indicators have in common, by maximum likelihood.

    Attributes:
        weights: R^-1 loadings, scaled to the sum 1: those of the factor's regression scores.
        loadings: correlation of each indicator with the factor.
        uniqueness: share of each indicator's variance that is its own.
        at_bound: an indicator is all but the factor itself (a Heywood case): the weights are then
            hardly more than that indicator.
    """

    weights: Floats
    loadings: Floats
    uniqueness: Floats
    at_bound: bool


def one_factor(values: Floats) -> OneFactor:
    """Fit one factor to indicators by maximum likelihood.

    Args:
        values: areas x indicators. Areas that lack one are left out.

    Raises:
        MethodNotApplicable: fewer than 3 indicators, fewer areas than indicators and two more,
            or indicators that follow from one another.

    Source: Joereskog (1967), Psychometrika 32; Lawley and Maxwell (1971), chapter 4.
    """
    rows = values[~np.isnan(values).any(axis=1)]
    count = values.shape[1]
    if count < FEWEST or rows.shape[0] < count + 2:
        raise MethodNotApplicable(
            f"Factor analysis needs at least {FEWEST} indicators and areas that have them all: "
            f"there are {count} indicators and {rows.shape[0]} such areas."
        )
    correlation = np.atleast_2d(np.corrcoef(rows, rowvar=False))
    if np.linalg.eigvalsh(correlation)[0] < 1e-10:
        raise MethodNotApplicable(
            "Factor analysis needs indicators none of which follows from the others: leave out "
            "those that repeat another."
        )
    unique, loadings = _fit(correlation)
    loadings = loadings * (np.sign(loadings.sum()) or 1.0)
    raw = np.linalg.solve(correlation, loadings)
    return OneFactor(raw / raw.sum(), loadings, unique, bool((unique <= _BOUND * 1.001).any()))


def _fit(correlation: Floats) -> tuple[Floats, Floats]:
    """Uniquenesses and loadings that maximise the likelihood of a correlation matrix."""

    def loadings_of(unique: Floats) -> tuple[Floats, Floats]:
        scale = np.sqrt(unique)
        roots, vectors = np.linalg.eigh(correlation / np.outer(scale, scale))
        strength = np.sqrt(max(roots[-1] - 1.0, 0.0))
        return roots[:-1], scale * vectors[:, -1] * strength

    def misfit(unique: Floats) -> tuple[float, Floats]:
        others, loadings = loadings_of(unique)
        gap = np.outer(loadings, loadings) + np.diag(unique) - correlation
        return float((others - np.log(others) - 1.0).sum()), np.diag(gap) / unique**2

    from scipy.optimize import minimize

    start = 0.5 / np.diag(np.linalg.inv(correlation))
    found = minimize(
        misfit,
        np.clip(start, _BOUND, 1.0),
        jac=True,
        method="L-BFGS-B",
        bounds=[(_BOUND, 1.0)] * len(correlation),
        options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 10_000},
    )
    return found.x, loadings_of(found.x)[1]


@dataclass(frozen=True, slots=True)
class Components:
    """Principal components of indicators, from their correlations.

    Attributes:
        standard_deviation: of each component, the greatest first.
        share: share of all variance that each explains.
        rotation: indicators x components, columns of length 1 whose greatest entry is above 0.
    """

    standard_deviation: Floats
    share: Floats
    rotation: Floats


def principal_components(values: Floats) -> Components:
    """Principal components of indicators (areas x indicators); areas with gaps are left out."""
    rows = values[~np.isnan(values).any(axis=1)]
    roots, vectors = np.linalg.eigh(np.atleast_2d(np.corrcoef(rows, rowvar=False)))
    roots, vectors = np.maximum(roots[::-1], 0.0), vectors[:, ::-1]
    greatest = vectors[np.abs(vectors).argmax(axis=0), np.arange(len(roots))]
    return Components(np.sqrt(roots), roots / roots.sum(), vectors * np.sign(greatest))


def weights_of(values: Floats, how: Weighting, given: Floats) -> Floats:
    """Weights that sum to 1.

    Args:
        values: areas x indicators on a common scale.
        how: "given" takes `given`; "factor analysis" the regression weights of the one factor;
            "principal component" the first component's loadings.
        given: a weight for each indicator.
    """
    if how == "factor analysis":
        return one_factor(values).weights
    if how == "principal component":
        first = principal_components(values).rotation[:, 0]
        return np.asarray(first / first.sum())
    return np.full(given.shape, 1 / given.size) if how == "equal" else given / given.sum()
