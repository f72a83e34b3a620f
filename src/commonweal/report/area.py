"""What is known of one area, in groups that a person can read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from commonweal.atlas import Area, Atlas, Successor
from commonweal.catalogue import GEOGRAPHIES, INDICATORS
from commonweal.errors import CommonwealError
from commonweal.find import why
from commonweal.find.request import Finding, FindRequest, find_neighbourhoods
from commonweal.provenance import Source
from commonweal.report.asking import usual_editions
from commonweal.report.finding import finding_origins, summary_rows
from commonweal.report.licensing import may_leave

_AROUND = ("msoa", "ward", "district", "region")
_SMALL = "lsoa21"
_NEIGHBOURHOODS = ("msoa", "ward")
_FIRST_TOPICS = ("people", "deprivation", "social infrastructure")
_RANKED = ("score", "rank", "decile")
# Steps on the way to an index: for those who rebuild it, not for a profile.
_TECHNICAL = "transformed"


@dataclass(frozen=True, slots=True)
class Place:
    """A larger area that holds this one, or most of it."""

    level: str
    code: str
    name: str
    local_name: str | None
    share: float


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
class Classed:
    """The class of the area in a scheme, such as rural or urban."""

    scheme: str
    period: str
    name: str


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one topic and where they come from."""

    topic: str
    figures: tuple[Figure, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class AreaReport:
    """Everything known of one area.

    Attributes:
        area: its code, names, centre and people.
        kind: what it is, such as `LSOA 2021`.
        around: the neighbourhood, ward, district and region it lies in.
        successors: what it became, where it is of an older vintage.
        classes: its class in each scheme, such as rural or urban, the latest of each.
        typology: its type, or None where not known or not defined.
        standing: why it is of that type, in words, or why that is not known.
        finding: what the type was worked out with, or None.
        parts: of a larger area: how many small areas of each type lie in it.
        groups: its figures by topic.
        withheld: releases whose values may not be shown.
    """

    area: Area
    kind: str
    around: tuple[Place, ...]
    successors: tuple[Successor, ...]
    classes: tuple[Classed, ...]
    typology: str | None
    standing: str
    finding: Finding | None
    parts: pl.DataFrame | None
    groups: tuple[Group, ...]
    withheld: tuple[Source, ...] = field(default=())

    @property
    def name(self) -> str:
        """The name that people know it by, else the official one."""
        return self.area.local_name or self.area.name


def describe_area(atlas: Atlas, area: Area, licensed: Iterable[str] = ()) -> AreaReport:
    """Gather what an atlas holds of one area; values that may not leave are not in it."""
    known = frozenset(licensed)
    kind = GEOGRAPHIES[area.geography]
    newest = kind.id == _SMALL or kind.level in _NEIGHBOURHOODS
    finding = _finding(atlas, area.geography) if newest else None
    typology, standing = _standing(finding, area, known)
    closed, rows = _rows(atlas, area.code, known)
    return AreaReport(
        area=area,
        kind=kind.title,
        around=_around(atlas, area),
        successors=_successors(atlas, area),
        classes=_classes(atlas, area),
        typology=typology,
        standing=standing,
        finding=finding,
        parts=_parts(atlas, area) if kind.level != "lsoa" else None,
        groups=_groups(atlas, rows),
        withheld=tuple(atlas.source(release) for release in closed),
    )


def _successors(atlas: Atlas, area: Area) -> tuple[Successor, ...]:
    """What an area became in the newest vintage that is told; none if it is of the newest."""
    found = atlas.successors(area.code)
    newest = max((GEOGRAPHIES[item.geography].vintage for item in found), default=0)
    if newest <= GEOGRAPHIES[area.geography].vintage:
        return ()
    return tuple(item for item in found if GEOGRAPHIES[item.geography].vintage == newest)


def _around(atlas: Atlas, area: Area) -> tuple[Place, ...]:
    """For each level, the area of the newest vintage that holds most of this one's people."""
    found = atlas.query(
        "select l.to_geography, l.to_code, l.weight, a.area_name, a.local_name from {lookups} l "
        "join {areas} a on a.geography = l.to_geography and a.area_code = l.to_code "
        "where l.from_code = ? and l.from_geography = ? "
        "order by l.to_geography desc, l.weight desc, l.to_code",
        [area.code, area.geography],
    )
    own = GEOGRAPHIES[area.geography].level
    best: dict[str, tuple[int, Place]] = {}
    for kind_id, code, weight, name, local in found.iter_rows():
        kind = GEOGRAPHIES[kind_id]
        if kind.level in best and best[kind.level][0] >= kind.vintage:
            continue
        best[kind.level] = (kind.vintage, Place(kind.title, code, name or code, local, weight))
    return tuple(best[level][1] for level in _AROUND if level in best and level != own)


def _finding(atlas: Atlas, geography: str) -> Finding | None:
    deprivation, infrastructure = usual_editions(atlas, geography)
    request = FindRequest(
        deprivation=deprivation, infrastructure=infrastructure, geography=geography
    )
    try:
        return find_neighbourhoods(request, atlas)
    except CommonwealError:
        # No index leads to areas of this kind: there is nothing to say of their type.
        return None


def _standing(
    finding: Finding | None, area: Area, licensed: frozenset[str]
) -> tuple[str | None, str]:
    own = finding.table.filter(pl.col("area_code") == area.code) if finding is not None else None
    if finding is None or own is None or not own.height:
        return None, ""
    if finding.result is None:
        row = own.row(0, named=True)
        inside = "among" if row["deprived"] else "not among"
        worst = f"the most deprived {finding.request.cut:.0%}"
        return None, f"It is {inside} {worst} (IMD {finding.request.deprivation}). {finding.note}"
    closed = {
        column.removesuffix("_rank")
        for column, terms in finding_origins(finding).items()
        if not all(may_leave(item, licensed) for item in terms)
    }
    reasons = why(finding.result, area.code)
    reasons = replace(reasons, area_name=area.local_name or reasons.area_name)
    return reasons.typology, " ".join([reasons.explain(hide=closed), *_how_made(finding)])


def _how_made(finding: Finding) -> list[str]:
    """How the ranks came about, where they are not those published for these very areas."""
    used = {"IMD": finding.deprivation, "CNI": finding.infrastructure}
    return [
        f"{name} {item.series.period}: {item.explain()}"
        for name, item in used.items()
        if item is not None and item.way != "published"
    ]


def _parts(atlas: Atlas, area: Area) -> pl.DataFrame | None:
    """Small areas of each type inside a larger one."""
    deprivation, infrastructure = usual_editions(atlas, _SMALL)
    try:
        finding = find_neighbourhoods(
            FindRequest(
                deprivation=deprivation,
                infrastructure=infrastructure,
                geography=_SMALL,
                within=area.code,
            ),
            atlas,
        )
    except CommonwealError:
        # No small areas of today are known to lie in it (an old ward, say).
        return None
    return summary_rows(finding)


def _classes(atlas: Atlas, area: Area) -> tuple[Classed, ...]:
    found = atlas.query(
        "select scheme, period, class_name from {classes} where area_code = ? "
        "order by scheme, period desc",
        [area.code],
    ).unique("scheme", keep="first", maintain_order=True)
    return tuple(Classed(*row) for row in found.iter_rows())


def _rows(atlas: Atlas, code: str, licensed: frozenset[str]) -> tuple[list[str], pl.DataFrame]:
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
    allowed = (pl.col("redistribute") == "yes") | pl.col("release").is_in(list(licensed))
    closed = rows.filter(~allowed)["release"].unique().sort().to_list()
    ending = pl.col("indicator").str.extract(r"([^.]+)$")
    stem = pl.col("indicator").str.replace(r"\.[^.]+$", "")
    kept = (
        rows.filter(allowed, ending != _TECHNICAL)
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
