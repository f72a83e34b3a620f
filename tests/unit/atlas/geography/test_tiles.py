"""Map tiles of a small country: every area at every zoom, the same bytes every time."""

from __future__ import annotations

import gzip
import json
from hashlib import sha256
from pathlib import Path

import mapbox_vector_tile
import polars as pl
import pytest
import shapely
from pmtiles.reader import MemorySource, Reader, all_tiles

from commonweal.atlas.geography import tiles
from commonweal.atlas.geography.places import PLACES
from commonweal.atlas.geography.tile_check import (
    check_tiles,
    feature_numbers,
    features_by_zoom,
)
from commonweal.atlas.geography.tile_inputs import first_zoom
from commonweal.atlas.geography.tiles import make_tiles, tile_index
from commonweal.errors import AtlasDamaged, CommonwealError

SMALL_AREAS = 16


@pytest.fixture(scope="module")
def outlines(frame, square):
    """Sixteen small areas, one of them a few metres wide, in two districts of one region."""
    cells = {
        f"L{number:02d}": square(8 * x, 8 * y, 8)
        for number, (x, y) in enumerate((x, y) for x in range(4) for y in range(4))
    }
    cells["L15"] = square(24, 24, 0.03)
    west = shapely.union_all([cells[f"L{number:02d}"] for number in range(8)])
    east = shapely.union_all([cells[f"L{number:02d}"] for number in range(8, 16)])
    layers = {
        "lsoa21": cells,
        "msoa21": {"M1": west, "M2": east},
        "district24": {"D1": west, "D2": east},
        "region24": {"R1": west.union(east)},
    }
    return {name: frame(shapes) for name, shapes in layers.items()}


@pytest.fixture(scope="module")
def places():
    return pl.DataFrame(
        [
            ("Westshire", "district", 1, 4, 450_400.0, 300_400.0),
            ("Kings’s Cross & Zoë", "msoa", 2, 9, 451_000.0, 301_000.0),
        ],
        schema=PLACES,
        orient="row",
    )


@pytest.fixture(scope="module")
def made(outlines, places, tmp_path_factory):
    target = tmp_path_factory.mktemp("made") / "tiles" / "areas.pmtiles"
    make_tiles(outlines, places, target, "Source: an office")
    return target


@pytest.fixture(scope="module")
def decoded(made):
    """Every tile, decoded by a library that is not ours: (zoom, layer) to features."""
    found: dict[tuple[int, str], list] = {}
    for (zoom, _, _), data in all_tiles(MemorySource(made.read_bytes())):
        for layer, content in mapbox_vector_tile.decode(gzip.decompress(data)).items():
            found.setdefault((zoom, layer), []).extend(content["features"])
    return found


def numbers(decoded, zoom, layer):
    return {feature["id"] for feature in decoded.get((zoom, layer), ())}


def test_every_small_area_is_there_at_every_zoom(decoded):
    for zoom in range(4, 11):
        assert numbers(decoded, zoom, "lsoa21") == set(range(SMALL_AREAS)), zoom


def test_larger_areas_are_there_from_their_first_zoom(decoded):
    for zoom in range(4, 11):
        assert numbers(decoded, zoom, "district24") == {0, 1}
        assert numbers(decoded, zoom, "region24") == {0}
        assert numbers(decoded, zoom, "msoa21") == ({0, 1} if zoom >= 9 else set())
    assert first_zoom("msoa21") == 9
    assert first_zoom("lsoa21") == 4


def test_areas_carry_a_number_and_nothing_else(decoded):
    for (_, layer), features in decoded.items():
        if layer != "places":
            assert all(feature["properties"] == {} for feature in features)


def test_a_narrow_area_is_drawn_where_it_is(decoded):
    """Area 15 is three metres wide: it is drawn as a square of the grid, larger than it is."""
    for zoom in range(4, 11):
        (found,) = {
            json.dumps(feature["geometry"])
            for feature in decoded[zoom, "lsoa21"]
            if feature["id"] == 15
        }
        assert shapely.geometry.shape(json.loads(found)).area > 0


def test_names_carry_their_rank_and_come_when_there_is_room(decoded):
    def names(zoom):
        return {feature["properties"]["name"] for feature in decoded[zoom, "places"]}

    assert names(4) == names(8) == {"Westshire"}
    assert names(9) == names(10) == {"Westshire", "Kings’s Cross & Zoë"}
    properties = decoded[10, "places"][0]["properties"]
    assert set(properties) == {"name", "rank", "kind"}


def test_features_are_numbered_in_the_order_of_codes(outlines):
    shuffled = {name: frame.iloc[::-1] for name, frame in outlines.items()}
    assert tile_index(shuffled)["msoa21"] == ["M1", "M2"]
    assert tile_index(shuffled)["lsoa21"] == [f"L{number:02d}" for number in range(SMALL_AREAS)]


