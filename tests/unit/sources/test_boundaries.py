"""Reading outlines, centres and hexes: strictly, with every problem named."""

from __future__ import annotations

import gzip
import json

import geopandas as gpd
import pytest
import shapely

from commonweal.catalogue.types import BoundaryFile, Geography
from commonweal.errors import InputError, SourceMissing
from commonweal.sources.boundaries import (
    read_boundaries,
    read_boundary_file,
    read_centroids,
)

LSOA = Geography("lsoa21", "lsoa", 2021, "LSOA 2021", "LSOAs (2021)", 2, r"E01\d{6}")
MSOA = BoundaryFile("msoa21", "msoa21cd", "msoa21hcln", 2, layer="3 MSOA hex", kind="hex")


def feature(code, west=-1.5, **more):
    ring = [[west, 52.0], [west + 0.01, 52.0], [west + 0.01, 52.01], [west, 52.01], [west, 52.0]]
    return {
        "type": "Feature",
        "properties": {"LSOA21CD": code, "LSOA21NM": f"Name of {code} ", **more},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(*features, **more):
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


@pytest.fixture
def write(tmp_path):
    def to_file(content, name="areas.geojson.gz"):
        path = tmp_path / name
        path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
        return path

    return to_file


def read(path, **more):
    return read_boundaries(path, "LSOA21CD", "LSOA21NM", geography=LSOA, **more)


def problems(caught):
    return [(problem.column, problem.expected, problem.came) for problem in caught.value.problems]


# What is right


@pytest.mark.parametrize("name", ["areas.geojson", "areas.geojson.gz"])
def test_outlines_come_by_code_in_the_national_grid(write, name):
    frame = read(write(collection(feature("E01000002"), feature("E01000001", -1.49)), name))
    assert list(frame["area_code"]) == ["E01000001", "E01000002"]
    assert list(frame["area_name"]) == ["Name of E01000001", "Name of E01000002"]
    assert list(frame.columns) == ["area_code", "area_name", "geometry"]
    assert frame.crs == "EPSG:27700"
    assert frame.geometry[0].touches(frame.geometry[1])


def test_without_a_name_the_code_is_the_name(write):
    frame = read_boundaries(
        write(collection(feature("E01000001"))), "LSOA21CD", geography=LSOA, expected=1
    )
    assert list(frame["area_name"]) == ["E01000001"]


def test_other_nations_are_left_out_and_not_counted(write):
    path = write(collection(feature("E01000001"), feature("W01000001"), feature("E01000002")))
    assert list(read(path, expected=2)["area_code"]) == ["E01000001", "E01000002"]


def test_a_blank_code_may_be_filled_from_another_property(write):
    path = write(collection(feature(None, OLD="E01000001"), feature("E01000002", OLD="E01000009")))
    frame = read_boundaries(path, "LSOA21CD|OLD", geography=LSOA)
    assert list(frame["area_code"]) == ["E01000001", "E01000002"]


def test_rings_that_cross_themselves_are_not_its_business(write):
    bow_tie = feature("E01000001")
    bow_tie["geometry"]["coordinates"] = [[[-1, 52], [0, 53], [0, 52], [-1, 53], [-1, 52]]]
    assert not read(write(collection(bow_tie))).geometry[0].is_valid


def test_a_file_in_the_national_grid_stays_in_it(tmp_path):
    path = tmp_path / "areas.gpkg"
    gpd.GeoDataFrame(
        {"LSOA21CD": ["E01000001"], "LSOA21NM": ["One"]},
        geometry=[shapely.box(450_000, 300_000, 450_100, 300_100)],
        crs="EPSG:27700",
    ).to_file(path, layer="areas")
    frame = read(path, layer="areas")
    assert frame.total_bounds.tolist() == [450_000, 300_000, 450_100, 300_100]


# What is wrong


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(SourceMissing, match="no such file"):
        read(tmp_path / "none.geojson")


def test_a_packed_file_that_breaks_off(tmp_path):
    path = tmp_path / "areas.geojson.gz"
    path.write_bytes(gzip.compress(collection(feature("E01000001")))[:-20])
    with pytest.raises(InputError) as caught:
        read(path)
    assert "areas.geojson.gz: expected a whole gzip file" in str(caught.value)
    assert "breaks off" in str(caught.value)


def test_a_file_that_is_not_packed_but_named_so(tmp_path):
    path = tmp_path / "areas.geojson.gz"
    path.write_bytes(collection(feature("E01000001")))
    with pytest.raises(InputError, match="whole gzip file"):
        read(path)


@pytest.mark.parametrize("cut", [10, 60, 200])
def test_text_that_breaks_off(write, cut):
    content = collection(feature("E01000001"), feature("E01000002"))
    with pytest.raises(InputError) as caught:
        read(write(content[:-cut]))
    assert "expected a whole geographic file" in str(caught.value)
    assert "Fetch it again" in str(caught.value)


def test_something_else_altogether(write):
    with pytest.raises(InputError, match="got something else"):
        read(write(b"area_code,value\nE01000001,1\n"))


def test_a_layer_that_is_not_there(tmp_path):
    path = tmp_path / "areas.gpkg"
    gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(0, 0)], crs="EPSG:27700").to_file(
        path, layer="points"
    )
    with pytest.raises(InputError, match="a layer 'areas'"):
        read(path, layer="areas")


