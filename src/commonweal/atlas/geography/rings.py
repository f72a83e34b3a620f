"""Rings of outlines as arrays: which edges are shared, what a tangled ring encloses.

All coordinates are in metres on a grid of millimetres, so that "the same point" is exact.
"""

from __future__ import annotations

from typing import cast

import numpy as np
import numpy.typing as npt
import polars as pl
import shapely

Shapes = npt.NDArray[np.object_]
Points = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Keys = npt.NDArray[np.uint64]

GRID = 0.001
"""Size in metres of the grid that all coordinates stand on."""


def keys(points: Points) -> Keys:
    """One whole number for each point (n × 2); the same number for the same millimetre."""
    whole = np.rint(points / GRID).astype(np.int64) + 2**31
    return (whole[:, 0].astype(np.uint64) << np.uint64(32)) | whole[:, 1].astype(np.uint64)


def points_of(corner: Keys) -> Points:
    """The points (n × 2) that keys stand for."""
    east, north = corner >> np.uint64(32), corner & np.uint64(2**32 - 1)
    whole = np.column_stack([east, north]).astype(np.int64) - 2**31
    # Dividing gives the very number that rounding to three decimals gave; multiplying does not.
    return np.asarray(whole / round(1 / GRID))


def shared_edges(shapes: Shapes) -> pl.DataFrame:
    """Pairs of shapes with edges in common: `a` < `b` (positions), `metres` in all; sorted.

    An edge is shared if both its ends are the same. An edge that several shapes have counts for
    each pair of them; one that a shape runs along twice counts once.
    """
    low, high, shape, metres = _sorted_edges(shapes)
    pairs = []
    step = 1
    while step < len(low):
        same = (low[step:] == low[:-step]) & (high[step:] == high[:-step])
        if not same.any():
            break
        first = np.flatnonzero(same)
        pairs.append(np.column_stack([shape[first], shape[first + step], first]))
        step += 1
    found = np.concatenate(pairs) if pairs else np.empty((0, 3), dtype=np.int64)
    frame = pl.DataFrame({"a": found[:, 0], "b": found[:, 1], "metres": metres[found[:, 2]]})
    return (
        frame.sort("a", "b", "metres")
        .group_by("a", "b", maintain_order=True)
        .agg(pl.col("metres").sum().round(3))
    )


def _sorted_edges(shapes: Shapes) -> tuple[Keys, Keys, Indices, Points]:
    """Each edge of each shape once, equal ones together: keys of its ends, shape, length."""
    low, high, shape = edges(shapes)
    order = np.lexsort((shape, high, low))
    low, high, shape = low[order], high[order], shape[order]
    once = np.ones(len(low), dtype=bool)
    once[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1]) | (shape[1:] != shape[:-1])
    low, high, shape = low[once], high[once], shape[once]
    return low, high, shape, np.linalg.norm(points_of(high) - points_of(low), axis=1)


def edges(shapes: Shapes) -> tuple[Keys, Keys, Indices]:
    """All edges of all rings: keys of their ends, the lower first, and position of the shape."""
    parts, part_owner = shapely.get_parts(shapes, return_index=True)
    rings, ring_owner = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    corner = keys(points)
    real = (ring[1:] == ring[:-1]) & (corner[1:] != corner[:-1])
    start, end = corner[:-1][real], corner[1:][real]
    shape = part_owner[ring_owner[ring[:-1][real]]].astype(np.int64)
    return np.minimum(start, end), np.maximum(start, end), shape


def even_odd(shape: shapely.Geometry) -> shapely.Geometry:
    """What the rings of a shape enclose by the even-odd rule: always valid, maybe empty.

    A point is inside if a line from it to far away meets the rings an odd number of times. So a
    part drawn within another part is a hole, both loops of a figure of eight are inside, and
    what has no width is nothing.
    """
    rings = shapely.get_rings(shapely.get_parts(shape))
    corner, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    return enclosed(np.stack([corner[:-1][same], corner[1:][same]], axis=1), GRID)


def enclosed(lines: Points, grid: float | None = None) -> shapely.Geometry:
    """What straight lines (n × 2 ends × 2) enclose by the even-odd rule: valid, maybe empty.

    The lines need not be in order, nor meet only at their ends. Where they cross, a corner is
    made: on the grid, if one is given.
    """
    drawn = faces(lines, grid)
    within = shapely.get_coordinates(shapely.point_on_surface(drawn))
    return shapely.coverage_union_all(drawn[_crossings(within, lines) % 2 == 1])


def faces(lines: Points, grid: float | None = None) -> Shapes:
    """The smallest polygons that a network of straight lines (n × 2 ends × 2) cuts the plane in."""
    single = np.asarray(shapely.linestrings(lines), dtype=object)
    threads = shapely.line_merge(shapely.multilinestrings(single))
    network = shapely.union_all(threads, grid_size=grid)
    return shapely.get_parts(shapely.polygonize(shapely.get_parts(network)))


def _crossings(points: Points, lines: Points) -> Indices:
    """How many of the lines a line from each point to the east meets."""
    (x0, y0), (x1, y1) = lines[:, 0].T, lines[:, 1].T
    # A line that spans the height of a point is not level, so the division is defined there.
    rise = np.where(y1 == y0, 1.0, y1 - y0)
    met = np.empty(len(points), dtype=np.int64)
    for number, (x, y) in enumerate(points):
        spans = (y0 > y) != (y1 > y)
        met[number] = np.count_nonzero(spans & (x < x0 + (y - y0) * (x1 - x0) / rise))
    return met


def with_corners(shape: shapely.Geometry, new: Points, reach: float = 2 * GRID) -> shapely.Geometry:
    """The shape with new corners (n × 2) in the edges they lie on; its outline stays the same.

    A point farther than `reach` from every edge is left out.
    """
    parts = []
    for part in shapely.get_parts(shape):
        rings = [
            _insert(shapely.get_coordinates(ring), new, reach) for ring in shapely.get_rings(part)
        ]
        parts.append(shapely.Polygon(rings[0], rings[1:]))
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _insert(ring: Points, new: Points, reach: float) -> Points:
    away = _distances(ring, new)
    near = away.min(axis=1) <= reach
    near &= ~np.isin(keys(new), keys(ring))
    new, edge = new[near], away[near].argmin(axis=1)
    share = _share(ring, new)[np.arange(len(new)), edge]
    order = np.lexsort((share, edge))
    return np.insert(ring, edge[order] + 1, new[order], axis=0)


def _distances(ring: Points, points: Points) -> Points:
    """From each point (rows) to each edge of a ring (columns), in metres."""
    nearest = ring[:-1] + _share(ring, points)[..., None] * np.diff(ring, axis=0)
    return cast("Points", np.linalg.norm(nearest - points[:, None], axis=2))


def _share(ring: Points, points: Points) -> Points:
    """How far along each edge (0 to 1) its point nearest to each of the points lies."""
    along = np.diff(ring, axis=0)
    length = np.einsum("ej,ej->e", along, along)
    share = np.einsum("pej,ej->pe", points[:, None] - ring[:-1], along)
    return cast("Points", np.clip(share / np.where(length > 0, length, 1), 0, 1))
