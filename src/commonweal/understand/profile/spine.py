"""The rows of a spine chart: a place beside similar places, its region and the country.

A spine runs from the worst place of its kind in the country to the best. A value stands on it at
the share of places that it is better than (half of those that have the same), so that the middle
half of the line is always the middle half of places. See docs/methods/profiles.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from commonweal.parameters import number
from commonweal.stats.disclosure import small, suppress_table
from commonweal.understand.measures import Flags, Floats, Measure
from commonweal.understand.profile.chosen import Line, Section
from commonweal.understand.profile.level import Level
from commonweal.understand.profile.result import (
    BETTER,
    HIGHER,
    LOWER,
    SAME,
    UNTOLD,
    WORSE,
    Row,
)
from commonweal.understand.profile.summed import Figures, margins

_QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Beside:
    """What a place is held against; each has m values, NaN where not known.

    Attributes:
        similar: the similar places taken together.
        each: k x m, the similar places one by one.
        region: the region.
        country: the country.
        level: all places of the kind.
    """

    similar: Floats
    each: Floats
    region: Floats
    country: Floats
    level: Level


def rows_of(sections: Sequence[Section], own: Figures, beside: Beside) -> tuple[Row, ...]:
    """The rows of some sections for one place; measures that are not held are left out."""
    ids = {measure.id: column for column, measure in enumerate(own.measures)}
    lower, upper = margins(own, 0, number("profile.confidence"))
    hidden = _too_few(sections, own, ids)
    made = []
    for section in sections:
        for line in lines_held(section, ids):
            column = ids[line.measure]
            limits = (lower[column], upper[column])
            kept = bool(hidden[column])
            made.append(_row(line, section.title, column, own, limits, beside, kept))
    return tuple(made)


def lines_held(section: Section, ids: dict[str, int]) -> list[Line]:
    """The lines of a section that are held; what stands in for them where none is."""
    held = [line for line in section.lines if line.measure in ids]
    return held or [line for line in section.otherwise if line.measure in ids]


def _row(
    line: Line,
    title: str,
    column: int,
    own: Figures,
    limits: tuple[float, float],
    beside: Beside,
    hidden: bool,
) -> Row:
    measure, level = own.measures[column], beside.level
    value = np.nan if hidden else float(own.value[0, column])
    lower, upper = (np.nan, np.nan) if hidden else limits
    values = {
        "value": value,
        "lower": lower,
        "upper": upper,
        "similar": float(beside.similar[column]),
        "region": float(beside.region[column]),
        "country": float(beside.country[column]),
    }
    spread = level.spread(column, _QUARTERS)
    by_margin = not np.isnan(lower)
    own_range = (lower, upper) if by_margin else (value, value)
    near, all_over = _ranges(column, values, beside, by_margin)
    deviation = level.deviation[column]
    gap = (values["similar"] - value) / deviation * (measure.sign or 1) if deviation > 0 else np.nan
    return Row(
        measure=measure,
        label=line.label,
        section=title,
        **{name: _known(figure) for name, figure in values.items()},
        spread=tuple(_known(each) for each in (spread[::-1] if measure.sign > 0 else spread)),
        marks={name: level.mark(column, figure, measure.sign) for name, figure in values.items()},
        against_similar=judge(measure, *own_range, *near),
        against_country=judge(measure, *own_range, *all_over),
        by_margin=by_margin,
        gap=_known(gap),
        way=own.way(column),
        hidden=hidden,
    )


def _ranges(
    column: int, values: dict[str, float], beside: Beside, by_margin: bool
) -> tuple[tuple[float, float], tuple[float, float]]:
    """The similar places and the country as ranges: their value, or where most places lie."""
    if by_margin:
        return (values["similar"],) * 2, (values["country"],) * 2
    near = _middle(beside.each[:, column], number("profile.similar_middle"))
    half = number("profile.country_middle") / 2
    low, high = beside.level.spread(column, (0.5 - half, 0.5 + half))
    return near, (low, high)


def judge(measure: Measure, lower: float, upper: float, low: float, high: float) -> str:
    """How a figure stands beside others.

    Args:
        measure: which end is the better.
        lower: of the range of the place: its margin, or its value where none is known.
        upper: likewise.
        low: of the range of the others: their value, or the range where most of them lie.
        high: likewise.

    Returns:
        `about the same` where the ranges meet, else which side the place lies on.
    """
    if np.isnan([lower, upper, low, high]).any():
        return UNTOLD
    if lower <= high and low <= upper:
        return SAME
    above = lower > high
    if not measure.sign:
        return HIGHER if above else LOWER
    return WORSE if above == (measure.sign > 0) else BETTER


def _middle(values: Floats, share: float) -> tuple[float, float]:
    """The range that holds the middle share of the values."""
    known = values[~np.isnan(values)]
    if known.size < 2:
        return np.nan, np.nan
    low, high = np.quantile(known, [0.5 - share / 2, 0.5 + share / 2])
    return float(low), float(high)


def _too_few(sections: Sequence[Section], own: Figures, ids: dict[str, int]) -> Flags:
    """Which measures rest on too few people to be shown, or would give one away that does."""
    fewest = int(number("profile.fewest"))
    counts = own.numerator[0]
    known = ~np.isnan(counts)
    hidden = np.zeros(counts.size, dtype=np.bool_)
    hidden[known] = small(np.round(counts[known]), threshold=fewest)
    for section in sections:
        columns = [ids[line.measure] for line in section.lines if line.measure in ids]
        parts = [column for column in columns if known[column]]
        if hidden[parts].any() and _make_a_whole(own, parts):
            table = suppress_table(np.round(counts[parts]), threshold=fewest)
            # Shares add up to all, so that the whole cannot be kept back: then no part is shown.
            hidden[parts] |= table.hidden[: len(parts), 0] | table.hidden[len(parts), 0]
    return hidden


def _make_a_whole(own: Figures, columns: list[int]) -> bool:
    """Whether some counts are all the parts of one whole, so that one is what the others leave."""
    totals = own.denominator[0, columns]
    return bool(np.ptp(totals) < 1 and abs(own.numerator[0, columns].sum() - totals[0]) < 1)


def telling(
    rows: Sequence[Row], most: int, least_gap: float
) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Where a place does best and worst beside similar places, the most telling first.

    Where it does better (or worse) than them on nothing, the country stands in for them.

    Args:
        rows: of the spine.
        most: how many of each.
        least_gap: standard deviations below which a difference is not worth naming.
    """
    found = []
    for wanted, sign in ((BETTER, 1), (WORSE, -1)):
        chosen = [row for row in rows if row.against_similar == wanted]
        chosen = [row for row in chosen if sign * (row.gap or 0.0) >= least_gap]
        ordered = sorted(chosen, key=lambda row: (-sign * (row.gap or 0.0), row.label))
        if not ordered:
            chosen = [row for row in rows if row.against_country == wanted]
            ordered = sorted(
                chosen, key=lambda row: (-sign * (row.marks["value"] or 0.0), row.label)
            )
        found.append(tuple(ordered[:most]))
    return found[0], found[1]


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
