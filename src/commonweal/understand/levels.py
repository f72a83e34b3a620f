"""How common each measure is in each of many groups, all at once.

The areas fall into cells that share none (a type of area in a region, say). What an estimate and
its interval need of a cell are sums, so the sums of any group made of cells are the sums of its
cells. The areas are gone through once, by sparse products, whatever the number of groups.

Where what is counted is held, a level is a sum over a sum, with Wilson's interval (proportions) or
Byar's or the exact one (rates). Elsewhere it is the mean of the areas weighted by people,
R = sum(w v) / sum(w), with the linearised variance of a ratio of two totals,
k / (k - 1) x sum (w (v - R))2 / (sum w)2 over the k areas, and Student's t on k - 1. Where areas
have the value of a larger one, the k units are the larger areas, as the small ones inside say
nothing new.

Source: Cochran (1977), Sampling Techniques, third edition, section 6.4, equation 6.13, without the
correction for a finite population: the areas stand for places like them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import stdtrit

from commonweal.stats import Estimate, proportion, rate
from commonweal.stats.estimate import UNKNOWN
from commonweal.understand.measures import Floats, Measure, MeasureTable
from commonweal.understand.routes import Matrix

Cells = NDArray[np.int64]

WEIGHTED = "mean weighted by people; linearised, Student's t"
ONE_UNIT = "one area: no interval"


@dataclass(frozen=True, slots=True)
class Sums:
    """What levels are made of; every array is sets x measures, and sums of sets are sums of these.

    Attributes:
        areas: areas whose value is known.
        units: areas, or larger areas where their values stand in.
        weight: people of the areas whose value is known.
        total: sum of weight x (value - centre).
        square_weight: sum over units of weight squared.
        cross: sum over units of weight x total.
        square: sum over units of total squared.
        numerator: sum of the numerators known.
        denominator: sum of their denominators.
        people: people of all the areas, known and unknown.
    """

    areas: Floats
    units: Floats
    weight: Floats
    total: Floats
    square_weight: Floats
    cross: Floats
    square: Floats
    numerator: Floats
    denominator: Floats
    people: Floats

    def of(self, members: Floats) -> Sums:
        """Sums of sets, each a row of `members` (sets x cells) with 1 for the cells in it."""
        return Sums(*(members @ getattr(self, item.name) for item in fields(self)))


def centres(table: MeasureTable) -> Floats:
    """A known value of each measure, taken off before squaring so that digits are not lost.

    A measure that is the same everywhere then has no spread at all, to the last digit.
    """
    known = ~np.isnan(table.value)
    first = known.argmax(axis=0)
    found = table.value[first, np.arange(len(table.measures))]
    return np.where(known.any(axis=0), found, 0.0)


def cell_sums(
    table: MeasureTable, cells: Cells, number: int, weights: Floats | None = None
) -> Sums:
    """Sums of every cell.

    Args:
        table: n areas, m measures.
        cells: the cell of each area, from 0; -1 for an area that is in none.
        number: how many cells there are.
        weights: n x m; the people of each area if left out.
    """
    inside = np.flatnonzero(cells >= 0)
    shape = (number, len(table))
    members = csr_array((np.ones(inside.size), (cells[inside], inside)), shape=shape)
    known = ~np.isnan(table.value)
    weight = np.where(known, table.people[:, None] if weights is None else weights, 0.0)
    total = np.where(known, table.value - centres(table), 0.0) * weight
    found = _added(members, known.astype(np.float64))
    sums = Sums(
        areas=found,
        units=found.copy(),
        weight=_added(members, weight),
        total=_added(members, total),
        square_weight=_added(members, weight**2),
        cross=_added(members, weight * total),
        square=_added(members, total**2),
        numerator=_added(members, np.nan_to_num(table.numerator)),
        denominator=_added(members, np.nan_to_num(table.denominator)),
        people=np.repeat(_added(members, table.people[:, None]), len(table.measures), axis=1),
    )
    _by_larger_areas(sums, table, cells, weight, total)
    return sums


def _by_larger_areas(
    sums: Sums, table: MeasureTable, cells: Cells, weight: Floats, total: Floats
) -> None:
    """Put units that are larger areas in place of the areas that have their value."""
    for kind, places in table.larger.items():
        columns = [
            number
            for number, item in enumerate(table.measures)
            if item.way == "of the larger area" and item.held_for == kind
        ]
        if not columns:
            continue
        inside = np.flatnonzero((cells >= 0) & (places >= 0))
        pairs, place = np.unique(
            np.stack([cells[inside], places[inside]]), axis=1, return_inverse=True
        )
        place = place.ravel()
        units = pairs.shape[1]
        gather = csr_array((np.ones(inside.size), (place, inside)), shape=(units, len(table)))
        upward = csr_array(
            (np.ones(units), (pairs[0], np.arange(units))), shape=(sums.areas.shape[0], units)
        )
        w, s = _added(gather, weight[:, columns]), _added(gather, total[:, columns])
        sums.units[:, columns] = _added(upward, (w > 0).astype(np.float64))
        sums.square_weight[:, columns] = _added(upward, w**2)
        sums.cross[:, columns] = _added(upward, w * s)
        sums.square[:, columns] = _added(upward, s**2)


def _added(members: Matrix, values: Floats) -> Floats:
    """The sum of the values of each set's members, by measure."""
    return np.asarray(members @ values, dtype=np.float64)


