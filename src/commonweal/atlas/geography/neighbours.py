"""Which areas are neighbours: by a shared edge, by a shared corner, or as the nearest to an island.

Two areas are neighbours if their outlines touch or (by the rounding of the outlines) overlap. The
length of edge they share is measured where they run along the very same edge, and from the
geometry where they do not. An area that nothing touches is an island: it is joined to the area
nearest to it. Groups of areas that water cuts off from the rest (the Isle of Wight) keep their
own neighbours only; `components` names them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from commonweal.atlas.geography.rings import Points, Shapes, shared_edges

if TYPE_CHECKING:
    import geopandas as gpd

NEIGHBOURS = {
    "area_code": pl.String,
    "neighbour_code": pl.String,
    "rule": pl.String,
    "metres": pl.Float64,
}


def neighbours(areas: gpd.GeoDataFrame, spurs: pl.DataFrame | None = None) -> pl.DataFrame:
    """Every pair of neighbours, both ways round.

    Args:
        areas: area_code and geometry, as `repair` gives them (EPSG:27700).
        spurs: area_code, neighbour_code, metres: pairs that shared an edge in the published
            file which its mended outline cannot keep (`Repair.spurs`).

    Returns:
        area_code, neighbour_code, rule (`edge`, `corner` or `island`), metres: of shared edge,
        0 for a corner, of water or land between for an island. By area_code, neighbour_code.
    """
    codes = areas["area_code"].to_numpy(dtype=object)
    shapes: Shapes = areas.geometry.to_numpy()
    pairs = _touching(shapes)
    pairs = pl.concat([pairs, _islands(shapes, pairs)])
    named = pl.DataFrame(
        {
            "area_code": codes[pairs["a"].to_numpy()].tolist(),
            "neighbour_code": codes[pairs["b"].to_numpy()].tolist(),
            "rule": pairs["rule"],
            "metres": pairs["metres"],
        },
        schema=NEIGHBOURS,
    )
    if spurs is not None and spurs.height:
        named = _with_spurs(named, spurs)
    back = named.select(
        pl.col("neighbour_code").alias("area_code"),
        pl.col("area_code").alias("neighbour_code"),
        "rule",
        "metres",
    )
    return pl.concat([named, back]).unique(keep="any").sort("area_code", "neighbour_code")


def components(codes: pl.Series, pairs: pl.DataFrame) -> pl.DataFrame:
    """Groups of areas that can be reached from each other over shared edges and corners.

    Args:
        codes: all area codes.
        pairs: as `neighbours` gives them; islands' links do not count.

    Returns:
        area_code, component (1 is the largest; equal ones by their first code), areas (how many
        the component has).
    """
    order = pl.DataFrame({"area_code": codes.sort()}).with_row_index("position")
    touching = pairs.filter(pl.col("rule") != "island")
    ends = [
        touching.select(pl.col(column).alias("area_code")).join(
            order, on="area_code", how="left", maintain_order="left"
        )["position"]
        for column in ("area_code", "neighbour_code")
    ]
    size = order.height
    graph = coo_array((np.ones(touching.height, bool), tuple(ends)), shape=(size, size))
    _, label = connected_components(graph, directed=False)
    labelled = order.with_columns(label=pl.Series(label))
    ranked = (
        labelled.group_by("label")
        .agg(pl.len().cast(pl.Int64).alias("areas"), pl.col("area_code").min().alias("first"))
        .sort(["areas", "first"], descending=[True, False])
        .with_row_index("component", offset=1)
    )
    return (
        labelled.join(ranked, on="label")
        .select("area_code", pl.col("component").cast(pl.Int64), "areas")
        .sort("area_code")
    )


def _touching(shapes: Shapes) -> pl.DataFrame:
    """Pairs of shapes that touch or overlap: a < b, rule, metres."""
    a, b = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = a < b
    found = pl.DataFrame({"a": a[once], "b": b[once]}).cast(pl.Int64)
    pairs = found.join(shared_edges(shapes), on=["a", "b"], how="left", maintain_order="left")
    unmeasured = np.flatnonzero(pairs["metres"].is_null().to_numpy())
    metres = pairs["metres"].fill_null(0.0).to_numpy().copy()
    first, second = (pairs[name].to_numpy()[unmeasured] for name in ("a", "b"))
    metres[unmeasured] = _shared_length(shapes[first], shapes[second])
    rule = pl.when(pl.col("metres") > 0).then(pl.lit("edge")).otherwise(pl.lit("corner"))
    return (
        pairs.with_columns(metres=pl.Series(metres))
        .with_columns(rule=rule)
        .select("a", "b", "rule", "metres")
    )


def _shared_length(first: Shapes, second: Shapes) -> Points:
    """Metres of common edge of pairs without an edge exactly in common.

    Where two outlines overlap by a sliver, the edge between them is about half of the way round
    the sliver.
    """
    common = shapely.intersection(first, second)
    around = np.where(shapely.area(common) > 0, shapely.length(common) / 2, shapely.length(common))
    return np.asarray(np.round(around, 3), dtype=np.float64)


def _islands(shapes: Shapes, pairs: pl.DataFrame) -> pl.DataFrame:
    """For every shape that nothing touches: the nearest other one (of equal ones the first)."""
    ends = pairs.select("a", "b").to_numpy().ravel()
    alone = np.setdiff1d(np.arange(len(shapes)), ends)
    (island, other), metres = shapely.STRtree(shapes).query_nearest(
        shapes[alone], exclusive=True, return_distance=True
    )
    links = pl.DataFrame(
        {"island": alone[island], "other": other, "metres": np.round(metres, 3)},
        schema={"island": pl.Int64, "other": pl.Int64, "metres": pl.Float64},
    )
    nearest = links.sort("island", "other").unique("island", keep="first", maintain_order=True)
    return (
        nearest.select(
            pl.min_horizontal("island", "other").alias("a"),
            pl.max_horizontal("island", "other").alias("b"),
            pl.lit("island").alias("rule"),
            "metres",
        )
        .unique(["a", "b"])
        .sort("a", "b")
    )


def _with_spurs(named: pl.DataFrame, spurs: pl.DataFrame) -> pl.DataFrame:
    """The pairs with those that shared an edge in the file only: as edges, of that length."""
    ends = [
        pl.min_horizontal("area_code", "neighbour_code"),
        pl.max_horizontal("area_code", "neighbour_code"),
    ]
    known = spurs.select(ends[0].alias("area_code"), ends[1].alias("neighbour_code"), "metres")
    known = known.with_columns(rule=pl.lit("edge")).select(NEIGHBOURS.keys())
    rest = named.join(known, on=["area_code", "neighbour_code"], how="anti", maintain_order="left")
    return pl.concat([rest, known])