def test_a_property_of_another_name(write):
    other = json.loads(collection(feature("E01000001")).replace(b"LSOA21", b"LSOA11"))
    with pytest.raises(InputError) as caught:
        read(write(json.dumps(other).encode()))
    assert problems(caught) == [
        ("LSOA21CD", "this property", "a file with LSOA11CD, LSOA11NM"),
        ("LSOA21NM", "this property", "a file with LSOA11CD, LSOA11NM"),
    ]


def test_a_table_without_shapes(tmp_path):
    path = tmp_path / "areas.csv"
    path.write_text("LSOA21CD,LSOA21NM\nE01000001,One\n")
    with pytest.raises(InputError, match="a table without shapes"):
        read(path)


def test_codes_of_another_kind_repeated_and_missing_are_all_reported(write):
    path = write(
        collection(
            feature("E02000001"),
            feature(None),
            feature("E01000001"),
            feature("E01000001"),
        )
    )
    with pytest.raises(InputError) as caught:
        read(path, expected=5)
    assert problems(caught) == [
        ("LSOA21CD", "a code of LSOA 2021", "'E02000001' in feature 1"),
        ("LSOA21CD", "a code of LSOA 2021", "a blank in feature 2"),
        ("LSOA21CD", "each code once", "E01000001 more than once"),
        ("", "5 areas", "4"),
    ]


def test_only_the_first_few_strange_codes_are_listed(write):
    path = write(collection(*(feature(f"X{number}") for number in range(20))))
    with pytest.raises(InputError) as caught:
        read(path)
    assert len(caught.value.problems) == 3


def test_areas_without_an_outline_are_named(write):
    empty, point = feature("E01000001"), feature("E01000002")
    empty["geometry"] = None
    point["geometry"] = {"type": "Point", "coordinates": [-1, 52]}
    with pytest.raises(InputError) as caught:
        read(write(collection(empty, point, feature("E01000003"))))
    assert problems(caught) == [
        ("geometry", "an outline (a polygon)", "nothing for E01000001"),
        ("geometry", "an outline (a polygon)", "Point for E01000002"),
    ]


def test_many_areas_without_an_outline_are_counted(write):
    features = [feature(f"E0100000{number}") for number in range(9)]
    for one in features:
        one["geometry"] = None
    with pytest.raises(InputError, match="6 more areas like these"):
        read(write(collection(*features)))


def test_metres_taken_for_degrees(write):
    lost = feature("E01000001")
    ring = [[450_000, 300_000], [450_100, 300_000], [450_100, 300_100], [450_000, 300_000]]
    lost["geometry"]["coordinates"] = [ring]
    with pytest.raises(InputError) as caught:
        read(write(collection(lost)))
    assert "a place in the United Kingdom (EPSG:4326)" in str(caught.value)
    assert "for E01000001" in str(caught.value)


def test_latitude_before_longitude(write):
    turned = feature("E01000001")
    ((*ring,),) = turned["geometry"]["coordinates"]
    turned["geometry"]["coordinates"] = [[[north, east] for east, north in ring]]
    with pytest.raises(InputError, match="a place in the United Kingdom"):
        read(write(collection(turned)))


def test_a_system_that_is_not_known(tmp_path):
    path = tmp_path / "areas.gpkg"
    gpd.GeoDataFrame(
        {"LSOA21CD": ["E01000001"], "LSOA21NM": ["One"]},
        geometry=[shapely.box(0, 0, 1, 1)],
        crs="EPSG:3857",
    ).to_file(path)
    with pytest.raises(InputError, match="WGS84 or the British National Grid"):
        read(path)


# Centres and hexes


