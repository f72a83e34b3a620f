"""All places of one kind in the country, ready for any of them to be held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from commonweal.errors import MethodNotApplicable
from commonweal.understand.measures import Floats
from commonweal.understand.profile.chosen import CONTEXT
from commonweal.understand.profile.places import WORDS, LevelWords
from commonweal.understand.profile.similar import Points, standardised
from commonweal.understand.profile.summed import Figures

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Level:
    """The g places of a kind.

    Attributes:
        id: `lsoa`, `msoa`, `ward`, `district` or `region`.
        codes: g codes.
        names: g names that people use.
        within: g names of the district (of districts: the region) that each lies in.
        districts: g codes of the district that each lies in; empty of larger places.
        figures: g x m measures.
        rows: of each place, the rows of its small areas.
    """

    id: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    within: tuple[str, ...]
    districts: NDArray[np.str_]
    figures: Figures
    rows: tuple[Ints, ...] = ()

    @property
    def words(self) -> LevelWords:
        """What its places are called."""
        return WORDS[self.id]

    @cached_property
    def place(self) -> dict[str, int]:
        """The number of each place by its code."""
        return {code: number for number, code in enumerate(self.codes)}

    @cached_property
    def _ordered(self) -> Floats:
        """Values of each measure in rising order; those not known last."""
        return np.sort(self.figures.value, axis=0)

    def warm(self) -> None:
        """Work out now what the first place asked for would wait for."""
        _ = self.place, self._ordered, self._known, self.deviation, self.points, self.context

    @cached_property
    def _known(self) -> Ints:
        found: Ints = (~np.isnan(self.figures.value)).sum(axis=0)
        return found

    @cached_property
    def deviation(self) -> Floats:
        """Standard deviation of each measure among the places; 0 where fewer than two have it."""
        known = ~np.isnan(self.figures.value)
        count = np.maximum(known.sum(axis=0), 1)
        mean = np.where(known, self.figures.value, 0.0).sum(axis=0) / count
        squares = np.where(known, self.figures.value - mean, 0.0) ** 2
        return np.asarray(np.sqrt(squares.sum(axis=0) / count))

    @cached_property
    def points(self) -> Points | None:
        """Where each place stands on what makes places similar; None where nothing tells."""
        ids = {measure.id: column for column, measure in enumerate(self.figures.measures)}
        lines = [
            (number, line)
            for number, theme in enumerate(CONTEXT)
            for line in theme.lines
            if line.measure in ids
        ]
        values = self.figures.value[:, [ids[line.measure] for _, line in lines]]
        try:
            return standardised(
                values, [number for number, _ in lines], [line.label for _, line in lines]
            )
        except MethodNotApplicable:
            return None

    @cached_property
    def context(self) -> Ints:
        """Columns of the measures of context that are held, in the order of `CONTEXT`."""
        ids = {measure.id: column for column, measure in enumerate(self.figures.measures)}
        wanted = (line.measure for theme in CONTEXT for line in theme.lines)
        return np.array([ids[name] for name in wanted if name in ids], dtype=np.int64)

    def spread(self, column: int, shares: Sequence[float]) -> tuple[float, ...]:
        """Values below which these shares of the places lie; NaN where none is known."""
        known = self._ordered[: self._known[column], column]
        if not known.size:
            return tuple(np.nan for _ in shares)
        at = np.asarray(shares) * (known.size - 1)
        below = np.floor(at).astype(np.int64)
        first, second = known[below], known[np.minimum(below + 1, known.size - 1)]
        return tuple((first + (second - first) * (at - below)).tolist())

    def mark(self, column: int, value: float, sign: int) -> float | None:
        """Share of the places that a value is better than, of its equals half; 0 to 1.

        For a measure that is neither good nor bad: share of the places that it is higher than.
        """
        if np.isnan(value) or not self._known[column]:
            return None
        known = self._ordered[: self._known[column], column]
        below = np.searchsorted(known, value, "left") + np.searchsorted(known, value, "right")
        share = float(below) / (2 * known.size)
        return 1 - share if sign > 0 else share
