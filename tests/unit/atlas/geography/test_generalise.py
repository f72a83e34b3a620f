"""Outlines on the grid of a zoom: shared edges stay shared and nothing is lost."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.atlas.geography.generalise import (
    EARTH,
    from_mercator,
    grid_unit,
    on_grid,
    to_mercator,
)


def shapes(*geometries):
    return np.array(geometries, dtype=object)


def test_the_grid_of_a_zoom():
    assert grid_unit(0, 0) == pytest.approx(40_075_016.686, abs=0.001)
    assert grid_unit(5, 11) == pytest.approx(611.496, abs=0.001)


def test_mercator_agrees_with_the_standard():
    """Greenwich, by an independent route: pyproj's own EPSG:27700 and EPSG:3857."""
    from pyproj import Transformer

    place = shapely.Point(538_874, 177_344)
    x, y = shapely.get_coordinates(to_mercator(shapes(place)))[0]
    longitude, latitude = Transformer.from_crs(27700, 4326, always_xy=True).transform(
        place.x, place.y
    )
    east, north = Transformer.from_crs(4326, 3857, always_xy=True).transform(longitude, latitude)
    assert (x, y) == (pytest.approx(east, abs=10), pytest.approx(north, abs=10))
    assert EARTH == 6378137


def test_there_and_back_again():
    from commonweal.sources.projection import project

    (back,) = from_mercator(to_mercator(shapes(shapely.box(450_000, 300_000, 450_100, 300_100))))
    assert np.allclose(
        project(shapely.get_coordinates(back)),
        shapely.get_coordinates(shapely.box(450_000, 300_000, 450_100, 300_100)),
        atol=0.2,
    )


def test_corners_fall_on_the_grid():
    (shape,) = on_grid(shapes(shapely.box(1, 2, 38, 41)), 10)
    assert shape.equals(shapely.box(0, 0, 40, 40))


def test_corners_in_line_are_left_out():
    bent = shapely.Polygon([(0, 0), (20, 1), (40, 0), (40, 40), (0, 40)])
    (shape,) = on_grid(shapes(bent), 10)
    assert shapely.get_num_coordinates(shape) == 5


def test_an_area_too_small_for_the_grid_is_one_square():
    tiny = shapely.box(23, 34, 24, 35)
    (shape,) = on_grid(shapes(tiny), 10)
    assert shape.equals(shapely.box(20, 30, 30, 40))


def test_a_narrow_area_is_one_square_too():
    (shape,) = on_grid(shapes(shapely.box(0, 2, 100, 3)), 10)
    assert shape.area == 100
    assert shape.intersects(shapely.box(0, 2, 100, 3))


def test_small_parts_and_holes_go_where_something_is_left():
    large = shapely.box(0, 0, 100, 100).difference(shapely.box(41, 41, 43, 43))
    both = shapely.MultiPolygon([large, shapely.box(201, 201, 203, 203)])
    (shape,) = on_grid(shapes(both), 10)
    assert shape.equals(shapely.box(0, 0, 100, 100))


def test_a_hole_goes_with_its_shell():
    ring = shapely.Polygon(
        [(0, 0), (100, 0), (100, 4), (0, 4)], [[(10, 1), (50, 1), (50, 3), (10, 3)]]
    )
    (shape,) = on_grid(shapes(shapely.MultiPolygon([ring, shapely.box(0, 100, 50, 150)])), 10)
    assert shape.equals(shapely.box(0, 100, 50, 150))


def test_large_holes_stay():
    ring = shapely.box(0, 0, 100, 100).difference(shapely.box(40, 40, 60, 60))
    (shape,) = on_grid(shapes(ring), 10)
    assert shape.equals(ring)


def test_neighbours_keep_sharing_their_edge():
    border = [(50, 0), (53, 21), (47, 39), (52, 63), (50, 100)]
    left = shapely.Polygon([(0, 0), *border, (0, 100)])
    right = shapely.Polygon([*border, (100, 100), (100, 0)])
    first, second = on_grid(shapes(left, right), 10)
    assert first.intersection(second).area == 0
    assert first.union(second).equals(shapely.box(0, 0, 100, 100))


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 500), st.integers(0, 500), st.integers(1, 90), st.integers(1, 90)),
        min_size=1,
        max_size=10,
    ),
    st.sampled_from([1.0, 7.5, 64.0]),
)
def test_no_shape_is_ever_lost(boxes, unit):
    before = shapes(*(shapely.box(x, y, x + wide, y + high) for x, y, wide, high in boxes))
    after = on_grid(before, unit)
    assert len(after) == len(before)
    assert (shapely.area(after) >= unit * unit * 0.999).all()
    assert (shapely.distance(before, after) <= unit).all()
    corners = shapely.get_coordinates(after) / unit
    assert np.allclose(corners, np.round(corners))
