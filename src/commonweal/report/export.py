"""Write tables for people to take away: csv, Parquet, xlsx, JSON, GeoPackage or GeoJSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO

from commonweal.errors import InputError, InputProblem, MethodNotApplicable
from commonweal.report.bundle import Report
from commonweal.report.geographic import write_geojson, write_geopackage
from commonweal.report.plain import write_csv, write_json, write_parquet
from commonweal.report.table import ReportTable
from commonweal.report.workbook import write_workbook

if TYPE_CHECKING:
    import geopandas as gpd

_SINGLE: dict[str, Callable[[ReportTable, BinaryIO], None]] = {
    "csv": write_csv,
    "parquet": write_parquet,
}
_SEVERAL: dict[str, Callable[[Report | ReportTable, BinaryIO], None]] = {
    "xlsx": write_workbook,
    "json": write_json,
}
_MAPS: dict[str, Callable[[ReportTable, gpd.GeoDataFrame, BinaryIO], None]] = {
    "gpkg": write_geopackage,
    "geojson": write_geojson,
}
TABLE_FORMATS = (*_SINGLE, *_SEVERAL)
MAP_FORMATS = tuple(_MAPS)
FORMATS = (*TABLE_FORMATS, *MAP_FORMATS)
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "gpkg": "application/geopackage+sqlite3",
    "geojson": "application/geo+json",
}


def format_of(name: str | PurePath) -> str:
    """The format that a file's ending asks for.

    Raises:
        InputError: the ending is not one of ours; names those that are.
    """
    suffix = PurePath(name).suffix
    ending = suffix.removeprefix(".").lower()
    if ending not in FORMATS:
        known = ", ".join(f".{name}" for name in FORMATS)
        came = repr(suffix) if suffix else "a name without an ending"
        raise InputError(InputProblem(f"a file name ending in one of {known}", came, str(name)))
    return ending


def export(
    report: Report | ReportTable,
    target: BinaryIO,
    format: str,
    boundaries: gpd.GeoDataFrame | None = None,
) -> None:
    """Write a table, or a report of several, to a stream; invented data is labelled as such.

    The bytes depend on nothing but the tables and what describes them: no clock, no machine.
    (Charts in a workbook are drawn with the typeface where the front end has been built.)

    Args:
        report: the table and what describes it, or the report.
        target: a binary stream, open for writing.
        format: one of `FORMATS`.
        boundaries: outlines by `area_code` in EPSG:27700, which `MAP_FORMATS` need.

    Raises:
        InputError: there is no such format.
        MethodNotApplicable: a map format without outlines; several tables in a format of one.
    """
    if format not in FORMATS:
        raise InputError(InputProblem(f"one of {', '.join(FORMATS)}", repr(format)))
    ready = report.ready()
    if format in _SEVERAL:
        _SEVERAL[format](ready, target)
    elif format in _SINGLE:
        _SINGLE[format](_alone(ready, format), target)
    elif boundaries is None:
        raise MethodNotApplicable(
            f"A {format} file needs the outlines of the areas, and there are none for these. "
            f"Take one of {', '.join(TABLE_FORMATS)} instead."
        )
    else:
        _MAPS[format](_alone(ready, format), boundaries, target)


def _alone(report: Report | ReportTable, format: str) -> ReportTable:
    """The one table of a report.

    Raises:
        MethodNotApplicable: there are several.
    """
    if isinstance(report, ReportTable):
        return report
    if len(report.tables) > 1:
        raise MethodNotApplicable(
            f"A {format} file holds one table, and this report has {len(report.tables)}. "
            f"Take one of {', '.join(_SEVERAL)} instead."
        )
    return report.tables[0]
