"""Between longitude and latitude (WGS84) and the British National Grid (EPSG:27700).

One transformation is named and always used: OSGB36 to WGS84 (6) of the EPSG register, the best
that needs no grid file. PROJ left to itself takes another where the grid of Ordnance Survey is
installed, and the same file would then give other bytes on another machine. It is within 5 m of
Ordnance Survey's own (measured in docs/methods/geography.md), which is inside the rounding of
the outlines we hold (4 decimals of a degree: 11 m north to south, 6 to 7 m west to east).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

if TYPE_CHECKING:
    import geopandas as gpd
    from pyproj import Transformer

NATIONAL_GRID = "EPSG:27700"
LONGITUDE_LATITUDE = "EPSG:4326"
_DECIMALS_OF_A_METRE = 3
_DECIMALS_OF_A_DEGREE = 6
_PIPELINE = (
    "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
    "+step +proj=push +v_3 +step +proj=cart +ellps=WGS84 "
    "+step +inv +proj=helmert +x=446.448 +y=-125.157 +z=542.06 "
    "+rx=0.15 +ry=0.247 +rz=0.842 +s=-20.489 +convention=position_vector "
    "+step +inv +proj=cart +ellps=airy +step +proj=pop +v_3 "
    "+step +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy"
)

Coordinates = npt.NDArray[np.float64]


@cache
def _transformer() -> Transformer:
    from pyproj import Transformer

    return Transformer.from_pipeline(_PIPELINE)


def project(longitude_latitude: Coordinates) -> Coordinates:
    """Eastings and northings, to the millimetre, of longitudes and latitudes (both n × 2).

    The same pair always gives the same point, so that edges shared before are shared after.
    """
    east, north = _transformer().transform(longitude_latitude[:, 0], longitude_latitude[:, 1])
    return np.round(np.column_stack([east, north]), _DECIMALS_OF_A_METRE)


def unproject(east_north: Coordinates) -> Coordinates:
    """Longitudes and latitudes, to six decimals, of eastings and northings (both n × 2)."""
    longitude, latitude = _transformer().transform(
        east_north[:, 0], east_north[:, 1], direction="INVERSE"
    )
    return np.round(np.column_stack([longitude, latitude]), _DECIMALS_OF_A_DEGREE)


def to_national_grid(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The frame in EPSG:27700; a frame that is in it already comes back as it is.

    Raises:
        ValueError: the frame is in neither EPSG:27700 nor WGS84.
    """
    if frame.crs == NATIONAL_GRID:
        return frame
    if frame.crs is None or frame.crs.to_epsg() != 4326:
        raise ValueError(f"expected {NATIONAL_GRID} or WGS84 outlines, got {frame.crs}")
    return _moved(frame, project, NATIONAL_GRID)


def to_longitude_latitude(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The frame in WGS84, from EPSG:27700; a frame that is in it already comes back as it is."""
    if frame.crs == LONGITUDE_LATITUDE:
        return frame
    if frame.crs != NATIONAL_GRID:
        raise ValueError(f"expected {NATIONAL_GRID} or WGS84 outlines, got {frame.crs}")
    return _moved(frame, unproject, LONGITUDE_LATITUDE)


def _moved(frame: gpd.GeoDataFrame, move: Any, crs: str) -> gpd.GeoDataFrame:
    geometry = frame.geometry.to_numpy().copy()
    moved = shapely.set_coordinates(geometry, move(shapely.get_coordinates(geometry)))
    return frame.set_geometry(moved, crs=crs)
