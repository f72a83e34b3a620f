"""Understand: what is more prevalent in a group of areas, as the pages show it."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from commonweal.errors import InputError, UnknownIndicator
from commonweal.report.charts import asset
from commonweal.report.understanding import gaps_table, issue_chart
from commonweal.understand.issues import issue, issues
from commonweal.web.api.answers import IssueAnswer, Listing, PrevalenceAnswer
from commonweal.web.api.parameters import ChartParameters, IssuePath, Paged, PrevalenceParameters
from commonweal.web.api.strict import (
    CSV_TOO,
    FILES_TOO,
    PROBLEMS,
    as_csv,
    as_file,
    operation,
    page_of,
)
from commonweal.web.data import Held, held
from commonweal.web.data.choice import Choice, read_choice
from commonweal.web.data.measures import options
from commonweal.web.data.understanding import read_split, understanding

router = Router(tags=["Understand"])
CHARTS: dict[str, Any] = {
    "responses": {
        200: {
            "content": {
                "image/svg+xml": {"schema": {"type": "string"}},
                "image/png": {"schema": {"type": "string", "format": "binary"}},
            }
        }
    }
}


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
    openapi_extra=FILES_TOO,
    summary="What is more prevalent in each type of neighbourhood",
)
@operation(PrevalenceParameters)
def prevalence(request: HttpRequest, query: Query[PrevalenceParameters]) -> Any:
    """Levels of every measure in a group of small areas, and gaps to another, with intervals.

    `split` is the region or class a row is for. `stands_out` allows for the number of
    comparisons made. Measures that may not be passed on are left out, and `notes` says so.
    """
    kept = held()
    found = understanding(kept, _choice(kept, query), read_split({"by": query.by}))
    comparison = found.by_part or found.prevalence
    table = _rows(comparison.table, query)
    if query.format != "json":
        report = gaps_table(found, comparison, "Gaps")
        return as_file(request, replace(report, table=table), query.format)
    return {
        **page_of(kept, table, query),
        "finding": found.explain(),
        "notes": list(found.notes),
        "sources": [asdict(source) for source in found.provenance.sources],
    }


@router.get(
    "/issues/{issue}/chart",
    response={200: None, **PROBLEMS},
    openapi_extra=CHARTS,
    summary="The chart of a key issue",
)
@operation(ChartParameters)
def issue_picture(request: HttpRequest, issue: IssuePath, query: Query[ChartParameters]) -> Any:
    """The most telling measure of an issue in each group, with words for who cannot see it."""
    kept = held()
    found = understanding(kept, read_choice({}, options(kept)))
    answer = next((item for item in found.issues if item.issue.id == issue), None)
    made = issue_chart(found, answer) if answer else None
    if made is None:
        raise UnknownIndicator(f"there is no chart of an issue {issue!r} here")
    content, media_type = asset(made, query.format)
    return HttpResponse(content, content_type=media_type)


def _choice(kept: Held, query: PrevalenceParameters) -> Choice:
    """The rule asked for.

    Raises:
        UnknownIndicator: an edition that is not held, or a cut that is not offered.
    """
    rule = {
        "deprivation": query.deprivation,
        "infrastructure": query.infrastructure,
        "cut": query.cut,
    }
    asked = {name: str(value) for name, value in rule.items() if value is not None}
    try:
        return read_choice(asked, options(kept))
    except InputError as error:
        raise UnknownIndicator(str(error)) from error


def _rows(table: pl.DataFrame, query: PrevalenceParameters) -> pl.DataFrame:
    if query.issue is not None:
        table = table.filter(pl.col("measure").is_in(list(issue(query.issue).measures)))
    if query.group is not None:
        table = table.filter(pl.col("group") == query.group)
    if query.against is not None:
        table = table.filter(pl.col("against") == query.against)
    return table
