"""Edges that areas share, and what tangled rings enclose."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.atlas.geography.rings import (
    enclosed,
    even_odd,
    keys,
    points_of,
    shared_edges,
    with_corners,
)

BOW_TIE = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])


def shapes(*geometries):
    return np.array(geometries, dtype=object)


@given(
    st.lists(
        st.tuples(
            st.integers(-1_000_000_000, 1_000_000_000), st.integers(-1_000_000_000, 1_400_000_000)
        ),
        min_size=1,
        max_size=20,
    )
)
def test_a_key_stands_for_one_millimetre(places):
    points = np.array(places) / 1000
    assert np.array_equal(points_of(keys(points)), points)
    assert len(np.unique(keys(points))) == len(set(places))


def test_points_a_hair_apart_have_the_same_key():
    near = np.array([[450_000.1, 300_000.2], [450_000.1000001, 300_000.1999999]])
    first, second = keys(near)
    assert first == second


def test_two_squares_side_by_side_share_an_edge():
    pairs = shared_edges(shapes(shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)))
    assert pairs.rows() == [(0, 1, 10.0)]


def test_the_direction_of_an_edge_does_not_matter():
    left, right = shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)
    assert shared_edges(shapes(left, right.reverse())).rows() == [(0, 1, 10.0)]
    assert shared_edges(shapes(left.reverse(), right)).rows() == [(0, 1, 10.0)]


def test_a_corner_is_not_an_edge():
    pairs = shared_edges(shapes(shapely.box(0, 0, 10, 10), shapely.box(10, 10, 20, 20)))
    assert pairs.is_empty()


def test_an_edge_of_three_shapes_counts_for_each_pair():
    one = shapely.box(0, 0, 10, 10)
    pairs = shared_edges(shapes(one, shapely.box(10, 0, 20, 10), one))
    assert pairs.rows() == [(0, 1, 10.0), (0, 2, 40.0), (1, 2, 10.0)]


def test_a_spur_run_along_twice_counts_once():
    spur = shapely.Polygon([(0, 0), (10, 0), (20, 0), (10, 0), (10, 10), (0, 10)])
    below = shapely.Polygon([(0, 0), (0, -10), (20, -10), (20, 0), (10, 0)])
    assert shared_edges(shapes(spur, below)).rows() == [(0, 1, 20.0)]


def test_holes_have_edges_too():
    ring = shapely.box(0, 0, 30, 30).difference(shapely.box(10, 10, 20, 20))
    assert shared_edges(shapes(ring, shapely.box(10, 10, 20, 20))).rows() == [(0, 1, 40.0)]


def test_both_loops_of_a_bow_tie_are_inside():
    mended = even_odd(BOW_TIE)
    assert mended.is_valid
    assert mended.area == 50
    assert shapely.get_num_geometries(mended) == 2


def test_a_part_within_a_part_is_a_hole():
    """So a hole that was written as a part of its own becomes a hole again."""
    tangled = shapely.MultiPolygon([shapely.box(0, 0, 30, 30), shapely.box(10, 10, 20, 20)])
    mended = even_odd(tangled)
    assert mended.equals(shapely.box(0, 0, 30, 30).difference(shapely.box(10, 10, 20, 20)))


def test_a_hole_that_touches_the_shell_along_an_edge_stays_out():
    tangled = shapely.Polygon(
        shapely.box(0, 0, 30, 30).exterior, [shapely.box(0, 10, 10, 20).exterior]
    )
    assert even_odd(tangled).equals(
        shapely.box(0, 0, 30, 30).difference(shapely.box(0, 10, 10, 20))
    )


def test_what_has_no_width_is_nothing():
    flat = shapely.Polygon([(0, 0), (10, 0), (20, 0), (0, 0)])
    assert even_odd(flat).is_empty
    spur = shapely.Polygon([(0, 0), (10, 0), (20, 0), (10, 0), (10, 10), (0, 10)])
    assert even_odd(spur).equals(shapely.box(0, 0, 10, 10))


def test_new_corners_are_on_the_grid():
    tangled = shapely.Polygon([(0, 0), (7, 3), (7, 0), (0, 2.999)])
    corners = shapely.get_coordinates(even_odd(tangled))
    assert np.array_equal(corners, np.round(corners, 3))


def test_lines_in_any_order_enclose_what_they_surround():
    box = shapely.get_coordinates(shapely.box(0, 0, 10, 20))
    lines = np.stack([box[:-1], box[1:]], axis=1)[[2, 0, 3, 1]]
    assert enclosed(lines).equals(shapely.box(0, 0, 10, 20))


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=3, max_size=12))
def test_any_ring_gives_a_valid_shape_that_the_even_odd_rule_gives(corners):
    """Two independent routes: mending, and counting how often the ring goes around a point."""
    ring = np.array([*corners, corners[0]], dtype=float)
    mended = even_odd(shapely.Polygon(ring))
    assert mended.is_valid
    for x, y in [(7.317, 11.213), (15.071, 3.159), (22.619, 26.741), (0.531, 0.283)]:
        if shapely.LineString(ring).distance(shapely.Point(x, y)) > 0.01:
            inside = False
            for (x0, y0), (x1, y1) in pairwise(ring):
                if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
                    inside = not inside
            assert mended.contains(shapely.Point(x, y)) == inside


def test_new_corners_stand_in_order_on_their_edge():
    changed = with_corners(shapely.box(0, 0, 10, 10), np.array([[10, 7.0], [10, 3], [4, 0]]))
    assert changed.equals(shapely.box(0, 0, 10, 10))
    corners = shapely.get_coordinates(changed).tolist()
    assert shapely.get_num_coordinates(changed) == 8
    right = [corner for corner in corners[:-1] if corner[0] == 10]
    assert right in ([[10, 0], [10, 3], [10, 7], [10, 10]], [[10, 10], [10, 7], [10, 3], [10, 0]])


def test_a_new_corner_goes_only_where_it_lies_on_an_edge():
    holed = shapely.box(0, 0, 30, 30).difference(shapely.box(10, 10, 20, 20))
    two = shapely.MultiPolygon([holed, shapely.box(100, 0, 110, 10)])
    changed = with_corners(two, np.array([[10, 15.0], [500.0, 500.0]]))
    assert changed.equals(two)
    assert shapely.get_num_coordinates(changed) == shapely.get_num_coordinates(two) + 1
    (hole,) = changed.geoms[0].interiors
    assert [10.0, 15.0] in shapely.get_coordinates(hole).tolist()


def test_a_corner_that_is_there_already_is_not_doubled():
    box = shapely.box(0, 0, 10, 10)
    changed = with_corners(box, np.array([[10.0, 10.0], [5.0, 0.0], [5.0, 0.0]])[[0, 1]])
    assert shapely.get_num_coordinates(changed) == 6
