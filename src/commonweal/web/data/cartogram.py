"""The equal-size map: one hexagon for every MSOA, with outlines and names to find one's way.

The hexagons are those of the House of Commons Library. Coordinates are the drawing's own units,
so the browser gets them as whole numbers of a thousandth of a unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from commonweal.errors import AtlasDamaged
from commonweal.web.data.geography import small_areas
from commonweal.web.data.opened import Held

if TYPE_CHECKING:
    import geopandas as gpd

HEXES = "hex_msoa21"
GROUP = "group"
_UNITS = 1_000
# Hexagons of neighbours meet to about a thousandth of a unit; this closes the slits between them.
_CLOSE = 0.01


@dataclass(frozen=True, slots=True)
class Cartogram:
    """Hexagons in the order of the MSOA codes, in thousandths of a unit.

    `centres` has a row a hexagon (x, y); `corners` are the corners of one hexagon about its
    centre; `districts` and `groups` (counties, or regions where there are none) are outlines as
    lists of rings; `labels` are `name, x, y, hexagons` of districts; `group_labels` are `name, x,
    y, side` where the drawing has them.
    """

    centres: NDArray[np.int32]
    corners: NDArray[np.int32]
    districts: list[list[list[int]]]
    groups: list[list[list[int]]]
    labels: list[tuple[str, int, int, int]]
    group_labels: list[tuple[str, int, int, str]]

    def as_dict(self) -> dict[str, Any]:
        """The form that the browser reads: flat lists of whole numbers."""
        return {
            "units": _UNITS,
            "centres": self.centres.ravel().tolist(),
            "corners": self.corners.ravel().tolist(),
            "districts": self.districts,
            "groups": self.groups,
            "labels": self.labels,
            "group_labels": self.group_labels,
        }


def has_cartogram(held: Held) -> bool:
    """Whether this atlas has hexagons."""

    def look() -> bool:
        try:
            held.atlas.file(f"boundaries/{HEXES}.parquet")
        except AtlasDamaged:
            return False
        return True

    return held.keep("has cartogram", look)


def cartogram(held: Held) -> Cartogram:
    """The equal-size map of an atlas."""
    return held.keep("cartogram", lambda: _cartogram(held))


def _cartogram(held: Held) -> Cartogram:
    frame = held.atlas.boundaries(HEXES).sort_values("area_code")
    hexes = np.asarray(frame.geometry.array)
    centres = shapely.get_coordinates(shapely.centroid(hexes))
    places = _places(held).join(
        pl.DataFrame({"msoa_code": frame["area_code"].tolist()}),
        on="msoa_code",
        how="right",
        maintain_order="right",
    )
    return Cartogram(
        _whole(centres),
        _whole(_corners(hexes[0])),
        _outlines(hexes, places["district_code"]),
        _outlines(hexes, _groups(frame, places["region_code"])),
        _labels(centres, places["district_name"]),
        _group_labels(held, frame),
    )


def _groups(frame: gpd.GeoDataFrame, region: pl.Series) -> pl.Series:
    """What the heavier lines go round: the counties of the drawing, else regions."""
    if GROUP not in frame.columns:
        return region
    return pl.Series([name or None for name in frame[GROUP].tolist()], dtype=pl.String)


def _group_labels(held: Held, hexes: gpd.GeoDataFrame) -> list[tuple[str, int, int, str]]:
    """The names that the drawing gives its groups, and the side of the point they stand on."""
    try:
        frame = held.atlas.boundaries(f"{HEXES}_labels")
    except AtlasDamaged:
        return []
    frame = frame[frame[GROUP].isin(set(hexes.get(GROUP, ())))]
    spots = _whole(shapely.get_coordinates(np.asarray(frame.geometry.array)))
    sides = [str(side).lower() for side in frame["position"]]
    return [
        (str(name), int(x), int(y), side)
        for name, (x, y), side in zip(frame["group_label"], spots, sides, strict=True)
    ]


def _places(held: Held) -> pl.DataFrame:
    columns = ["district_code", "district_name", "region_code"]
    return small_areas(held).group_by("msoa_code").agg(pl.col(columns).mode().first())


def _corners(hexagon: Any) -> NDArray[np.float64]:
    ring = shapely.get_coordinates(hexagon)[:-1]
    return ring - shapely.get_coordinates(shapely.centroid(hexagon))


def _outlines(hexes: Any, group: pl.Series) -> list[list[list[int]]]:
    """Rings of the union of each group's hexagons, each a flat list of coordinates."""
    names = group.fill_null("").to_numpy()
    rings: list[list[list[int]]] = []
    for name in sorted(set(names) - {""}):
        grown = shapely.buffer(hexes[names == name], _CLOSE, join_style="mitre")
        whole = shapely.buffer(shapely.union_all(grown), -_CLOSE, join_style="mitre")
        parts = shapely.get_parts(whole)
        rings.append(
            [_whole(shapely.get_coordinates(part.exterior)).ravel().tolist() for part in parts]
        )
    return rings


def _labels(centres: NDArray[np.float64], district: pl.Series) -> list[tuple[str, int, int, int]]:
    """A name at the middle of each district's hexagons, the largest first."""
    frame = pl.DataFrame({"name": district, "x": centres[:, 0], "y": centres[:, 1]})
    found = (
        frame.drop_nulls()
        .group_by("name")
        .agg(pl.col("x").median(), pl.col("y").median(), pl.len().alias("hexagons"))
    )
    ordered = found.sort(["hexagons", "name"], descending=[True, False])
    return [
        (name, round(x * _UNITS), round(y * _UNITS), count)
        for name, x, y, count in ordered.iter_rows()
    ]


def _whole(coordinates: NDArray[np.float64]) -> NDArray[np.int32]:
    return np.round(coordinates * _UNITS).astype(np.int32)
