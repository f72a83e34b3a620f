"""The figures of one area by topic: the latest of each measure that may be shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl

from commonweal.atlas import Atlas
from commonweal.catalogue import INDICATORS
from commonweal.provenance import Source
from commonweal.report.licensing import leaving

_FIRST_TOPICS = ("people", "deprivation", "social infrastructure")
_RANKED = ("score", "rank", "decile")
# Steps on the way to an index: for those who rebuild it, not for a profile.
_TECHNICAL = "transformed"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure of the area at its latest date: a value, or a rank with its decile and score."""

    indicator: str
    title: str
    period: str
    unit: str
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    rank: int | None = None
    of: int | None = None
    decile: int | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one topic and where they come from."""

    topic: str
    figures: tuple[Figure, ...]
    sources: tuple[Source, ...]


def figures_of(
    atlas: Atlas, code: str, licensed: Iterable[str]
) -> tuple[list[str], tuple[Group, ...]]:
    """The figures of an area by topic, and the releases of which none may be shown."""
    closed, rows = _rows(atlas, code, licensed)
    return closed, _groups(atlas, rows)


def _rows(atlas: Atlas, code: str, licensed: Iterable[str]) -> tuple[list[str], pl.DataFrame]:
    """The latest observation of each measure, and the releases that may not be shown.

    Score, rank and decile of one measure are those of the same edition.
    """
    rows = atlas.query(
        "select o.indicator, o.period, o.geography, o.value, o.lower, o.upper, o.approximate, "
        "s.release, s.redistribute, s.areas, i.title, i.topic, i.unit, i.kind "
        "from {observations} o join {series} s using (indicator, period, geography) "
        "join {indicators} i using (indicator) where o.area_code = ? "
        "order by o.indicator, o.period desc, s.areas desc",
        [code],
    )
    allowed = leaving(rows, licensed)
    closed = rows.filter(~allowed)["release"].unique().sort().to_list()
    ending = pl.col("indicator").str.extract(r"([^.]+)$")
    stem = pl.col("indicator").str.replace(r"\.[^.]+$", "")
    kept = (
        rows.filter(allowed)
        .filter(ending != _TECHNICAL)
        .with_columns(measure=pl.when(ending.is_in(_RANKED)).then(stem).otherwise("indicator"))
        .filter(pl.col("period") == pl.col("period").max().over("measure"))
        .unique("indicator", keep="first", maintain_order=True)
    )
    place = {name: position for position, name in enumerate(INDICATORS)}
    order = pl.col("indicator").replace_strict(place, default=len(place), return_dtype=pl.Int64)
    return closed, kept.sort(order, "indicator", maintain_order=True)


def _groups(atlas: Atlas, rows: pl.DataFrame) -> tuple[Group, ...]:
    order = {topic: position for position, topic in enumerate(_FIRST_TOPICS)}
    topics = sorted(set(rows["topic"]), key=lambda topic: (order.get(topic, len(order)), topic))
    groups = []
    for topic in topics:
        own = rows.filter(pl.col("topic") == topic)
        releases = own["release"].unique(maintain_order=True)
        sources = tuple(atlas.source(release) for release in releases)
        groups.append(Group(topic, _figures(own), sources))
    return tuple(groups)


def _figures(rows: pl.DataFrame) -> tuple[Figure, ...]:
    """One figure a measure; score, rank and decile of the same one stand together."""
    return tuple(
        _figure(list(parts.iter_rows(named=True)))
        for _, parts in rows.group_by("measure", maintain_order=True)
    )


def _figure(parts: list[dict[str, Any]]) -> Figure:
    first = parts[0]
    kinds = {part["indicator"].rpartition(".")[2]: part for part in parts}
    if not kinds.keys() <= set(_RANKED):
        return Figure(
            indicator=first["indicator"],
            title=first["title"],
            period=first["period"],
            unit=first["unit"],
            value=first["value"],
            lower=first["lower"],
            upper=first["upper"],
            approximate=first["approximate"],
        )
    values = {kind: part["value"] for kind, part in kinds.items()}
    return Figure(
        indicator=first["measure"],
        title=first["title"].rpartition(":")[0] or first["title"],
        period=first["period"],
        unit=kinds["score"]["unit"] if "score" in kinds else "score",
        value=values.get("score"),
        rank=_whole(values.get("rank")),
        of=kinds["rank"]["areas"] if "rank" in kinds else None,
        decile=_whole(values.get("decile")),
        approximate=any(part["approximate"] for part in parts),
    )


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
