"""Figures of places put together from small areas: what adds up is summed, and nothing else.

A share or a rate whose parts are held is a sum over a sum. Any other average is the mean over the
people who live there, and says so. Ranks, tenths and medians are refused: they neither add nor
average, and the reason goes with the refusal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from commonweal.stats import proportion, rate
from commonweal.understand.measures import Floats, Measure

Flags = NDArray[np.bool_]

OWN, SUMMED, AVERAGED = "its own", "summed", "averaged over people"

REFUSALS = {
    "rank": "A rank is a place in an order of small areas. Ranks neither add nor average.",
    "decile": (
        "A tenth is a tenth of small areas. Tenths neither add nor average; instead a profile says "
        "how many people live in small areas of each."
    ),
    "median": (
        "A median cannot be worked out from the medians of parts. It needs the records of the "
        "people themselves."
    ),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """m measures of g places; the arrays cannot be changed.

    Attributes:
        measures: m of them, in the order of the columns.
        people: g numbers.
        value: g x m; NaN where not known, or known for too few of the people.
        numerator: g x m; NaN where the measure is not held as a part of a whole.
        denominator: g x m; likewise.
        covered: g x m; share of the people whose small area has a value.
        whole: whether the places are small areas themselves, with their own values.
    """

    measures: tuple[Measure, ...]
    people: Floats
    value: Floats
    numerator: Floats
    denominator: Floats
    covered: Floats
    whole: bool = False

    def __post_init__(self) -> None:
        for name in ("people", "value", "numerator", "denominator", "covered"):
            frozen = getattr(self, name).view()
            frozen.flags.writeable = False
            object.__setattr__(self, name, frozen)

    def __len__(self) -> int:
        return self.people.size

    def at(self, places: Sequence[int] | NDArray[np.int64]) -> Figures:
        """Some of the places alone, in this order."""
        rows = np.asarray(places, dtype=np.int64)
        return Figures(
            self.measures,
            self.people[rows],
            self.value[rows],
            self.numerator[rows],
            self.denominator[rows],
            self.covered[rows],
            self.whole,
        )

    def way(self, column: int) -> str:
        """How the values of a measure came about: `its own`, `summed` or `averaged over people`."""
        if self.whole:
            return OWN
        return AVERAGED if np.isnan(self.denominator[:, column]).all() else SUMMED


def own_figures(
    measures: tuple[Measure, ...], people: Floats, arrays: tuple[Floats, Floats, Floats]
) -> Figures:
    """The figures of small areas as they are: values, numerators, denominators (n x m)."""
    value, numerator, denominator = arrays
    covered = (~np.isnan(value)).astype(np.float64)
    return Figures(measures, people, value, numerator, denominator, covered, whole=True)


def put_together(figures: Figures, weights: csr_array, least_known: float) -> Figures:
    """The figures of g places made of n small areas.

    Args:
        figures: of the small areas.
        weights: g x n, the share of each small area's people who live in the place, 0 to 1.
        least_known: share of a place's people whose value must be known.

    Returns:
        Sums over sums where the parts are held, else means over people; NaN where too little is
        known.
    """
    behind = csr_array(weights.multiply(figures.people[None, :]))
    total = np.asarray(behind.sum(axis=1), dtype=np.float64).ravel()
    known = ~np.isnan(figures.value)
    people_known = np.asarray(behind @ known.astype(np.float64))
    with np.errstate(invalid="ignore", divide="ignore"):
        covered = people_known / total[:, None]
        mean = (behind @ np.nan_to_num(figures.value)) / people_known
    numerator, denominator = _sums(figures, weights)
    share = _ratio(figures.measures, numerator, denominator)
    value = np.where(np.isnan(share), mean, share)
    enough = np.nan_to_num(covered) >= least_known - 1e-9
    return Figures(
        figures.measures,
        total,
        np.where(enough, value, np.nan),
        np.where(enough, numerator, np.nan),
        np.where(enough, denominator, np.nan),
        np.nan_to_num(covered),
    )


def _sums(figures: Figures, weights: csr_array) -> tuple[Floats, Floats]:
    """Numerators and denominators summed; NaN for measures that have none."""
    both = ~np.isnan(figures.numerator + figures.denominator)
    held: Flags = np.any(both, axis=0)
    sums = [
        np.asarray(weights @ np.where(both, array, 0.0))
        for array in (figures.numerator, figures.denominator)
    ]
    some = held[np.newaxis, :] & (np.asarray(weights @ both.astype(np.float64)) > 0)
    return np.where(some, sums[0], np.nan), np.where(some, sums[1], np.nan)


def _ratio(measures: tuple[Measure, ...], numerator: Floats, denominator: Floats) -> Floats:
    multipliers = np.array([measure.multiplier for measure in measures])
    above = np.nan_to_num(denominator) > 0
    return np.where(above, multipliers * numerator / np.where(above, denominator, 1.0), np.nan)


def margins(figures: Figures, place: int, confidence: float) -> tuple[Floats, Floats]:
    """Lower and upper limits of one place's m values; NaN where no margin is known.

    Proportions have Wilson's limits, rates Byar's (exact ones for small counts). A margin says
    how far chance alone could move the figure in a place like this one, counts that are complete
    included.
    """
    lower, upper = np.full((2, len(figures.measures)), np.nan)
    x, n = figures.numerator[place], figures.denominator[place]
    held = ~np.isnan(x + n) & (np.nan_to_num(n) > 0) & (np.nan_to_num(x) >= 0)
    kinds = np.array([measure.kind for measure in figures.measures])
    multipliers = np.array([measure.multiplier for measure in figures.measures])
    shares = held & (kinds == "proportion") & (np.nan_to_num(x) <= np.nan_to_num(n))
    rates = held & (kinds == "rate")
    for chosen, statistic in ((shares, proportion), (rates, rate)):
        if chosen.any():
            found = statistic(x[chosen], n[chosen], multiplier=1.0, confidence=confidence)
            lower[chosen] = found.lower * multipliers[chosen]
            upper[chosen] = found.upper * multipliers[chosen]
    return lower, upper


def grouping(groups: Sequence[int] | NDArray[np.int64], number: int) -> csr_array:
    """The weights of places that small areas lie in whole: place of each, -1 for none."""
    at = np.asarray(groups, dtype=np.int64)
    inside = np.flatnonzero(at >= 0)
    ones = np.ones(inside.size)
    return csr_array((ones, (at[inside], inside)), shape=(number, at.size))
