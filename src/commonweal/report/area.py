"""What is known of one area, in groups that a person can read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from commonweal.atlas import Area, Atlas, Successor
from commonweal.catalogue import GEOGRAPHIES
from commonweal.errors import CommonwealError
from commonweal.find import why
from commonweal.find.request import Finding, FindRequest, find_neighbourhoods
from commonweal.provenance import Source
from commonweal.report.asking import usual_editions
from commonweal.report.finding import finding_origins, summary_rows
from commonweal.report.licensing import may_leave

_AROUND = ("msoa", "ward", "district", "region")
_SMALL = "lsoa21"
_FIRST_TOPICS = ("people", "deprivation", "social infrastructure")
_RANKED = ("rank", "decile", "score")


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
    newest = kind.id == _SMALL or kind.level != "lsoa"
    finding = _finding(atlas, area.geography) if newest else None
    typology, standing = _standing(finding, area.code, known)
    closed, rows = _rows(atlas, area.code, known)
    return AreaReport(
        area=area,
        kind=kind.title,
        around=_around(atlas, area),
        successors=atlas.successors(area.code) if _superseded(atlas, area) else (),
        typology=typology,
        standing=standing,
        finding=finding,
        parts=_parts(atlas, area) if kind.level != "lsoa" else None,
        groups=_groups(atlas, rows),
        withheld=tuple(atlas.source(release) for release in closed),
    )


def _superseded(atlas: Atlas, area: Area) -> bool:
    """Whether a newer vintage of the same level is held that does not have this code."""
    level = GEOGRAPHIES[area.geography].level
    vintages = [
        GEOGRAPHIES[name].vintage
        for name in atlas.geographies()
        if name in GEOGRAPHIES and GEOGRAPHIES[name].level == level
    ]
    return GEOGRAPHIES[area.geography].vintage < max(vintages, default=0)


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
    finding: Finding | None, code: str, licensed: frozenset[str]
) -> tuple[str | None, str]:
    if finding is None or code not in set(finding.table["area_code"]):
        return None, ""
    if finding.result is None:
        row = finding.table.filter(pl.col("area_code") == code).row(0, named=True)
        inside = "among" if row["deprived"] else "not among"
        worst = f"the most deprived {finding.request.cut:.0%}"
        return None, f"It is {inside} {worst} (IMD {finding.request.deprivation}). {finding.note}"
    closed = {
        column.removesuffix("_rank")
        for column, terms in finding_origins(finding).items()
        if not all(may_leave(item, licensed) for item in terms)
    }
    reasons = why(finding.result, code)
    return reasons.typology, reasons.explain(hide=closed)


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


def _rows(atlas: Atlas, code: str, licensed: frozenset[str]) -> tuple[list[str], pl.DataFrame]:
    """The latest observation of each indicator, and the releases that may not be shown."""
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
    open_rows = rows.filter(allowed).unique("indicator", keep="first", maintain_order=True)
    return closed, open_rows


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
    families: dict[tuple[str, str], dict[str, dict[str, object]]] = {}
    singles: list[Figure] = []
    for row in rows.iter_rows(named=True):
        stem, _, kind = row["indicator"].rpartition(".")
        if kind in _RANKED:
            families.setdefault((stem, row["period"]), {})[kind] = row
        else:
            singles.append(
                Figure(
                    indicator=row["indicator"],
                    title=row["title"],
                    period=row["period"],
                    unit=row["unit"],
                    value=row["value"],
                    lower=row["lower"],
                    upper=row["upper"],
                    approximate=row["approximate"],
                )
            )
    ranked = [_family(stem, period, kinds) for (stem, period), kinds in families.items()]
    return (*sorted(ranked, key=lambda figure: figure.indicator.count(".")), *singles)


def _family(stem: str, period: str, kinds: dict[str, dict[str, object]]) -> Figure:
    first = next(iter(kinds.values()))
    values = {kind: row["value"] for kind, row in kinds.items()}
    rank, decile, score = (values.get(kind) for kind in ("rank", "decile", "score"))
    return Figure(
        indicator=stem,
        title=str(first["title"]).rpartition(":")[0] or str(first["title"]),
        period=period,
        unit="score",
        value=_float(score),
        rank=int(rank) if isinstance(rank, float) else None,
        of=int(str(kinds["rank"]["areas"])) if "rank" in kinds else None,
        decile=int(decile) if isinstance(decile, float) else None,
        approximate=any(bool(row["approximate"]) for row in kinds.values()),
    )


def _float(value: object) -> float | None:
    return value if isinstance(value, float) else None
