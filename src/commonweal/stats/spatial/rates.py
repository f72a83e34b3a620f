"""Rates of small areas in space: drawn towards those around, and whether neighbours are alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.errors import InputError, InputProblem
from commonweal.stats.estimate import (
    Floats,
    above_zero,
    as_floats,
    known,
    not_negative,
    refuse,
    same_shape,
)
from commonweal.stats.shrinkage import ShrunkRates, empirical_bayes
from commonweal.stats.spatial.neighbours import Neighbours
from commonweal.stats.spatial.overall import Association, moran


def local_empirical_bayes(
    events: ArrayLike, people: ArrayLike, neighbours: Neighbours
) -> ShrunkRates:
    """Marshall's empirical Bayes rates, each drawn towards the rate around it.

    As `empirical_bayes`, but m, s2 and the mean of n are those of the area and its neighbours; in
    s2 each rate is held against the m of its own surroundings, as spdep does. An area without
    neighbours is drawn towards the rate of all.

    Args:
        events: of each area, none missing.
        people: of each area, above 0.
        neighbours: of the areas.

    Raises:
        InputError: names each index.

    Source: Marshall (1991), Applied Statistics 40, 283-294, section 3.
    """
    x, n = _counts(events, people, neighbours)
    raw = x / n
    members = neighbours.counts() + 1
    near = neighbours.matrix()

    def around(values: Floats) -> Floats:
        return np.asarray(near @ values) + values

    total = around(n)
    middle = around(x) / total
    spread = around(n * (raw - middle) ** 2) / total
    between = np.maximum(spread - middle / (total / members), 0.0)
    base = between + middle / n
    share = np.divide(between, base, where=base > 0, out=np.zeros_like(base))
    island = neighbours.islands()
    overall = empirical_bayes(x, n)
    return ShrunkRates(
        raw,
        np.where(island, overall.rate, middle + share * (raw - middle)),
        np.where(island, overall.own_share, share),
    )


def moran_of_rates(events: ArrayLike, people: ArrayLike, neighbours: Neighbours) -> Association:
    """Moran's I of rates that rest on different numbers of people.

    Each rate's distance from that of all is divided by its own standard deviation, between areas
    and by chance, before I is taken, so that small areas do not look like clusters.

    Args:
        events: of each area, none missing.
        people: of each area, above 0.
        neighbours: of the areas.

    Raises:
        InputError: counts, naming each index.
        MethodNotApplicable: as `moran`.

    Source: Assuncao and Reis (1999), Statistics in Medicine 18, 2147-2162.
    """
    from esda.smoothing import assuncao_rate

    x, n = _counts(events, people, neighbours)
    kept = neighbours.mainland()
    scaled = np.zeros_like(x)
    if kept.any() and x[kept].any():
        scaled[kept] = assuncao_rate(x[kept], n[kept])
    return moran(scaled, neighbours)


def _counts(events: ArrayLike, people: ArrayLike, neighbours: Neighbours) -> tuple[Floats, Floats]:
    x, n = as_floats(events), as_floats(people)
    same_shape(events=x, people=n)
    if x.size != neighbours.areas:
        raise InputError(InputProblem(f"{neighbours.areas} counts, one an area", f"{x.size}"))
    refuse(
        not_negative(x, "events"), known(x, "events"), above_zero(n, "people"), known(n, "people")
    )
    return x, n