def levels(
    sums: Sums, measures: Sequence[Measure], centre: Floats, confidence: float = 0.95
) -> Estimate:
    """The level of every measure in every set.

    Args:
        sums: of s sets and m measures.
        measures: m of them.
        centre: as `centres` gives them.
        confidence: such as 0.95.

    Returns:
        s x m entries, measures running fastest. Where a mean is given, numerator and
        denominator are NaN; where a set has no known area, so is all the rest.
    """
    counted = sums.denominator > 0
    kinds = np.array([item.kind == "proportion" for item in measures], dtype=np.bool_)
    multiplier = np.array([item.multiplier for item in measures])
    mean = _means(sums, centre, confidence)
    arrays = {name: np.array(getattr(mean, name)) for name in _PARTS}
    method = np.array(mean.method, dtype=object)
    within = sums.numerator <= sums.denominator
    for rule, where in (
        (proportion, counted & kinds & within),
        (rate, counted & ~(kinds & within)),
    ):
        found = rule(
            sums.numerator[where], sums.denominator[where], multiplier=1.0, confidence=confidence
        )
        scale = np.broadcast_to(multiplier, where.shape)[where]
        for name in ("value", "lower", "upper"):
            arrays[name][where] = getattr(found, name) * scale
        arrays["numerator"][where] = found.numerator
        arrays["denominator"][where] = found.denominator
        method[where] = found.method
    flat = {name: array.ravel() for name, array in arrays.items()}
    return Estimate(**flat, method=method.ravel().astype(str), confidence=confidence)


_PARTS = ("value", "numerator", "denominator", "lower", "upper")


def _means(sums: Sums, centre: Floats, confidence: float) -> Estimate:
    known = sums.weight > 0
    weight = np.where(known, sums.weight, 1.0)
    offset = np.where(known, sums.total / weight, np.nan)
    spread = sums.square - 2 * offset * sums.cross + offset**2 * sums.square_weight
    units = sums.units
    several = known & (units > 1)
    factor = np.where(several, units / np.where(several, units - 1, 1.0), np.nan)
    error = np.sqrt(np.maximum(factor * spread, 0.0)) / weight
    t = np.where(several, stdtrit(np.where(several, units - 1, 1.0), 0.5 + confidence / 2), np.nan)
    value = offset + centre
    none = np.full(value.shape, np.nan)
    method = np.where(several, WEIGHTED, np.where(known, ONE_UNIT, UNKNOWN))
    return Estimate(value, none, none, value - t * error, value + t * error, method, confidence)


def spread_of_areas(table: MeasureTable) -> Floats:
    """Standard deviation of each measure between areas, weighted by people; NaN where it is 0."""
    known = ~np.isnan(table.value)
    weight = np.where(known, table.people[:, None], 0.0)
    all_weight = weight.sum(axis=0)
    all_weight = np.where(all_weight > 0, all_weight, np.nan)
    value = np.where(known, table.value - centres(table), 0.0)
    mean = (weight * value).sum(axis=0) / all_weight
    variance = (weight * (value - mean) ** 2).sum(axis=0) / all_weight
    return np.where(variance > 0, np.sqrt(np.maximum(variance, 0.0)), np.nan)
