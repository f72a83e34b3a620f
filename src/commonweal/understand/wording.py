"""How figures and groups are said in plain sentences."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import cache

from commonweal.parameters import recipe

_GROUPS: dict[str, str] = {
    "doubly disadvantaged": "doubly disadvantaged neighbourhoods",
    "deprived only": "neighbourhoods that are deprived only",
    "infrastructure-poor only": "neighbourhoods that lack social infrastructure only",
    "neither": "neighbourhoods that are neither",
    "chosen": "the chosen areas",
    "not chosen": "all other areas",
    "in the neighbourhoods": "these neighbourhoods",
    "elsewhere": "the rest of the country",
}
_SHARE = "share, 0 to 1"


@cache
def phrases() -> Mapping[str, str]:
    """What is said of a measure, by its id, with {} where the figure goes."""
    return tomllib.loads(recipe("phrases"))


def group_words(group: str) -> str:
    """A group as it is called in a sentence."""
    return _GROUPS.get(group, group)


def said(measure_id: str, title: str, unit: str, value: float) -> str:
    """A figure as the middle of a sentence: `42 in 100 households have no car`."""
    phrase = phrases().get(measure_id)
    shown = figure(value, unit)
    if phrase is None:
        return f"the figure for “{title}” is {shown}{unit_words(unit)}"
    return phrase.format(shown)


def figure(value: float, unit: str) -> str:
    """A figure alone: `42 in 100`, `79.1`, `1,450`."""
    if unit == _SHARE:
        return f"{plain_number(100 * value)} in 100"
    return plain_number(value)


def between(lower: float, upper: float, unit: str) -> str:
    """A range as people say it, with as many digits as tell its ends apart."""
    scale = 100.0 if unit == _SHARE else 1.0
    low, high = lower * scale, upper * scale
    digits = digits_for(high - low)
    if min(abs(low), abs(high)) >= 1 and _with(low, 1) != _with(high, 1):
        digits = min(digits, 1)
    text = f"{_with(low, digits)} to {_with(high, digits)}"
    return f"{text} in 100" if unit == _SHARE else f"{text}{unit_words(unit)}"


def size_of(lower: float, upper: float) -> tuple[float, float]:
    """The ends of a difference as sizes, the smaller first, when both go one way."""
    low, high = sorted((abs(lower), abs(upper)))
    return low, high


def unit_words(unit: str) -> str:
    """A unit after a figure, with a space before it; none where the unit is only a score."""
    if unit in ("", "score", _SHARE) or unit.startswith(("score", "index", "standardised")):
        return ""
    return f" {unit}"


def plain_number(value: float) -> str:
    """A number with no more digits than a reader needs."""
    size = abs(value)
    digits = 0 if size >= 200 else 1 if size >= 1 else 2
    if digits == 1 and abs(value - round(value)) < 0.05:
        digits = 0
    return _with(value, digits)


def digits_for(width: float) -> int:
    """Decimals that tell the ends of a range of this width apart, at most three."""
    if width <= 0:
        return 1
    return min(max(-math.floor(math.log10(width / 2)), 0), 3)


def _with(value: float, digits: int) -> str:
    text = f"{value:,.{digits}f}"
    # A minus before nothing but noughts says nothing.
    nothing = not text.strip("-0.,")
    return text.lstrip("-") if nothing else text.replace("-", "−")
