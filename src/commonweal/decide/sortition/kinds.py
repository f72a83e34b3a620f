"""Volunteers whom the quotas cannot tell apart are of one kind.

The fairest lottery gives people of one kind the same chance, so it is enough to know how many of
each kind a panel takes. A pool of thousands becomes a few hundred kinds, and every model small.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commonweal.decide.sortition.spec import PanelSpec
from commonweal.decide.sortition.volunteers import Volunteers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_Trait = tuple[tuple[str, ...], bool]


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds of people in a pool, and the sorts of household they live in.

    Two people are of one kind when they have the same values, the same right to a fixed seat, and
    households made up alike. Where households do not matter everybody lives alone.

    Attributes:
        values: one a kind, the value of each feature.
        seated: one a kind, whether they have a fixed seat.
        sort: one a kind, the sort of household, from 0.
        people: whole numbers, how many are of each kind.
        households: one a sort, its households, each a tuple of places in the volunteers' table.
        of: whole numbers, the kind of each volunteer.
    """

    values: tuple[tuple[str, ...], ...]
    seated: tuple[bool, ...]
    sort: tuple[int, ...]
    people: NDArray[np.int64]
    households: tuple[tuple[tuple[int, ...], ...], ...]
    of: NDArray[np.int64]

    @property
    def count(self) -> int:
        """How many kinds there are."""
        return len(self.values)


def kinds_of(spec: PanelSpec, volunteers: Volunteers) -> Kinds:
    """Sort volunteers into kinds; the order follows from their values alone."""
    import numpy as np

    seats = set(spec.seats)
    traits: list[_Trait] = [
        (values, name in seats)
        for name, values in zip(volunteers.ids, volunteers.values, strict=True)
    ]
    sorts = _sorts(_homes(spec, volunteers), traits)
    keys: list[tuple[int, _Trait]] = [(-1, each) for each in traits]
    for number, homes in enumerate(sorts):
        for home in homes:
            for person in home:
                keys[person] = (number, traits[person])
    known = sorted(set(keys))
    place = {key: number for number, key in enumerate(known)}
    of = np.array([place[key] for key in keys], dtype=np.int64)
    return Kinds(
        tuple(values for _, (values, _) in known),
        tuple(seated for _, (_, seated) in known),
        tuple(sort for sort, _ in known),
        np.bincount(of, minlength=len(known)).astype(np.int64),
        sorts,
        of,
    )


def _homes(spec: PanelSpec, volunteers: Volunteers) -> list[tuple[int, ...]]:
    """Who lives together, where that matters."""
    together: dict[object, list[int]] = defaultdict(list)
    for person, home in enumerate(volunteers.households):
        alone = spec.household_limit is None or not home
        together[person if alone else home].append(person)
    return [tuple(home) for home in together.values()]


def _sorts(
    homes: list[tuple[int, ...]], traits: list[_Trait]
) -> tuple[tuple[tuple[int, ...], ...], ...]:
    """Households made up alike, in one order whatever the ids."""
    alike: dict[tuple[_Trait, ...], list[tuple[int, ...]]] = defaultdict(list)
    for home in homes:
        alike[tuple(sorted(traits[person] for person in home))].append(home)
    return tuple(tuple(alike[key]) for key in sorted(alike))
