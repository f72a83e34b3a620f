"""Figures of groups from their counts: levels, levels made comparable, and gaps to all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.parameters import table
from commonweal.stats import Estimate, directly_standardised_rate, proportion, rate
from commonweal.stats.gaps import mover_difference
from commonweal.understand.people.spec import STANDARD, STANDARD_STARTS, RecordsSpec
from commonweal.understand.people.strata import Counted

Floats = NDArray[np.float64]

NO_PEOPLE = "not given: no people"
NO_PEOPLE_IN_A_BAND = "not given: no people in some band of ages"
NOBODY_ELSE = "not given: there is nobody outside the group"


@dataclass(frozen=True, slots=True)
class Figures:
    """n figures with their limits; NaN where `method` says why there is none.

    Attributes:
        value: for each `spec.multiplier` people.
        lower: lower limit.
        upper: upper limit.
        method: how the interval was made, or why there is none.
    """

    value: Floats
    lower: Floats
    upper: Floats
    method: NDArray[np.str_]


def level(spec: RecordsSpec, counted: Counted) -> Figures:
    """Proportion with Wilson's interval, or rate with the exact one or Byar's; n of each."""
    known = counted.people > 0
    return _placed(known, _figures(_level(spec, counted.at(known))), NO_PEOPLE)


def standard_weights(spec: RecordsSpec) -> Floats:
    """People of the standard population in each band of the spec, twice the same for two sexes.

    Bands that hold several of the standard's have their people together.

    Returns:
        One entry for each sex and band, in that order.
    """
    people = np.array(list(table(STANDARD, edition=spec.standard).values()))
    band = np.searchsorted(np.array(spec.bands), np.array(STANDARD_STARTS), side="right") - 1
    weights = np.bincount(band, people, minlength=len(spec.bands))
    return np.tile(weights, len(spec.sex_labels))


def standardised(spec: RecordsSpec, groups: Counted) -> Figures:
    """The level that a standard population would have with the levels by sex and age of each group.

    Args:
        spec: with a standard population and a column of ages.
        groups: n groups by k strata, in the order of `standard_weights`.
    """
    known = np.asarray((groups.people > 0).all(axis=1))
    made = _made_comparable(spec, groups.at(known), standard_weights(spec))
    return _placed(known, _figures(made), NO_PEOPLE_IN_A_BAND)


def gap_to_all(spec: RecordsSpec, groups: Counted) -> Figures:
    """Level of each group less that of all groups together, which holds the group itself.

    With w the group's share of all people the gap is (1 - w) times that between the group and the
    rest, who share nobody: so are its limits, by the method of variance estimates recovery.

    Args:
        spec: what was counted.
        groups: one entry a group.
    """
    whole = groups.summed(0)
    rest = _rest(groups)
    known = (groups.people > 0) & (rest.people > 0)
    share = groups.people[known] / whole.people
    own, others = (_level(spec, each.at(known)) for each in (groups, rest))
    reason = np.where(groups.people > 0, NOBODY_ELSE, NO_PEOPLE)
    return _placed(known, _gap(own, others, 1 - share), reason)


def standardised_gap(spec: RecordsSpec, groups: Counted) -> Figures:
    """Standardised level of each group less that of all groups together.

    In each stratum all are w of the group and 1 - w of the rest, so the gap is that between two
    rates standardised with the weights W(1 - w), which share nobody.

    Args:
        spec: with a standard population and a column of ages.
        groups: n groups by k strata.
    """
    weights = standard_weights(spec)
    rest = _rest(groups)
    people = groups.people + rest.people
    outside = np.divide(rest.people, people, where=people > 0, out=np.zeros_like(people))
    # A stratum without others weighs nothing; one person stands there so that it has a rate.
    filled = Counted(np.where(rest.people > 0, rest.people, 1.0), rest.events, rest.usable)
    reduced = weights * outside
    known = (groups.people > 0).all(axis=1) & (reduced.sum(axis=1) > 0)
    own, others = (
        _made_comparable(spec, each.at(known), reduced[known]) for each in (groups, filled)
    )
    made = _gap(own, others, reduced[known].sum(axis=1) / weights.sum())
    reason = np.where((groups.people > 0).all(axis=1), NOBODY_ELSE, NO_PEOPLE_IN_A_BAND)
    return _placed(known, made, reason)


def _level(spec: RecordsSpec, counted: Counted) -> Estimate:
    of = proportion if spec.measure == "proportion" else rate
    return of(
        counted.events, counted.people, multiplier=spec.multiplier, confidence=spec.confidence
    )


def _made_comparable(spec: RecordsSpec, groups: Counted, weights: Floats) -> Estimate:
    """Directly standardised rates; of no group at all there are none."""
    if not len(groups.events):
        none = np.zeros(0)
        return Estimate(none, none, none, none, none, none.astype(np.str_), spec.confidence)
    return directly_standardised_rate(
        groups.events,
        groups.people,
        weights,
        multiplier=spec.multiplier,
        confidence=spec.confidence,
    )


def _rest(groups: Counted) -> Counted:
    """Everyone outside each group."""
    whole = groups.summed(0)
    return Counted(
        whole.people - groups.people, whole.events - groups.events, whole.usable - groups.usable
    )


def _figures(made: Estimate) -> Figures:
    return Figures(made.value, made.lower, made.upper, made.method)


def _gap(own: Estimate, others: Estimate, scale: Floats) -> Figures:
    lower, upper = mover_difference(own, others)
    value = own.value - others.value
    missing = np.where(np.isnan(own.value), own.method, others.method)
    name = np.where(np.isnan(value), missing, "MOVER, group against the rest")
    return Figures(scale * value, scale * lower, scale * upper, name)


def _placed(known: NDArray[np.bool_], made: Figures, reason: str | NDArray[np.str_]) -> Figures:
    """Figures of the entries that are known among all, with the reason elsewhere."""
    method = np.broadcast_to(reason, known.shape).astype(object)
    method[known] = made.method
    value, lower, upper = (
        _spread(known, values) for values in (made.value, made.lower, made.upper)
    )
    return Figures(value, lower, upper, method.astype(np.str_))


def _spread(known: NDArray[np.bool_], values: Floats) -> Floats:
    full = np.full(known.size, np.nan)
    full[known] = values
    return full
