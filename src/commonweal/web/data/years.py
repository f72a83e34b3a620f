"""A share year by year, drawn on the server: the line, its margin, and the country's line."""

from __future__ import annotations

import math
from dataclasses import dataclass

from commonweal.understand.profile.history import Trend, Year

WIDTH, HEIGHT = 600, 220
LEFT, RIGHT, TOP, BOTTOM = 52, 92, 12, 34
_LETTER = 15  # height of a line of the words at the end of the lines


@dataclass(frozen=True, slots=True)
class Years:
    """What the template draws: paths, the levels and the years with their places, the ends."""

    width: int
    height: int
    left: int
    right: int
    levels: list[tuple[float, str]]
    years: list[tuple[float, str]]
    margin: str
    here: str
    country: str
    ends: tuple[float, float]
    name: str


def drawn(trend: Trend, country: str) -> Years:
    """The drawing of a trend with the country beside it."""
    top = max(max(year.upper, year.country) for year in trend.years)
    step = _step(top)
    highest = step * math.ceil(top / step)
    across = (WIDTH - LEFT - RIGHT) / max(len(trend.years) - 1, 1)
    tall = HEIGHT - TOP - BOTTOM

    def x(place: int) -> float:
        return round(LEFT + place * across, 1)

    def y(share: float) -> float:
        return round(TOP + tall * (1 - share / highest), 1)

    def line(of: list[float]) -> str:
        return "M" + "L".join(f"{x(place)} {y(share)}" for place, share in enumerate(of))

    upper = [(x(place), y(year.upper)) for place, year in enumerate(trend.years)]
    lower = [(x(place), y(year.lower)) for place, year in enumerate(trend.years)]
    around = "L".join(f"{a} {b}" for a, b in [*upper, *reversed(lower)])
    levels = [step * number for number in range(round(highest / step) + 1)]
    return Years(
        WIDTH,
        HEIGHT,
        LEFT,
        RIGHT,
        [(y(level), f"{100 * level:.3g}%") for level in levels],
        [(x(place), year.period) for place, year in _some(trend.years)],
        f"M{around}Z",
        line([year.value for year in trend.years]),
        line([year.country for year in trend.years]),
        _apart(y(trend.years[-1].value), y(trend.years[-1].country)),
        country if len(country) < 12 else "country",
    )


def _step(top: float) -> float:
    """A round step that gives three or four levels."""
    for step in (0.005, 0.01, 0.02, 0.05, 0.1, 0.2):
        if top / step <= 4:
            return step
    return 0.25


def _some(years: tuple[Year, ...]) -> list[tuple[int, Year]]:
    """At most six years along the foot, the last one always."""
    every = math.ceil(len(years) / 6)
    numbered = list(enumerate(years))
    return [pair for pair in numbered if (len(years) - 1 - pair[0]) % every == 0]


def _apart(here: float, country: float) -> tuple[float, float]:
    """Where the words at the ends stand, so that neither lies on the other."""
    if abs(here - country) < _LETTER:
        middle = (here + country) / 2
        sign = -1 if here <= country else 1
        here, country = middle + sign * _LETTER / 2, middle - sign * _LETTER / 2
    return round(here + 5, 1), round(country + 5, 1)
