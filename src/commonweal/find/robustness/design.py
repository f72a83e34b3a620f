"""How an index is put together in one draw: tables of a domain's value by rank, weights, cuts.

Every normalisation that looks at ranks, and every aggregation that sums a function of each domain
(arithmetic, geometric, harmonic means), is one table: value by rank. A draw looks values up in it
and sums them with the weights; that the sum is not taken back through the inverse function does
not move a rank.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from commonweal.find.index_spec import IndexSpec
from commonweal.find.robustness.spec import Aggregation, Normalisation, RobustnessSpec
from commonweal.stats.transform import exponential

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Generator = np.random.Generator
_Name = TypeVar("_Name")

_LEAST = 0.01  # Geometric and harmonic means need values above 0: domains run from 1 to 100.


@dataclass(frozen=True, slots=True)
class Design:
    """The choices of one draw.

    Attributes:
        normalisation, aggregation: how domains are put on one scale and joined.
        deprivation, infrastructure: multipliers of the weights of each index's domains.
        cut: multiplier of every cut.
    """

    normalisation: Normalisation = "published"
    aggregation: Aggregation = "arithmetic"
    deprivation: Floats | None = None
    infrastructure: Floats | None = None
    cut: float = 1.0


PUBLISHED = Design()


def drawn_design(spec: RobustnessSpec, domains: tuple[int, int], rng: Generator) -> Design:
    """A design picked at random from what the spec varies.

    Every number is drawn whether it is used or not, so that varying one choice more leaves the
    draws of the others as they were.
    """
    picks = rng.random(3)
    first, second = (rng.uniform(-1, 1, size=size) for size in domains)
    varied = spec.vary
    by_weight = spec.weight_spread if "weights" in varied else 0.0
    return Design(
        normalisation=picked(spec.normalisations, picks[0])
        if "normalisation" in varied
        else "published",
        aggregation=picked(spec.aggregations, picks[1])
        if "aggregation" in varied
        else "arithmetic",
        deprivation=1 + by_weight * first,
        infrastructure=1 + by_weight * second,
        cut=1 + spec.cut_spread * (2 * picks[2] - 1) if "cut" in varied else 1.0,
    )


def picked(names: tuple[_Name, ...], share: float) -> _Name:
    """The name at a share of the way through them."""
    return names[min(int(share * len(names)), len(names) - 1)]


def by_rank(
    index: IndexSpec, n: int, normalisation: Normalisation, aggregation: Aggregation
) -> Singles | None:
    """Value of a domain by rank, or None where the index sums its domains as they are.

    Returns:
        2 n + 1 numbers: position 2 r holds the value of rank r (half ranks are those of ties that
        share a mean), higher is worse.
    """
    kind = index.transformation if normalisation == "published" else normalisation
    if kind == "none" and aggregation == "arithmetic":
        return None
    return _table("rank" if kind == "none" else kind, index.constant, n, aggregation)


@lru_cache(maxsize=64)
def _table(kind: str, constant: float, n: int, aggregation: Aggregation) -> Singles:
    ranks = np.maximum(np.arange(2 * n + 1) / 2, 1.0)
    scale: dict[str, Callable[[], Floats]] = {
        "exponential": lambda: exponential(ranks, n, constant),
        "rank": lambda: 100 * (n + 1 - ranks) / n,
        "normal score": lambda: np.asarray(ndtri((n - ranks + 0.5) / n)),
    }
    values = scale[kind]()
    if aggregation == "arithmetic":
        return values.astype(np.float32)
    shares = _LEAST + (1 - _LEAST) * (values - values.min()) / max(float(np.ptp(values)), 1e-12)
    joined = np.log(shares) if aggregation == "geometric" else -1 / shares
    return np.asarray(joined, dtype=np.float32)
