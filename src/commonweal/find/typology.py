"""The four types of area and the nine classes of the two-way map, from two ranks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from commonweal.parameters import numbers
from commonweal.stats import cut_rank

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

DOUBLY_DISADVANTAGED = "doubly disadvantaged"
DEPRIVED_ONLY = "deprived only"
INFRASTRUCTURE_POOR_ONLY = "infrastructure-poor only"
NEITHER = "neither"

TYPOLOGY = (DOUBLY_DISADVANTAGED, DEPRIVED_ONLY, INFRASTRUCTURE_POOR_ONLY, NEITHER)
TYPOLOGY_TYPE = pl.Enum(TYPOLOGY)


def within_cut(ranks: Floats, n: int, cut: float) -> Flags:
    """Whether each rank is at most floor(cut x n). A missing rank (NaN) is not within.

    The caller must tell apart what is outside from what is unknown.
    """
    return ranks <= cut_rank(cut, n)


def typology_of(deprived: Flags, infrastructure_poor: Flags, known: Flags) -> pl.Series:
    """Type of each area; null where one of the measures is not known."""
    positions = 3 - 2 * deprived.astype(np.int8) - infrastructure_poor.astype(np.int8)
    names = pl.Series("typology", np.asarray(TYPOLOGY)[positions], dtype=pl.String)
    return names.set(pl.Series(~known), None).cast(TYPOLOGY_TYPE)


def bivariate_class(
    deprivation_ranks: Floats,
    infrastructure_ranks: Floats,
    n: tuple[int, int],
    cuts: Sequence[float] = numbers("double_disadvantage.bivariate_cuts"),
) -> pl.DataFrame:
    """The classes of the three-by-three map.

    Args:
        deprivation_ranks: 1 the most deprived; NaN where unknown.
        infrastructure_ranks: 1 the poorest in social infrastructure; NaN where unknown.
        n: number of areas ranked on each.
        cuts: shares of areas, from the worst, at which the class changes.

    Returns:
        `deprivation_class` and `infrastructure_class` from 1 (least severe) to 3 (most severe)
        and `bivariate`, such as `3-3` for the most deprived third that is also the poorest third
        in social infrastructure. All null where either is unknown.
    """
    classes = {
        "deprivation_class": _classes(deprivation_ranks, n[0], cuts),
        "infrastructure_class": _classes(infrastructure_ranks, n[1], cuts),
    }
    frame = pl.DataFrame(classes).fill_nan(None).cast(pl.Int8)
    both = pl.all_horizontal(pl.all().is_not_null())
    return frame.select(pl.when(both).then(pl.all())).with_columns(
        bivariate=pl.concat_str(pl.all().cast(pl.String), separator="-")
    )


def _classes(ranks: Floats, n: int, cuts: Sequence[float]) -> Floats:
    highest = len(cuts) + 1
    outside = sum((ranks > cut_rank(cut, n)).astype(np.float64) for cut in cuts)
    return np.where(np.isnan(ranks), np.nan, highest - outside)
