"""Rates made comparable between areas of different age: direct and indirect standardisation."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.parameters import table
from commonweal.stats.estimate import (
    Estimate,
    Floats,
    above_zero,
    as_floats,
    known,
    normal_quantile,
    not_negative,
    problems,
    refuse,
    same_shape,
)
from commonweal.stats.intervals import byar_limits
from commonweal.stats.rates import rate, ratio

FEWEST_EVENTS = 10
"""Below so many events no directly standardised rate is given."""
DOBSON, DOBSON_REPEATED = "Dobson", "Dobson, events not independent"
TOO_FEW = f"not given: fewer than {FEWEST_EVENTS} events"


def european_standard_population(edition: str = "2013") -> Floats:
    """People of the European Standard Population in its 19 bands: 0 to 4, 5 to 9 … 90 and over."""
    bands = table("standardise.european_standard_population", edition=edition)
    return np.array(list(bands.values()))


def directly_standardised_rate(
    events: ArrayLike,
    people: ArrayLike,
    standard: ArrayLike,
    *,
    multiplier: float = 100_000.0,
    confidence: float = 0.95,
) -> Estimate:
    """Rate that the standard population would have with the rates by age of each area.

    v = sum(w x/n) / sum(w); variance sum(w2 x/n2) / sum(w)2; limits v + sqrt(variance / O)
    (Byar(O) - O) with O all events of the area.

    Args:
        events: n areas by k age bands.
        people: the same shape, above 0.
        standard: k people of the standard population, or one row an area.
        multiplier: people the rate is stated for.
        confidence: such as 0.95 or 0.998.

    Returns:
        n entries; NaN where an area has fewer than 10 events, as `method` then says.

    Raises:
        InputError: negative or missing events, a band without people, or a standard population
            below 0; names area and band by index.

    Source: Dobson, Kuulasmaa, Eberle and Scherer (1991), Statistics in Medicine 10, 457-462.
    """
    return repeated_events_rate(
        as_floats(events, 2)[np.newaxis],
        [1],
        people,
        standard,
        multiplier=multiplier,
        confidence=confidence,
    )


def repeated_events_rate(
    persons: ArrayLike,
    times: ArrayLike,
    people: ArrayLike,
    standard: ArrayLike,
    *,
    multiplier: float = 100_000.0,
    confidence: float = 0.95,
) -> Estimate:
    """Directly standardised rate of events that the same person may have more than once.

    The variance is the sum over f of f2 times the variance of the persons with f events each,
    so that repeated events widen the interval; otherwise as `directly_standardised_rate`.

    Args:
        persons: m by n areas by k bands: persons who had each number of events.
        times: m numbers of events, such as 1, 2, 3.
        people: n by k, above 0.
        standard: k people of the standard population, or n by k.
        multiplier: people the rate is stated for.
        confidence: such as 0.95 or 0.998.

    Source: Stukel, Glynn, Fisher, Sharp, Lu-Yao and Wennberg (1994), Statistics in Medicine 13,
    1781-1791.
    """
    cases, often = as_floats(persons, 3), as_floats(times)
    n, weight = as_floats(people, 2), as_floats(standard, 2)
    _check_bands(cases, often, n, weight)
    each = often[:, np.newaxis, np.newaxis]
    events = (each * cases).sum(axis=0)
    base = np.broadcast_to(weight, n.shape).sum(axis=1)
    value = (weight * events / n).sum(axis=1) / base
    variance = (weight**2 * (each**2 * cases).sum(axis=0) / n**2).sum(axis=1) / base**2
    total = events.sum(axis=1)
    enough = total >= FEWEST_EVENTS
    counted = np.where(enough, total, np.nan)
    scale = np.sqrt(variance / counted)
    lower, upper = byar_limits(counted, normal_quantile(confidence))
    name = DOBSON if (often == 1).all() else DOBSON_REPEATED
    return Estimate(
        value=np.where(enough, multiplier * value, np.nan),
        numerator=total,
        denominator=n.sum(axis=1),
        lower=multiplier * (value + scale * (lower - counted)),
        upper=multiplier * (value + scale * (upper - counted)),
        method=np.where(enough, name, TOO_FEW),
        confidence=confidence,
    )


def expected_events(
    people: ArrayLike, reference_events: ArrayLike, reference_people: ArrayLike
) -> Floats:
    """Events each area would have with the rates by age of a reference population.

    Args:
        people: n areas by k bands, none negative.
        reference_events: k, none negative.
        reference_people: k, above 0.

    Raises:
        InputError: names area and band by index.
    """
    n = as_floats(people, 2)
    events, base = as_floats(reference_events), as_floats(reference_people)
    _same_bands(n, events)
    same_shape(reference_events=events, reference_people=base)
    refuse(
        not_negative(n, "people"),
        known(n, "people"),
        not_negative(events, "reference_events"),
        known(events, "reference_events"),
        above_zero(base, "reference_people"),
        known(base, "reference_people"),
    )
    return np.asarray(n @ (events / base))


def indirectly_standardised_ratio(
    observed: ArrayLike,
    people: ArrayLike,
    reference_events: ArrayLike,
    reference_people: ArrayLike,
    *,
    multiplier: float = 100.0,
    confidence: float = 0.95,
) -> Estimate:
    """Observed events by those expected at the rates of a reference population.

    Args:
        observed: n, all events of each area.
        people: n areas by k age bands.
        reference_events: k.
        reference_people: k, above 0.
        multiplier: 100 makes the reference 100.
        confidence: such as 0.95 or 0.998.

    Returns:
        The denominator is the expected events. Limits are exact below 10 events, else Byar's.

    Raises:
        InputError: as `expected_events` and `ratio`.

    Source: Breslow and Day (1987), Statistical Methods in Cancer Research II, chapter 2.
    """
    expected = expected_events(people, reference_events, reference_people)
    return ratio(observed, expected, multiplier=multiplier, confidence=confidence)


def indirectly_standardised_rate(
    observed: ArrayLike,
    people: ArrayLike,
    reference_events: ArrayLike,
    reference_people: ArrayLike,
    *,
    multiplier: float = 100_000.0,
    confidence: float = 0.95,
) -> Estimate:
    """The indirectly standardised ratio times the crude rate of the reference population."""
    expected = expected_events(people, reference_events, reference_people)
    crude = as_floats(reference_events).sum() / as_floats(reference_people).sum()
    return rate(observed, expected, multiplier=multiplier * crude, confidence=confidence)


def _check_bands(cases: Floats, often: Floats, people: Floats, standard: Floats) -> None:
    _same_bands(people, standard[0])
    same_shape(events=cases[0], people=people)
    same_shape(times=often, persons=cases[:, 0, 0])
    refuse(
        *(
            found
            for each in cases
            for found in (not_negative(each, "events"), known(each, "events"))
        ),
        above_zero(often, "times"),
        above_zero(people, "people"),
        known(people, "people"),
        not_negative(standard, "standard"),
        known(standard, "standard"),
        problems(standard.sum(axis=1) == 0, standard.sum(axis=1), "standard", "people"),
    )


def _same_bands(people: Floats, bands: Floats) -> None:
    same_shape(people_by_band=people[0], bands=bands)
