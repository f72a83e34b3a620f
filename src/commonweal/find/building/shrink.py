"""Step 3: rates of small areas are drawn towards the rate of the district around them.

A rate that rests on few people moves by chance. It is replaced by a mean of itself and of its
district's rate on the scale of logarithmic odds, in which the area's own figure counts the more,
the surer it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Rates drawn towards those of their groups.

    Attributes:
        rate: of each area, between 0 and 1; NaN where its numbers are not known.
        own_share: weight of the area's own figure, 0 (all the district) to 1 (all its own).
    """

    rate: Floats
    own_share: Floats


def shrink(counts: Floats, out_of: Floats, group: Ints) -> Shrunk:
    """Shrink the rates of areas towards the rate of their group.

    With r of n people: m = ln((r + 1/2) / (n - r + 1/2)), its variance
    s2 = (n + 1)(n + 2) / (n (r + 1)(n - r + 1)); M is m of the group's totals, t2 the sum of
    (m - M)^2 over its k areas by k - 1, w = (1/s2) / (1/s2 + 1/t2), and the rate is that of the
    odds w m + (1 - w) M. Where a group has one area, or areas that do not differ, t2 is 0 and
    every area takes the rate of its group.

    Args:
        counts: r of each area.
        out_of: n of each area, not below r.
        group: number of the group of each area, from 0; below 0 where it lies in none: then its
            own rate stays as it is.

    Source: The English Indices of Deprivation 2019: technical report, Appendix D.2.2.
    """
    known = np.isfinite(counts) & np.isfinite(out_of) & (out_of > 0)
    rate, share = np.full(counts.shape, np.nan), np.full(counts.shape, np.nan)
    alone = known & (group < 0)
    rate[alone], share[alone] = counts[alone] / out_of[alone], 1.0
    used = known & (group >= 0)
    if used.any():
        rate[used], share[used] = _shrunk(counts[used], out_of[used], group[used])
    return Shrunk(rate, share)


def log_odds(counts: Floats, out_of: Floats) -> Floats:
    """ln((r + 1/2) / (n - r + 1/2))."""
    return np.asarray(np.log((counts + 0.5) / (out_of - counts + 0.5)))


def variance_of_log_odds(counts: Floats, out_of: Floats) -> Floats:
    """(n + 1)(n + 2) / (n (r + 1)(n - r + 1))."""
    return (out_of + 1) * (out_of + 2) / (out_of * (counts + 1) * (out_of - counts + 1))


def _shrunk(counts: Floats, out_of: Floats, group: Ints) -> tuple[Floats, Floats]:
    size = int(group.max()) + 1
    areas = np.bincount(group, minlength=size)
    totals = [np.bincount(group, each, size).astype(np.float64) for each in (counts, out_of)]
    middle = log_odds(totals[0], totals[1])[group]
    own = log_odds(counts, out_of)
    spread = np.bincount(group, (own - middle) ** 2, size) / np.maximum(areas - 1, 1)
    between = np.where(areas > 1, spread, 0.0)[group]
    # (1/s2) / (1/s2 + 1/t2), written so that t2 = 0 gives 0.
    share = between / (between + variance_of_log_odds(counts, out_of))
    odds = share * own + (1 - share) * middle
    return 1 / (1 + np.exp(-odds)), share
