"""What is more prevalent, for the pages: worked out once for each rule and way of splitting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from commonweal.errors import InputError, InputProblem
from commonweal.find.typology import NEITHER
from commonweal.provenance import Source
from commonweal.report.understanding import shareable_understanding
from commonweal.understand.gathering import gather_measures
from commonweal.understand.groups import Split
from commonweal.understand.layout import SAME
from commonweal.understand.like_for_like import LikeForLike
from commonweal.understand.prevalence import Prevalence
from commonweal.understand.request import Understanding, UnderstandRequest, understand
from commonweal.understand.spec import PrevalenceSpec
from commonweal.understand.wording import digits_for, figure, size_of, unit_words
from commonweal.web.data.choice import Choice
from commonweal.web.data.finding import request_for
from commonweal.web.data.geography import SMALL
from commonweal.web.data.licence import licensed
from commonweal.web.data.opened import Held

SPLITS: dict[Split, str] = {"region": "Region", "rural_urban": "Town or country"}
SHARE = "share, 0 to 1"
_WIDTH, _EDGE = 200.0, 6.0
_MOST_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Mark:
    """A level on the line of its row: the group's name, its words and where it stands."""

    group: str
    shown: str
    range: str
    x: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Row:
    """One measure in every group, or one region's groups, drawn on one line.

    Attributes:
        id: of the measure.
        title: the measure, or the region or class.
        period: of the figures.
        unit: in words, empty where the figures say it.
        marks: the groups in order, then the whole.
        gap: how far apart the first and the last are, in words.
        direction: worse, better, more, less or the same; empty where it cannot be told.
        part_of_rule: which part of the rule the measure is, or empty.
        note: how the values came to these areas, where that matters.
    """

    id: str
    title: str
    period: str
    unit: str
    marks: tuple[Mark, ...]
    gap: str
    direction: str
    part_of_rule: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class LikeRow:
    """A measure held against places just as deprived, in words."""

    title: str
    level: str
    expected: str
    whole: str
    beyond: str
    part_of_deprivation: bool


def understanding(held: Held, choice: Choice, split: Split = "none") -> Understanding:
    """The answer under a choice, without what may not leave; kept.

    Raises:
        MethodNotApplicable: there is no typology to group areas by.
    """
    parts = (choice.deprivation, choice.infrastructure, choice.cut, choice.rule)

    def make() -> Understanding:
        spec = PrevalenceSpec(find=request_for(choice), split=split)
        # Gathering takes most of the time, and is the same for every rule.
        gathered = held.keep("measures", lambda: gather_measures(held.atlas, SMALL))
        found = understand(UnderstandRequest(spec), held.atlas, gathered)
        return shareable_understanding(found, licensed())

    return held.keep(("understanding", *parts, split, licensed()), make)


def read_split(given: Mapping[str, str]) -> Split:
    """The way of splitting that an address asks for.

    Raises:
        InputError: there is no such way; names those there are.
    """
    asked = given.get("by") or "none"
    if asked == "none":
        return "none"
    for name in SPLITS:
        if name == asked:
            return name
    raise InputError(
        InputProblem(f"one of {', '.join(SPLITS)}", repr(asked), file="by"),
        "This address asks for something that is not there:",
    )


def shown_groups(found: Understanding) -> list[str]:
    """The groups that the pages show beside the whole: the rest is most of the whole."""
    return [name for name in found.grouping.order if name != NEITHER]


def measure_rows(found: Understanding, gaps: pl.DataFrame) -> tuple[Row, ...]:
    """A row for each gap of the group asked about against the whole, in the order given."""
    levels = _levels(found.prevalence)
    names = [*shown_groups(found), found.grouping.whole]
    return tuple(
        _row(gap, [levels[(gap["measure"], gap["split"], name)] for name in names], gap["title"])
        for gap in gaps.iter_rows(named=True)
        if all((gap["measure"], gap["split"], name) in levels for name in names)
    )


def part_rows(prevalence: Prevalence, measure: str) -> tuple[Row, ...]:
    """A row for each region or class: the group asked about there, and everyone there."""
    levels = _levels(prevalence)
    group, whole = prevalence.grouping.reference, SAME[prevalence.spec.split]
    gaps = prevalence.table.filter(
        (pl.col("measure") == measure) & (pl.col("group") == group) & (pl.col("against") == whole)
    ).sort("split")
    rows = []
    for gap in gaps.iter_rows(named=True):
        pair = [levels.get((measure, gap["split"], name)) for name in (group, whole)]
        shown = [each for each in pair if each is not None and each["value"] is not None]
        if len(shown) == len(pair):
            rows.append((gap, shown))
    span = _span([level for _, pair in rows for level in pair])
    return tuple(_row(gap, pair, gap["split"], span) for gap, pair in rows)


