"""Which area each postcode lies in, by point in polygon.

The outlines were rounded to 4 decimals of a degree (up to 6 m off) and carried to the National
Grid without its correction grid (up to 5 m off), so a postcode near an edge may be on the other
side of it: those within `NEAR` of the edge of their area are marked approximate. So is a
postcode outside all areas, which goes to the nearest one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import shapely

from commonweal.atlas.geography.rings import Flags, Indices, Points, Shapes
from commonweal.errors import InputError, InputProblem

if TYPE_CHECKING:
    import geopandas as gpd

NEAR = 10.0
"""Metres from an edge within which a place is approximate: about what the outlines are off by."""


def place_postcodes(
    postcodes: pl.DataFrame, areas: gpd.GeoDataFrame, near: float = NEAR
) -> pl.DataFrame:
    """The area of each postcode, and how near it is to the edge.

    Args:
        postcodes: postcode, easting, northing (metres, EPSG:27700).
        areas: area_code and geometry (valid; EPSG:27700), as `repair` gives them.
        near: metres from an edge within which a postcode is marked approximate.

    Returns:
        postcode, easting, northing, area_code, approximate, metres (to the nearest edge of its
        area, also from outside it); by postcode. On an edge between areas, or where outlines
        overlap, the lowest code is taken.

    Raises:
        InputError: there are no areas.
    """
    if len(areas) == 0:
        raise InputError(InputProblem("outlines of areas", "none"))
    ordered = areas.sort_values("area_code", kind="stable")
    codes = ordered["area_code"].to_numpy(dtype=object)
    shapes: Shapes = ordered.geometry.to_numpy()
    postcodes = postcodes.sort("postcode")
    points: Shapes = np.asarray(
        shapely.points(postcodes.select("easting", "northing").to_numpy()), dtype=object
    )
    area, inside = _inside(points, shapes)
    outside = np.flatnonzero(~inside)
    area[outside] = _nearest(points[outside], shapes)
    metres = np.round(_to_edge(points, shapes, area), 2)
    return postcodes.select("postcode", "easting", "northing").with_columns(
        area_code=pl.Series(codes, dtype=pl.String).gather(area),
        approximate=pl.Series(np.logical_or(~inside, metres <= near)),
        metres=pl.Series(metres),
    )


def _inside(points: Shapes, shapes: Shapes) -> tuple[Indices, Flags]:
    """The first shape that covers each point, and whether there is one."""
    # The tree is of points and the shapes ask, because then each shape is prepared only once.
    shape, point = shapely.STRtree(points).query(shapes, predicate="covers")
    area = np.full(len(points), len(shapes), dtype=np.int64)
    np.minimum.at(area, point, shape)
    return area, area < len(shapes)


def _nearest(points: Shapes, shapes: Shapes) -> Indices:
    """The nearest shape to each point; of equally near ones the first."""
    point, shape = shapely.STRtree(shapes).query_nearest(points)
    nearest = np.full(len(points), len(shapes), dtype=np.int64)
    np.minimum.at(nearest, point, shape)
    return nearest


def _to_edge(points: Shapes, shapes: Shapes, area: Indices) -> Points:
    """Metres from each point to the edge of its own shape."""
    edges = shapely.boundary(shapes)
    order = np.argsort(area, kind="stable")
    shapely.prepare(edges)
    metres = np.empty(len(points))
    metres[order] = shapely.distance(edges[area[order]], points[order])
    return metres
