"""Whether neighbouring areas are alike on the whole: Moran's I, Geary's C, join counts.

Source of the moments: Cliff and Ord (1981), Spatial Processes, chapters 1 and 2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from commonweal.errors import InputError, InputProblem, MethodNotApplicable
from commonweal.stats.estimate import Floats, as_floats
from commonweal.stats.spatial.neighbours import Neighbours, on_mainland


@dataclass(frozen=True, slots=True)
class Association:
    """How alike neighbours are, and how alike they would be by chance.

    Attributes:
        value: the statistic.
        expected: its mean if values lay at random.
        variance_random: its variance if these values lay at random (randomisation).
        variance_normal: its variance if values were drawn from one normal distribution.
        z_random: (value - expected) by the root of the first variance.
        z_normal: the same by the second.
        p_value: two-sided, of `z_random`.
        areas: how many areas it rests on, islands left out.
        islands: how many were left out.
    """

    value: float
    expected: float
    variance_random: float
    variance_normal: float
    z_random: float
    z_normal: float
    p_value: float
    areas: int
    islands: int


@dataclass(frozen=True, slots=True)
class BivariateAssociation:
    """How one figure goes with another in the areas around; `p_value` from permutations.

    Attributes:
        value: mean product of an area's z-score and the mean z-score of the other figure around.
        p_value: two-sided, of no relation, from values of the second figure laid out at random.
        permutations: how many times they were.
        seed: of the random numbers.
        areas: how many areas it rests on.
        islands: how many were left out.
    """

    value: float
    p_value: float
    permutations: int
    seed: int
    areas: int
    islands: int


@dataclass(frozen=True, slots=True)
class JoinCounts:
    """Pairs of neighbours by what they are; each array has both, neither, one of the two.

    Attributes:
        counts: pairs, a pair that is named both ways counted once.
        expected: their mean if as many areas were marked at random.
        variance: their variance.
        z: (counts - expected) by the root of the variance.
        p_value: two-sided.
        areas: how many areas it rests on.
        islands: how many were left out.
    """

    counts: Floats
    expected: Floats
    variance: Floats
    z: Floats
    p_value: Floats
    areas: int
    islands: int


def moran(values: ArrayLike, neighbours: Neighbours) -> Association:
    """Moran's I with row-standardised weights: near 1 where neighbours are alike, -1/(n - 1) else.

    Args:
        values: one an area, none missing.
        neighbours: of the areas.

    Raises:
        InputError: values that are missing, or not one an area.
        MethodNotApplicable: fewer than four areas with neighbours, or all with the same value.

    Source: Moran (1950), Biometrika 37, 17-23.
    """
    import esda

    x, near, kept = on_mainland(values, neighbours)
    found = esda.Moran(x, near.graph(), permutations=0)
    return _association(
        float(found.I), float(found.EI), (found.VI_rand, found.VI_norm), kept.size, x.size
    )


def geary(values: ArrayLike, neighbours: Neighbours) -> Association:
    """Geary's C with row-standardised weights: 1 by chance, towards 0 where neighbours are alike.

    Raises:
        InputError, MethodNotApplicable: as `moran`.

    Source: Geary (1954), The Incorporated Statistician 5, 115-145.
    """
    import esda

    x, near, kept = on_mainland(values, neighbours)
    found = esda.Geary(x, near.graph(), permutations=0)
    return _association(
        float(found.C), float(found.EC), (found.VC_rand, found.VC_norm), kept.size, x.size
    )


def bivariate_moran(
    values: ArrayLike,
    others: ArrayLike,
    neighbours: Neighbours,
    *,
    permutations: int,
    seed: int,
) -> BivariateAssociation:
    """How high values of one figure go with high values of another in the areas around.

    The sum of z(x) times the mean z(y) of the neighbours, by n. It holds the plain correlation of
    the two figures as well as what lies in space.

    Args:
        values: one an area, none missing.
        others: the second figure.
        neighbours: of the areas.
        permutations: how often the second figure is laid out at random; 99 or more.
        seed: of the random numbers.

    Raises:
        InputError, MethodNotApplicable: as `moran`, of either figure; or fewer permutations.

    Source: Wartenberg (1985), Geographical Analysis 17, 263-283; Anselin, Syabri and Smirnov
    (2002), Visualizing Multivariate Spatial Correlation with Dynamically Linked Windows.
    """
    if permutations < 99:
        raise MethodNotApplicable(f"99 permutations or more are needed, got {permutations}.")
    x, near, kept = on_mainland(values, neighbours)
    y, _, _ = on_mainland(others, neighbours)
    x, y = (x - x.mean()) / x.std(), (y - y.mean()) / y.std()
    # What each area's second figure counts for: the first figures of those around it.
    pull = (near.matrix() / near.counts()[:, np.newaxis]).T @ x
    value = float(pull @ y) / x.size
    draws = np.random.default_rng(seed)
    laid = np.array([pull @ draws.permutation(y) for _ in range(permutations)]) / x.size
    above = int((laid >= value).sum())
    p = 2 * (min(above, permutations - above) + 1) / (permutations + 1)
    islands = int(kept.size - x.size)
    return BivariateAssociation(value, min(p, 1.0), permutations, seed, x.size, islands)


def join_counts(marked: ArrayLike, neighbours: Neighbours) -> JoinCounts:
    """Whether marked areas (such as doubly disadvantaged ones) adjoin more often than by chance.

    Counts, mean and variance with as many areas marked at random without replacement.

    Args:
        marked: one an area, true or false (1 or 0).
        neighbours: of the areas.

    Raises:
        InputError: marks that are not true or false, or not one an area.
        MethodNotApplicable: as `moran`: nearly no areas, or all marked alike.
    """
    raw = as_floats(marked)
    if not np.isin(raw, (0, 1)).all():
        raise InputError(InputProblem("true or false for each area", "other values", "marked"))
    x, near, kept = on_mainland(raw, neighbours)
    matrix, rest = near.matrix(), 1 - x
    counts = [x @ (matrix @ x) / 2, rest @ (matrix @ rest) / 2]
    counts.append(float(near.first.size) / 2 - counts[0] - counts[1])
    both = matrix + matrix.T
    sums = (
        float(near.first.size),
        float((both.data**2).sum()) / 2,
        float((np.asarray(both.sum(axis=1)) ** 2).sum()),
    )
    expected, variance = _join_moments(float(x.sum()), float(x.size), *sums)
    away = np.array(counts) - expected
    z = np.divide(away, np.sqrt(variance), where=variance > 0, out=np.zeros_like(away))
    p = np.asarray(2 * ndtr(-np.abs(z)))
    return JoinCounts(np.array(counts), expected, variance, z, p, x.size, int(kept.size - x.size))


def _join_moments(r: float, n: float, s0: float, s1: float, s2: float) -> tuple[Floats, Floats]:
    """Mean and variance of both, neither and one, with r of n marked (Cliff and Ord, page 20)."""
    s = n - r
    pair, three = n * (n - 1), n * (n - 1) * (n - 2)
    four = three * (n - 3)
    two = s0**2 + s1 - s2
    mean, variance = [], []
    for count in (r, s):
        second = count * (count - 1)
        third = second * (count - 2)
        inner = s1 * second / pair + (s2 - 2 * s1) * third / three
        inner += two * third * (count - 3) / four - (s0 * second / pair) ** 2
        mean.append(s0 * second / pair / 2)
        variance.append(inner / 4)
    inner = 2 * s1 * r * s / pair + (s2 - 2 * s1) * r * s * (n - 2) / three
    inner += 4 * two * r * (r - 1) * s * (s - 1) / four - 4 * (s0 * r * s / pair) ** 2
    return np.array([*mean, s0 * r * s / pair]), np.maximum([*variance, inner / 4], 0.0)


def _association(
    value: float, expected: float, variances: tuple[float, float], given: int, used: int
) -> Association:
    random, normal = (float(each) for each in variances)
    z = (value - expected) / np.sqrt(random)
    return Association(
        value=value,
        expected=expected,
        variance_random=random,
        variance_normal=normal,
        z_random=float(z),
        z_normal=float((value - expected) / np.sqrt(normal)),
        p_value=float(2 * ndtr(-abs(z))),
        areas=used,
        islands=given - used,
    )
