"""Write a table for people to take away: csv, xlsx, parquet, GeoPackage or GeoJSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO

from commonweal.errors import InputError, InputProblem, MethodNotApplicable
from commonweal.report.geographic import write_geojson, write_geopackage
from commonweal.report.plain import write_csv, write_parquet
from commonweal.report.table import ReportTable
from commonweal.report.workbook import write_workbook

if TYPE_CHECKING:
    import geopandas as gpd

_TABLES: dict[str, Callable[[ReportTable, BinaryIO], None]] = {
    "csv": write_csv,
    "parquet": write_parquet,
    "xlsx": write_workbook,
}
_MAPS: dict[str, Callable[[ReportTable, gpd.GeoDataFrame, BinaryIO], None]] = {
    "gpkg": write_geopackage,
    "geojson": write_geojson,
}
FORMATS = (*_TABLES, *_MAPS)
MAP_FORMATS = tuple(_MAPS)
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
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
    report: ReportTable,
    target: BinaryIO,
    format: str,
    boundaries: gpd.GeoDataFrame | None = None,
) -> None:
    """Write a table to a stream; one of invented data is labelled as such in every format.

    The bytes depend on nothing but the table and what describes it: no clock, no machine.

    Args:
        report: the table and what describes it.
        target: a binary stream, open for writing.
        format: one of `FORMATS`.
        boundaries: outlines by `area_code` in EPSG:27700, which `MAP_FORMATS` need.

    Raises:
        InputError: there is no such format.
        MethodNotApplicable: a map format without outlines.
    """
    ready = report.ready()
    if format in _TABLES:
        _TABLES[format](ready, target)
    elif format not in _MAPS:
        raise InputError(InputProblem(f"one of {', '.join(FORMATS)}", repr(format)))
    elif boundaries is None:
        raise MethodNotApplicable(
            f"A {format} file needs the outlines of the areas, and there are none for these. "
            f"Take one of {', '.join(_TABLES)} instead."
        )
    else:
        _MAPS[format](ready, boundaries, target)
