"""Outlines of larger areas from those of the areas they are made of, and lighter outlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import shapely

from commonweal.atlas.geography.rings import Indices, Points, Shapes, edges, faces, points_of
from commonweal.errors import InputError, InputProblem

if TYPE_CHECKING:
    import geopandas as gpd

SPECK = 2500.0
"""Square metres up to which a gap within an area is the outlines' rounding, not another area.

The smallest LSOA of England is three times as large.
"""


def dissolve(areas: gpd.GeoDataFrame, membership: pl.DataFrame) -> gpd.GeoDataFrame:
    """Outlines of larger areas: all that their members enclose.

    An edge that two members share is inside; those that are left are the outline. That takes the
    edges as they are, so larger areas share theirs as exactly as their members did.

    Args:
        areas: area_code and geometry (valid; EPSG:27700), as `repair` gives them.
        membership: area_code, group_code, maybe group_name: one row for each of the areas.

    Returns:
        area_code, area_name (the code where no name is given), geometry, repaired (whether any
        member was mended); by area_code. Gaps of up to `SPECK` within are closed.

    Raises:
        InputError: an area is in no group, or in two.
    """
    import geopandas as gpd

    codes = pl.DataFrame({"area_code": areas["area_code"].to_list()})
    group = _group_of(codes, membership)
    names = _names(membership)
    numbers = group.cast(pl.Enum(names["group_code"])).to_physical().to_numpy().astype(np.int64)
    shapes: Shapes = areas.geometry.to_numpy()
    outlines = [_without_specks(shape) for shape in _joined(shapes, numbers)]
    mended = areas["repaired"].to_numpy() if "repaired" in areas.columns else np.zeros(len(areas))
    return gpd.GeoDataFrame(
        {
            "area_code": names["group_code"].to_list(),
            "area_name": names["group_name"].to_list(),
            "repaired": np.bincount(numbers, mended, len(names)) > 0,
        },
        geometry=np.array(outlines, dtype=object),
        crs=areas.crs,
    )[["area_code", "area_name", "geometry", "repaired"]]


def simplify(areas: gpd.GeoDataFrame, metres: float) -> gpd.GeoDataFrame:
    """The areas with fewer corners; neighbours keep sharing their edges.

    Args:
        areas: outlines that share their edges (EPSG:27700).
        metres: bends smaller than about this are left out (the square root of the area of the
            triangle that a corner makes with the corners beside it).
    """
    shapes = shapely.coverage_simplify(areas.geometry.to_numpy(), metres)
    return areas.set_geometry(shapes, crs=areas.crs)


def _group_of(codes: pl.DataFrame, membership: pl.DataFrame) -> pl.Series:
    joined = codes.join(
        membership.select("area_code", "group_code").unique(),
        on="area_code",
        how="left",
        maintain_order="left",
    )
    lost = joined.filter(pl.col("group_code").is_null())["area_code"]
    twice = joined.filter(pl.col("area_code").is_duplicated())["area_code"].unique().sort()
    problems = [InputProblem("a larger area that it is in", f"none for {code}") for code in lost]
    problems += [InputProblem("one larger area", f"several for {code}") for code in twice]
    if problems:
        raise InputError(problems, "The areas cannot be joined to larger ones.")
    return joined["group_code"]


def _names(membership: pl.DataFrame) -> pl.DataFrame:
    name = "group_name" if "group_name" in membership.columns else "group_code"
    return (
        membership.group_by("group_code")
        .agg(pl.col(name).first().alias("group_name"))
        .sort("group_code")
    )


def _joined(shapes: Shapes, group: Indices) -> list[shapely.Geometry]:
    """For each group, those faces between its outer lines that a member covers.

    Where members overlap by a sliver, the lines around it are outer ones of neither.
    """
    drawn = [faces(lines) for lines in _outer_lines(shapes, group)]
    every = np.concatenate(drawn)
    owner = np.repeat(np.arange(len(drawn)), [len(found) for found in drawn])
    within = shapely.point_on_surface(every)
    face, area = shapely.STRtree(shapes).query(within, predicate="intersects")
    covered = np.zeros(len(every), dtype=bool)
    covered[face[owner[face] == group[area]]] = True
    return [
        shapely.coverage_union_all(every[covered & (owner == number)])
        for number in range(len(drawn))
    ]


def _outer_lines(shapes: Shapes, group: Indices) -> list[Points]:
    """For each group, the edges that an odd number of its members have."""
    low, high, shape = edges(shapes)
    owner = group[shape]
    order = np.lexsort((high, low, owner))
    low, high, owner = low[order], high[order], owner[order]
    first = np.ones(len(low), dtype=bool)
    first[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1]) | (owner[1:] != owner[:-1])
    start = np.flatnonzero(first)
    odd = start[np.diff(start, append=len(low)) % 2 == 1]
    lines = np.stack([points_of(low[odd]), points_of(high[odd])], axis=1)
    return np.split(lines, np.searchsorted(owner[odd], np.arange(1, group.max() + 1)))


def _without_specks(shape: shapely.Geometry) -> shapely.Geometry:
    parts = []
    for part in shapely.get_parts(shape):
        shell, *holes = shapely.get_rings(part)
        kept = [hole for hole in holes if shapely.area(shapely.Polygon(hole)) > SPECK]
        parts.append(shapely.Polygon(shell, kept))
    joined = parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
    # A part that lay in a gap now lies within another part.
    return joined if shapely.is_valid(joined) else shapely.union_all(parts)
