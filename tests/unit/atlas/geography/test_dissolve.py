"""Larger areas from small ones, and lighter outlines."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.atlas.geography.dissolve import SPECK, dissolve, simplify
from commonweal.atlas.geography.rings import shared_edges
from commonweal.errors import InputError


def membership(**groups):
    rows = [(code, group) for group, codes in groups.items() for code in codes]
    return pl.DataFrame(rows, schema=["area_code", "group_code"], orient="row")


def shape_of(result, code):
    return result.geometry[list(result["area_code"]).index(code)]


def test_areas_side_by_side_become_one(frame, square):
    areas = frame({"a": square(0, 0), "b": square(1, 0), "c": square(2, 0)})
    result = dissolve(areas, membership(north="ab", south="c"))
    assert list(result["area_code"]) == ["north", "south"]
    assert list(result["area_name"]) == ["north", "south"]
    assert shape_of(result, "north").equals(square(0, 0, 2, 1))
    assert shape_of(result, "south").equals(square(2, 0))
    assert result.crs == "EPSG:27700"


def test_names_are_taken_where_they_are_given(frame, square):
    named = membership(x="a").with_columns(group_name=pl.lit("Xshire"))
    result = dissolve(frame({"a": square(0, 0)}), named)
    assert list(result["area_name"]) == ["Xshire"]


def test_an_area_apart_is_a_part(frame, square):
    result = dissolve(frame({"a": square(0, 0), "b": square(5, 5)}), membership(x="ab"))
    assert shapely.get_num_geometries(shape_of(result, "x")) == 2


def test_another_group_within_stays_a_hole(frame, square):
    around = square(0, 0, 3).difference(square(1, 1))
    result = dissolve(frame({"a": around, "b": square(1, 1)}), membership(x="a", y="b"))
    assert shape_of(result, "x").equals(around)


def test_a_gap_of_rounding_is_closed_and_a_larger_one_is_not(frame, square):
    side = np.sqrt(SPECK)
    for wide, holes in ((side - 1, 0), (side + 1, 1)):
        gap = shapely.box(450_020, 300_020, 450_020 + wide, 300_020 + wide)
        result = dissolve(frame({"a": square(0, 0, 3).difference(gap)}), membership(x="a"))
        assert len(shape_of(result, "x").interiors) == holes


def test_what_lies_in_a_closed_gap_does_not_make_the_shape_wrong(frame, square):
    gap, islet = shapely.box(450_020, 300_020, 450_040, 300_040), shapely.box(0, 0, 4, 4)
    islet = shapely.transform(islet, lambda points: points + np.array([450_030, 300_030]))
    whole = shapely.MultiPolygon([square(0, 0).difference(gap), islet])
    result = dissolve(frame({"a": whole}), membership(x="a"))
    assert shape_of(result, "x").equals(square(0, 0))


def test_a_sliver_of_overlap_leaves_no_mark(frame, square):
    """Two areas overlap by 20 cm: the edge is neither doubled nor open."""
    shifted = shapely.transform(square(1, 0), lambda points: points - (0.2, 0))
    result = dissolve(frame({"a": square(0, 0), "b": shifted}), membership(x="ab"))
    shape = shape_of(result, "x")
    assert shape.is_valid
    assert shape.geom_type == "Polygon"
    assert shape.area == pytest.approx(20_000, rel=0.01)


def test_mended_members_are_remembered(frame, square):
    areas = frame({"a": square(0, 0), "b": square(1, 0), "c": square(2, 0)})
    areas["repaired"] = [False, True, False]
    result = dissolve(areas, membership(x="ab", y="c"))
    assert list(result["repaired"]) == [True, False]


def test_every_area_must_be_in_one_group(frame, square):
    areas = frame({"a": square(0, 0), "b": square(1, 0), "c": square(2, 0)})
    with pytest.raises(InputError) as caught:
        dissolve(areas, membership(x="ab", y="b"))
    assert "none for c" in str(caught.value)
    assert "several for b" in str(caught.value)


@settings(deadline=None)
@given(st.lists(st.integers(0, 3), min_size=16, max_size=16))
def test_the_same_as_joining_shapes_one_by_one(groups):
    """Two routes: cancelling shared edges, and union of the shapes."""
    import geopandas as gpd

    cells = {
        f"{number:02d}": shapely.box(10 * x, 10 * y, 10 * x + 10, 10 * y + 10)
        for number, (x, y) in enumerate((x, y) for x in range(4) for y in range(4))
    }
    areas = gpd.GeoDataFrame(
        {"area_code": list(cells)}, geometry=list(cells.values()), crs="EPSG:27700"
    )
    members = pl.DataFrame(
        {"area_code": list(cells), "group_code": [f"g{group}" for group in groups]}
    )
    result = dissolve(areas, members)
    for code, shape in zip(result["area_code"], result.geometry, strict=True):
        parts = [
            cell for cell, group in zip(cells.values(), groups, strict=True) if f"g{group}" == code
        ]
        whole = shapely.union_all(parts)
        gaps = [
            shapely.Polygon(hole)
            for part in shapely.get_parts(whole)
            for hole in shapely.get_rings(part)[1:]
        ]
        assert shape.is_valid
        assert shape.equals(shapely.union_all([whole, *gaps]))


def test_lighter_outlines_keep_sharing_edges(frame):
    wave = [(10 + (number % 2) / 10, number) for number in range(11)]
    left = shapely.Polygon([(0, 0), *wave, (0, 10)])
    right = shapely.Polygon([*wave, (20, 10), (20, 0)])
    areas = frame({"a": left, "b": right})
    lighter = simplify(areas, 2.0)
    shapes = lighter.geometry.to_numpy()
    assert (
        shapely.get_num_coordinates(shapes).sum() < shapely.get_num_coordinates([left, right]).sum()
    )
    assert shapely.coverage_is_valid(shapes)
    assert shared_edges(shapes)["metres"][0] == pytest.approx(10, abs=0.1)
