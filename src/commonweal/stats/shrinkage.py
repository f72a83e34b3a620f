"""Rates of small areas drawn towards the rate of all, by how little they rest on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.stats.estimate import (
    Floats,
    above_zero,
    as_floats,
    known,
    not_negative,
    refuse,
    same_shape,
)


@dataclass(frozen=True, slots=True)
class ShrunkRates:
    """Rates after shrinkage; the arrays have one entry an area.

    Attributes:
        raw: events by people.
        rate: the rate drawn towards that of all.
        own_share: weight of the area's own rate, from 0 to 1.
    """

    raw: Floats
    rate: Floats
    own_share: Floats


def empirical_bayes(events: ArrayLike, people: ArrayLike) -> ShrunkRates:
    """Marshall's global empirical Bayes rates, by the method of moments.

    With r = x/n, m = sum(x)/sum(n) and s2 = sum(n (r - m)2)/sum(n): A = s2 - m/(mean of n), not
    below 0; the weight of an area's own rate is A / (A + m/n). (Shares drawn towards their
    district on the scale of log odds are another method, that of the deprivation indices.)

    Args:
        events: of each area, none missing.
        people: of each area, above 0.

    Raises:
        InputError: names each index.

    Source: Marshall (1991), Applied Statistics 40, 283-294.
    """
    x, n = as_floats(events), as_floats(people)
    same_shape(events=x, people=n)
    refuse(
        not_negative(x, "events"),
        known(x, "events"),
        above_zero(n, "people"),
        known(n, "people"),
    )
    raw = x / n
    overall = x.sum() / n.sum()
    spread = (n * (raw - overall) ** 2).sum() / n.sum()
    between = max(spread - overall / n.mean(), 0.0)
    base = between + overall / n
    # Without any events both are 0, and every rate is that of all.
    share = np.divide(between, base, where=base > 0, out=np.zeros_like(base))
    return ShrunkRates(raw, overall + share * (raw - overall), share)
