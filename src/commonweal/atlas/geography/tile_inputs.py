"""What the tiles are cut from: files of outlines and names, drawn for small and large scales."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import polars as pl
import shapely

from commonweal.atlas.geography.generalise import from_mercator, grid_unit, on_grid, to_mercator
from commonweal.atlas.geography.rings import Points, Shapes
from commonweal.sources.projection import unproject

FIRST_ZOOM, LAST_SMALL, LAST_ZOOM = 4, 7, 10
"""The first zoom, the last of the small scales, and the last of all."""
DETAIL, LAST_DETAIL = 11, 12
"""2^11 points a tile are four to a pixel; the largest scale, which is enlarged, has 2^12."""
PLACES = "places"
# MSOAs are drawn as outlines only where there is room for them; their values colour LSOAs.
_FIRST_ZOOMS = {"msoa": 9}
# Bends of the outlines that the small scales leave out, in metres: at most a pixel and a half.
_BEND = 250.0
# Metres. What is narrower on average than half the grid at zoom 8 could fall through it.
_NARROW = 20.0


def first_zoom(layer: str) -> int:
    """The smallest zoom at which a layer is in the tiles."""
    return next(
        (zoom for level, zoom in _FIRST_ZOOMS.items() if layer.startswith(level)), FIRST_ZOOM
    )


def write_large(folder: Path, layers: Mapping[str, Shapes], places: pl.DataFrame) -> list[str]:
    """Files for the large scales, in longitude and latitude: the outlines as they are.

    Returns:
        The names of the layers written.
    """
    for layer, shapes in layers.items():
        first = max(first_zoom(layer), LAST_SMALL + 1)
        narrow = 2 * shapely.area(shapes) < _NARROW * shapely.length(shapes)
        degrees = shapely.set_coordinates(shapes.copy(), unproject(shapely.get_coordinates(shapes)))
        degrees[narrow] = None
        with (folder / f"{layer}.json").open("w", encoding="utf-8") as stream:
            stream.writelines(_features(degrees, {"minzoom": first, "maxzoom": LAST_ZOOM}))
            for zoom in range(first, LAST_ZOOM + 1) if narrow.any() else ():
                detail = DETAIL if zoom < LAST_ZOOM else LAST_DETAIL
                drawn = np.full(len(shapes), None, dtype=object)
                drawn[narrow] = on_grid(to_mercator(shapes[narrow]), grid_unit(zoom, detail))
                drawn[narrow] = from_mercator(drawn[narrow])
                stream.writelines(_features(drawn, {"minzoom": zoom, "maxzoom": zoom}))
    spots = unproject(places.select("easting", "northing").to_numpy())
    _write_places(folder, places, spots, LAST_SMALL + 1, LAST_ZOOM)
    return [*layers, PLACES]


def write_small(folder: Path, layers: Mapping[str, Shapes], places: pl.DataFrame) -> list[str]:
    """Files for the small scales, in metres of Mercator: the outlines drawn anew for each zoom.

    Returns:
        The names of the layers written.
    """
    written = [layer for layer in layers if first_zoom(layer) <= LAST_SMALL]
    for layer in written:
        drawn = to_mercator(shapely.coverage_simplify(layers[layer], _BEND))
        with (folder / f"{layer}.json").open("w", encoding="utf-8") as stream:
            for zoom in range(first_zoom(layer), LAST_SMALL + 1):
                gridded = shapely.transform(on_grid(drawn, grid_unit(zoom, DETAIL)), _short)
                stream.writelines(_features(gridded, {"minzoom": zoom, "maxzoom": zoom}))
    spots = to_mercator(np.asarray(shapely.points(places.select("easting", "northing").to_numpy())))
    _write_places(folder, places, shapely.get_coordinates(spots), FIRST_ZOOM, LAST_SMALL)
    return [*written, PLACES]


def _short(coordinates: Points) -> Points:
    """To a tenth of a metre: the grid is far coarser, and the file is half as long."""
    return np.round(coordinates, 1)


def _features(shapes: Shapes, zooms: Mapping[str, int]) -> Iterator[str]:
    """One line of GeoJSON for each shape there is, by its number from 0, for some zooms only."""
    only = json.dumps(zooms)
    for number, shape in enumerate(shapely.to_geojson(shapes)):
        if shape is not None:
            yield (
                f'{{"type":"Feature","id":{number},"tippecanoe":{only},'
                f'"properties":{{}},"geometry":{shape}}}\n'
            )


def _write_places(folder: Path, places: pl.DataFrame, spots: Points, first: int, last: int) -> None:
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
