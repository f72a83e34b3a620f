"""The list as a file: csv, spreadsheet, Parquet, GeoPackage, GeoJSON."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponse

from commonweal.report.export import FORMATS, MAP_FORMATS, MEDIA_TYPES, export
from commonweal.report.finding import districts_of, finding_report
from commonweal.web.access import public
from commonweal.web.data import Held, held
from commonweal.web.data.choice import read_choice
from commonweal.web.data.finding import Finding, finding
from commonweal.web.data.geography import SMALL
from commonweal.web.data.licence import licensed
from commonweal.web.data.listing import ListQuery, read_list, selected
from commonweal.web.data.measures import options

TITLES = {
    "xlsx": "Spreadsheet (xlsx)",
    "csv": "csv",
    "parquet": "Parquet",
    "gpkg": "GeoPackage, with outlines",
    "geojson": "GeoJSON, with outlines",
}


@public
def download(request: HttpRequest, format: str) -> HttpResponse:
    """The rows of the list, in its order, as a file; ranks that may not leave are not in it."""
    if format not in FORMATS:
        raise Http404
    kept = held()
    choice = read_choice(request.GET, options(kept))
    found = finding(kept, choice)
    content = made_file(kept, found, read_list(request.GET, found), format)
    response = HttpResponse(content, content_type=MEDIA_TYPES[format])
    name = (
        f"commonweal-neighbourhoods-{'demonstration-' if kept.demonstration else ''}{kept.id[:8]}"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{format}"'
    return response


def made_file(kept: Held, found: Finding, query: ListQuery, format: str) -> bytes:
    """The bytes of a download."""
    districts = kept.keep("districts of", lambda: districts_of(kept.atlas, SMALL))
    report = finding_report(found.answer, licensed(), districts)
    order = selected(found, query).select("area_code")
    rows = order.join(report.table, on="area_code", how="left", maintain_order="left")
    boundaries = None
    if format in MAP_FORMATS:
        whole = kept.atlas.boundaries(SMALL)
        boundaries = whole[whole["area_code"].isin(order["area_code"].to_list())]
    target = BytesIO()
    export(replace(report, table=rows), target, format, boundaries)
    return target.getvalue()
