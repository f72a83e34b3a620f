"""The files of a profile: a print-ready PDF, and its figures as a table or as JSON."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from commonweal.report.csvw import ENDING
from commonweal.report.export import TABLE_FORMATS
from commonweal.report.profile import figures_report, plain
from commonweal.report.profile_pdf import profile_pdf
from commonweal.understand.profile import Profile
from commonweal.web.access import public
from commonweal.web.data import Held, held
from commonweal.web.data.choice import read_choice
from commonweal.web.data.finding import finding
from commonweal.web.data.measures import options
from commonweal.web.data.neighbourhoods import page, usual_finding
from commonweal.web.data.profile import is_current
from commonweal.web.data.profiles import picture, profile_of_area, profile_of_neighbourhood
from commonweal.web.pages.downloads import csv_description, file_response

PDF, JSON = "pdf", "json"
TITLES = {PDF: "PDF to print", "xlsx": "Spreadsheet (xlsx)", "csv": "csv", JSON: "JSON"}
"""What a profile can be taken away as."""


@public
def area(request: HttpRequest, code: str, format: str) -> HttpResponse:
    """The profile of an area as a file; the address is the page's, with an ending."""
    kept = held()
    _must_be(format)
    found_area = kept.atlas.area(code)
    if found_area.code != code:
        return redirect("area-file", code=found_area.code, format=format, permanent=True)
    found = finding(kept, read_choice(request.GET, options(kept)))
    if not is_current(found, found_area):
        raise Http404
    return _file(request, kept, profile_of_area(kept, found, code), format)


@public
def neighbourhood(request: HttpRequest, id: str, format: str) -> HttpResponse:
    """The profile of a neighbourhood as a file."""
    kept = held()
    _must_be(format)
    told = page(kept, id)
    if told is None:
        raise Http404
    if told.row["neighbourhood"] != id:
        own = told.row["neighbourhood"]
        return redirect("neighbourhood-file", id=own, format=format, permanent=True)
    made = profile_of_neighbourhood(kept, usual_finding(kept), told)
    return _file(request, kept, made, format)


def _must_be(format: str) -> None:
    if format not in (PDF, *TABLE_FORMATS, f"csv{ENDING}"):
        raise Http404


def _file(request: HttpRequest, kept: Held, made: Profile, format: str) -> HttpResponse:
    country = "demonstration-" if kept.demonstration else ""
    name = f"commonweal-profile-{country}{made.identity.code}"
    if format == PDF:
        response = HttpResponse(
            profile_pdf(made, picture(kept, made)), content_type="application/pdf"
        )
        response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
        return response
    if format == JSON:
        text = json.dumps(plain(made), ensure_ascii=False, indent=1, allow_nan=False)
        return HttpResponse(text, content_type="application/json")
    report = figures_report(made)
    if format.endswith(ENDING):
        return csv_description(request, report)
    return file_response(request, report, format, name)
