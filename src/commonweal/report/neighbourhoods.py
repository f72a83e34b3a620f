"""Neighbourhoods as people take them away: one row an area, or the outlines."""

from __future__ import annotations

import polars as pl

from commonweal.find.neighbourhoods.request import Neighbourhoods
from commonweal.report.table import ReportTable

_MEMBERS = {
    "neighbourhood": "Permanent id of the neighbourhood: a digest of its areas' codes",
    "name": "Name of the neighbourhood, after the places inside",
    "area_code": "Code of the area (LSOA 2021)",
    "population": "People who live in the area",
    "chosen": "Whether the area was chosen, or was added to make the neighbourhood whole",
}
_OUTLINES = {
    "neighbourhood": _MEMBERS["neighbourhood"],
    "name": _MEMBERS["name"],
    "district_name": "District where most of its people live",
    "areas": "Small areas in it",
    "population": "People who live in it",
    "chosen_areas": "Small areas in it that were chosen",
    "chosen_people": "People who live in those",
    "chosen_share": "Share of its people who live in those, 0 to 1",
    "fits": "Whether it is in one piece and within the range of people asked for",
    "because": "Why not, where it is not",
}


def members_report(made: Neighbourhoods) -> ReportTable:
    """One row an area: `neighbourhood, name, area_code, population, chosen`."""
    return _report(made, made.result.members, _MEMBERS)


def outlines_report(made: Neighbourhoods) -> ReportTable:
    """One row a neighbourhood, its id first, for files with outlines."""
    table = made.result.table.rename({"people": "population"})
    return _report(made, table, _OUTLINES)


def _report(made: Neighbourhoods, table: pl.DataFrame, columns: dict[str, str]) -> ReportTable:
    spec = made.result.spec
    return ReportTable(
        title=f"Neighbourhoods of {spec.minimum:,} to {spec.maximum:,} people",
        about=made.explain(),
        table=table.select(list(columns)),
        columns=columns,
        provenance=made.provenance,
        notes=made.notes,
    )
