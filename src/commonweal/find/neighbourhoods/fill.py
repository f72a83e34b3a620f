"""Fill a neighbourhood up to the minimum with the fewest people who were not chosen.

Every connected set of adjoining areas is looked at, the fewest people first to be beaten; where
there are too many sets, the best of those looked at is taken. Of sets with equally many people,
the one where need is greatest.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from commonweal.find.neighbourhoods.ground import Near
from commonweal.find.neighbourhoods.patchwork import FREE, Patchwork

_MOST = 4000
"""Sets of areas that are looked at for one neighbourhood before the best of them is taken."""

Key = tuple[int, float, tuple[int, ...]]


@dataclass(slots=True)
class _Search:
    """The sets looked at for one group."""

    work: Patchwork
    near: Near
    lacking: int
    most: int
    best: Key | None = None
    looked: int = 0
    taken: list[int] = field(default_factory=list)

    def look(self, people: int, options: list[int], barred: set[int]) -> None:
        """Look at every set that adds to `taken` some of `options` and what adjoins them."""
        ground = self.work.ground
        barred = set(barred)
        for position, area in enumerate(options):
            if self.looked >= _MOST:
                return
            total = people + ground.people[area]
            barred.add(area)
            if total > self.most or (self.best is not None and total > self.best[0]):
                continue
            self.looked += 1
            self.taken.append(area)
            if total >= self.lacking:
                self._note(total)
            else:
                new = [
                    near
                    for near in self.near[area]
                    if self.work.owner[near] == FREE and near not in barred
                ]
                rest = options[position + 1 :]
                both = [*rest, *(near for near in new if near not in rest)]
                self.look(total, self._ordered(both, self.lacking - total), barred)
            self.taken.pop()

    def _note(self, total: int) -> None:
        need = sum(
            self.work.ground.need[area] * self.work.ground.people[area] for area in self.taken
        )
        key = (total, -need, tuple(sorted(self.taken)))
        if self.best is None or key < self.best:
            self.best = key

    def _ordered(self, options: list[int], lacking: int) -> list[int]:
        """Those that would do alone first, the smallest of them; then the others, largest first."""
        people = self.work.ground.people

        def key(area: int) -> tuple[bool, int, int]:
            enough = people[area] >= lacking
            return (not enough, people[area] if enough else -people[area], area)

        return sorted(options, key=key)

    def run(self, group: int) -> Key | None:
        """Look, and say the best: people, need (negative), areas."""
        inside = self.work.members[group]
        beside = {area for member in inside for area in self.near[member]} - inside
        free = [area for area in beside if self.work.owner[area] == FREE]
        self.look(0, self._ordered(free, self.lacking), inside)
        return self.best


def best_filling(work: Patchwork, group: int) -> Key | None:
    """The free areas that fill a group up with the fewest people: people, need, areas.

    Those a walk away are looked at alone first. None where no set of free areas adjoining the
    group reaches the minimum within the maximum.
    """
    lacking, most = work.missing(group), work.maximum - work.people[group]
    for near in (work.ground.close, work.ground.near):
        found = _Search(work, near, lacking, most).run(group)
        if found is not None:
            return found
    return None


def fill_small(work: Patchwork) -> None:
    """Fill the groups below the minimum, those with the fewest ways out first."""

    def room(group: int) -> tuple[int, int]:
        free = sum(work.owner[area] == FREE for area in work.beside(group))
        return free, min(work.members[group])

    for group in sorted(work.small(), key=room):
        found = best_filling(work, group)
        if found is not None:
            work.join((group,), found[2])
