"""Figures from records as people take them away: by group, by sex and age, or by area."""

from __future__ import annotations

import polars as pl

from commonweal.catalogue import GEOGRAPHIES, geography
from commonweal.errors import InputError, InputProblem
from commonweal.report.table import ReportTable
from commonweal.understand.people.request import RecordsAnswer
from commonweal.understand.people.result import RecordsResult, per_words
from commonweal.understand.people.spec import RecordsSpec

TABLES = {
    "groups": "by group of areas",
    "cells": "by group of areas, sex and age",
    "areas": "by area",
}


def records_report(answer: RecordsAnswer, table: str = "groups") -> ReportTable:
    """One of the tables of an answer, ready to hand out; none of them holds a small count.

    Args:
        answer: what was found.
        table: one of `TABLES`.

    Raises:
        InputError: there is no such table.
    """
    if table not in TABLES:
        raise InputError(InputProblem(f"one of {', '.join(TABLES)}", repr(table), column="table"))
    result = answer.result
    frame = _table(result, table)
    title = result.spec.title
    return ReportTable(
        title=f"{title[:1].upper()}{title[1:]}, {TABLES[table]}",
        about=answer.explain(),
        table=frame,
        columns=_columns(result.spec, frame.columns),
        provenance=answer.provenance,
        notes=tuple(note for note in (*result.notes, answer.note) if note),
    )


def _table(result: RecordsResult, name: str) -> pl.DataFrame:
    held = {"groups": result.groups, "cells": result.cells, "areas": result.areas}
    return held[name]


def _columns(spec: RecordsSpec, names: list[str]) -> dict[str, str]:
    per, sure = per_words(spec), f"{spec.confidence * 100:g}%"
    standard = f"European Standard Population {spec.standard}"
    known = {
        "group": f"Group of areas ({spec.groups}); all: everyone in the records",
        "areas": "Areas with records",
        "area_code": f"Code of the {GEOGRAPHIES[geography(spec.geography).id].title} area",
        "sex": "Sex; persons: both",
        "age": "Age in years",
        "people": _people(spec),
        "events": "People with the outcome" if spec.measure == "proportion" else "Events",
        "value": f"{spec.title}, {per}",
        "gap": f"The group's value less that of all areas of the records, {per}",
        "standardised": f"Value that the {standard} would have with the group's by sex and age",
        "standardised_gap": "The group's standardised value less that of all areas of the records",
    }
    for name, label in (("", "value"), *((each, each.replace("_", " ")) for each in _FIGURES)):
        before = f"{name}_" if name else ""
        known[f"{before}lower"] = f"Lower limit of the {label}, {sure} confidence"
        known[f"{before}upper"] = f"Upper limit of the {label}, {sure} confidence"
        known[f"{before}method"] = f"How the limits of the {label} were made, or why it is missing"
    return {name: known[name] for name in names}


_FIGURES = ("gap", "standardised", "standardised_gap")


def _people(spec: RecordsSpec) -> str:
    years = spec.measure == "rate" and spec.people
    return "People, or years lived by them, in the records" if years else "People in the records"
