"""Areas of like deprivation: strata of the rank, and the nearest area outside the group."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from commonweal.understand.measures import Flags, Floats

Places = NDArray[np.int64]


def strata_of(ranks: Floats, ranked: int, by_tenth: Sequence[float]) -> Places:
    """The stratum of each area, from 0 for the most deprived; -1 where its rank is not known.

    Args:
        ranks: of n areas, 1 the most deprived; NaN where not known.
        ranked: how many areas the ranks were made among.
        by_tenth: equal strata in each tenth of areas, from the most deprived tenth.
    """
    counts = np.asarray(by_tenth, dtype=np.int64)
    tenths = counts.size
    before = np.concatenate([[0], np.cumsum(counts)])
    known = ~np.isnan(ranks)
    place = np.where(known, (np.where(known, ranks, 1.0) - 0.5) / ranked, 0.0) * tenths
    tenth = np.clip(place.astype(np.int64), 0, tenths - 1)
    inside = np.clip(((place - tenth) * counts[tenth]).astype(np.int64), 0, counts[tenth] - 1)
    return np.where(known, before[tenth] + inside, -1)


def merged(strata: Places, group: Flags, other: Flags, least: int = 2) -> Places:
    """Strata joined with the next, from the most deprived, until each holds enough of both.

    A spread needs two areas. What is left over at the end joins the last whole stratum.

    Args:
        strata: of n areas, -1 where not known.
        group: which areas are of the group.
        other: which areas it is held against.
        least: fewest areas of each.

    Returns:
        New numbers from 0, -1 for areas whose stratum holds too few of either to the end.
    """
    known = strata >= 0
    number = int(strata.max(initial=-1)) + 1
    counts = np.stack(
        [np.bincount(strata[known & who], minlength=number) for who in (group, other)]
    )
    new, current, seen = np.zeros(number, dtype=np.int64), 0, np.zeros(2, dtype=np.int64)
    for place in range(number):
        new[place] = current
        seen += counts[:, place]
        if (seen >= least).all():
            current, seen = current + 1, np.zeros(2, dtype=np.int64)
    # With no member of the group left there is nobody to find a like for.
    new[new == current] = current - 1 if seen[0] else -1
    return np.where(known, new[np.maximum(strata, 0)], -1) if number else strata


def nearest_like(ranks: Floats, group: Flags, other: Flags, within: Places) -> Places:
    """For each area of the group the other area of nearest rank; -1 where there is none.

    The more deprived of two as near is taken. An area may be the nearest of several.

    Args:
        ranks: of n areas; NaN where not known.
        group: which areas are of the group.
        other: which areas may be its like.
        within: n numbers; both must have the same (a region). -1 has no like.
    """
    found = np.full(ranks.size, -1, dtype=np.int64)
    known = ~np.isnan(ranks)
    for part in np.unique(within[within >= 0]):
        here = known & (within == part)
        mine, likes = np.flatnonzero(here & group), np.flatnonzero(here & other)
        if not mine.size or not likes.size:
            continue
        likes = likes[np.argsort(ranks[likes], kind="stable")]
        sorted_ranks = ranks[likes]
        after = np.clip(np.searchsorted(sorted_ranks, ranks[mine]), 0, likes.size - 1)
        before = np.maximum(after - 1, 0)
        nearer = ranks[mine] - sorted_ranks[before] <= sorted_ranks[after] - ranks[mine]
        found[mine] = likes[np.where(nearer & (ranks[mine] >= sorted_ranks[before]), before, after)]
    return found
