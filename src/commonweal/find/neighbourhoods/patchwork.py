"""Neighbourhoods in the making: who has which area, and how many people each has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from commonweal.find.neighbourhoods.ground import Ground

FREE = -1


class Patchwork:
    """Groups of areas over a `Ground`; every area is in one group or free.

    A group is known by a number that is never used again, so that what was worked out for a
    group which has changed since can be told.
    """

    def __init__(self, ground: Ground, minimum: int, maximum: int) -> None:
        self.ground = ground
        self.minimum = minimum
        self.maximum = maximum
        self.owner = [FREE] * len(ground.people)
        self.members: dict[int, set[int]] = {}
        self.people: dict[int, int] = {}
        self._next = 0

    def __iter__(self) -> Iterator[int]:
        """The groups by their first area."""
        return iter(sorted(self.members, key=lambda group: min(self.members[group])))

    def add(self, areas: Iterable[int]) -> int:
        """Make a group of areas that are free."""
        group, self._next = self._next, self._next + 1
        self.members[group] = set(areas)
        self.people[group] = sum(self.ground.people[area] for area in self.members[group])
        for area in self.members[group]:
            self.owner[area] = group
        return group

    def remove(self, group: int) -> set[int]:
        """Free the areas of a group."""
        areas = self.members.pop(group)
        del self.people[group]
        for area in areas:
            self.owner[area] = FREE
        return areas

    def join(self, groups: Iterable[int], areas: Iterable[int] = ()) -> int:
        """One group of several and of areas that are free."""
        together = set(areas)
        for group in groups:
            together |= self.remove(group)
        return self.add(together)

    def missing(self, group: int) -> int:
        """People that a group lacks to the minimum."""
        return self.lack(self.people[group])

    def lack(self, people: int) -> int:
        """People that so many lack to the minimum."""
        return max(0, self.minimum - people)

    def small(self) -> list[int]:
        """Groups below the minimum, by their first area."""
        return [group for group in self if self.people[group] < self.minimum]

    def beside(self, group: int) -> set[int]:
        """Areas that adjoin a group and are not in it."""
        inside = self.members[group]
        return {near for area in inside for near in self.ground.near[area] if near not in inside}

    def added(self) -> int:
        """People in groups who live in areas that were not chosen."""
        people, chosen = self.ground.people, self.ground.chosen
        return sum(
            people[area] for areas in self.members.values() for area in areas if not chosen[area]
        )
