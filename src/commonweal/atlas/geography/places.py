"""Names to put on the map: where each stands, which comes first, and from which zoom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import shapely

from commonweal.atlas.geography.rings import Points, Shapes

if TYPE_CHECKING:
    import geopandas as gpd

# The kinds of area that are named, the first kind before the second, and the first zoom of each.
_NAMED = {"district": 4, "msoa": 9}
PLACES = {
    "name": pl.String,
    "kind": pl.String,
    "rank": pl.Int64,
    "first_zoom": pl.Int64,
    "easting": pl.Float64,
    "northing": pl.Float64,
}


def place_names(outlines: Mapping[str, gpd.GeoDataFrame], areas: pl.DataFrame) -> pl.DataFrame:
    """Label points of districts and of neighbourhoods (MSOAs) that have a local name.

    Args:
        outlines: area_code and geometry (EPSG:27700) by geography, such as `district24`.
        areas: geography, area_code, area_name, local_name, people (missing: nobody).

    Returns:
        name, kind (district or msoa), rank (1 is the most important: districts before
        neighbourhoods, then by people), first_zoom, easting, northing; by rank.
    """
    found = []
    for kind, zoom in _NAMED.items():
        for geography, frame in outlines.items():
            if geography.startswith(kind):
                named = _named(areas.filter(geography=geography), kind, zoom)
                spots = label_points(frame.geometry.to_numpy())
                where = pl.DataFrame(
                    {
                        "area_code": frame["area_code"].to_list(),
                        "easting": spots[:, 0],
                        "northing": spots[:, 1],
                    }
                )
                found.append(named.join(where, on="area_code", maintain_order="left"))
    if not found:
        return pl.DataFrame(schema=PLACES)
    ranked = pl.concat(found).with_row_index("rank", offset=1)
    return ranked.select(pl.col(name).cast(type_) for name, type_ in PLACES.items())


def label_points(shapes: Shapes) -> Points:
    """A point in each shape (n × 2): its middle where that is inside, else another inside."""
    middle = shapely.centroid(shapes)
    inside = shapely.covers(shapes, middle)
    return np.asarray(
        shapely.get_coordinates(np.where(inside, middle, shapely.point_on_surface(shapes)))
    )


def _named(areas: pl.DataFrame, kind: str, zoom: int) -> pl.DataFrame:
    """Those with a name to show, most people first: a local one, or a district's own."""
    name = pl.col("local_name") if kind == "msoa" else pl.coalesce("local_name", "area_name")
    return (
        areas.select(
            "area_code",
            name.alias("name"),
            pl.col("people").fill_null(0),
            kind=pl.lit(kind),
            first_zoom=pl.lit(zoom, dtype=pl.Int64),
        )
        .filter(pl.col("name").is_not_null())
        .sort(["people", "area_code"], descending=[True, False])
    )
