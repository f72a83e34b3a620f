"""What commands take from the world around them: the environment and the disk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from commonweal.report.licensing import VARIABLE, licensed_releases

if TYPE_CHECKING:
    import geopandas as gpd
    import polars as pl

    from commonweal.atlas import Atlas
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
        from commonweal.report.export import MAP_FORMATS, format_of

        ending = format_of(out)
        if ending in MAP_FORMATS and not maps:
            problem = InputProblem("a file name ending in .csv, .parquet or .xlsx", f".{ending}")
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
    report: ReportTable, out: Path, atlas: Atlas | None = None, geography: str = ""
) -> None:
    """Write a table to a file in the format of its ending; whole, or not at all.

    Raises:
        InputError: no format has this ending.
        MethodNotApplicable: a map file of areas whose outlines are not held.
        DiskFull: there is no space left.
    """
    from commonweal.report.export import format_of

    write_outlines(report, out, _outlines(format_of(out), atlas, geography))


def write_outlines(report: ReportTable, out: Path, outlines: gpd.GeoDataFrame | None) -> None:
    """Write a table to a file, with outlines by its first column where the format has any.

    Raises:
        InputError: no format has this ending.
        MethodNotApplicable: a map file without outlines.
        DiskFull: there is no space left.
    """
    from commonweal.report.export import export, format_of
    from commonweal.sources.cache import atomic_write

    try:
        with atomic_write(out) as stream:
            export(report, stream, format_of(out), outlines)
    except OSError as error:
        # The file that failed is one beside it, which a person has never heard of.
        raise type(error)(error.errno, error.strerror, str(out)) from error


def _outlines(ending: str, atlas: Atlas | None, geography: str) -> gpd.GeoDataFrame | None:
    from commonweal.report.export import MAP_FORMATS

    if ending not in MAP_FORMATS or atlas is None:
        return None
    held = atlas.folder / "boundaries" / f"{geography}.parquet"
    return atlas.boundaries(geography) if held.is_file() else None
