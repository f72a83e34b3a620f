"""The truth: how deprived each area really is, and how much it lacks social infrastructure.

Both are sums of named causes and of a part that neighbours share; the spec holds the weights.
Measures come from the truth in `measures`, with errors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.sparse import csc_array, csr_array, diags_array, eye_array
from scipy.sparse.linalg import splu

from commonweal.sources.demonstration.arrays import Floats, standardised
from commonweal.sources.demonstration.draws import stream
from commonweal.sources.demonstration.setting import Setting
from commonweal.sources.demonstration.spec import CountrySpec

DEPRIVATION_PERIODS: tuple[str, ...] = ("2025", "2019", "2015")
NEED_PERIODS: tuple[str, ...] = ("2023", "2019")


@dataclass(frozen=True, slots=True)
class SpatialNoise:
    """Draws in which neighbours are alike: f = (I - rho W)^-1 e, standardised.

    W is the matrix of neighbours (over land, and by ferry) with rows that sum to 1, e independent
    standard normal draws: a simultaneous autoregression (Whittle 1954; Anselin 1988).
    """

    seed: int
    solver: object
    size: int

    @classmethod
    def over(cls, graph: csr_array, dependence: float, seed: int) -> SpatialNoise:
        """Noise on a graph of neighbours, each with at least one."""
        n = graph.shape[0]
        degree = np.asarray(graph.sum(axis=1)).ravel()
        weights = diags_array(1 / degree) @ graph
        return cls(seed, splu(csc_array(eye_array(n) - dependence * weights)), n)

    def draw(self, name: str) -> Floats:
        """One standardised draw; the same name gives the same draw."""
        shock = stream(self.seed, f"spatial {name}").standard_normal(self.size)
        return standardised(self.solver.solve(shock))  # type: ignore[attr-defined]

    def plain(self, name: str) -> Floats:
        """One draw without likeness of neighbours."""
        return stream(self.seed, f"plain {name}").standard_normal(self.size)


@dataclass(frozen=True, slots=True)
class Truth:
    """True deprivation and true need for social infrastructure of each small area (2021).

    Attributes:
        deprivation: by the edition of the index, each with mean 0 and variance 1; higher is more
            deprived.
        need: the same for need for social infrastructure; higher is less of it.
    """

    deprivation: Mapping[str, Floats]
    need: Mapping[str, Floats]


def make_truth(spec: CountrySpec, setting: Setting, noise: SpatialNoise) -> Truth:
    """Add up the causes, and let both drift from one edition to the one before."""
    causes = setting.named()
    latest = _sum(spec.truth.deprivation, causes, noise, "deprivation")
    need = _sum(spec.truth.need, {**causes, "deprivation": latest}, noise, "need")
    return Truth(
        deprivation=_drifting(
            latest, DEPRIVATION_PERIODS, spec.truth.persistence, noise, "deprivation"
        ),
        need=_drifting(need, NEED_PERIODS, spec.truth.need_persistence, noise, "need"),
    )


def _sum(
    weights: Mapping[str, float], causes: Mapping[str, Floats], noise: SpatialNoise, name: str
) -> Floats:
    """Weighted sum of causes; `spatial` and `own` are drawn, the others measured."""
    drawn = {"spatial": noise.draw(name), "own": noise.plain(name)}
    known = {**causes, **drawn}
    return standardised(
        np.sum([weight * known[cause] for cause, weight in weights.items()], axis=0)
    )


def _drifting(
    latest: Floats, periods: tuple[str, ...], persistence: float, noise: SpatialNoise, name: str
) -> dict[str, Floats]:
    """Each older edition: persistence times the newer one, and fresh noise of its own."""
    values = {periods[0]: latest}
    for newer, older in pairwise(periods):
        fresh = noise.draw(f"{name} {older}")
        moved = persistence * values[newer] + (1 - persistence**2) ** 0.5 * fresh
        values[older] = standardised(moved)
    return values
