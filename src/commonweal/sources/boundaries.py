"""Read outlines, centres and hexes of areas from geographic files, strictly.

GeoJSON (packed or not), GeoPackage and shapefile are read; outlines come back as they stand,
in the National Grid. Mending rings that cross themselves is the atlas's business, not this.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from commonweal.catalogue import GEOGRAPHIES
from commonweal.catalogue.types import BoundaryFile, Geography, Release
from commonweal.errors import InputError, InputProblem, SourceMissing
from commonweal.sources.canonical import AREAS, POINTS, ReleaseTables, conform
from commonweal.sources.columns import Checks
from commonweal.sources.hexes import HEX_COLUMNS, hex_layers

if TYPE_CHECKING:
    import geopandas as gpd

# The United Kingdom and its waters, generously: a point outside is in another system.
_BOUNDS = {4326: (-9.0, 49.0, 2.5, 61.5), 27700: (0.0, 0.0, 700_000.0, 1_300_000.0)}
_OTHER_NATIONS = ("W", "S", "N")
_POLYGONS = (3, 6)
_POINTS = (0,)
_SHOWN = 3


def read_boundary_file(release: Release, table: BoundaryFile, path: Path) -> ReleaseTables:
    """Read one geographic file of a release by its kind.

    Raises:
        SourceMissing: no such file.
        InputError: with every problem of the file.
    """
    known = GEOGRAPHIES[table.geography]
    if table.kind == "centroid":
        return ReleaseTables(points=read_centroids(path, table.code_property, known, table.areas))
    frame = read_boundaries(
        path,
        table.code_property,
        table.name_property,
        geography=known,
        expected=table.areas,
        layer=table.layer,
        own_grid=table.kind == "hex",
    )
    plain = pl.DataFrame(
        {"area_code": frame["area_code"].to_list(), "area_name": frame["area_name"].to_list()}
    ).with_columns(geography=pl.lit(known.id))
    if table.kind == "hex":
        named = plain.rename({"area_name": "local_name"})
        hexes = {known.id: frame, **hex_layers(path, known.id)}
        return ReleaseTables(areas=conform(named, AREAS), hexes=hexes)
    return ReleaseTables(areas=conform(plain, AREAS), outlines={known.id: frame})


def read_boundaries(
    path: Path,
    code_property: str,
    name_property: str = "",
    *,
    geography: Geography,
    expected: int = 0,
    layer: str = "",
    own_grid: bool = False,
) -> gpd.GeoDataFrame:
    """Outlines of areas, as they stand in a file.

    Args:
        path: .geojson, .geojson.gz, .gpkg, .shp or another format that GDAL knows.
        code_property: the property with the area's code; `a|b` takes `b` where `a` is blank.
        name_property: the property with its name (the code is the name where there is none).
        geography: what the codes must be. Areas of other nations are left out.
        expected: how many areas there must be; 0 where that is not fixed.
        layer: the layer of a GeoPackage.
        own_grid: the shapes are a diagram in units of their own: all properties are kept, and
            no system of coordinates is claimed.

    Returns:
        `area_code`, `area_name`, geometry (Polygon or MultiPolygon), by area_code; EPSG:27700.

    Raises:
        SourceMissing: no such file.
        InputError: every problem: not readable, broken off, properties or areas missing,
            codes repeated or of another kind, no outline, not where it should be.
    """
    from commonweal.sources.projection import to_national_grid

    checks = Checks(path.name, layer)
    frame = _read(path, layer)
    code_property, name_property = _fill_in(
        checks, frame, (code_property, name_property), geography
    )
    frame = _keep_england(checks, frame, code_property, geography, expected)
    _check_shapes(checks, frame, code_property, _POLYGONS, "an outline (a polygon)")
    if not own_grid:
        _check_place(checks, frame, code_property)
    checks.finish(f"{path.name}: not the outlines of {geography.plural} that were expected.")
    frame = _named(frame, code_property, name_property, keep_all=own_grid)
    return frame.set_crs(None, allow_override=True) if own_grid else to_national_grid(frame)


def read_centroids(
    path: Path, code_property: str, geography: Geography, expected: int = 0
) -> pl.DataFrame:
    """Population-weighted centres: geography, area_code, easting and northing in metres.

    Raises:
        SourceMissing: no such file.
        InputError: with every problem of the file.
    """
    checks = Checks(path.name)
    frame = _read(path)
    (code_property,) = _fill_in(checks, frame, (code_property,), geography)
    frame = _keep_england(checks, frame, code_property, geography, expected)
    _check_shapes(checks, frame, code_property, _POINTS, "a point")
    _check_place(checks, frame, code_property)
    if frame.crs is not None and frame.crs.to_epsg() not in (None, 27700):
        checks.add("points in the British National Grid", str(frame.crs))
    checks.finish(f"{path.name}: not the centres of {geography.plural} that were expected.")
    points = pl.DataFrame(
        {
            "area_code": frame[code_property].to_list(),
            "easting": frame.geometry.x.to_numpy(),
            "northing": frame.geometry.y.to_numpy(),
        }
    ).with_columns(geography=pl.lit(geography.id))
    return conform(points.sort("area_code"), POINTS)


def _read(path: Path, layer: str = "") -> gpd.GeoDataFrame:
    import pyogrio

    if not path.is_file():
        raise SourceMissing(f"{path}: there is no such file")
    content: Any = _unpacked(path) if path.suffix == ".gz" else path
    options: dict[str, Any] = {"layer": layer} if layer else {}
    if path.name.endswith((".csv", ".csv.gz")):
        options |= {"X_POSSIBLE_NAMES": "X", "Y_POSSIBLE_NAMES": "Y"}
    try:
        return pyogrio.read_dataframe(content, **options)
    except pyogrio.errors.DataLayerError as error:
        raise InputError(
            InputProblem(f"a layer {layer!r}", str(error), path.name, hint="Is it the right file?")
        ) from None
    except pyogrio.errors.DataSourceError as error:
        came = f"one that does not read ({str(error).split(';')[-1].strip()})"
        if "not recognized" in str(error):
            came = "something else"
        raise InputError(
            InputProblem("a whole geographic file", came, path.name, hint="Fetch it again.")
        ) from None


def _unpacked(path: Path) -> bytes:
    try:
        return gzip.decompress(path.read_bytes())
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(
            InputProblem(
                "a whole gzip file",
                f"one that breaks off or is damaged ({error})",
                path.name,
                hint="Fetch the file again.",
            )
        ) from None


def _fill_in(
    checks: Checks, frame: gpd.GeoDataFrame, properties: Sequence[str], geography: Geography
) -> list[str]:
    """The properties' names, with blanks of `a` filled from `b` where `a|b` was asked for.

    Stops here unless there are shapes and these properties: nothing else could be checked.
    """
    if "geometry" not in frame.columns or not hasattr(frame, "crs"):
        checks.add("shapes", "a table without shapes")
    held = ", ".join(str(column) for column in frame.columns if column != "geometry")
    firsts = []
    for wanted in properties:
        first, *others = wanted.split("|")
        firsts.append(first)
        for name in (first, *others) if first else ():
            if name not in frame.columns:
                checks.add("this property", f"a file with {held or 'none'}", name)
            elif name != first and first in frame.columns:
                frame[first] = frame[first].fillna(frame[name])
    checks.finish(f"{checks.file}: not the file of {geography.plural} that was expected.")
    return firsts


def _keep_england(
    checks: Checks, frame: gpd.GeoDataFrame, column: str, geography: Geography, expected: int
) -> gpd.GeoDataFrame:
    """The areas of the geography, by code. Strange, repeated and missing codes are problems."""
    codes = frame[column].astype("string")
    frame = frame[~codes.str.startswith(_OTHER_NATIONS, na=False)]
    codes = frame[column].astype("string")
    pattern = re.compile(geography.code_pattern)
    for position, code in codes.items():
        if not isinstance(code, str) or not pattern.fullmatch(code):
            came = repr(code) if isinstance(code, str) else "a blank"
            where = f"{came} in feature {position + 1}"
            checks.add(f"a code of {geography.title}", where, column)
        if len(checks.problems) >= _SHOWN:
            break
    repeated = codes[codes.duplicated() & codes.notna()]
    for code in sorted(set(repeated))[:_SHOWN]:
        checks.add("each code once", f"{code} more than once", column)
    if expected and len(frame) != expected:
        hint = "Is the file cut off, or of another year?"
        checks.add(f"{expected:,} areas", f"{len(frame):,}", hint=hint)
    return frame.sort_values(column, kind="stable").reset_index(drop=True)


def _check_shapes(
    checks: Checks, frame: gpd.GeoDataFrame, column: str, types: tuple[int, ...], words: str
) -> None:
    import shapely

    shapes = frame.geometry.to_numpy()
    kinds = shapely.get_type_id(shapes)
    bad = np.flatnonzero(~np.isin(kinds, types) | shapely.is_empty(shapes))
    for position in bad[:_SHOWN]:
        shape = shapes[position]
        came = "nothing" if shape is None or shape.is_empty else shape.geom_type
        checks.add(words, f"{came} for {frame[column].iloc[position]}", "geometry")
    if len(bad) > _SHOWN:
        checks.add(words, f"{len(bad) - _SHOWN} more areas like these", "geometry")


def _check_place(checks: Checks, frame: gpd.GeoDataFrame, column: str) -> None:
    import shapely

    epsg = 27700 if frame.crs is None else frame.crs.to_epsg(min_confidence=20)
    if epsg not in _BOUNDS:
        checks.add("WGS84 or the British National Grid", str(frame.crs.name), "geometry")
        return
    low_x, low_y, high_x, high_y = _BOUNDS[epsg]
    box = shapely.bounds(frame.geometry.to_numpy())
    known = ~np.isnan(box[:, 0])
    outside = (
        (box[:, 0] < low_x) | (box[:, 1] < low_y) | (box[:, 2] > high_x) | (box[:, 3] > high_y)
    )
    for position in np.flatnonzero(outside & known)[:_SHOWN]:
        place = ", ".join(f"{value:g}" for value in box[position])
        where = f"{place} for {frame[column].iloc[position]}"
        checks.add(f"a place in the United Kingdom (EPSG:{epsg})", where, "geometry")


def _named(
    frame: gpd.GeoDataFrame, code_property: str, name_property: str, *, keep_all: bool
) -> gpd.GeoDataFrame:
    named = frame.rename(columns={code_property: "area_code"})
    named["area_name"] = named[name_property] if name_property else named["area_code"]
    named["area_name"] = named["area_name"].str.strip()
    others = [
        column
        for column in named.columns
        if keep_all and column not in ("area_code", "area_name", name_property, "geometry")
    ]
    named = named[["area_code", "area_name", *others, "geometry"]]
    return named.rename(columns=HEX_COLUMNS)
