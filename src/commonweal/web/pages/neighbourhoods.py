"""Neighbourhoods to act on: all of them, one of them, and files of them."""

from __future__ import annotations

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from commonweal.find.neighbourhoods.outlines import outlines_of
from commonweal.find.neighbourhoods.request import one_of
from commonweal.report.export import FORMATS, MAP_FORMATS
from commonweal.report.neighbourhoods import members_report, outlines_report
from commonweal.web.access import public
from commonweal.web.data import held
from commonweal.web.data.card import SHORT_TITLES
from commonweal.web.data.neighbourhoods import by_region, country_map, made, page, usual_finding
from commonweal.web.data.profiles import profile_of_neighbourhood
from commonweal.web.pages.downloads import (
    DESCRIBED,
    TITLES,
    csv_description,
    file_response,
)
from commonweal.web.pages.profile_parts import profile_context


@public
def neighbourhoods(request: HttpRequest) -> HttpResponse:
    """Every neighbourhood made from what the usual rule finds."""
    kept = held()
    whole = made(kept)
    context = {
        "finding": usual_finding(kept),
        "whole": whole,
        "odd": whole.result.table.filter(~pl.col("fits")).to_dicts() if whole else [],
        "regions": by_region(kept, whole) if whole else [],
        "map": country_map(kept, whole) if whole else None,
        "downloads": TITLES.items(),
        "sources": whole.provenance.sources if whole else (),
    }
    return render(request, "neighbourhoods.html", context)


@public
def neighbourhood(request: HttpRequest, id: str) -> HttpResponse:
    """The page of one neighbourhood, by its id."""
    kept = held()
    told = page(kept, id)
    if told is None:
        raise Http404
    if told.row["neighbourhood"] != id:
        return redirect("neighbourhood", id=told.row["neighbourhood"], permanent=True)
    context = {
        "page": told,
        "row": told.row,
        "name": told.row["name"],
        "finding": usual_finding(kept),
        "titles": SHORT_TITLES,
        "downloads": TITLES.items(),
        "sources": told.one.provenance.sources,
    }
    made_profile = profile_of_neighbourhood(kept, usual_finding(kept), told)
    context |= profile_context(made_profile, reverse("neighbourhood", kwargs={"id": id}))
    return render(request, "neighbourhood.html", context)


@public
def download(request: HttpRequest, format: str) -> HttpResponse:
    """The neighbourhoods as a file: one row an area, or their outlines; `id` asks for one."""
    if format not in (*FORMATS, DESCRIBED):
        raise Http404
    kept = held()
    whole = made(kept)
    if whole is None:
        raise Http404
    asked = request.GET.get("id", "")
    chosen = one_of(whole, asked) if asked else whole
    if format == DESCRIBED:
        return csv_description(request, members_report(chosen))
    country = "demonstration-" if kept.demonstration else ""
    name = f"commonweal-made-neighbourhoods-{country}{kept.id[:8]}"
    if asked:
        name = f"commonweal-{country}{chosen.result.table['neighbourhood'][0]}"
    if format in MAP_FORMATS:
        outlines = outlines_of(chosen.result, kept.atlas.boundaries(chosen.result.geography))
        return file_response(request, outlines_report(chosen), format, name, outlines)
    return file_response(request, members_report(chosen), format, name)
