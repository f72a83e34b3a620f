"""Read tables of points on the National Grid: postcodes, and centres of areas."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from commonweal.catalogue.types import PointTable, PostcodeTable, Release
from commonweal.sources.canonical import POINTS, POSTCODES, ReleaseTables, conform
from commonweal.sources.codes import check_codes, keep_areas
from commonweal.sources.columns import Checks, check_present, typed
from commonweal.sources.frames import read_text_frame

_EAST, _NORTH = 700_000, 1_300_000


def read_postcodes(release: Release, table: PostcodeTable, path: Path) -> ReleaseTables:
    """Read postcodes and their grid references; the postcode is kept in capitals, no space.

    Raises:
        InputError: with every problem of the table.
    """
    checks = Checks(path.name)
    wanted = (table.postcode_column, table.easting_column, table.northing_column)
    frame = read_text_frame(path, columns=wanted)
    if frame.height != table.rows:
        checks.add(f"{table.rows:,} postcodes", f"{frame.height:,}", hint="Is the file cut off?")
    east = typed(checks, frame, table.easting_column, "number", 0, _EAST)
    north = typed(checks, frame, table.northing_column, "number", 0, _NORTH)
    postcode = frame[table.postcode_column].str.replace_all(" ", "", literal=True)
    postcodes = pl.DataFrame(
        {"postcode": postcode.str.to_uppercase(), "easting": east, "northing": north}
    )
    repeated = frame.filter(postcodes["postcode"].is_duplicated())
    if repeated.height:
        checks.add_rows(repeated, "each postcode once", table.postcode_column)
    checks.finish(f"{release.title}: the file does not hold what was expected.")
    return ReleaseTables(postcodes=conform(postcodes.sort("postcode"), POSTCODES))


def read_points(release: Release, table: PointTable, path: Path) -> ReleaseTables:
    """Read the centres of areas.

    Raises:
        InputError: with every problem of the table.
    """
    checks = Checks(path.name)
    frame = read_text_frame(path)
    wanted = [table.code_column, table.easting_column, table.northing_column]
    if not check_present(checks, frame, wanted):
        checks.finish(f"{release.title}: not the table that was expected.")
    frame = keep_areas(checks, frame, table.code_column, table.keep, footer=False)
    check_codes(checks, frame, table.code_column, table.geography, table.rows)
    east = typed(checks, frame, table.easting_column, "number", 0, _EAST)
    north = typed(checks, frame, table.northing_column, "number", 0, _NORTH)
    checks.finish(f"{release.title}: the file does not hold what was expected.")
    points = pl.DataFrame(
        {"area_code": frame[table.code_column], "easting": east, "northing": north}
    )
    return ReleaseTables(
        points=conform(points.with_columns(geography=pl.lit(table.geography)), POINTS)
    )
