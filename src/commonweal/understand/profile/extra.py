"""Two measures that a profile needs beside those of `understand.measures`: an age, and density."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from commonweal.atlas import Atlas
from commonweal.errors import AtlasDamaged
from commonweal.understand.measures import Floats, Measure, MeasureTable
from commonweal.understand.profile.places import SMALL

AGE, DENSITY = "place.age_16_59", "place.density"
_YOUNG, _OLD = "derived.age_0_15", "derived.age_60_over"
_SQUARE_KILOMETRE = 1_000_000.0


def with_extra(atlas: Atlas, table: MeasureTable) -> MeasureTable:
    """The table with the share of people aged 16 to 59 and people to the square kilometre.

    Each is left out where what it is made of is not held.
    """
    for made in (_between(table), _density(atlas, table)):
        if made is not None:
            table = _appended(table, *made)
    return table


def _between(table: MeasureTable) -> tuple[Measure, Floats, Floats, Floats] | None:
    """Everyone who is neither under 16 nor 60 and over, of the same estimate."""
    if _YOUNG not in table.ids or _OLD not in table.ids:
        return None
    young, old = table.place(_YOUNG), table.place(_OLD)
    if table.measures[young].period != table.measures[old].period:
        return None
    people = table.denominator[:, young]
    rest = people - table.numerator[:, young] - table.numerator[:, old]
    rest = np.where(rest >= 0, rest, np.nan)
    measure = replace(table.measures[young], id=AGE, title="People aged 16 to 59")
    return measure, rest / people, rest, np.where(np.isnan(rest), np.nan, people)


def _density(atlas: Atlas, table: MeasureTable) -> tuple[Measure, Floats, Floats, Floats] | None:
    """The decimal logarithm of people to the square kilometre within the outline."""
    try:
        outlines = atlas.boundaries(SMALL)
    except AtlasDamaged:
        return None
    land = dict(zip(outlines["area_code"], outlines.geometry.area, strict=True))
    metres = np.array([land.get(code, np.nan) for code in table.area_codes])
    people = np.array(table.people, dtype=np.float64)
    held = (metres > 0) & (people > 0)
    value = np.full(people.shape, np.nan)
    value[held] = np.log10(people[held] / (metres[held] / _SQUARE_KILOMETRE))
    none = np.full(people.shape, np.nan)
    measure = Measure(
        id=DENSITY,
        title="People to the square kilometre, logarithm",
        topic="people",
        unit="logarithm to base 10",
        polarity="neutral",
        kind="mean",
        period="",
        held_for=SMALL,
        release=f"boundaries_{SMALL}",
        redistribute="yes",
        way="held",
    )
    return measure, value, none, none


def _appended(
    table: MeasureTable, measure: Measure, value: Floats, numerator: Floats, denominator: Floats
) -> MeasureTable:
    columns = zip(
        (table.value, table.numerator, table.denominator),
        (value, numerator, denominator),
        strict=True,
    )
    value, numerator, denominator = (np.column_stack(pair) for pair in columns)
    return replace(
        table,
        measures=(*table.measures, measure),
        value=value,
        numerator=numerator,
        denominator=denominator,
        approximate=np.column_stack([table.approximate, np.zeros(len(table), dtype=np.bool_)]),
    )
