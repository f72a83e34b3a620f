"""Groups of people who stand near one another: k-means, and the number of groups by silhouette."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.decide.opinion.spec import OpinionSpec
from commonweal.parameters import number
from commonweal.stats.estimate import Floats

Labels = NDArray[np.int64]
_ROUNDS = 300  # Lloyd's steps end long before, where nothing moves any more.
_CHUNK = 1_000  # Rows of distances held at once.


@dataclass(frozen=True, slots=True)
class Division:
    """People in groups, numbered from 0.

    Attributes:
        labels: number of the group, one a row of the positions.
        silhouette: mean silhouette (Rousseeuw 1987), -1 to 1; None for a single group.
    """

    labels: Labels
    silhouette: float | None = None


def divide(points: Floats, weights: Floats, spec: OpinionSpec) -> Division:
    """The division of greatest mean silhouette among those whose groups are all large enough.

    One group where no division has any substantial structure.

    Args:
        points: (rows, 2), positions, each different one once or more.
        weights: (rows,), how many people stand there.
        spec: most groups, smallest group, seed.
    """
    different = len(np.unique(points, axis=0))
    tried = [
        labels
        for count in range(2, min(spec.max_groups, different) + 1)
        if (labels := _k_means(points, weights, count, spec.seed)) is not None
        and np.bincount(labels, weights).min() >= spec.smallest_group
    ]
    single = Division(np.zeros(len(points), dtype=np.int64))
    if not tried:
        return single
    heights = silhouettes(points, weights, tried)
    best = int(np.argmax(heights))
    if heights[best] <= number("opinion.least_silhouette"):
        return single
    return Division(tried[best], heights[best])


def silhouettes(points: Floats, weights: Floats, tried: list[Labels]) -> list[float]:
    """Mean silhouette over people of each division, all from one pass over the distances."""
    members = [
        (labels[:, np.newaxis] == np.arange(labels.max() + 1)) * weights[:, np.newaxis]
        for labels in tried
    ]
    totals = [np.zeros(0)] * len(tried)
    for start in range(0, len(points), _CHUNK):
        chunk = slice(start, start + _CHUNK)
        distances = _distances(points[chunk], points)
        for place, (labels, member) in enumerate(zip(tried, members, strict=True)):
            widths = _widths(distances @ member, labels[chunk], member.sum(axis=0))
            totals[place] = np.append(totals[place], widths)
    return [float(total @ weights / weights.sum()) for total in totals]


def _widths(sums: Floats, labels: Labels, sizes: Floats) -> Floats:
    """Silhouettes of people, from the sum of their distances to everyone in each group."""
    own = np.arange(len(labels)), labels
    others = sizes[labels] - 1
    inside = np.divide(sums[own], others, out=np.zeros(len(labels)), where=others > 0)
    outside = sums / sizes
    outside[own] = np.inf
    nearest = outside.min(axis=1)
    most = np.maximum(inside, nearest)
    # Whoever is alone in a group has a silhouette of 0 by definition.
    useful = (others > 0) & (most > 0)
    widths = np.divide(nearest - inside, most, out=np.zeros(len(labels)), where=useful)
    return np.asarray(widths)


def _k_means(points: Floats, weights: Floats, count: int, seed: int) -> Labels | None:
    """Labels of the tightest of several seeded starts; None where every start lost a group."""
    rng = np.random.default_rng([seed, count])
    best, least = None, np.inf
    for _ in range(int(number("opinion.starts"))):
        labels = _lloyd(points, weights, _start(points, weights, count, rng))
        if labels is None:
            continue
        centres = _centres(points, weights, labels, count)
        spread = float(weights @ ((points - centres[labels]) ** 2).sum(axis=1))
        # Rounding of sums must not choose between equal results.
        if spread < least * (1 - 1e-9):
            best, least = labels, spread
    return best


def _start(points: Floats, weights: Floats, count: int, rng: np.random.Generator) -> Floats:
    """Centres drawn far from one another (Arthur and Vassilvitskii 2007)."""
    chosen = [int(rng.choice(len(points), p=weights / weights.sum()))]
    for _ in range(count - 1):
        far = weights * _distances(points, points[chosen]).min(axis=1) ** 2
        chosen.append(int(rng.choice(len(points), p=far / far.sum())))
    return points[chosen]


def _lloyd(points: Floats, weights: Floats, centres: Floats) -> Labels | None:
    """Each to the nearest centre, each centre to the middle of its people, until nothing moves."""
    labels = None
    for _ in range(_ROUNDS):
        nearest = _distances(points, centres).argmin(axis=1)
        if labels is not None and np.array_equal(nearest, labels):
            break
        labels = nearest
        if len(np.unique(labels)) < len(centres):
            return None
        centres = _centres(points, weights, labels, len(centres))
    return labels


def _centres(points: Floats, weights: Floats, labels: Labels, count: int) -> Floats:
    sizes = np.bincount(labels, weights, count)
    sums = [np.bincount(labels, weights * points[:, axis], count) for axis in (0, 1)]
    return np.column_stack(sums) / sizes[:, np.newaxis]


def _distances(some: Floats, others: Floats) -> Floats:
    from scipy.spatial.distance import cdist

    return np.asarray(cdist(some, others))
