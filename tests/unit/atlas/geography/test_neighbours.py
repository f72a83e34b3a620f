"""Who adjoins whom, what an island is joined to, and which areas hang together."""

from __future__ import annotations

import json

import geopandas as gpd
import polars as pl
import pytest
import shapely

from commonweal.atlas.geography.neighbours import components, neighbours


def links(result, code):
    return {row[1]: row[2:] for row in result.filter(area_code=code).rows()}


@pytest.fixture
def country(frame, square):
    """Three by two squares, a pair beyond the water, and an island nearest to `c`."""
    return frame(
        {
            "a": square(0, 0),
            "b": square(1, 0),
            "c": square(2, 0),
            "d": square(0, 1),
            "e": square(1, 1),
            "x": square(0, 5),
            "y": square(1, 5),
            "island": square(3.3, 0),
        }
    )


def test_edges_and_corners_are_told_apart_and_measured(country):
    found = links(neighbours(country), "b")
    assert found == {
        "a": ("edge", 100.0),
        "c": ("edge", 100.0),
        "d": ("corner", 0.0),
        "e": ("edge", 100.0),
    }


def test_every_pair_is_there_both_ways_round_in_order(country):
    result = neighbours(country)
    there = result.select("area_code", "neighbour_code", "rule", "metres").rows()
    back = result.select("neighbour_code", "area_code", "rule", "metres").rows()
    assert set(there) == set(back)
    assert there == sorted(there)
    assert len(set(there)) == len(there)
    assert all(row[0] != row[1] for row in there)


def test_an_island_is_joined_to_the_nearest_area(country):
    result = neighbours(country)
    assert links(result, "island") == {"c": ("island", 30.0)}
    assert links(result, "c")["island"] == ("island", 30.0)


def test_areas_beyond_the_water_keep_their_own_neighbours_only(country):
    assert links(neighbours(country), "x") == {"y": ("edge", 100.0)}


def test_two_islands_nearest_to_each_other_are_one_pair(frame, square):
    result = neighbours(frame({"a": square(0, 0), "b": square(1.5, 0)}))
    assert result.rows() == [("a", "b", "island", 50.0), ("b", "a", "island", 50.0)]


def test_of_equally_near_areas_an_island_takes_the_lowest_code(frame, square):
    areas = frame({"c": square(2, 0), "a": square(0, 0), "b": square(4, 0), "d": square(4, 1)})
    assert links(neighbours(areas.sort_values("area_code")), "c") == {"a": ("island", 100.0)}


def test_one_area_alone_has_no_neighbour(frame, square):
    result = neighbours(frame({"a": square(0, 0)}))
    assert result.is_empty()
    assert result.columns == ["area_code", "neighbour_code", "rule", "metres"]


def test_a_sliver_of_overlap_is_an_edge_of_its_length(frame, square):
    shifted = shapely.transform(square(1, 0), lambda points: points - (0.2, 0))
    ((_, _, rule, metres), _) = neighbours(frame({"a": square(0, 0), "b": shifted})).rows()
    assert rule == "edge"
    assert metres == pytest.approx(100, abs=0.3)


def test_edges_that_only_partly_run_together_are_measured(frame, square):
    result = neighbours(frame({"a": square(0, 0, 3), "b": square(3, 1)}))
    assert links(result, "a") == {"b": ("edge", 100.0)}


def test_pairs_joined_by_a_spur_in_the_file_are_neighbours(country):
    spurs = pl.DataFrame(
        [("x", "a", 12.0), ("a", "b", 5.0)],
        schema=["area_code", "neighbour_code", "metres"],
        orient="row",
    )
    result = neighbours(country, spurs)
    assert links(result, "x")["a"] == ("edge", 12.0)
    assert links(result, "a")["x"] == ("edge", 12.0)
    assert links(result, "a")["b"] == ("edge", 5.0)
    assert result.filter(area_code="a", neighbour_code="b").height == 1


def test_row_order_does_not_matter(country):
    assert neighbours(country).equals(neighbours(country.iloc[::-1]))


def test_components_are_numbered_from_the_largest(country):
    found = components(pl.Series(country["area_code"].to_list()), neighbours(country))
    assert found.columns == ["area_code", "component", "areas"]
    assert dict(zip(found["area_code"], found["component"], strict=True)) == {
        "a": 1,
        "b": 1,
        "c": 1,
        "d": 1,
        "e": 1,
        "x": 2,
        "y": 2,
        "island": 3,
    }
    assert found.filter(area_code="x")["areas"].item() == 2


def test_the_reference_map_of_columbus(vectors):
    """The neighbours that spdep and libpysal give for the 49 neighbourhoods of Columbus, Ohio."""
    folder = vectors / "spatial"
    expected = json.loads((folder / "columbus_neighbours.json").read_text())
    areas = gpd.read_file(folder / "columbus_geojson.json")
    areas["area_code"] = [f"{number:02d}" for number in range(1, len(areas) + 1)]
    found = neighbours(areas.set_crs("EPSG:27700", allow_override=True))
    for number, others in enumerate(expected["queen"], start=1):
        met = found.filter(area_code=f"{number:02d}")
        assert {int(code) for code in met["neighbour_code"]} == set(others)
    for number, others in enumerate(expected["rook"], start=1):
        met = found.filter(area_code=f"{number:02d}", rule="edge")
        assert {int(code) for code in met["neighbour_code"]} == set(others)