def test_the_number_stands_for_the_area_at_that_place(decoded, made):
    """The corner of area 0 in the south-west, that of area 14 in the north-east."""
    reader = Reader(MemorySource(made.read_bytes()))
    (place, data) = next(
        (place, data)
        for place, data in all_tiles(MemorySource(made.read_bytes()))
        if place[0] == 10 and len(feature_numbers(gzip.decompress(data))["lsoa21"]) == SMALL_AREAS
    )
    tile = mapbox_vector_tile.decode(reader.get(*place) and gzip.decompress(data))
    middle = {
        feature["id"]: shapely.geometry.shape(feature["geometry"]).centroid
        for feature in tile["lsoa21"]["features"]
    }
    assert middle[0].x < middle[14].x
    assert middle[0].y < middle[14].y


def test_the_header_says_what_is_in_it(made):
    reader = Reader(MemorySource(made.read_bytes()))
    header, metadata = reader.header(), reader.metadata()
    assert (header["min_zoom"], header["max_zoom"]) == (4, 10)
    assert header["min_lon_e7"] < -12_600_000 < header["max_lon_e7"]
    assert header["min_lat_e7"] < 526_000_000 < header["max_lat_e7"]
    assert metadata["attribution"] == "Source: an office"
    layers = {layer["id"]: layer for layer in metadata["vector_layers"]}
    assert set(layers) == {"lsoa21", "msoa21", "district24", "region24", "places"}
    assert (layers["msoa21"]["minzoom"], layers["msoa21"]["maxzoom"]) == (9, 10)
    assert "tippecanoe" not in json.dumps(metadata)


def test_the_same_input_gives_the_same_bytes_wherever_it_is_written(
    made, outlines, places, tmp_path
):
    shuffled = {name: frame.iloc[::-1] for name, frame in outlines.items()}
    again = tmp_path / "elsewhere" / "other.pmtiles"
    make_tiles(shuffled, places, again, "Source: an office")
    assert sha256(again.read_bytes()).digest() == sha256(made.read_bytes()).digest()


def test_nothing_is_left_beside_the_file(made):
    assert [path.name for path in made.parent.iterdir()] == ["areas.pmtiles"]


def test_a_country_without_names_has_tiles(outlines, tmp_path):
    target = tmp_path / "areas.pmtiles"
    make_tiles({"lsoa21": outlines["lsoa21"]}, pl.DataFrame(schema=PLACES), target)
    assert features_by_zoom(target)["lsoa21", 7] == set(range(SMALL_AREAS))


def test_the_target_may_be_named_from_the_folder_at_hand(outlines, places, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make_tiles(outlines, places, Path("atlas") / "areas.pmtiles", "Source: an office")
    assert (tmp_path / "atlas" / "areas.pmtiles").is_file()


def test_if_the_program_fails_its_words_are_passed_on(outlines, places, tmp_path, monkeypatch):
    monkeypatch.setattr(tiles, "_KEEP_ALL", ("--no-such-option",))
    target = tmp_path / "areas.pmtiles"
    with pytest.raises(CommonwealError, match="could not be cut"):
        make_tiles(outlines, places, target)
    assert list(tmp_path.iterdir()) == []


def test_if_the_program_is_not_there_it_says_what_to_do(outlines, places, tmp_path, monkeypatch):
    monkeypatch.setattr(tiles, "files", lambda _: tmp_path)
    with pytest.raises(CommonwealError, match="make setup"):
        make_tiles(outlines, places, tmp_path / "areas.pmtiles")


def test_our_reading_of_numbers_agrees_with_the_library(made, decoded):
    found = features_by_zoom(made)
    for (zoom, layer), features in decoded.items():
        if layer != "places":
            assert found[layer, zoom] == {feature["id"] for feature in features}


def test_areas_missing_from_the_tiles_are_counted(made):
    check_tiles(made, {"lsoa21": SMALL_AREAS}, {"lsoa21": (4, 10)})
    with pytest.raises(AtlasDamaged) as caught:
        check_tiles(
            made, {"lsoa21": SMALL_AREAS + 2, "msoa21": 2}, {"lsoa21": (10, 10), "msoa21": (8, 9)}
        )
    assert "2 of lsoa21 at zoom 10 (first: 16)" in str(caught.value)
    assert "2 of msoa21 at zoom 8 (first: 0)" in str(caught.value)
    assert "zoom 9" not in str(caught.value)


def test_numbers_of_many_digits_are_read():
    feature = {"geometry": "POINT (1 2)", "properties": {}, "id": 33_754}
    tile = mapbox_vector_tile.encode([{"name": "x", "features": [feature]}])
    assert feature_numbers(tile) == {"x": {33_754}}


def test_a_damaged_tile_is_said_to_be_so():
    with pytest.raises(AtlasDamaged, match="kind"):
        feature_numbers(bytes([(3 << 3) | 5, 0, 0, 0, 0]))
