"""Colours, letters and spaces that all charts share.

Colours are those of the site (`report/palette.json`): a colour-blind reader can tell them apart,
and each is dark enough for words. None carries a meaning alone: a shape or a word says it too.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

WIDE, NARROW = 720, 340
"""Pixels across on a desk and on a phone."""
_NARROW_BELOW = 520
# Mean width of a letter as a share of its size: a little more than our typeface's own.
_LETTER = 0.5


@dataclass(frozen=True, slots=True)
class Colours:
    """What each colour of a chart is for."""

    ink: str
    quiet: str
    line: str
    paper: str
    band: str
    strong_band: str
    main: str
    second: str
    third: str


@dataclass(frozen=True, slots=True)
class Sizes:
    """Letter sizes and line heights in pixels, for the width of a chart."""

    narrow: bool
    title: int
    title_line: int
    subtitle: int
    subtitle_line: int
    label: int
    small: int
    small_line: int


@cache
def colours(dark: bool = False) -> Colours:
    """The colours for light paper or for dark."""
    held = resources.files("commonweal.report").joinpath("palette.json").read_text("utf-8")
    scheme = json.loads(held)["dark" if dark else "light"]
    return Colours(*scheme["chart"], *scheme["series"])


def sizes(width: int) -> Sizes:
    """Letters that can be read at a width: a narrow chart is laid out anew, not shrunk."""
    if width < _NARROW_BELOW:
        return Sizes(True, 19, 24, 14, 19, 14, 12, 16)
    return Sizes(False, 23, 29, 15, 21, 15, 13, 17)


def wrapped(words: str, width: float, size: float) -> str:
    """Words broken into lines that fit a width in pixels, joined by line feeds.

    The lines are as few as fit and about as long as each other, so that no word is left alone.
    The estimate knows no fonts, so that a chart has the same lines on every machine.
    """
    room = max(int(width / (size * _LETTER)), 1)
    lines = _broken(words, room)
    while len(lines) > 1 and room > 1 and len(narrower := _broken(words, room - 1)) == len(lines):
        lines, room = narrower, room - 1
    return "\n".join(lines)


def _broken(words: str, room: int) -> list[str]:
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + 1 + len(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def lines_of(words: str) -> int:
    """How many lines wrapped words take."""
    return words.count("\n") + 1


def text_width(words: str, size: float) -> float:
    """About how many pixels a line of words takes."""
    return len(words) * size * _LETTER
