"""Understand: what is more prevalent in a group of areas, as the pages show it."""

from __future__ import annotations

from dataclasses import asdict, replace
from io import BytesIO
from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from commonweal.report.export import MEDIA_TYPES, export
from commonweal.report.understanding import gaps_table
from commonweal.understand.issues import issue, issues
from commonweal.web.api.answers import IssueAnswer, Listing, PrevalenceAnswer
from commonweal.web.api.parameters import Paged, PrevalenceParameters
from commonweal.web.api.strict import CSV_TOO, PROBLEMS, as_csv, operation, page_of
from commonweal.web.data import held
from commonweal.web.data.choice import read_choice
from commonweal.web.data.measures import options
from commonweal.web.data.understanding import read_split, understanding

router = Router(tags=["Understand"])


@router.get(
    "/issues",
    response={200: Listing[IssueAnswer], **PROBLEMS},
    openapi_extra=CSV_TOO,
    summary="Key issues",
)
@operation(Paged)
def key_issues(request: HttpRequest, query: Query[Paged]) -> Any:
    """The key issues of the field, with the measures that answer each."""
    rows = pl.DataFrame([asdict(item) for item in issues()])
    if query.format == "csv":
        return as_csv(held(), rows.with_columns(pl.col("measures").list.join("; ")))
    return page_of(held(), rows, query)


@router.get(
    "/prevalence",
    response={200: PrevalenceAnswer, **PROBLEMS},
    openapi_extra=CSV_TOO,
    summary="What is more prevalent in each type of neighbourhood",
)
@operation(PrevalenceParameters)
def prevalence(request: HttpRequest, query: Query[PrevalenceParameters]) -> Any:
    """Levels of every measure in a group of small areas, and gaps to another, with intervals.

    `split` is the region or class a row is for. `stands_out` allows for the number of
    comparisons made. Measures that may not be passed on are left out, and `notes` says so.
    """
    kept = held()
    asked = {name: str(value) for name, value in _rule(query).items() if value is not None}
    choice = read_choice(asked, options(kept))
    found = understanding(kept, choice, read_split({"by": query.by}))
    comparison = found.by_part or found.prevalence
    table = _rows(comparison.table, query)
    if query.format == "csv":
        report = gaps_table(found, comparison, "Gaps")
        return _csv(replace(report, table=table))
    return {
        **page_of(kept, table, query),
        "finding": found.explain(),
        "notes": list(found.notes),
        "sources": [asdict(source) for source in found.provenance.sources],
    }


def _rule(query: PrevalenceParameters) -> dict[str, Any]:
    return {
        "deprivation": query.deprivation,
        "infrastructure": query.infrastructure,
        "cut": query.cut,
    }


def _rows(table: pl.DataFrame, query: PrevalenceParameters) -> pl.DataFrame:
    if query.issue is not None:
        table = table.filter(pl.col("measure").is_in(list(issue(query.issue).measures)))
    if query.group is not None:
        table = table.filter(pl.col("group") == query.group)
    if query.against is not None:
        table = table.filter(pl.col("against") == query.against)
    return table


def _csv(report: Any) -> HttpResponse:
    target = BytesIO()
    export(report, target, "csv")
    return HttpResponse(target.getvalue(), content_type=MEDIA_TYPES["csv"])
