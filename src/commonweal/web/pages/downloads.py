"""The list as a file: csv, spreadsheet, Parquet, JSON, GeoPackage, GeoJSON."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse

from commonweal.report.csvw import ENDING, MEDIA_TYPE, write_csv_metadata
from commonweal.report.export import FORMATS, MAP_FORMATS, MEDIA_TYPES, export
from commonweal.report.finding import districts_of, finding_report
from commonweal.report.table import ReportTable
from commonweal.web.access import public
from commonweal.web.data import Held, held
from commonweal.web.data.choice import read_choice
from commonweal.web.data.finding import Finding, finding
from commonweal.web.data.geography import SMALL
from commonweal.web.data.licence import licensed
from commonweal.web.data.listing import ListQuery, read_list, selected
from commonweal.web.data.measures import options

if TYPE_CHECKING:
    import geopandas as gpd

TITLES = {
    "xlsx": "Spreadsheet (xlsx)",
    "csv": "csv",
    "parquet": "Parquet",
    "json": "JSON",
    "gpkg": "GeoPackage, with outlines",
    "geojson": "GeoJSON, with outlines",
}


DESCRIBED = f"csv{ENDING}"
"""The ending of the address at which the standard looks for the metadata of a csv."""


@public
def download(request: HttpRequest, format: str) -> HttpResponse:
    """The rows of the list, in its order, as a file; ranks that may not leave are not in it."""
    if format not in (*FORMATS, DESCRIBED):
        raise Http404
    kept = held()
    choice = read_choice(request.GET, options(kept))
    found = finding(kept, choice)
    report = listed_report(kept, found, read_list(request.GET, found))
    if format == DESCRIBED:
        return csv_description(request, report)
    boundaries = None
    if format in MAP_FORMATS:
        whole = kept.atlas.boundaries(SMALL)
        boundaries = whole[whole["area_code"].isin(report.table["area_code"].to_list())]
    name = (
        f"commonweal-neighbourhoods-{'demonstration-' if kept.demonstration else ''}{kept.id[:8]}"
    )
    return file_response(request, report, format, name, boundaries)


def listed_report(kept: Held, found: Finding, query: ListQuery) -> ReportTable:
    """The rows of the list in its order, with what describes them."""
    districts = kept.keep("districts of", lambda: districts_of(kept.atlas, SMALL))
    report = finding_report(found.answer, licensed(), districts)
    order = selected(found, query).select("area_code")
    rows = order.join(report.table, on="area_code", how="left", maintain_order="left")
    return replace(report, table=rows)


def file_response(
    request: HttpRequest,
    report: ReportTable,
    format: str,
    name: str,
    boundaries: gpd.GeoDataFrame | None = None,
) -> HttpResponse:
    """A table as a file to keep; a csv says where its metadata is."""
    target = BytesIO()
    export(report, target, format, boundaries)
    response = HttpResponse(target.getvalue(), content_type=MEDIA_TYPES[format])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{format}"'
    if format == "csv":
        path, _, query = request.get_full_path().partition("?")
        described = f"{path}{ENDING}{'?' if query else ''}{query}"
        response.headers["Link"] = f'<{described}>; rel="describedby"; type="{MEDIA_TYPE}"'
    return response


def csv_description(request: HttpRequest, report: ReportTable) -> HttpResponse:
    """What the csv of the same question holds, as the web standard says it."""
    path, _, query = request.get_full_path().partition("?")
    table = path.removesuffix(ENDING).rpartition("/")[2]
    target = BytesIO()
    write_csv_metadata(report, f"{table}{'?' if query else ''}{query}", target)
    return HttpResponse(target.getvalue(), content_type=MEDIA_TYPE)
