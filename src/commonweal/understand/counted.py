"""The measures that two counts of an atlas make together, as `understand.derived` declares them.

Both counts are brought to the areas asked for and divided there. Where what is counted is held
for larger areas only, the two are divided there, and each small area is given that average.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from commonweal.errors import MethodNotApplicable
from commonweal.understand.derived import DERIVED, DerivedMeasure, denominator_period, derive
from commonweal.understand.ground import Chosen, Facts, Ground
from commonweal.understand.measures import LeftOut, Measure
from commonweal.understand.routes import Route

Ways = Mapping[str, Sequence[Chosen]]


@dataclass(frozen=True, slots=True)
class Columns:
    """Measures and their figures, a column each; and what is left out, with the reason."""

    measures: tuple[Measure, ...]
    facts: Facts
    left_out: tuple[LeftOut, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Matched:
    """A derived measure with the two series that make it, and where they are divided."""

    measure: DerivedMeasure
    numerator: Chosen
    denominator: Chosen

    @property
    def inherited(self) -> bool:
        """Whether the average of a larger area stands in for each small one."""
        return self.numerator.route.inherited


def counted_measures(
    ground: Ground, ways: Ways, wanted: Sequence[str] | None, asked: Mapping[str, str]
) -> Columns:
    """Derived measures for the areas of the ground.

    Args:
        ground: the areas asked for.
        ways: every series that has a way there, by indicator, the best last.
        wanted: ids wanted; all if None.
        asked: the period wanted of what is counted, by the measure's id.
    """
    matched, left_out = [], []
    for measure in DERIVED:
        if wanted is not None and measure.id not in wanted:
            continue
        found = _match(ground, ways, measure, asked.get(measure.id))
        if isinstance(found, Matched):
            matched.append(found)
        else:
            left_out.append(LeftOut(measure.id, measure.title, found))
    facts = Facts.empty(ground.areas.height, len(matched))
    figures = _read(ground, matched)
    for number, item in enumerate(matched):
        facts.put([number], _divided(ground, item, figures))
    return Columns(tuple(_described(item) for item in matched), facts, tuple(left_out))


def _match(
    ground: Ground, ways: Ways, measure: DerivedMeasure, period: str | None
) -> Matched | str:
    """The two series of a measure, or why there are none."""
    counts = [item for item in ways.get(measure.numerator, []) if period in (None, item.period)]
    people = ways.get(measure.denominator, [])
    for missing, found in ((measure.numerator, counts), (measure.denominator, people)):
        if not found:
            return f"{missing} is not held for areas from which a lookup leads to these."
    count = counts[-1]
    below = [item for item in people if _comparable(count, item)]
    try:
        chosen = denominator_period(measure, count.period, {item.period for item in below})
    except MethodNotApplicable as error:
        return str(error)
    return Matched(measure, count, [item for item in below if item.period == chosen][-1])


def _comparable(count: Chosen, people: Chosen) -> bool:
    if count.route.inherited:
        return people.geography == count.geography
    return not people.route.inherited


def _read(ground: Ground, matched: Sequence[Matched]) -> dict[Chosen, Facts]:
    """The figures of every series needed, one query for each kind of area."""
    needed = dict.fromkeys(
        item for match in matched for item in (match.numerator, match.denominator)
    )
    figures: dict[Chosen, Facts] = {}
    for kind in dict.fromkeys(item.geography for item in needed):
        chosen = [item for item in needed if item.geography == kind]
        read = ground.read(chosen)
        figures |= {item: _column(read, number) for number, item in enumerate(chosen)}
    return figures


def _divided(ground: Ground, item: Matched, figures: Mapping[Chosen, Facts]) -> Facts:
    count, people = figures[item.numerator], figures[item.denominator]
    if item.inherited:
        ratio = _ratio(item.measure, count, people)
        return ground.bring(ratio, item.numerator.route)
    return _ratio(
        item.measure,
        _brought(ground, count, item.numerator.route),
        _brought(ground, people, item.denominator.route),
    )


def _brought(ground: Ground, count: Facts, way: Route) -> Facts:
    if way.way == "held":
        return count
    by = ground.carrier(way)
    return Facts(
        by.counts(count.value), count.numerator, count.denominator, by.spread(count.approximate)
    )


def _ratio(measure: DerivedMeasure, count: Facts, people: Facts) -> Facts:
    value = derive(count.value[:, 0], people.value[:, 0], measure)[:, None]
    unknown = np.isnan(value)
    return Facts(
        value=value,
        numerator=np.where(unknown, np.nan, count.value),
        denominator=np.where(unknown, np.nan, people.value),
        approximate=count.approximate | people.approximate,
    )


def _column(facts: Facts, number: int) -> Facts:
    part = slice(number, number + 1)
    return Facts(
        facts.value[:, part],
        facts.numerator[:, part],
        facts.denominator[:, part],
        facts.approximate[:, part],
    )


def _described(item: Matched) -> Measure:
    measure, count, people = item.measure, item.numerator, item.denominator
    closed = [series for series in (count, people) if series.redistribute != "yes"]
    notes = [measure.note, _of_people(count, people), count.route.note()]
    return Measure(
        id=measure.id,
        title=measure.title,
        topic=measure.topic,
        unit=measure.unit,
        polarity=measure.polarity,
        kind=measure.kind,
        period=count.period,
        held_for=count.geography,
        release=closed[0].release if closed else count.release,
        redistribute=closed[0].redistribute if closed else "yes",
        way=count.route.way,
        note=" ".join(note for note in notes if note),
        multiplier=measure.multiplier,
        other_release=people.release,
    )


def _of_people(count: Chosen, people: Chosen) -> str:
    if count.period == people.period:
        return ""
    return f"Counted in {count.period}, among the people of {people.period}."
