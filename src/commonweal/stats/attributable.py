"""How much of an outcome in a whole population goes with one group's higher risk."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.stats.estimate import UNKNOWN, Floats, Texts, as_floats, known, problems, refuse
from commonweal.stats.gaps import NO_EVENTS, Gap, gap_of_proportions, gap_of_rates


@dataclass(frozen=True, slots=True)
class Attributable:
    """What a whole population would be spared; the arrays have one entry a comparison.

    Attributes:
        risk: risk of all less the risk of those outside the group, in the unit of the multiplier.
        risk_lower: lower limit; `risk_upper` the upper one.
        fraction: share of all events that goes with the group's higher risk; below 0 where the
            group's risk is the lower one; NaN where there are no events.
        fraction_lower: lower limit; `fraction_upper` the upper one.
        events: the fraction of all events, in events.
        share: people of the group among all.
        p_value: two-sided, of no difference between the group and the others.
        method: how the interval was made, or why there is no value.
        confidence: share of such intervals that hold the true value.
    """

    risk: Floats
    risk_lower: Floats
    risk_upper: Floats
    fraction: Floats
    fraction_lower: Floats
    fraction_upper: Floats
    events: Floats
    share: Floats
    p_value: Floats
    method: Texts
    confidence: float


def attributable_proportion(
    events: ArrayLike,
    people: ArrayLike,
    other_events: ArrayLike,
    other_people: ArrayLike,
    *,
    multiplier: float = 1.0,
    confidence: float = 0.95,
) -> Attributable:
    """Population attributable risk and fraction of a proportion.

    With the group's share s of all people, the risk is s(p1 - p0) and the fraction
    s(R - 1) / (1 + s(R - 1)), R = p1/p0. Both rise with the gap, and s is known from the
    population, so their limits are those of the gap put in its place (Newcombe's for the
    difference, MOVER for the ratio). Where s itself comes from a sample, the limits are too narrow.
    "Attributable" is arithmetic: it does not say that the group's circumstances cause the events.

    Args:
        events: of the group (such as doubly disadvantaged neighbourhoods).
        people: of the group.
        other_events: of all others.
        other_people: of all others.
        multiplier: 100 for percentage points.
        confidence: such as 0.95 or 0.998.

    Raises:
        InputError: as `gap_of_proportions`.

    Sources: Levin (1953), Acta Unio Internationalis contra Cancrum 9, 531-541; Miettinen (1974),
    American Journal of Epidemiology 99, 325-332. Limits by substitution: Daly (1998), the same 147,
    783-790.
    """
    gap = gap_of_proportions(
        events, people, other_events, other_people, multiplier=multiplier, confidence=confidence
    )
    return _of(gap, (events, other_events), (people, other_people))


def attributable_rate(
    events: ArrayLike,
    people: ArrayLike,
    other_events: ArrayLike,
    other_people: ArrayLike,
    *,
    multiplier: float = 100_000.0,
    confidence: float = 0.95,
) -> Attributable:
    """Population attributable risk and fraction of a rate; as `attributable_proportion`.

    The limits are those of `gap_of_rates`: exact for the ratio, and so for the fraction.

    Raises:
        InputError: as `gap_of_rates`.
    """
    gap = gap_of_rates(
        events, people, other_events, other_people, multiplier=multiplier, confidence=confidence
    )
    return _of(gap, (events, other_events), (people, other_people))


def levin_fraction(share: ArrayLike, ratio: ArrayLike) -> Floats:
    """Share of all events that goes with a group's higher risk: s(R - 1) / (1 + s(R - 1)).

    Args:
        share: people of the group among all, from 0 to 1.
        ratio: the group's risk by that of the others, 0 or more; may be infinite.

    Raises:
        InputError: names each index.

    Source: Levin (1953).
    """
    s, r = as_floats(share), as_floats(ratio)
    refuse(
        known(s, "share"),
        problems((s < 0) | (s > 1), s, "share", "a share from 0 to 1"),
        problems(r < 0, r, "ratio", "a ratio of 0 or more"),
    )
    return _levin(s, r)


def _levin(share: Floats, ratio: Floats) -> Floats:
    excess = share * np.where(np.isinf(ratio), 0.0, ratio - 1)
    base = 1 + excess
    # Where all are in the group and none has the event, any others would have had all of it.
    some = np.divide(excess, base, where=base != 0, out=np.full_like(base, -np.inf))
    return np.where(np.isinf(ratio) & (share > 0), 1.0, some)


def _of(
    gap: Gap, events: tuple[ArrayLike, ArrayLike], people: tuple[ArrayLike, ArrayLike]
) -> Attributable:
    total = as_floats(events[0]) + as_floats(events[1])
    group = as_floats(people[0])
    share = group / (group + as_floats(people[1]))
    fraction = _levin(share, gap.ratio)
    name = np.where((gap.method == UNKNOWN) | (gap.method == NO_EVENTS), "", "; known share")
    return Attributable(
        risk=share * gap.difference,
        risk_lower=share * gap.difference_lower,
        risk_upper=share * gap.difference_upper,
        fraction=fraction,
        fraction_lower=_levin(share, gap.ratio_lower),
        fraction_upper=_levin(share, gap.ratio_upper),
        events=fraction * total,
        share=share,
        p_value=gap.p_value,
        method=np.strings.add(gap.method, name),
        confidence=gap.confidence,
    )
