"""Names on the map: inside their area, the largest first."""

from __future__ import annotations

import numpy as np
import polars as pl
import shapely

from commonweal.atlas.geography.places import PLACES, label_points, place_names


def areas(*rows):
    return pl.DataFrame(
        rows,
        schema={
            "geography": pl.String,
            "area_code": pl.String,
            "area_name": pl.String,
            "local_name": pl.String,
            "people": pl.Int64,
        },
        orient="row",
    )


def test_a_label_stands_inside_even_where_the_middle_does_not():
    horseshoe = shapely.box(0, 0, 30, 30).difference(shapely.box(5, 5, 25, 30))
    points = shapely.points(label_points(np.array([horseshoe, shapely.box(0, 0, 10, 10)])))
    assert shapely.contains([horseshoe, shapely.box(0, 0, 10, 10)], points).all()
    assert points[1].equals(shapely.Point(5, 5))


def test_districts_come_first_then_neighbourhoods_each_by_people(frame, square):
    outlines = {
        "msoa21": frame({"m1": square(0, 0), "m2": square(1, 0), "m3": square(2, 0)}),
        "district24": frame({"d1": square(0, 0), "d2": square(1, 0)}),
        "lsoa21": frame({"l1": square(0, 0)}),
    }
    named = areas(
        ("district24", "d1", "Small District", None, 100),
        ("district24", "d2", "Large District", None, 900),
        ("msoa21", "m1", "District 001", "Old Town", 10),
        ("msoa21", "m2", "District 002", "New Town", 30),
        ("msoa21", "m3", "District 003", None, 20),
        ("lsoa21", "l1", "District 001A", None, 5),
        ("district22", "d1", "Another year", None, 5),
    )
    places = place_names(outlines, named)
    assert places.schema == pl.Schema(PLACES)
    assert places.select("name", "kind", "rank", "first_zoom").rows() == [
        ("Large District", "district", 1, 4),
        ("Small District", "district", 2, 4),
        ("New Town", "msoa", 3, 9),
        ("Old Town", "msoa", 4, 9),
    ]
    assert places.row(0)[4:] == (450_150.0, 300_050.0)


def test_those_whose_people_are_not_known_come_last_by_code(frame, square):
    outlines = {"district24": frame({"b": square(0, 0), "a": square(1, 0), "c": square(2, 0)})}
    named = areas(
        ("district24", "b", "Bee", None, None),
        ("district24", "a", "Ay", None, None),
        ("district24", "c", "Sea", None, 1),
    )
    assert place_names(outlines, named)["name"].to_list() == ["Sea", "Ay", "Bee"]


def test_without_districts_and_neighbourhoods_there_are_no_names(frame, square):
    places = place_names({"lsoa21": frame({"l1": square(0, 0)})}, areas())
    assert places.is_empty()
    assert places.schema == pl.Schema(PLACES)
