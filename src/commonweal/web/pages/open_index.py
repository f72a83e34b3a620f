"""The open social infrastructure index: its recipe, what it lacks, and trying a correction."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from commonweal.catalogue.open_access import ASSET_KINDS
from commonweal.errors import InputError
from commonweal.find.open_index import OpenIndexResult
from commonweal.report.open_index import provenance
from commonweal.web.access import public
from commonweal.web.data import Held, held
from commonweal.web.data.open_index import (
    corrected,
    open_index,
    open_index_held,
    read_correction,
)

_MOST = 30
ACTIONS = (("add", "It is missing: add it"), ("close", "It has closed"), ("move", "It has moved"))


@public
def page(request: HttpRequest) -> HttpResponse:
    """The recipe of the open index, and the form that tries one correction without storing it."""
    kept = held()
    if not open_index_held(kept):
        raise Http404
    result = open_index(kept)
    correction = read_correction(request.GET.dict())
    found, problems = None, []
    if correction.asked:
        try:
            found = corrected(kept, correction)
        except InputError as error:
            problems = [
                f"{problem.column.capitalize()}: expected {problem.expected}, got {problem.came}. "
                f"{problem.hint}".strip()
                for problem in error.problems
            ]
    titles = {domain.name: domain for domain in result.spec.domains}
    context = {
        "result": result,
        "domains": [(titles[name], _measures(kept, result, name)) for name in titles],
        "left_out": result.spec.left_out,
        "kinds": [(kind.id, kind.title) for kind in ASSET_KINDS.values()],
        "actions": ACTIONS,
        "correction": correction,
        "corrected": found,
        "moved": found.moved.head(_MOST).to_dicts() if found else [],
        "problems": problems,
        "sources": provenance(kept.atlas, ("open_access",), result.spec).sources,
    }
    return render(request, "open_index.html", context, status=400 if problems else 200)


def _measures(kept: Held, result: OpenIndexResult, domain: str) -> list[dict[str, object]]:
    rows = result.coverage.filter(domain=domain).to_dicts()
    titles = kept.keep(
        "indicator-titles",
        lambda: dict(kept.atlas.query("select indicator, title from {indicators}").iter_rows()),
    )
    # What is not held has no title of its own.
    return [
        row | {"title": titles.get(row["indicator"]) or row["name"].replace("_", " ").capitalize()}
        for row in rows
    ]
