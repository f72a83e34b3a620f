"""Postcodes in areas: inside, on an edge, near one, and out at sea."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.atlas.geography.postcodes import NEAR, place_postcodes
from commonweal.errors import InputError

EAST, NORTH = 450_000.0, 300_000.0


def postcodes(**places):
    return pl.DataFrame(
        [(code, EAST + x, NORTH + y) for code, (x, y) in places.items()],
        schema={"postcode": pl.String, "easting": pl.Float64, "northing": pl.Float64},
        orient="row",
    )


def placed(result, code):
    return result.filter(postcode=code).row(0)[3:]


@pytest.fixture
def areas(frame, square):
    return frame({"b": square(1, 0), "a": square(0, 0), "c": square(5, 0)})


def test_a_postcode_well_inside_is_certain(areas):
    result = place_postcodes(postcodes(IN1=(50, 40)), areas)
    assert placed(result, "IN1") == ("a", False, 40.0)


def test_near_an_edge_it_is_approximate(areas):
    result = place_postcodes(
        postcodes(AT=(50, NEAR), UNDER=(50, NEAR - 0.01), OVER=(50, NEAR + 0.01)), areas
    )
    assert placed(result, "AT") == ("a", True, NEAR)
    assert placed(result, "UNDER") == ("a", True, NEAR - 0.01)
    assert placed(result, "OVER") == ("a", False, NEAR + 0.01)


def test_how_near_is_a_choice(areas):
    places = postcodes(IN1=(50, 40))
    assert placed(place_postcodes(places, areas, near=41), "IN1") == ("a", True, 40.0)
    assert placed(place_postcodes(places, areas, near=39), "IN1") == ("a", False, 40.0)


def test_on_a_shared_edge_the_lowest_code_is_taken(areas):
    assert placed(place_postcodes(postcodes(ON=(100, 50)), areas), "ON") == ("a", True, 0.0)
    turned = areas.iloc[::-1]
    assert placed(place_postcodes(postcodes(ON=(100, 50)), turned), "ON") == ("a", True, 0.0)


def test_where_outlines_overlap_the_lowest_code_is_taken(frame, square):
    both = frame({"b": square(0, 0, 3), "a": square(1, 1)})
    assert placed(place_postcodes(postcodes(IN=(150, 140)), both), "IN") == ("a", False, 40.0)


def test_outside_all_it_goes_to_the_nearest(areas):
    result = place_postcodes(postcodes(SEA=(380, 50), FAR=(650, 50)), areas)
    assert placed(result, "SEA") == ("c", True, 120.0)
    assert placed(result, "FAR") == ("c", True, 50.0)


def test_outside_and_equally_near_the_lowest_code_is_taken(areas):
    assert placed(place_postcodes(postcodes(MID=(100, -30)), areas), "MID") == ("a", True, 30.0)


def test_in_a_hole_it_goes_to_what_is_around(frame, square):
    around = square(0, 0, 3).difference(square(1, 1))
    result = place_postcodes(postcodes(LAKE=(150, 130)), frame({"a": around}))
    assert placed(result, "LAKE") == ("a", True, 30.0)


def test_they_come_back_by_postcode_with_their_place(areas):
    result = place_postcodes(postcodes(ZZ1=(10, 10), AA1=(150, 50)), areas)
    assert result.columns == [
        "postcode",
        "easting",
        "northing",
        "area_code",
        "approximate",
        "metres",
    ]
    assert result["postcode"].to_list() == ["AA1", "ZZ1"]
    assert result.row(0)[:3] == ("AA1", EAST + 150, NORTH + 50)


def test_without_postcodes_there_is_nothing(areas):
    assert place_postcodes(postcodes(), areas).is_empty()


def test_without_areas_it_says_so(areas):
    with pytest.raises(InputError, match="outlines of areas"):
        place_postcodes(postcodes(IN1=(50, 40)), areas.iloc[:0])


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(-50, 450), st.integers(-50, 450)), min_size=1, max_size=40))
def test_the_same_as_asking_every_area(places):
    """Two routes: the tree of points, and each point against each area."""
    import geopandas as gpd

    cells = {
        f"{number:02d}": shapely.box(EAST + x, NORTH + y, EAST + x + 100, NORTH + y + 100)
        for number, (x, y) in enumerate((x, y) for x in (0, 100, 300) for y in (0, 100, 300))
    }
    areas = gpd.GeoDataFrame(
        {"area_code": list(cells)}, geometry=list(cells.values()), crs="EPSG:27700"
    )
    names = [f"P{number:03d}" for number in range(len(places))]
    result = place_postcodes(postcodes(**dict(zip(names, places, strict=True))), areas)
    for name, (x, y) in zip(names, places, strict=True):
        point = shapely.Point(EAST + x, NORTH + y)
        away = {code: cell.distance(point) for code, cell in cells.items()}
        code = min(sorted(away), key=lambda found: (away[found], found))
        edge = cells[code].exterior.distance(point)
        outside = away[code] > 0
        assert placed(result, name) == (code, outside or edge <= NEAR, np.round(edge, 2))