def like_rows(like: LikeForLike, measures: list[str]) -> tuple[LikeRow, ...]:
    """The measures of an issue held against places just as deprived."""
    held = {row["measure"]: row for row in like.table.iter_rows(named=True)}
    return tuple(
        _like_row(held[name])
        for name in measures
        if name in held and held[name]["beyond"] is not None
    )


def sources_of(held: Held, found: Understanding, measures: list[str]) -> tuple[Source, ...]:
    """What the rule and these measures rest on."""
    rule = [source.release for source in found.finding.provenance.sources]
    wanted = set(measures)
    used = [
        name for item in found.prevalence.measures if item.id in wanted for name in item.releases
    ]
    known = {source.release: source for source in found.provenance.sources}
    return tuple(known[name] for name in dict.fromkeys([*rule, *used]) if name in known)


def _levels(prevalence: Prevalence) -> dict[tuple[str, str, str], dict[str, Any]]:
    return {
        (row["measure"], row["split"], row["group"]): row
        for row in prevalence.levels.iter_rows(named=True)
        if row["value"] is not None
    }


def _row(
    gap: dict[str, Any],
    levels: list[dict[str, Any]],
    title: str,
    span: tuple[float, float] | None = None,
) -> Row:
    unit = gap["unit"]
    return Row(
        id=gap["measure"],
        title=title,
        period=gap["period"],
        unit="in every 100" if unit == SHARE else unit_words(unit).strip(),
        marks=_marks(levels, unit, span or _span(levels)),
        gap=_gap(gap, unit),
        direction=gap["direction"] if gap["stands_out"] else "",
        part_of_rule=gap.get("part_of_rule", ""),
        note="" if gap["way"] == "held" else gap["way"],
    )


def _span(levels: list[dict[str, Any]]) -> tuple[float, float]:
    """The ends of the line, with room at either side."""
    ends = [float(end) for row in levels for end in (_low(row), _high(row))]
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    return low, high if high > low else low + 1.0


def _marks(levels: list[dict[str, Any]], unit: str, span: tuple[float, float]) -> tuple[Mark, ...]:
    low, high = span

    def at(value: float) -> float:
        return round(_EDGE + (_WIDTH - 2 * _EDGE) * (value - low) / (high - low), 1)

    return tuple(
        Mark(
            group=row["group"],
            shown=figure(row["value"], unit).removesuffix(" in 100"),
            range=_range(row, unit),
            x=at(row["value"]),
            low=at(_low(row)),
            high=at(_high(row)),
        )
        for row in levels
    )


def _low(row: dict[str, Any]) -> float:
    return float(row["value"] if row["lower"] is None else row["lower"])


def _high(row: dict[str, Any]) -> float:
    return float(row["value"] if row["upper"] is None else row["upper"])


def _range(row: dict[str, Any], unit: str) -> str:
    """The interval of a level in words."""
    return "" if row["lower"] is None else _ends(row["lower"], row["upper"], unit)


def _ends(lower: float, upper: float, unit: str) -> str:
    """The ends of a range without the unit, which stands beside the measure, shares out of 100."""
    scale = 100.0 if unit == SHARE else 1.0
    low, high = lower * scale, upper * scale
    digits = min(digits_for(high - low), _MOST_DIGITS)
    return f"{low:,.{digits}f} to {high:,.{digits}f}".replace("-", "−")


def _gap(gap: dict[str, Any], unit: str) -> str:
    if gap["gap_lower"] is None:
        return "not known"
    if not gap["stands_out"] or gap["gap_lower"] <= 0 <= gap["gap_upper"]:
        return "no clear difference"
    more = "more" if gap["gap"] > 0 else "less"
    return f"{_ends(*size_of(gap['gap_lower'], gap['gap_upper']), unit)} {more}"


def _like_row(row: dict[str, Any]) -> LikeRow:
    unit = row["unit"]
    if not row["stands_out"]:
        beyond = "much the same"
    else:
        more = "more" if row["beyond"] > 0 else "less"
        ends = size_of(row["beyond_lower"], row["beyond_upper"])
        beyond = f"{_ends(*ends, unit)} {more}"
    return LikeRow(
        title=row["title"],
        level=figure(row["level"], unit),
        expected=figure(row["expected"], unit),
        whole=figure(row["whole"], unit),
        beyond=beyond,
        part_of_deprivation=bool(row["part_of_deprivation"]),
    )
