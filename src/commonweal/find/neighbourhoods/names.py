"""Name neighbourhoods after the places inside them, each name once.

A neighbourhood takes the name of the place where most of its people live, and a second place if
many of them live there. Names that meet are told apart by their districts, then by where the
neighbourhoods lie from each other, and where that too is alike by numbers.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count

SECOND = 0.3
"""Share of the people who live in the second place from which it is named too."""
_POINTS = (
    "East", "North East", "North", "North West", "West", "South West", "South", "South East",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """What a name is made from.

    Attributes:
        places: the places inside with the people who live there.
        district: where most of the people live; empty where not known.
        at: easting and northing of the middle, or None.
        name: a name that was given, which goes before the places.
    """

    places: dict[str, int]
    district: str = ""
    at: tuple[float, float] | None = None
    name: str = ""


def names_of(neighbourhoods: Sequence[Named]) -> list[str]:
    """A name for each neighbourhood, none of them twice."""
    names = [_plain(each) for each in neighbourhoods]
    for tell in (_with_districts, _with_points):
        names = _told_apart(names, neighbourhoods, tell)
    return _numbered(names)


def _plain(one: Named) -> str:
    if one.name:
        return one.name
    places = sorted(one.places.items(), key=lambda item: (-item[1], item[0]))
    if not places:
        return one.district or "Neighbourhood"
    everyone = sum(one.places.values())
    if len(places) > 1 and places[1][1] >= SECOND * everyone:
        return f"{places[0][0]} and {places[1][0]}"
    return places[0][0]


Tell = Callable[[str, list[Named]], list[str]]


def _told_apart(names: list[str], all_of_them: Sequence[Named], tell: Tell) -> list[str]:
    """The names with those that several share told apart as far as `tell` can.

    A name that belongs to another neighbourhood already is not taken from it.
    """
    made = list(names)
    for name, positions in _shared(names).items():
        new = tell(name, [all_of_them[position] for position in positions])
        for position, each in zip(positions, new, strict=True):
            if each not in names:
                made[position] = each
    return made


def _shared(names: list[str]) -> dict[str, list[int]]:
    """Names that stand more than once, and where."""
    places: dict[str, list[int]] = defaultdict(list)
    for position, name in enumerate(names):
        places[name].append(position)
    return {name: found for name, found in places.items() if len(found) > 1}


def _with_districts(name: str, same: list[Named]) -> list[str]:
    if len({each.district for each in same}) < 2:
        return [name] * len(same)
    return [f"{name} ({each.district})" if each.district else name for each in same]


def _with_points(name: str, same: list[Named]) -> list[str]:
    """With the direction in which each lies from the middle of all of them."""
    at = [each.at for each in same if each.at is not None]
    if len(at) < len(same):
        return [name] * len(same)
    middle = [sum(point[axis] for point in at) / len(at) for axis in (0, 1)]
    points = [_point(x - middle[0], y - middle[1]) for x, y in at]
    base, bracket, rest = name.partition(" (")
    return [f"{base} {point}{bracket}{rest}" for point in points]


def _point(east: float, north: float) -> str:
    return _POINTS[round(math.atan2(north, east) / (math.pi / 4)) % len(_POINTS)]


def _numbered(names: list[str]) -> list[str]:
    """The names, with numbers where several are still the same."""
    made, taken = list(names), set(names)
    for name, positions in _shared(names).items():
        free = (f"{name} {number}" for number in count(1) if f"{name} {number}" not in taken)
        for position in positions:
            made[position] = next(free)
        taken.update(made)
    return made
