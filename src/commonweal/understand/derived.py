"""Measures made of two counts that the atlas holds apart: so many for so many people.

What is counted and the people it is counted among often stand in different releases, of
different years. Each measure is declared here with both, and with the rule by which their
periods are matched. Ways of bringing counts from one kind of area to another are not decided
here: both counts must be of the same areas.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from commonweal.errors import InputError, InputProblem, MethodNotApplicable
from commonweal.parameters import number, parameter_editions

Floats = NDArray[np.float64]
Kind = Literal["proportion", "rate", "mean"]
Polarity = Literal["higher_is_worse", "higher_is_better", "neutral"]

UNKNOWN_NUMERATOR = "what is counted is not known"
UNKNOWN_DENOMINATOR = "what it is counted among is not known"
NOBODY = "there is nobody to count among"
ABOVE = "more are counted than there are to count among"

_INDEX_PEOPLE: Mapping[str, str] = MappingProxyType(
    {
        edition: f"{number('derived.index_people', edition=edition):.0f}"
        for edition in parameter_editions("derived.index_people")
    }
)


@dataclass(frozen=True, slots=True)
class DerivedMeasure:
    """A measure made of two counts: value = multiplier × numerator / denominator.

    Attributes:
        id: of the measure; no indicator of the atlas has it.
        title: in plain English.
        topic: what it belongs to.
        unit: of the value.
        polarity: `higher_is_worse`, `higher_is_better` or `neutral`.
        kind: `proportion` where everyone counted is among the people below, so that a value
            above 1 cannot be; else `rate` or `mean`.
        numerator: indicator of what is counted.
        denominator: indicator of what it is counted among.
        multiplier: 100 for a value for every 100.
        note: what a reader must know of it; else empty.
        stated: period of the numerator to that of the denominator, where the publisher says
            which people its counts stand against. Elsewhere the nearest period held is taken.
        same_period: whether both must be of one period, because one estimate gives both.
    """

    id: str
    title: str
    topic: str
    unit: str
    polarity: Polarity
    kind: Kind
    numerator: str
    denominator: str
    multiplier: float = 1.0
    note: str = ""
    stated: Mapping[str, str] = field(default_factory=dict)
    same_period: bool = False


def year_of(period: str) -> float:
    """The middle year of a period: 2021 of `2021`, 2015.5 of `2013-2018`.

    Raises:
        MethodNotApplicable: the period names no year.
    """
    years = [float(year) for year in re.findall(r"\d{4}", period)]
    if not years:
        raise MethodNotApplicable(f"The period {period!r} names no year.")
    return (years[0] + years[-1]) / 2


def denominator_period(measure: DerivedMeasure, period: str, held: Iterable[str]) -> str:
    """The period of the people that a count of one period stands against.

    The one that the publisher states; else, of those held, the one whose middle year is nearest,
    the earlier of two as near. None further off than `derived.furthest_people` years is taken,
    and none but the same where both must be of one period.

    Args:
        measure: what is made.
        period: of the numerator.
        held: periods that the denominator is held for, for the same kind of area.

    Raises:
        MethodNotApplicable: the stated period is not held, or all are too far away.
    """
    periods = sorted(held)
    stated = measure.stated.get(period)
    if stated is not None:
        if stated not in periods:
            raise MethodNotApplicable(
                f"{measure.title}: the counts of {period} stand against {measure.denominator} of "
                f"{stated}, which is not held for these areas."
            )
        return stated
    furthest = 0.0 if measure.same_period else number("derived.furthest_people")
    near = [other for other in periods if abs(year_of(other) - year_of(period)) <= furthest]
    if not near:
        raise MethodNotApplicable(
            f"{measure.title}: no {measure.denominator} is held within {furthest:.0f} years of "
            f"{period} for these areas; held are: {', '.join(periods) or 'none'}."
        )
    return min(near, key=lambda other: (abs(year_of(other) - year_of(period)), year_of(other)))


def derive(numerator: Floats, denominator: Floats, measure: DerivedMeasure) -> Floats:
    """The measure of n areas.

    Args:
        numerator: n counts; NaN where not known.
        denominator: n counts of the same areas; NaN where not known.
        measure: what is made of them.

    Returns:
        n values; NaN where there is none. `why_unknown` says why, for each of them.

    Raises:
        InputError: arrays of different lengths, or counts below nought; names the first rows.
    """
    _must_be_counts(numerator, denominator, measure)
    value = np.full(numerator.shape, np.nan)
    fit = _fit(numerator, denominator, measure)
    value[fit] = measure.multiplier * numerator[fit] / denominator[fit]
    return value


def why_unknown(numerator: Floats, denominator: Floats, measure: DerivedMeasure) -> tuple[str, ...]:
    """Why each of n areas has no value; empty words where it has one.

    Raises:
        InputError: as `derive`.
    """
    _must_be_counts(numerator, denominator, measure)
    return tuple(
        _reason(float(x), float(n), measure) for x, n in zip(numerator, denominator, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Pooled:
    """A measure of a group of areas taken together.

    Attributes:
        value: multiplier × the sum of numerators / the sum of denominators, over the areas that
            have a value; NaN where none has.
        numerator: that sum.
        denominator: that sum.
        areas: areas of the group.
        known: how many of them have a value.
        mean_of_areas: plain mean of the areas' own values, each area counting once.
        median_of_areas: their median.
    """

    value: float
    numerator: float
    denominator: float
    areas: int
    known: int
    mean_of_areas: float
    median_of_areas: float


def pooled(numerator: Floats, denominator: Floats, measure: DerivedMeasure) -> Pooled:
    """The measure of a group of n areas, as if they were one place.

    Each area weighs by what it is counted among, so this is the value for a person of the group.
    The mean and the median of the areas stand beside it, because a few places with very many
    jobs or grants and few residents can carry the pooled value far from the usual area's.

    Raises:
        InputError: as `derive`.
    """
    values = derive(numerator, denominator, measure)
    known = ~np.isnan(values)
    if not known.any():
        return Pooled(np.nan, 0.0, 0.0, len(values), 0, np.nan, np.nan)
    above, below = float(numerator[known].sum()), float(denominator[known].sum())
    return Pooled(
        value=measure.multiplier * above / below,
        numerator=above,
        denominator=below,
        areas=len(values),
        known=int(known.sum()),
        mean_of_areas=float(values[known].mean()),
        median_of_areas=float(np.median(values[known])),
    )


def _fit(numerator: Floats, denominator: Floats, measure: DerivedMeasure) -> NDArray[np.bool_]:
    """Which areas have a value. A comparison with NaN is false, so the unknown have none."""
    fit = (numerator >= 0) & (denominator > 0)
    return fit & (numerator <= denominator) if measure.kind == "proportion" else fit


def _reason(numerator: float, denominator: float, measure: DerivedMeasure) -> str:
    if np.isnan(numerator):
        return UNKNOWN_NUMERATOR
    if np.isnan(denominator):
        return UNKNOWN_DENOMINATOR
    if denominator == 0:
        return NOBODY
    return ABOVE if measure.kind == "proportion" and numerator > denominator else ""


def _must_be_counts(numerator: Floats, denominator: Floats, measure: DerivedMeasure) -> None:
    if numerator.shape != denominator.shape:
        came = f"{numerator.size:,} and {denominator.size:,}"
        raise InputError(InputProblem("both counts for the same areas", came), measure.title)
    problems = [
        InputProblem("a count of nought or more", f"{counts[row]:g}", column=name, row=int(row))
        for name, counts in ((measure.numerator, numerator), (measure.denominator, denominator))
        for row in np.flatnonzero((counts < 0) | np.isinf(counts))
    ]
    if problems:
        raise InputError(problems, f"{measure.title}: these are not counts (rows from 0).")


def _deprived(part: str, title: str, topic: str, among: str, people: str) -> DerivedMeasure:
    """A count beneath the Indices of Deprivation as a share of the people of its edition."""
    return DerivedMeasure(
        id=f"derived.{part}",
        title=title,
        topic=topic,
        unit="share, 0 to 1",
        polarity="higher_is_worse",
        kind="proportion",
        numerator=f"iod.{part}",
        denominator=people,
        note=f"Of all {among}, as the edition of the index counts them. Areas whose count the "
        "publisher holds back are unknown.",
        stated=_INDEX_PEOPLE,
    )


def _of_all(part: str, title: str) -> DerivedMeasure:
    """A part of the population as a share of everyone, in the same estimate."""
    return DerivedMeasure(
        id=f"derived.{part}",
        title=title,
        topic="people",
        unit="share, 0 to 1",
        polarity="neutral",
        kind="proportion",
        numerator=f"people.{part}",
        denominator="people.total",
        same_period=True,
    )


DERIVED: tuple[DerivedMeasure, ...] = (
    DerivedMeasure(
        id="derived.claimants",
        title="People who claim unemployment benefits, for every 100 people aged 16 to 64",
        topic="work and benefits",
        unit="for every 100 people aged 16 to 64",
        polarity="higher_is_worse",
        kind="rate",
        numerator="benefits.claimants",
        denominator="people.age_16_64",
        multiplier=100,
        note="Claimants are the mean of twelve months; people are of the nearest year held.",
    ),
    DerivedMeasure(
        id="derived.jobs",
        title="Jobs in the area for every 100 people aged 16 to 64 who live there",
        topic="jobs",
        unit="for every 100 people aged 16 to 64",
        polarity="higher_is_better",
        kind="rate",
        numerator="jobs.employment",
        denominator="people.age_16_64",
        multiplier=100,
        note="Jobs are counted where the work is, people where they live. A city centre has many "
        "more jobs than residents.",
    ),
    _deprived(
        "income_deprived_people",
        "People who are income deprived",
        "income",
        "people",
        "people.total",
    ),
    _deprived(
        "income_deprived_children",
        "Children who live in income deprived families",
        "children",
        "children aged 0 to 15",
        "people.age_0_15",
    ),
    _deprived(
        "income_deprived_older_people",
        "Older people who are income deprived",
        "income",
        "people aged 60 and over",
        "people.age_60_over",
    ),
    _deprived(
        "employment_deprived_people",
        "People of working age who are employment deprived",
        "work and benefits",
        "people of working age",
        "people.working_age",
    ),
    DerivedMeasure(
        id="derived.charities",
        title="Registered charities for every 1,000 people",
        topic="civic life",
        unit="for every 1,000 people",
        polarity="higher_is_better",
        kind="rate",
        numerator="charities.registered",
        denominator="people.total",
        multiplier=1_000,
        note="Wards that are not in the list are unknown, not without charities.",
    ),
    DerivedMeasure(
        id="derived.households",
        title="Households for every 100 people",
        topic="people",
        unit="households for every 100 people",
        polarity="neutral",
        kind="rate",
        numerator="census.households",
        denominator="people.total",
        multiplier=100,
        note="Everyone counts below, with those in communal establishments.",
        same_period=True,
    ),
    _of_all("age_0_15", "Children aged 0 to 15"),
    _of_all("age_16_64", "People aged 16 to 64"),
    _of_all("age_60_over", "People aged 60 and over"),
    _of_all("age_90_over", "People aged 90 and over"),
    _of_all("female.total", "Women and girls"),
)
"""Every measure that two counts of the atlas make together."""
