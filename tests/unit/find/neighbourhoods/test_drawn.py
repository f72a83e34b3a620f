"""Drawn outlines: what is read, and what is refused with its reason."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely

from commonweal.errors import InputError
from commonweal.find.neighbourhoods.drawn import read_drawn

RING = [[-0.1, 51.5], [-0.09, 51.5], [-0.09, 51.51], [-0.1, 51.51], [-0.1, 51.5]]
SQUARE = {"type": "Polygon", "coordinates": [RING]}
BOW = {"type": "Polygon", "coordinates": [[RING[0], RING[2], RING[1], RING[3], RING[0]]]}


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def test_a_bare_outline_a_feature_and_a_collection() -> None:
    many = {"type": "FeatureCollection", "features": [feature(SQUARE, name=" Estate ")]}
    shapes = [read_drawn(json.dumps(each)) for each in (SQUARE, feature(SQUARE), many)]
    assert [len(each) for each in shapes] == [1, 1, 1]
    assert [each[0].name for each in shapes] == ["", "", "Estate"]
    assert shapes[0][0].shape.equals(shapes[2][0].shape)


@pytest.mark.parametrize(
    ("longitude", "latitude", "easting", "northing"),
    [
        (-6.29977752014, 49.92226393730, 91492.146, 11318.804),
        (-0.11992557180, 51.48936564950, 530624.974, 178388.464),
    ],
)
def test_degrees_become_metres_of_the_national_grid(
    longitude: float, latitude: float, easting: float, northing: float
) -> None:
    """Two points that the Ordnance Survey publishes for testing, to the five metres."""
    ring = [[longitude + x, latitude + y] for x, y in ((0, 0), (1e-3, 0), (0, 1e-3), (0, 0))]
    shape = read_drawn(json.dumps({"type": "Polygon", "coordinates": [ring]}))[0].shape
    x, y = shapely.get_coordinates(shape)[0]
    assert (x, y) == (pytest.approx(easting, abs=5), pytest.approx(northing, abs=5))


def test_metres_are_taken_as_they_are_where_the_file_says_so() -> None:
    square = {"type": "Polygon", "coordinates": [[[0, 0], [5, 0], [5, 5], [0, 0]]]}
    said = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    assert shapely.area(read_drawn(json.dumps({**square, "crs": said}))[0].shape) == 12.5


def refused(data: Any) -> str:
    with pytest.raises(InputError) as error:
        read_drawn(data if isinstance(data, str) else json.dumps(data), "drawn.geojson")
    assert "drawn.geojson" in str(error.value)
    return str(error.value)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("{", "a GeoJSON file"),
        ("[1]", "a GeoJSON object"),
        ({"type": "FeatureCollection", "features": []}, "an outline"),
        ({"type": "FeatureCollection", "features": 3}, "a list of features"),
        ({"type": "Point", "coordinates": [0, 51]}, "got a Point"),
        (feature({"type": "Point", "coordinates": [0, 51]}), "got Point"),
        (feature(None), "got nothing"),
        ({}, "an object without a type"),
        ({"type": "Polygon", "coordinates": []}, "an empty one"),
        ({"type": "Polygon", "coordinates": [RING[:2]]}, "rings of at least four points"),
        ({"type": "Polygon", "coordinates": [[["a", 1]] * 4]}, "pairs of numbers"),
        (BOW, "does not cross itself, got self-intersection at -0.095, 51.505"),
        ({**SQUARE, "crs": {"properties": {"name": "EPSG:3857"}}}, "EPSG:27700 as crs"),
    ],
)
def test_what_is_no_outline_is_refused_with_the_reason(data: Any, told: str) -> None:
    assert told in refused(data)


def test_metres_that_are_not_said_to_be_are_recognised() -> None:
    square = {"type": "Polygon", "coordinates": [[[4e5, 3e5], [4e5, 4e5], [5e5, 4e5], [4e5, 3e5]]]}
    assert "metres of the National Grid" in refused(square)


def test_every_problem_is_told_at_once() -> None:
    told = refused({"type": "FeatureCollection", "features": [feature(BOW), feature(None)]})
    assert "outline 1" in told
    assert "outline 2" in told
