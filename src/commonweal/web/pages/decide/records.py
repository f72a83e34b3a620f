"""The open record of a neighbourhood: its downloads and the public log."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from commonweal.provenance.chain import as_line
from commonweal.web.access import public
from commonweal.web.data import held
from commonweal.web.pages.decide.lookup import place_of
from commonweal.web.pages.decide.told import told
from commonweal.web.record.audit.verify import links
from commonweal.web.record.models import AuditEntry, Phase
from commonweal.web.record.published.bulk import record_files
from commonweal.web.record.published.tables import TABLES, head

ON_A_PAGE = 100
JSON_LINES = "application/jsonl"


@public
def log(request: HttpRequest, place: str) -> HttpResponse:
    """What was done in a neighbourhood and when, the latest first."""
    found = place_of(place)
    entries = AuditEntry.objects.filter(place=found.slug).order_by("-number")
    page = Paginator(entries, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "place": found,
        "entries": told(page),
        "page": page,
        "head": head(),
    }
    return render(request, "decide/log.html", context)


@public
def log_lines(request: HttpRequest) -> StreamingHttpResponse:
    """The whole log of the record, of all neighbourhoods, one entry a line, as it is hashed."""
    # Up to the head of this moment, so that what is sent ends where its head says.
    number, digest = head()
    answer = StreamingHttpResponse(_lines(number), content_type=JSON_LINES)
    answer.headers["Content-Disposition"] = 'attachment; filename="log.jsonl"'
    answer.headers["Commonweal-Head"] = f"{number}:{digest}"
    return answer


@public
def record(request: HttpRequest, place: str) -> HttpResponse:
    """What can be taken away of a neighbourhood's record, and how to check it."""
    found = place_of(place)
    context = {
        "place": found,
        "tables": [(table, len(table.rows(found))) for table in TABLES],
        "decided": found.phases.filter(state=Phase.State.DECIDED),
        "head": head(),
    }
    return render(request, "decide/record.html", context)


@public
def record_zip(request: HttpRequest, place: str) -> HttpResponse:
    """The whole open record of a neighbourhood in one file."""
    found = place_of(place)
    answer = HttpResponse(
        record_files(found, invented=held().demonstration), content_type="application/zip"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.slug}-record.zip"'
    return answer


def _lines(until: int) -> Iterator[str]:
    for link in links(until=until):
        yield f"{as_line(link)}\n"
