"""What is known of one area, in groups that a person can read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import polars as pl

from commonweal.atlas import Area, Atlas, Successor
from commonweal.catalogue import GEOGRAPHIES
from commonweal.errors import CommonwealError
from commonweal.find import why
from commonweal.find.request import Finding, FindRequest, find_neighbourhoods
from commonweal.provenance import Source
from commonweal.report.asking import usual_editions
from commonweal.report.figures import Group, figures_of
from commonweal.report.finding import finding_origins, how_made, summary_rows
from commonweal.report.licensing import may_leave

_AROUND = ("msoa", "ward", "district", "region")
_SMALL = "lsoa21"
_NEIGHBOURHOODS = ("msoa", "ward")


@dataclass(frozen=True, slots=True)
class Place:
    """A larger area that holds this one, or most of it."""

    level: str
    code: str
    name: str
    local_name: str | None
    share: float


@dataclass(frozen=True, slots=True)
class Classed:
    """The class of the area in a scheme, such as rural or urban."""

    scheme: str
    period: str
    name: str


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
    closed, groups = figures_of(atlas, area.code, known)
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
        groups=groups,
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
        return None, f"It is {inside} {worst} ({finding.request.deprivation_label}). {finding.note}"
    closed = {
        column.removesuffix("_rank")
        for column, terms in finding_origins(finding).items()
        if not all(may_leave(item, licensed) for item in terms)
    }
    reasons = why(finding.result, area.code)
    reasons = replace(reasons, area_name=area.local_name or reasons.area_name)
    return reasons.typology, " ".join([reasons.explain(hide=closed), *how_made(finding)])


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
