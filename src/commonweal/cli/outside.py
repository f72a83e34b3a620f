"""What commands take from the world around them: the environment and the disk."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from commonweal.report.licensing import VARIABLE, licensed_releases

if TYPE_CHECKING:
    import geopandas as gpd
    import polars as pl

    from commonweal.atlas import Atlas
    from commonweal.report.bundle import Report
    from commonweal.report.table import ReportTable


def licensed() -> frozenset[str]:
    """The releases that the operator declares a licence for."""
    return licensed_releases(os.environ.get(VARIABLE, ""))


def check_ending(out: Path | None, *, maps: bool = True) -> None:
    """Refuse a file name that no format fits, before any work is done.

    Raises:
        InputError: names the endings there are.
    """
    if out is not None:
        from commonweal.errors import InputError, InputProblem
        from commonweal.report.export import MAP_FORMATS, TABLE_FORMATS, format_of

        ending = format_of(out)
        if ending in MAP_FORMATS and not maps:
            *others, last = (f".{name}" for name in TABLE_FORMATS)
            known = f"{', '.join(others)} or {last}"
            problem = InputProblem(f"a file name ending in {known}", f".{ending}")
            raise InputError(problem)


def read_text_table(path: Path) -> pl.DataFrame:
    """A csv as it stands: every column as text, rows in order; blanks stay blank.

    Raises:
        InputError: it is no csv that can be read.
        FileNotFoundError: it is not there.
    """
    import polars as pl

    from commonweal.errors import InputError, InputProblem

    try:
        return pl.read_csv(path.read_bytes(), infer_schema=False)
    except pl.exceptions.PolarsError as error:
        came = str(error).splitlines()[0]
        raise InputError(InputProblem("a csv table with headings", came, file=path.name)) from None


def write_out(
    report: Report | ReportTable, out: Path, atlas: Atlas | None = None, geography: str = ""
) -> None:
    """Write a table to a file in the format of its ending; whole, or not at all.

    Raises:
        InputError: no format has this ending.
        MethodNotApplicable: a map file of areas whose outlines are not held.
        DiskFull: there is no space left.
    """
    from commonweal.report.export import format_of

    write_outlines(report, out, _outlines(format_of(out), atlas, geography))


def write_outlines(
    report: Report | ReportTable, out: Path, outlines: gpd.GeoDataFrame | None
) -> None:
    """Write a table to a file, with outlines by its first column where the format has any.

    Beside a csv goes what it holds, in the form and under the name of the web standard.

    Raises:
        InputError: no format has this ending.
        MethodNotApplicable: a map file without outlines.
        DiskFull: there is no space left.
    """
    from urllib.parse import quote

    from commonweal.report.bundle import as_report
    from commonweal.report.csvw import ENDING, write_csv_metadata
    from commonweal.report.export import export, format_of

    ending = format_of(out)
    _write_whole(out, lambda stream: export(report, stream, ending, outlines))
    if ending == "csv":
        table = as_report(report).tables[0]
        beside = out.with_name(out.name + ENDING)
        _write_whole(beside, lambda stream: write_csv_metadata(table, quote(out.name), stream))


def _write_whole(out: Path, write: Callable[[BinaryIO], None]) -> None:
    from commonweal.sources.cache import atomic_write

    try:
        with atomic_write(out) as stream:
            write(stream)
    except OSError as error:
        # The file that failed is one beside it, which a person has never heard of.
        raise type(error)(error.errno, error.strerror, str(out)) from error


def _outlines(ending: str, atlas: Atlas | None, geography: str) -> gpd.GeoDataFrame | None:
    from commonweal.report.export import MAP_FORMATS

    if ending not in MAP_FORMATS or atlas is None:
        return None
    held = atlas.folder / "boundaries" / f"{geography}.parquet"
    return atlas.boundaries(geography) if held.is_file() else None
