"""Mend outlines without losing shared edges; join them to larger areas; make them lighter.

The outlines we hold were rounded to 4 decimals of a degree by others. That makes some rings
cross or touch themselves, and turned some holes into parts of their own. Since the same corner
was rounded alike everywhere, neighbours still share their edges exactly, as long as nobody moves
a corner: so only what is wrong is mended, on a grid of millimetres, and a corner that mending
adds on an edge is added on the neighbour's edge too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import shapely

from commonweal.atlas.geography.rings import (
    GRID,
    Indices,
    Points,
    Shapes,
    even_odd,
    keys,
    shared_edges,
    with_corners,
)
from commonweal.errors import InputError, InputProblem
from commonweal.sources.projection import to_national_grid

if TYPE_CHECKING:
    import geopandas as gpd

_REACH = 2 * GRID


@dataclass(frozen=True, slots=True)
class Repair:
    """Mended outlines, and what mending did.

    Attributes:
        areas: area_code, area_name, geometry (valid, EPSG:27700), repaired; by area_code.
        changes: area_code, before, after (square metres) of each area that was mended. `before`
            counts a hole that was drawn as a part twice.
        spurs: area_code, neighbour_code, metres: pairs that shared an edge in the file only
            along a spur without width, which no outline can keep. They are neighbours still:
            hand them to `neighbours`.
    """

    areas: gpd.GeoDataFrame
    changes: pl.DataFrame
    spurs: pl.DataFrame


def repair(frame: gpd.GeoDataFrame) -> Repair:
    """Mend outlines that cross or touch themselves; every area and every shared edge stays.

    Args:
        frame: area_code, geometry (Polygon, MultiPolygon), maybe area_name; EPSG:27700 or WGS84.

    Raises:
        InputError: an area encloses nothing at all, so that there is no outline to mend.
    """
    frame = to_national_grid(frame).sort_values("area_code", kind="stable", ignore_index=True)
    raw: Shapes = frame.geometry.to_numpy()
    codes = frame["area_code"].to_numpy(dtype=object)
    broken = np.flatnonzero(~shapely.is_valid(raw))
    shapes = raw.copy()
    shapes[broken] = [even_odd(shape) for shape in raw[broken]]
    _must_enclose(codes, shapes)
    _add_corners_to_neighbours(raw, shapes, broken)
    frame = frame.set_geometry(shapes)
    frame["repaired"] = np.isin(np.arange(len(frame)), broken)
    changes = pl.DataFrame(
        {
            "area_code": codes[broken].tolist(),
            "before": shapely.area(raw[broken]),
            "after": shapely.area(shapes[broken]),
        },
        schema={"area_code": pl.String, "before": pl.Float64, "after": pl.Float64},
    )
    return Repair(frame, changes, _spurs(codes, raw, shapes, broken))


def _must_enclose(codes: Shapes, shapes: Shapes) -> None:
    empty = codes[shapely.area(shapes) == 0]
    if len(empty):
        raise InputError(
            [
                InputProblem("an outline that encloses an area", f"one that does not for {code}")
                for code in empty
            ],
            "Some outlines cannot be mended.",
        )


def _add_corners_to_neighbours(raw: Shapes, shapes: Shapes, broken: Indices) -> None:
    """Put the corners that mending made on shared edges into the neighbours' edges, in place."""
    new, maker = _new_corners(raw, shapes, broken)
    tree = shapely.STRtree(shapes)
    corner, other = tree.query(shapely.points(new), predicate="dwithin", distance=_REACH)
    apart = maker[corner] != other
    corner, other = corner[apart], other[apart]
    for position in np.unique(other):
        wanted = new[corner[other == position]]
        _, first = np.unique(keys(wanted), return_index=True)
        changed = with_corners(shapes[position], wanted[first])
        if shapely.is_valid(changed):
            shapes[position] = changed


def _new_corners(raw: Shapes, shapes: Shapes, broken: Indices) -> tuple[Points, Indices]:
    """Corners of the mended shapes that the file does not have, and the position of the shape."""
    points, owner = shapely.get_coordinates(shapes[broken], return_index=True)
    known = keys(shapely.get_coordinates(raw[broken]))
    fresh = ~np.isin(keys(points), known)
    return points[fresh], broken[owner[fresh]]


def _spurs(codes: Shapes, raw: Shapes, shapes: Shapes, broken: Indices) -> pl.DataFrame:
    """Pairs that shared an edge before and do not now: only what lies near a mended area can."""
    near = np.union1d(shapely.STRtree(raw).query(raw[broken])[1], broken)
    before, after = shared_edges(raw[near]), shared_edges(shapes[near])
    lost = before.join(after, on=["a", "b"], how="anti", maintain_order="left")
    return pl.DataFrame(
        {
            "area_code": codes[near[lost["a"].to_numpy()]].tolist(),
            "neighbour_code": codes[near[lost["b"].to_numpy()]].tolist(),
            "metres": lost["metres"],
        },
        schema={"area_code": pl.String, "neighbour_code": pl.String, "metres": pl.Float64},
    )
