"""Outlines drawn at the size of a picture: fewer corners, whole units, SVG paths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import geopandas as gpd

Shapes = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Outlines:
    """Outlines of one geography, in metres of the British National Grid."""

    place: dict[str, int]
    shapes: Shapes

    def of(self, codes: Any) -> Shapes:
        """The outlines of these areas; those that have none are left out."""
        found: Shapes = self.shapes[[self.place[code] for code in codes if code in self.place]]
        return found


def outlines_of(boundaries: gpd.GeoDataFrame) -> Outlines:
    """The outlines of a frame of boundaries, without stray points and lines."""
    codes = boundaries["area_code"].tolist()
    shapes = areas_only(np.asarray(boundaries.geometry.array, dtype=object))
    return Outlines({code: place for place, code in enumerate(codes)}, shapes)


@dataclass(frozen=True, slots=True)
class Frame:
    """From metres to the whole units of a drawing that is `size` wide and high."""

    west: float
    north: float
    scale: float

    @classmethod
    def around(cls, shapes: Shapes, size: int, margin: int = 8) -> Frame:
        """The frame in which these shapes fill a drawing, centred."""
        import shapely

        west, south, east, north = shapely.total_bounds(shapes)
        wide, high = max(east - west, 1.0), max(north - south, 1.0)
        scale = (size - 2 * margin) / max(wide, high)
        left = west - (size / scale - wide) / 2
        top = north + (size / scale - high) / 2
        return cls(float(left), float(top), float(scale))

    def point(self, x: float, y: float) -> tuple[int, int]:
        """A place in the drawing."""
        return round((x - self.west) * self.scale), round((self.north - y) * self.scale)

    def path(self, shape: Any) -> str:
        """The `d` of an SVG path: every ring of a shape, in whole units."""
        return "".join(self._ring(ring) for ring in _rings(shape))

    def _ring(self, ring: Any) -> str:
        import shapely

        at = shapely.get_coordinates(ring)[:-1]
        x = np.round((at[:, 0] - self.west) * self.scale).astype(int)
        y = np.round((self.north - at[:, 1]) * self.scale).astype(int)
        kept = np.ones(x.size, dtype=bool)
        kept[1:] = (np.diff(x) != 0) | (np.diff(y) != 0)
        if kept.sum() < 3:
            return ""
        return "M" + "L".join(f"{a} {b}" for a, b in zip(x[kept], y[kept], strict=True)) + "Z"


def simplified(shapes: Shapes, tolerance: float) -> Shapes:
    """Shapes with fewer corners; edges that neighbours share stay shared."""
    import shapely

    try:
        made: Shapes = shapely.coverage_simplify(shapes, tolerance)
    except shapely.errors.GEOSException:
        made = shapely.simplify(shapes, tolerance)
    return made


def areas_only(shapes: Shapes) -> Shapes:
    """The shapes without the stray points and lines that a mended outline may hold."""
    import shapely

    kinds = shapely.get_type_id(shapes)
    areas = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
    made = shapes.copy()
    for index in np.flatnonzero(~np.isin(kinds, areas)):
        parts = shapely.get_parts(shapely.get_parts(shapes[index]))
        kept = [part for part in parts if isinstance(part, shapely.Polygon)]
        made[index] = shapely.MultiPolygon(kept)
    return made


def _rings(shape: Any) -> list[Any]:
    import shapely

    return [
        ring
        for part in shapely.get_parts(shape)
        if isinstance(part, shapely.Polygon)
        for ring in (part.exterior, *part.interiors)
    ]
