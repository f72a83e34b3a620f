"""Outlines for the map's small scales: on the grid of a zoom, and none so small that it is lost.

At zoom 5 all of London is 80 pixels wide, and a neighbourhood in it less than one. Left to
itself, whatever cuts tiles drops what has no size on the tile's grid. So the outlines are put on
the grid here: neighbours' corners fall on the same points, so they keep sharing edges, and an
area that has no extent left is drawn as one square of the grid.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from commonweal.atlas.geography.rings import Flags, Indices, Shapes
from commonweal.sources.projection import unproject

EARTH = 6378137.0
"""Radius in metres of the sphere of the web's Mercator projection (EPSG:3857)."""


def to_mercator(shapes: Shapes) -> Shapes:
    """Shapes of the National Grid in the web's Mercator projection (EPSG:3857)."""
    longitude, latitude = np.radians(unproject(shapely.get_coordinates(shapes))).T
    north = np.arcsinh(np.tan(latitude))
    return shapely.set_coordinates(shapes.copy(), EARTH * np.column_stack([longitude, north]))


def from_mercator(shapes: Shapes) -> Shapes:
    """Shapes of the web's Mercator projection in longitude and latitude (seven decimals)."""
    x, y = shapely.get_coordinates(shapes).T / EARTH
    degrees = np.degrees(np.column_stack([x, np.arctan(np.sinh(y))]))
    return shapely.set_coordinates(shapes.copy(), np.round(degrees, 7))


def grid_unit(zoom: int, detail: int) -> float:
    """Metres (of Mercator) between points of the grid of a zoom with 2^detail points a tile."""
    return float(2 * np.pi * EARTH / 2 ** (zoom + detail))


def on_grid(shapes: Shapes, unit: float) -> Shapes:
    """Shapes on a grid: their corners at whole multiples of `unit`, none of them without area.

    Corners that fall together or into line are left out. Parts and holes that lose all extent
    go, unless nothing else is left of a shape: then it is one square of the grid.
    """
    parts, part_owner = shapely.get_parts(shapes, return_index=True)
    rings, ring_owner = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    corners = np.rint(points / unit).astype(np.int64)
    for _ in range(2):
        kept = ~_idle(corners, ring)
        corners, ring = corners[kept], ring[kept]
    encloses = _encloses(corners, ring, len(rings))
    shell = np.ones(len(rings), dtype=bool)
    shell[1:] = ring_owner[1:] != ring_owner[:-1]
    # A hole goes with its shell.
    drawn = encloses & encloses[shell][ring_owner]
    number = np.cumsum(drawn) - 1
    seen = drawn[ring]
    closed: Any = shapely.linearrings(corners[seen] * unit, indices=number[ring[seen]])
    part, owner = np.unique(ring_owner[drawn], return_inverse=True)
    polygons: Any = shapely.polygons(closed, indices=owner)
    there, whole = np.unique(part_owner[part], return_inverse=True)
    gridded = np.empty(len(shapes), dtype=object)
    gridded[there] = shapely.multipolygons(polygons, indices=whole)
    lost = np.setdiff1d(np.arange(len(shapes)), there)
    gridded[lost] = _squares(shapes[lost], unit)
    return gridded


def _idle(corners: Indices, ring: Indices) -> Flags:
    """Corners that are their predecessor again, or lie in line between their two neighbours.

    The first and last corner of a ring, which are the same, stay.
    """
    idle = np.zeros(len(corners), dtype=bool)
    before, after = corners[1:-1] - corners[:-2], corners[2:] - corners[1:-1]
    within = (ring[1:-1] == ring[:-2]) & (ring[1:-1] == ring[2:])
    idle[1:-1] = within & (before[:, 0] * after[:, 1] == before[:, 1] * after[:, 0])
    return idle


def _encloses(corners: Indices, ring: Indices, count: int) -> Flags:
    """Whether each ring has enough corners and an area."""
    x, y = corners.T
    same = ring[:-1] == ring[1:]
    twice_area = np.bincount(
        ring[:-1][same], (x[:-1] * y[1:] - x[1:] * y[:-1])[same], minlength=count
    )
    corners_of = np.bincount(ring, minlength=count)
    return np.asarray((corners_of >= 4) & (twice_area != 0))


def _squares(shapes: Shapes, unit: float) -> Shapes:
    """The square of the grid in which a point inside each shape lies."""
    low = np.floor(shapely.get_coordinates(shapely.point_on_surface(shapes)) / unit) * unit
    return np.asarray(shapely.box(*low.T, *(low + unit).T), dtype=object)
