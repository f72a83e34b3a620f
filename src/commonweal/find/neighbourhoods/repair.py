"""Mend what is left: neighbourhoods still too small, and areas that are not needed after all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from commonweal.find.neighbourhoods.ground import joined_up
from commonweal.find.neighbourhoods.patchwork import FREE, Patchwork
from commonweal.find.neighbourhoods.split import Sizes, split


def absorb_small(work: Patchwork, sizes: Sizes) -> None:
    """Join each group still too small with those beside it, and share their areas out anew.

    One beside it first, then two; the choice that adds fewest people, then the one whose
    smallest part is largest. A group for which none keeps the range stays as it is.
    """
    for group in work.small():
        if group in work.members and work.missing(group):
            _absorb(work, group, sizes)


def drop_spare(work: Patchwork) -> None:
    """Give back areas that were not chosen where a group keeps the minimum and hangs together."""
    ground = work.ground
    for group in list(work):
        added = [area for area in work.members[group] if not ground.chosen[area]]
        areas, people = set(work.members[group]), work.people[group]
        for area in sorted(added, key=lambda each: (-ground.people[each], each)):
            left = people - ground.people[area]
            if left >= work.minimum and joined_up(ground.near, areas - {area}):
                areas, people = areas - {area}, left
        if len(areas) < len(work.members[group]):
            work.remove(group)
            work.add(areas)


def _absorb(work: Patchwork, group: int, sizes: Sizes) -> None:
    beside = sorted(
        {work.owner[area] for area in work.beside(group)} - {FREE},
        key=lambda each: min(work.members[each]),
    )
    for many in (1, 2):
        ways = [
            (min(_people(work, parts)), [-min(part) for part in parts], others, parts)
            for others in combinations(beside, many)
            for parts in _shared_out(work, (group, *others), sizes)
        ]
        if ways:
            _, _, others, parts = max(ways, key=lambda way: way[:2])
            for each in (group, *others):
                work.remove(each)
            for part in parts:
                work.add(part)
            return


def _shared_out(
    work: Patchwork, groups: tuple[int, ...], sizes: Sizes
) -> Iterator[list[list[int]]]:
    """The areas of some groups in one part fewer, or as many, if each can keep the range."""
    ground = work.ground
    areas = sorted(set().union(*(work.members[group] for group in groups)))
    if not joined_up(ground.near, areas):
        return
    total = sum(ground.people[area] for area in areas)
    for count in range(len(groups) - 1, len(groups) + 1):
        if count * work.minimum <= total <= count * work.maximum:
            parts = split(areas, ground.counts, ground.links, sizes, count)
            if all(work.minimum <= people <= work.maximum for people in _people(work, parts)):
                yield parts


def _people(work: Patchwork, parts: list[list[int]]) -> list[int]:
    return [sum(work.ground.people[area] for area in part) for part in parts]