def test_centres_from_a_table(tmp_path):
    path = tmp_path / "centres.csv"
    path.write_text("X,Y,lsoa21cd\n450000.5,300000.25,E01000002\n1,2,W01000001\n3,4,E01000001\n")
    points = read_centroids(path, "lsoa21cd", LSOA, 2)
    assert points.rows() == [
        ("lsoa21", "E01000001", 3.0, 4.0),
        ("lsoa21", "E01000002", 450_000.5, 300_000.25),
    ]


def test_centres_in_degrees_are_refused(tmp_path):
    path = tmp_path / "centres.gpkg"
    gpd.GeoDataFrame(
        {"LSOA21CD": ["E01000001"]}, geometry=[shapely.Point(-1, 52)], crs="EPSG:4326"
    ).to_file(path)
    with pytest.raises(InputError, match="points in the British National Grid"):
        read_centroids(path, "LSOA21CD", LSOA)


def test_centres_that_are_outlines_are_refused(write):
    with pytest.raises(InputError, match="a point"):
        read_centroids(write(collection(feature("E01000001"))), "LSOA21CD", LSOA)


@pytest.fixture
def hexes(tmp_path):
    path = tmp_path / "hexes.gpkg"
    cells = {
        "X": [1.0, 2.0, 3.0],
        "Y": [1.0, 1.0, 1.0],
        "msoa21cd": ["E02000002", "E02000001", "W02000001"],
        "msoa21nm": ["District 002", "District 001", "Sir 001"],
        "msoa21hcln": ["New Town ", "Old Town", "Tref"],
        "lad22cd": ["E07000001", "E07000001", "W06000001"],
        "group": ["Shire", "Shire", "Wales"],
    }
    shapes = [shapely.box(x, 0, x + 1, 1) for x in range(3)]
    gpd.GeoDataFrame(cells, geometry=shapes, crs="EPSG:27700").to_file(path, layer="3 MSOA hex")
    gpd.GeoDataFrame(
        {
            "Group": ["Shire"],
            "Group-labe": ["Shr"],
            "RegionNati": ["South"],
            "LabelPosit": ["Left"],
        },
        geometry=[shapely.Point(0, 0)],
        crs="EPSG:27700",
    ).to_file(path, layer="1 Group labels")
    return path


def test_hexes_keep_what_is_said_of_them_and_claim_no_place(hexes, release):
    tables = read_boundary_file(release, MSOA, hexes)
    frame = tables.hexes["msoa21"]
    assert frame.crs is None
    assert list(frame["area_code"]) == ["E02000001", "E02000002"]
    assert list(frame["area_name"]) == ["Old Town", "New Town"]
    assert list(frame["district_code"]) == ["E07000001", "E07000001"]
    assert frame.total_bounds.tolist() == [0, 0, 2, 1]
    assert tables.areas.select("geography", "area_code", "area_name", "local_name").rows() == [
        ("msoa21", "E02000001", None, "Old Town"),
        ("msoa21", "E02000002", None, "New Town"),
    ]
    assert not tables.outlines


def test_labels_beside_the_hexes_come_along(hexes, release):
    labels = read_boundary_file(release, MSOA, hexes).hexes["msoa21_labels"]
    assert list(labels.columns) == ["group", "group_label", "region", "position", "geometry"]
    assert labels.crs is None


@pytest.fixture
def release():
    from commonweal.catalogue.geography_files import HEXES_MSOA21

    return HEXES_MSOA21


def test_outlines_of_a_release_come_with_their_names(write, release):
    path = write(collection(feature("E01000001"), feature("E01000002")))
    table = BoundaryFile("lsoa21", "LSOA21CD", "LSOA21NM", 2)
    tables = read_boundary_file(release, table, path)
    assert list(tables.outlines) == ["lsoa21"]
    assert tables.areas.select("geography", "area_code", "area_name").rows() == [
        ("lsoa21", "E01000001", "Name of E01000001"),
        ("lsoa21", "E01000002", "Name of E01000002"),
    ]


def test_centres_of_a_release(tmp_path, release):
    path = tmp_path / "centres.csv"
    path.write_text("X,Y,cd\n450000,300000,E01000002\n")
    table = BoundaryFile("lsoa21", "cd", "", 1, kind="centroid")
    assert read_boundary_file(release, table, path).points.height == 1


def test_the_published_files(mirror):
    """Those of the mirror that the catalogue describes, all areas of each."""
    from commonweal.catalogue.geography_files import CENTROIDS_LSOA21, HEXES_MSOA21

    for known in (CENTROIDS_LSOA21, HEXES_MSOA21):
        (file,) = known.files
        (content,) = file.contents
        tables = read_boundary_file(known, content, mirror / file.path)
        rows = tables.points.height or len(tables.hexes["msoa21"])
        assert rows == content.areas
