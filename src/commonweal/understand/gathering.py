"""Gather the measures of an atlas for one geography, in a few queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from commonweal.atlas import Atlas
from commonweal.catalogue import GEOGRAPHIES
from commonweal.errors import InputError, InputProblem
from commonweal.understand.counted import Columns, counted_measures
from commonweal.understand.derived import DERIVED
from commonweal.understand.ground import Chosen, Facts, Ground
from commonweal.understand.measures import MEASURED, Floats, LeftOut, Measure, MeasureTable
from commonweal.understand.routes import Route

_CLOSE = 1e-3
_REASONS = {
    "rank": "A rank says who comes before whom, not how much; its score is here where it is held.",
    "decile": "A decile is a class; the score it was made from is here where it is held.",
    "median": "A median of areas cannot be made from their medians.",
    "count": "A count says how many, not how common; it is here as a share where what it is "
    "counted among is held.",
}


def gather_measures(
    atlas: Atlas,
    kind: str,
    indicators: Iterable[str] | None = None,
    periods: Mapping[str, str] | None = None,
) -> MeasureTable:
    """Every measure of prevalence for the areas of a geography, each at its latest period.

    Ranks, deciles, medians and plain counts are left out with the reason; counts that have
    something to be counted among come in as `understand.derived` declares them.

    Args:
        atlas: where they are held.
        kind: the geography wanted, such as `lsoa21`.
        indicators: ids wanted, of indicators or derived measures, in the order wanted; all of
            them if None.
        periods: the period wanted, by id; for the rest the latest that has a way here.

    Returns:
        n areas by code and m measures: those published by id, then those derived.

    Raises:
        InputError: indicators that the atlas does not hold, or periods it does not hold of them;
            names all.
        MethodNotApplicable: the people of these areas are not held.
        UnknownArea: there is no such geography.
    """
    ground = Ground(atlas, kind)
    catalogue = atlas.indicators()
    wanted = None if indicators is None else tuple(dict.fromkeys(indicators))
    asked = dict(periods or {})
    _must_be_held(catalogue, wanted, asked)
    ways = ground.series()
    chosen, left_out = _choose(ground, catalogue, wanted, asked, ways)
    published = _published(ground, catalogue, chosen)
    counted = counted_measures(ground, ways, wanted, asked)
    table = _side_by_side(ground, published, counted, left_out)
    return table if wanted is None else table.select([i for i in wanted if i in table.ids])


def _must_be_held(
    catalogue: pl.DataFrame, wanted: Sequence[str] | None, asked: Mapping[str, str]
) -> None:
    held: dict[str, list[str]] = dict(catalogue.select("indicator", "periods").iter_rows())
    held |= {item.id: held.get(item.numerator, []) for item in DERIVED}
    problems = [
        InputProblem("an indicator of this atlas", name, column="indicator")
        for name in dict.fromkeys([*(wanted or ()), *asked])
        if name not in held
    ]
    problems += [
        InputProblem(f"one of {', '.join(held[name])}", period, column=f"period of {name}")
        for name, period in asked.items()
        if name in held and period not in held[name]
    ]
    if problems:
        raise InputError(problems, "These measures cannot be gathered:")


def _choose(
    ground: Ground,
    catalogue: pl.DataFrame,
    wanted: Sequence[str] | None,
    asked: Mapping[str, str],
    ways: Mapping[str, list[Chosen]],
) -> tuple[list[Chosen], list[LeftOut]]:
    chosen, left_out = [], []
    for row in catalogue.iter_rows(named=True):
        name = row["indicator"]
        if wanted is not None and name not in wanted:
            continue
        fitting = [
            item
            for item in ways.get(name, [])
            if item.period == asked.get(name, item.period) and _may_go(ground, row, item.route)
        ]
        reason = _REASONS.get(row["kind"]) if row["kind"] not in MEASURED else None
        if reason is None and not fitting:
            reason = _no_way(row, ground.target)
        if reason:
            left_out.append(LeftOut(name, row["title"], reason))
        else:
            chosen.append(fitting[-1])
    return chosen, left_out


def _may_go(ground: Ground, row: Mapping[str, str], way: Route) -> bool:
    if way.way == "held" or row["apportion"] == "people":
        return True
    return row["apportion"] == "area" and not way.inherited and ground.carrier(way).whole


def _no_way(row: Mapping[str, Sequence[str]], target: str) -> str:
    held = ", ".join(GEOGRAPHIES[name].plural for name in row["geographies"])
    if row["apportion"] == "never":
        return f"Held for {held}, and not to be carried to other areas."
    return f"Held for {held}, from where no lookup leads to {GEOGRAPHIES[target].plural}."


def _published(ground: Ground, catalogue: pl.DataFrame, chosen: Sequence[Chosen]) -> Columns:
    """The indicators that were chosen, brought to the areas asked for."""
    rows = {row["indicator"]: row for row in catalogue.iter_rows(named=True)}
    measures = [_measure(rows[item.indicator], item) for item in chosen]
    facts = Facts.empty(ground.areas.height, len(chosen))
    for way in dict.fromkeys(item.route for item in chosen):
        columns = [number for number, item in enumerate(chosen) if item.route == way]
        read, changed = _whole_parts(
            ground.read([chosen[number] for number in columns]),
            [measures[number] for number in columns],
        )
        for number, measure in zip(columns, changed, strict=True):
            measures[number] = measure
        facts.put(columns, ground.bring(read, way))
    return Columns(tuple(measures), facts)


def _side_by_side(
    ground: Ground, published: Columns, counted: Columns, left_out: Sequence[LeftOut]
) -> MeasureTable:
    facts = published.facts.beside(counted.facts)
    return MeasureTable(
        geography=ground.target,
        areas=ground.areas,
        measures=published.measures + counted.measures,
        value=facts.value,
        numerator=facts.numerator,
        denominator=facts.denominator,
        approximate=facts.approximate,
        left_out=(*left_out, *counted.left_out),
        larger=ground.larger(),
    )


def _measure(row: Mapping[str, str], item: Chosen) -> Measure:
    plain = row["polarity"] in ("higher_is_worse", "higher_is_better", "neutral")
    notes = [item.route.note()]
    if not plain:
        notes.append("Whether more is better or worse is not said, so it is taken as neither.")
    return Measure(
        id=item.indicator,
        title=row["title"],
        topic=row["topic"],
        unit=row["unit"],
        polarity=row["polarity"] if plain else "neutral",
        kind=row["kind"],
        period=item.period,
        held_for=item.geography,
        release=item.release,
        redistribute=item.redistribute,
        way=item.route.way,
        note=" ".join(note for note in notes if note),
    )


def _whole_parts(facts: Facts, measures: Sequence[Measure]) -> tuple[Facts, list[Measure]]:
    """The parts of each measure made fit to be added: both known and true to the value, or none."""
    numerator, denominator = facts.numerator.copy(), facts.denominator.copy()
    changed = []
    for number, measure in enumerate(measures):
        x, n, value = numerator[:, number], denominator[:, number], facts.value[:, number]
        note = measure.note
        if measure.kind == "proportion" and np.isnan(x).all() and not np.isnan(n).all():
            x = numerator[:, number] = value * n
            note = f"{note} Numbers are worked back from the published shares.".strip()
        multiplier = _multiplier(value, x, n)
        # A sum over a sum needs both parts of every area that it takes in.
        parts_missing = np.isnan(x + n + value) if multiplier is not None else slice(None)
        numerator[parts_missing, number] = denominator[parts_missing, number] = np.nan
        changed.append(replace(measure, note=note, multiplier=multiplier or 1.0))
    return Facts(facts.value, numerator, denominator, facts.approximate), changed


def _multiplier(value: Floats, numerator: Floats, denominator: Floats) -> float | None:
    """What the share is multiplied by to give the published value, or None if nothing does."""
    known = (numerator > 0) & (denominator > 0) & ~np.isnan(value)
    if not known.any():
        return None
    factors = value[known] * denominator[known] / numerator[known]
    middle = float(np.median(factors))
    close = np.abs(factors / middle - 1) < 0.5
    if middle <= 0 or not close.mean() > 1 - _CLOSE:
        return None
    tidy = float(f"{middle:.3g}")
    return tidy if abs(tidy / middle - 1) < _CLOSE else middle
