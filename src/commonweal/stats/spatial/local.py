"""Where neighbouring areas are alike: local Moran's I, and hot and cold spots."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from commonweal.stats.discoveries import discoveries
from commonweal.stats.estimate import Flags, Floats, Texts
from commonweal.stats.spatial.neighbours import Neighbours, on_mainland

ISLAND = "not given: no neighbours"
EVERYWHERE = "not given: all other areas are neighbours"
HIGH_HIGH, LOW_LOW = "high among high", "low among low"
HIGH_LOW, LOW_HIGH = "high among low", "low among high"
HOT, COLD = "hot", "cold"
ORDINARY = "not significant"


@dataclass(frozen=True, slots=True)
class LocalAssociation:
    """How each area goes with those around it; the arrays have one entry an area.

    Attributes:
        value: the statistic; NaN for an area that has none.
        expected: its mean if the other values lay at random around the area's own.
        variance: its variance then.
        z: (value - expected) by the root of the variance.
        p_value: two-sided, of `z`.
        adjusted: the same after control of false discoveries among all areas.
        found: whether the area stands out among all of them at the share asked for.
        kind: what it stands out as; `not significant`; or why there is no value.
        share: largest expected share of false discoveries among those found.
    """

    value: Floats
    expected: Floats
    variance: Floats
    z: Floats
    p_value: Floats
    adjusted: Floats
    found: Flags
    kind: Texts
    share: float


def local_moran(
    values: ArrayLike, neighbours: Neighbours, *, share: float = 0.05
) -> LocalAssociation:
    """Local Moran's I: I_i = z_i / m2 x mean z of the neighbours, with m2 = sum(z2)/n.

    Mean and variance are those with the area's own value held and the others laid out at random.

    Args:
        values: one an area, none missing.
        neighbours: of the areas; weights are row-standardised.
        share: false discoveries that are borne among the areas found.

    Returns:
        Kinds: `high among high`, `low among low`, `high among low`, `low among high`.

    Raises:
        InputError, MethodNotApplicable: as `moran`, or a share outside 0 to 1.

    Source: Anselin (1995), Geographical Analysis 27, 93-115; Sokal, Oden and Thomson (1998), the
    same 30, 331-354, equations A7 and A8.
    """
    import esda

    x, near, kept = on_mainland(values, neighbours)
    with warnings.catch_warnings():
        # The library changes the filters of warnings for the whole program; this puts them back.
        found = esda.Moran_Local(x, near.graph(), permutations=0)
    # The library divides by n - 1 where the paper (and spdep) divide by n; its moments do not.
    value = np.asarray(found.Is) * x.size / (x.size - 1)
    high = x > x.mean()
    around = np.asarray(near.matrix() @ x) / near.counts() > x.mean()
    kind = np.select(
        [high & around, ~high & ~around, high], [HIGH_HIGH, LOW_LOW, HIGH_LOW], LOW_HIGH
    )
    return _local(value, np.asarray(found.EIc), np.asarray(found.VIc), kind, kept, share)


def getis_ord(
    values: ArrayLike, neighbours: Neighbours, *, own: bool = True, share: float = 0.05
) -> LocalAssociation:
    """Hot and cold spots: Getis and Ord's G* (with the area's own value) or G (without).

    The share that the area's neighbours have of the sum of all values, with binary weights.

    Args:
        values: one an area, none missing, none negative.
        neighbours: of the areas.
        own: whether the area's own value counts (G*).
        share: false discoveries that are borne among the areas found.

    Returns:
        Kinds: `hot`, `cold`.

    Raises:
        InputError, MethodNotApplicable: as `moran`, or a share outside 0 to 1.

    Source: Getis and Ord (1992), Geographical Analysis 24, 189-206; Ord and Getis (1995), the same
    27, 286-306.
    """
    import esda

    x, near, kept = on_mainland(values, neighbours)
    with np.errstate(divide="ignore", invalid="ignore"):
        # Where all areas are neighbours the variance is 0; below that is said.
        found = esda.G_Local(x, near.graph(), transform="B", star=own, permutations=0)
    expected = np.asarray(found.EGs)
    value = np.asarray(found.Gs)
    kind = np.where(value > expected, HOT, COLD)
    return _local(value, expected, np.asarray(found.VGs), kind, kept, share)


def _local(
    value: Floats, expected: Floats, variance: Floats, kind: Texts, kept: Flags, share: float
) -> LocalAssociation:
    # Rounding leaves a trace of a variance that is 0 by the formula.
    able = variance > 1e-14 * np.maximum(expected**2, np.finfo(np.float64).tiny)
    scale = np.sqrt(np.where(able, variance, 1.0))
    z = np.where(able, (value - expected) / scale, np.nan)
    p = np.where(able, 2 * ndtr(-np.abs(z)), np.nan)
    control = discoveries(p[able], share=share)
    adjusted, found = np.full_like(p, np.nan), np.zeros_like(able)
    adjusted[able], found[able] = control.adjusted, control.found
    told = np.select([~able, found], [np.full(kind.shape, EVERYWHERE), kind], ORDINARY)
    everywhere = np.zeros(kept.shape, dtype=np.bool_)
    everywhere[kept] = found
    words = np.full(kept.shape, ISLAND, dtype=np.result_type(told.dtype, f"<U{len(ISLAND)}"))
    words[kept] = told
    return LocalAssociation(
        value=_spread(value, kept),
        expected=_spread(expected, kept),
        variance=_spread(variance, kept),
        z=_spread(z, kept),
        p_value=_spread(p, kept),
        adjusted=_spread(adjusted, kept),
        found=everywhere,
        kind=words,
        share=share,
    )


def _spread(values: Floats, kept: Flags) -> Floats:
    """The values at the areas that have one, NaN at the others."""
    whole = np.full(kept.shape, np.nan)
    whole[kept] = values
    return whole
