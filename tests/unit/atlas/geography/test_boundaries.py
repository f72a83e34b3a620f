"""Mending outlines: every area stays, every shared edge stays, nothing else moves."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely.affinity import translate

from commonweal.atlas.geography.boundaries import repair
from commonweal.atlas.geography.rings import shared_edges
from commonweal.errors import InputError

EAST, NORTH = 450_000, 300_000


def here(shape):
    return translate(shape, EAST, NORTH)


def geometry(result):
    return dict(zip(result.areas["area_code"], result.areas.geometry, strict=True))


@pytest.fixture
def crossed(frame):
    """`a` crosses itself on the edge it shares with `b`; the crossing lies at (10, 5)."""
    a = shapely.Polygon([(0, 0), (10, 0), (10, 10), (12, 7), (8, 3), (0, 10)])
    b = shapely.Polygon([(10, 0), (30, 0), (30, 10), (10, 10)])
    return frame({"b": here(b), "a": here(a)})


def test_what_is_right_stays_as_it_is(frame, square):
    outlines = frame({"b": square(1, 0), "a": square(0, 0)})
    result = repair(outlines)
    assert list(result.areas["area_code"]) == ["a", "b"]
    assert list(result.areas["area_name"]) == ["Area a", "Area b"]
    assert not result.areas["repaired"].any()
    assert geometry(result)["b"].equals_exact(square(1, 0), 0)
    assert result.changes.is_empty()
    assert result.spurs.is_empty()


def test_a_ring_that_crosses_itself_becomes_valid(crossed):
    result = repair(crossed)
    assert shapely.is_valid(result.areas.geometry.to_numpy()).all()
    assert dict(zip(result.areas["area_code"], result.areas["repaired"], strict=True)) == {
        "a": True,
        "b": False,
    }
    assert result.changes["area_code"].to_list() == ["a"]


def test_a_corner_made_on_a_shared_edge_is_made_in_the_neighbour_too(crossed):
    before, result = crossed.sort_values("area_code"), repair(crossed)
    kept = shared_edges(result.areas.geometry.to_numpy())
    assert shared_edges(before.geometry.to_numpy()).rows() == [(0, 1, 10.0)]
    assert kept.rows() == [(0, 1, 10.0)]
    neighbour = geometry(result)["b"]
    assert neighbour.equals(here(shapely.box(10, 0, 30, 10)))
    assert [EAST + 10.0, NORTH + 5.0] in shapely.get_coordinates(neighbour).tolist()


def test_a_hole_written_as_a_part_is_a_hole_again(frame, square):
    """The square within is another area: counting it twice would overlap it."""
    lake = square(1, 1)
    around = shapely.MultiPolygon([square(0, 0, 3), lake])
    result = repair(frame({"around": around, "within": lake}))
    mended = geometry(result)["around"]
    assert mended.area == pytest.approx(80_000)
    assert not mended.overlaps(lake)
    assert shared_edges(result.areas.geometry.to_numpy()).rows() == [(0, 1, 400.0)]
    assert result.changes.row(0) == ("around", pytest.approx(100_000), pytest.approx(80_000))
    assert result.spurs.is_empty()


def test_an_edge_shared_only_along_a_spur_is_listed(frame):
    """`a` reached `b` by a strip so narrow that rounding left it without width."""
    strip = [(10, 5), (20, 5), (10, 5)]
    a = shapely.Polygon([(0, 0), (10, 0), *strip, (10, 10), (0, 10)])
    b = shapely.Polygon([(15, 5), (20, 5), (20, 0), (15, 0)])
    both = frame({"a": here(a), "b": here(b.union(b).normalize())})
    both.geometry = [here(a), here(shapely.Polygon([(20, 5), (10, 5), (15, 0), (20, 0)]))]
    result = repair(both)
    assert result.spurs.rows() == [("a", "b", 10.0)]
    assert geometry(result)["a"].equals(here(shapely.box(0, 0, 10, 10)))


def test_a_sliver_is_kept_as_long_as_it_has_width(frame, square):
    sliver = here(shapely.box(0, 0, 100, 0.002))
    result = repair(frame({"a": sliver, "b": square(5, 5)}))
    assert geometry(result)["a"].equals(sliver)


def test_no_area_is_lost_and_those_that_enclose_nothing_are_named(frame, square):
    flat = here(shapely.Polygon([(0, 0), (10, 0), (20, 0)]))
    with pytest.raises(InputError) as caught:
        repair(frame({"flat": flat, "a": square(5, 5), "line": translate(flat, 50, 50)}))
    assert len(caught.value.problems) == 2
    assert "flat" in str(caught.value)
    assert "line" in str(caught.value)


def test_outlines_in_degrees_are_carried_to_the_national_grid(frame):
    degrees = frame({"a": shapely.box(-1.5, 52.5, -1.4, 52.6)}, crs="EPSG:4326")
    result = repair(degrees)
    assert result.areas.crs == "EPSG:27700"
    east, north = result.areas.geometry[0].centroid.coords[0]
    assert east == pytest.approx(437_250, abs=250)
    assert north == pytest.approx(294_825, abs=50)


def test_row_order_does_not_matter(crossed):
    forward, backward = repair(crossed), repair(crossed.iloc[::-1])
    assert list(forward.areas.geometry.to_wkb()) == list(backward.areas.geometry.to_wkb())
    assert forward.changes.equals(backward.changes)


def test_mending_twice_changes_nothing(crossed):
    once = repair(crossed).areas
    twice = repair(once.drop(columns="repaired")).areas
    assert not twice["repaired"].any()
    assert list(once.geometry.to_wkb()) == list(twice.geometry.to_wkb())


def test_a_corner_on_one_part_does_not_bend_another(frame):
    """The neighbour has a far part: only the edge that the corner lies on may get it."""
    a = shapely.Polygon([(0, 0), (10, 0), (10, 10), (12, 7), (8, 3), (0, 10)])
    b = shapely.MultiPolygon([shapely.box(10, 0, 30, 10), shapely.box(100, 0, 110, 10)])
    result = repair(frame({"a": here(a), "b": here(b)}))
    assert geometry(result)["b"].equals(here(b))
    extra = shapely.get_num_coordinates(geometry(result)["b"]) - shapely.get_num_coordinates(b)
    assert extra == 1
    assert np.isclose(geometry(result)["b"].area, b.area)
