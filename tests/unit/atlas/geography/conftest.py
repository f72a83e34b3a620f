"""A small invented country of squares, in metres of the National Grid."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import geopandas as gpd
import pytest
import shapely

Frame = Callable[..., gpd.GeoDataFrame]


def _frame(shapes: Mapping[str, shapely.Geometry], crs: str = "EPSG:27700") -> gpd.GeoDataFrame:
    codes = list(shapes)
    return gpd.GeoDataFrame(
        {"area_code": codes, "area_name": [f"Area {code}" for code in codes]},
        geometry=list(shapes.values()),
        crs=crs,
    )


@pytest.fixture(scope="session")
def frame() -> Frame:
    """A frame of outlines from codes and shapes."""
    return _frame


@pytest.fixture(scope="session")
def square() -> Callable[..., shapely.Polygon]:
    """A square by its lower left corner, in units of 100 m near the middle of England."""

    def draw(x: float, y: float, wide: float = 1, high: float | None = None) -> shapely.Polygon:
        east, north = 450_000 + 100 * x, 300_000 + 100 * y
        return shapely.box(east, north, east + 100 * wide, north + 100 * (high or wide))

    return draw
