"""An index of one's own as people read it: its table to take away."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from commonweal.atlas import Atlas
from commonweal.catalogue import GEOGRAPHIES, geography
from commonweal.find.building.held import Built
from commonweal.find.building.run import DOMAIN_RANK
from commonweal.report.licensing import may_leave
from commonweal.report.sourced import provenance_of
from commonweal.report.table import ReportTable


def may_be_written(built: Built, licensed: Iterable[str]) -> bool:
    """Whether the values may leave: all that it is made of may."""
    known = frozenset(licensed)
    return all(may_leave(series, known) for series in built.inputs.series)


def own_index_report(built: Built, atlas: Atlas, licensed: Iterable[str] = ()) -> ReportTable:
    """The index of every area, with names; without its values where they may not leave.

    Args:
        built: the index.
        atlas: what it was made from.
        licensed: releases that the operator declares a licence for.
    """
    kind = GEOGRAPHIES[geography(built.spec.geography).id]
    names = atlas.areas(kind.id).select("area_code", "area_name", "local_name", "people")
    table = built.result.table.join(names, on="area_code", how="left", maintain_order="left")
    first = ["area_code", "area_name", "local_name", "people"]
    table = table.select(*first, pl.exclude(first))
    columns = _columns(built, kind.title)
    notes = []
    if not may_be_written(built, licensed):
        known = frozenset(licensed)
        closed = sorted({s.release for s in built.inputs.series if not may_leave(s, known)})
        table = table.drop([name for name in table.columns if name in _VALUES or "_rank" in name])
        notes.append(
            f"Scores, ranks and deciles are left out: they are made from {', '.join(closed)}, "
            "whose values may not be passed on without a licence."
        )
    return ReportTable(
        title=f"{built.label}: {kind.plural}",
        about=built.result.explain(),
        table=table,
        columns={name: columns[name] for name in table.columns},
        provenance=provenance_of(
            atlas,
            built.inputs.releases,
            {"recipe": built.fingerprint, "name": built.spec.name, "geography": kind.id},
        ),
        notes=tuple(notes),
    )


_VALUES = ("score", "rank", "decile")


def _columns(built: Built, title: str) -> dict[str, str]:
    ranks = {
        DOMAIN_RANK.format(part.name): f"Rank on {part.title or part.name}, 1 the worst"
        for part in built.spec.domains
    }
    return {
        "area_code": f"Code of the {title} area",
        "area_name": "Official name of the area",
        "local_name": "Name that people know it by, where there is one",
        "people": "People who live there, at the latest date held",
        "score": f"{built.label}: higher is worse",
        "rank": f"Rank among {built.result.ranked:,} areas, 1 the worst; ties share the lowest",
        "decile": "Tenth of the areas, 1 the worst",
        **ranks,
        "unknown_because": "Why there is no score, where there is none",
    }
