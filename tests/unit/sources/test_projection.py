"""The one transformation between degrees and the National Grid."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import polars as pl
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.sources.projection import (
    project,
    to_longitude_latitude,
    to_national_grid,
    unproject,
)

# Ordnance Survey, "A guide to coordinate systems in Great Britain": the worked example of the
# seven-parameter transformation gives this point (Caister water tower) to within metres.
CAISTER_WGS84 = (1.716073973, 52.658007833)
CAISTER_GRID = (651_409.903, 313_177.270)


def boxes(crs, *bounds):
    return gpd.GeoDataFrame(
        {"area_code": [str(number) for number in range(len(bounds))]},
        geometry=[shapely.box(*bound) for bound in bounds],
        crs=crs,
    )


def test_a_published_point_is_within_5_metres():
    (found,) = project(np.array([CAISTER_WGS84]))
    assert np.hypot(*(found - CAISTER_GRID)) < 5


@settings(deadline=None)
@given(st.floats(-6, 2), st.floats(50, 56))
def test_there_and_back_again(longitude, latitude):
    place = np.array([[longitude, latitude]])
    assert np.allclose(unproject(project(place)), place, atol=1e-6)


def test_points_come_to_the_millimetre():
    found = project(np.array([[-1.2345678, 52.7654321], [0.1, 51.5]]))
    assert np.array_equal(found, np.round(found, 3))


def test_the_same_corner_is_the_same_point_whatever_stands_beside_it():
    """Else neighbours would no longer share their edges."""
    corners = np.random.default_rng(7).uniform([-6, 50], [2, 56], (500, 2)).round(4)
    together = project(corners)
    one_by_one = np.concatenate([project(corner[None]) for corner in corners])
    assert np.array_equal(together, one_by_one)
    assert np.array_equal(project(corners[::-1])[::-1], together)


def test_a_frame_in_degrees_is_carried_over():
    frame = to_national_grid(boxes("EPSG:4326", (-1.5, 52.5, -1.4, 52.6)))
    assert frame.crs == "EPSG:27700"
    assert frame.area[0] == pytest.approx(6_770 * 11_126, rel=0.01)
    assert list(frame["area_code"]) == ["0"]


def test_a_frame_in_the_grid_stays_as_it_is():
    frame = boxes("EPSG:27700", (0, 0, 1, 1))
    assert to_national_grid(frame) is frame


def test_back_to_degrees():
    frame = boxes("EPSG:4326", (-1.5, 52.5, -1.4, 52.6), (0.1, 51.1, 0.2, 51.2))
    back = to_longitude_latitude(to_national_grid(frame))
    assert back.crs == "EPSG:4326"
    assert np.allclose(back.bounds, frame.bounds, atol=1e-6)
    assert to_longitude_latitude(frame) is frame


@pytest.mark.parametrize("move", [to_national_grid, to_longitude_latitude])
@pytest.mark.parametrize("crs", [None, "EPSG:3857"])
def test_another_system_is_refused(move, crs):
    with pytest.raises(ValueError, match="27700"):
        move(boxes(crs, (0, 0, 1, 1)))


def test_it_agrees_with_points_that_the_publisher_gives_in_both_systems(mirror, record_property):
    """6,856 centres of MSOAs, in degrees (5 decimals) and in the National Grid (metres)."""
    path = mirror / (
        "ons/lookups/Middle_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V3_"
        "-8386444323138516297.csv.gz"
    )
    centres = pl.read_csv(path).filter(pl.col("MSOA21CD").str.starts_with("E"))
    found = project(centres.select("LONG", "LAT").to_numpy())
    away = np.hypot(*(found - centres.select("BNG_E", "BNG_N").to_numpy()).T)
    record_property("projection, mean and largest metres off", (away.mean(), away.max()))
    assert len(away) == 6856
    assert away.mean() < 1.8
    assert away.max() < 4.5
