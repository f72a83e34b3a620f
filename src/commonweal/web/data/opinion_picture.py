"""A picture of opinion groups in which nobody's own place is shown.

Each group is a round crowd of dots about its middle. The dots are spread evenly, as the seeds of a
sunflower are, so a dot is nobody's position.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

WIDTH, HEIGHT = 640.0, 400.0
MARGIN = 56.0
MOST_DOTS = 400
# Vogel (1979): seeds of a sunflower stand a golden angle apart.
_GOLDEN = math.pi * (3 - math.sqrt(5))
# The first seeds are left out, so that the letter of the group has room.
_HOLE = 2.5
_ROUNDS = 200
_GAP = 14.0


@dataclass(frozen=True, slots=True)
class Crowd:
    """One group: middle, radius, and dots, in units of the picture."""

    name: str
    size: int
    number: int
    x: float
    y: float
    radius: float
    dots: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """What the template draws; `each` is how many people a dot stands for."""

    width: float
    height: float
    each: int
    crowds: tuple[Crowd, ...]


def picture(groups: Sequence[Mapping[str, Any]]) -> Picture:
    """Draw groups with `name`, `size`, `x` and `y`: near ones near, none over another."""
    people = sum(group["size"] for group in groups)
    each = math.ceil(people / MOST_DOTS)
    # Together the crowds cover about a sixth of the picture.
    unit = math.sqrt(WIDTH * HEIGHT / 6 / math.pi / people)
    radii = [unit * math.sqrt(group["size"]) for group in groups]
    middles = _apart(_scaled([(group["x"], group["y"]) for group in groups]), radii)
    width, across = _framed([x for x, _ in middles], radii, WIDTH)
    height, down = _framed([y for _, y in middles], radii, HEIGHT)
    crowds = (
        _crowd(group, number, middle, radius, each)
        for number, (group, middle, radius) in enumerate(
            zip(groups, zip(across, down, strict=True), radii, strict=True)
        )
    )
    return Picture(width, height, each, tuple(crowds))


def _crowd(
    group: Mapping[str, Any], number: int, middle: tuple[float, float], radius: float, each: int
) -> Crowd:
    count = max(1, round(group["size"] / each))
    x, y = middle
    dots = tuple(
        (
            round(x + distance * math.cos(place * _GOLDEN), 1),
            round(y + distance * math.sin(place * _GOLDEN), 1),
        )
        for place in range(count)
        for distance in [radius * math.sqrt((place + _HOLE) / (count + _HOLE))]
    )
    return Crowd(
        group["name"], group["size"], number, round(x, 1), round(y, 1), round(radius, 1), dots
    )


def _scaled(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Middles stretched to the picture with both axes alike; up is up."""
    across, up = zip(*points, strict=True)
    widest = max(max(across) - min(across), max(up) - min(up)) or 1.0
    scale = (HEIGHT - 2 * MARGIN) / widest
    return [((x - min(across)) * scale, (max(up) - y) * scale) for x, y in points]


def _apart(points: list[tuple[float, float]], radii: list[float]) -> list[tuple[float, float]]:
    """Push crowds that overlap apart along the line between their middles."""
    places = [list(point) for point in points]
    for _ in range(_ROUNDS):
        moved = False
        for one, other in combinations(range(len(places)), 2):
            dx, dy = (places[other][axis] - places[one][axis] for axis in (0, 1))
            distance, needed = math.hypot(dx, dy), radii[one] + radii[other] + _GAP
            if distance >= needed - 0.01:
                continue
            ux, uy = (dx / distance, dy / distance) if distance else (1.0, 0.0)
            push = (needed - distance) / 2
            for index, sign in ((one, -1), (other, 1)):
                places[index][0] += sign * push * ux
                places[index][1] += sign * push * uy
            moved = True
        if not moved:
            break
    return [(x, y) for x, y in places]


def _framed(places: list[float], radii: list[float], size: float) -> tuple[float, list[float]]:
    """One side of the picture, at least `size`, and the crowds moved to its middle."""
    low = min(place - radius for place, radius in zip(places, radii, strict=True))
    high = max(place + radius for place, radius in zip(places, radii, strict=True))
    side = max(size, high - low + MARGIN)
    return round(side, 1), [place + (side - low - high) / 2 for place in places]
