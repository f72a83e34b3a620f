"""Invented place names: unique, pronounceable, in the same order for the same seed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.optimize import linear_sum_assignment

from commonweal.sources.demonstration.arrays import Floats
from commonweal.sources.demonstration.draws import Generator
from commonweal.sources.demonstration.name_parts import AFTER, BEFORE, ENDINGS, REAL, ROOTS

_PLAIN_SHARE = 0.7
_LONGEST = 13
_SHORT_ENDING = 4
COMPASS: dict[str, tuple[float, float]] = {
    "North {}": (0.0, 1.0),
    "North East {}": (0.7, 0.7),
    "East {}": (1.0, 0.0),
    "South East {}": (0.7, -0.7),
    "South {}": (0.0, -1.0),
    "South West {}": (-0.7, -0.7),
    "West {}": (-1.0, 0.0),
    "North West {}": (-0.7, 0.7),
    "{} Midlands": (0.0, 0.0),
}


class Namer:
    """Hands out names, none twice and none of a real place that is known here."""

    def __init__(self, rng: Generator) -> None:
        self._rng = rng
        self._plain = _shuffled(rng, _all_plain())
        self._longer = _shuffled(rng, _all_longer())

    def plain(self, count: int) -> list[str]:
        """Names of one word, for towns and districts."""
        return [next(self._plain) for _ in range(count)]

    def local(self, count: int) -> list[str]:
        """Names for neighbourhoods and wards: most of one word, some with a word more.

        When all names of one word are used, those of two follow.
        """
        made = []
        for chance in self._rng.random(count).tolist():
            name = next(self._plain, None) if chance < _PLAIN_SHARE else None
            made.append(name or next(self._longer))
        return made


def _all_plain() -> list[str]:
    """Roots and endings that go together: not too long, no letter doubled where they meet."""
    return [
        root + ending
        for root in ROOTS
        for ending in ENDINGS
        if len(root + ending) <= _LONGEST and root[-1] != ending[0] and root + ending not in REAL
    ]


def _all_longer() -> list[str]:
    """Names with a word before or after: `Upper Plovermere`, `Kestrelton Green`."""
    endings = tuple(ending for ending in ENDINGS if len(ending) <= _SHORT_ENDING)
    stems = [name for name in _all_plain() if name.endswith(endings)]
    before = [f"{word} {stem}" for stem in stems for word in BEFORE]
    after = [f"{stem} {word}" for stem in stems for word in AFTER if not _echo(stem, word)]
    return before + after


def _echo(stem: str, word: str) -> bool:
    return stem.endswith(word.lower().rstrip("s"))


def _shuffled(rng: Generator, names: list[str]) -> Iterator[str]:
    return iter([names[place] for place in rng.permutation(len(names)).tolist()])


def compass_names(xy: Floats, country: str) -> list[str]:
    """Names for up to nine places by where they lie about their middle, each name once."""
    centred = xy - xy.mean(axis=0)
    reach = max(float(np.hypot(*centred.T).max()), 1.0)
    way = np.array(list(COMPASS.values()))
    cost = ((centred[:, None] / reach - way) ** 2).sum(axis=2)
    _, chosen = linear_sum_assignment(cost)
    return [list(COMPASS)[number].format(country) for number in chosen.tolist()]
