"""The outline of each neighbourhood: all that its areas enclose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from commonweal.atlas.geography.dissolve import dissolve
from commonweal.find.neighbourhoods.result import NeighbourhoodsResult
from commonweal.find.tables import KEY

if TYPE_CHECKING:
    import geopandas as gpd


def outlines_of(result: NeighbourhoodsResult, boundaries: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The neighbourhoods' outlines.

    Args:
        result: the neighbourhoods.
        boundaries: outlines of their areas: `area_code`, geometry (EPSG:27700), as
            `Atlas.boundaries` gives them. Those of other areas may be among them.

    Returns:
        `area_code` (the neighbourhood's id), `area_name` (its name), geometry; by id.

    Raises:
        InputError: an area of a neighbourhood has no outline.
    """
    from commonweal.errors import InputError, InputProblem

    codes = result.members[KEY]
    inside = boundaries[boundaries[KEY].isin(codes.to_list())]
    lacking = codes.filter(~codes.is_in(inside[KEY].to_list())).sort()
    if lacking.len():
        came = f"none for {lacking.len():,} areas (first: {lacking[0]})"
        raise InputError(InputProblem("the outline of every area", came, column="geometry"))
    membership = result.members.select(pl.col(KEY), group_code="neighbourhood", group_name="name")
    return dissolve(inside, membership)[[KEY, "area_name", "geometry"]]
