"""Find: the doubly disadvantaged neighbourhoods, as the command line gives them."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import polars as pl
from django.http import HttpRequest
from ninja import Query, Router

from commonweal.catalogue import geography
from commonweal.errors import NotLicensed
from commonweal.find.request import Finding, FindRequest, find_neighbourhoods
from commonweal.report.asking import usual_editions
from commonweal.report.finding import finding_report, summary_rows
from commonweal.web.api.answers import FindAnswer
from commonweal.web.api.parameters import FindParameters
from commonweal.web.api.strict import FILES_TOO, PROBLEMS, as_file, operation, page_of
from commonweal.web.data import Held, held
from commonweal.web.data.choice import RULES
from commonweal.web.data.licence import licensed, series_may_leave
from commonweal.web.data.measures import options

router = Router(tags=["Find"])


@router.get(
    "/find",
    response={200: FindAnswer, **PROBLEMS},
    openapi_extra=FILES_TOO,
    summary="Doubly disadvantaged neighbourhoods",
)
@operation(FindParameters)
def find(request: HttpRequest, query: Query[FindParameters]) -> Any:
    """The type of every area under a rule; `typology` keeps the areas of one type.

    Ranks of a measure that may not be passed on are left out, and `notes` says so. With such a
    measure only the cuts that the pages offer are answered: finer ones would give its ranks away.
    """
    kept = held()
    found = kept.keep(("api find", _key(query)), lambda: _found(kept, query))
    _refuse_fine_cut(kept, found, query.cut)
    report = finding_report(found, licensed())
    if query.typology is not None:
        rows = report.table.filter(pl.col("typology").cast(pl.String) == query.typology)
        report = replace(report, table=rows)
    if query.format != "json":
        return as_file(request, report, query.format)
    summary = summary_rows(found).select("typology", "areas", "people")
    return {
        **page_of(kept, report.table, query),
        "finding": found.explain(),
        "double_disadvantage": found.result is not None,
        "summary": summary.to_dicts(),
        "notes": list(report.notes),
        "sources": [asdict(source) for source in found.provenance.sources],
    }


def _key(query: FindParameters) -> tuple[object, ...]:
    return (
        query.deprivation,
        query.infrastructure,
        query.geography,
        query.cut,
        query.rule,
        query.within,
    )


def _found(kept: Held, query: FindParameters) -> Finding:
    kind = geography(query.geography).id
    deprivation, infrastructure = usual_editions(
        kept.atlas, kind, query.deprivation, query.infrastructure
    )
    asked = FindRequest(
        deprivation=deprivation,
        infrastructure=infrastructure,
        geography=kind,
        cut=round(query.cut / 100, 12),
        rule=RULES[query.rule],
        within=query.within,
    )
    return find_neighbourhoods(asked, kept.atlas)


def _refuse_fine_cut(kept: Held, found: Finding, cut: float) -> None:
    measure = found.infrastructure
    offered = options(kept).cuts
    if measure is None or series_may_leave(measure.series) or cut in offered:
        return
    source = kept.atlas.source(measure.series.release)
    raise NotLicensed(
        f"{source.title} belongs to {source.publisher}, and many cuts together would give its "
        f"ranks away. Ask for a cut of {', '.join(map(str, offered))} per cent."
    )
