"""Join small pieces to each other over the fewest people who were not chosen.

A piece below the minimum can be filled up on its own, or be joined to another over the areas
between. What joining saves is counted as Clarke and Wright (1964) count the saving of one round
instead of two: the people both would lack apart, less the people between and those still lacking.
The greatest saving comes first, until none is left. No step on the way is longer than a walk.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

from commonweal.find.neighbourhoods.patchwork import FREE, Patchwork


@dataclass(frozen=True, slots=True)
class Way:
    """The free areas between a group and another, and the people who live there."""

    to: int
    areas: tuple[int, ...]
    people: int


Offer = tuple[int, int, int, int, int, tuple[int, ...]]
"""Saving (negative, so that the greatest comes first), first areas, the groups, areas between."""


def join_small(work: Patchwork) -> None:
    """Join groups while that saves people who were not chosen; none grows past the maximum."""
    offers: list[Offer] = []
    for group in work.small():
        _offer(work, group, offers)
    while offers:
        _, _, _, one, other, between = heapq.heappop(offers)
        if one not in work.members or other not in work.members:
            continue
        if any(work.owner[area] != FREE for area in between):
            # Another group has taken an area of the way: look for a new one.
            _offer(work, one if work.missing(one) else other, offers)
            continue
        _offer(work, work.join((one, other), between), offers)


def ways(work: Patchwork, group: int) -> list[Way]:
    """The ways from a group to others, over the fewest people, that could save any."""
    people, near, owner = work.ground.people, work.ground.close, work.owner
    lacking = work.missing(group)
    most = min(lacking + work.minimum, work.maximum - work.people[group])
    starts = work.members[group]
    cost = dict.fromkeys(starts, 0)
    before: dict[int, int] = {}
    heap = [(0, area) for area in sorted(starts)]
    found: dict[int, Way] = {}
    while heap:
        so_far, area = heapq.heappop(heap)
        if so_far > cost[area]:
            continue
        for beside in near[area]:
            other = owner[beside]
            if other == group:
                continue
            if other != FREE:
                if other not in found:
                    found[other] = Way(other, _back(before, area, starts), so_far)
                continue
            total = so_far + people[beside]
            if total < most and total < cost.get(beside, most):
                cost[beside], before[beside] = total, area
                heapq.heappush(heap, (total, beside))
    return list(found.values())


def saving(work: Patchwork, one: int, other: int, between: int) -> int:
    """People not chosen that joining two groups saves; 0 or less where they may not be joined."""
    first, second = work.people[one], work.people[other]
    together = first + second + between
    if together > work.maximum:
        return 0
    return work.lack(first) + work.lack(second) - between - work.lack(together)


def _offer(work: Patchwork, group: int, offers: list[Offer]) -> None:
    for way in ways(work, group):
        saved = saving(work, group, way.to, way.people)
        if saved > 0:
            ends = sorted(min(work.members[each]) for each in (group, way.to))
            heapq.heappush(offers, (-saved, ends[0], ends[1], group, way.to, way.areas))


def _back(before: dict[int, int], area: int, starts: set[int]) -> tuple[int, ...]:
    way = []
    while area not in starts:
        way.append(area)
        area = before[area]
    return tuple(way)
