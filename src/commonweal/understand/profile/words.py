"""How figures of a profile read: `34 in 100`, `850 m`, `79.1 years`."""

from __future__ import annotations

import math

from commonweal.understand.measures import Measure
from commonweal.understand.profile.assets import kilometres

UNKNOWN = "not known"
_SHARE = "share, 0 to 1"
_PLAIN_UNITS = {
    "standardised ratio": "100 is what is usual for people of these ages",
    "per 1,000 at-risk population": "for every 1,000 people at risk",
    "per 1,000 at-risk properties": "for every 1,000 homes and other buildings at risk",
    "per 100 households": "for every 100 households",
}


def amount(measure: Measure, value: float | None) -> str:
    """A value with as many digits as help, and its unit where that is short."""
    if value is None or math.isnan(value):
        return UNKNOWN
    if measure.unit == _SHARE:
        return f"{100 * value:.1f}%"
    if measure.unit.startswith("metres"):
        return kilometres(value)
    if measure.unit == "km":
        return f"{value:.1f} km"
    if measure.unit == "years":
        return f"{value:.1f} years"
    return digits(value)


def unit_words(measure: Measure) -> str:
    """The unit, where `amount` does not already say it."""
    said = measure.unit == _SHARE or measure.unit in ("km", "years")
    if said or measure.unit.startswith("metres"):
        return ""
    return _PLAIN_UNITS.get(measure.unit, measure.unit)


def digits(value: float) -> str:
    """Three digits that count, whole numbers from 1,000."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def between(measure: Measure, lower: float | None, upper: float | None) -> str:
    """The margin: `31.2% to 36.0%`; empty where none is known."""
    if lower is None or upper is None:
        return ""
    first, second = amount(measure, lower), amount(measure, upper)
    return first if first == second else f"{first} to {second}"


def in_hundred(value: float) -> str:
    """A share as people say it: `34 in 100`; never 0 or 100 for some or nearly all."""
    hundredths = round(100 * value)
    if value > 0 and hundredths == 0:
        return "fewer than 1 in 100"
    if value < 1 and hundredths == 100:
        return "more than 99 in 100"
    return f"{hundredths} in 100"


def place_words(share: float) -> str:
    """How many of 100 places one is better than: `34 in 100`."""
    return f"{round(100 * share)} in 100"


def listed(items: list[str] | tuple[str, ...], last: str = "and") -> str:
    """`a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"
