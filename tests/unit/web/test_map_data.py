"""What the map draws from: tiles, one byte an area, hexagons, cards."""

from __future__ import annotations

import gzip
import json

import mapbox_vector_tile
import numpy as np
import polars as pl
import pytest
from django.test import Client

from commonweal.find import TYPOLOGY
from commonweal.find.request import FindRequest, find_neighbourhoods
from commonweal.web.data import Held
from commonweal.web.data.choice import default_choice
from commonweal.web.data.geography import small_areas
from commonweal.web.data.layers import layer
from commonweal.web.data.measures import options
from commonweal.web.data.tiles import TileFile, tile_file


def every_tile(tiles: TileFile, zoom: int) -> list[tuple[int, int, bytes]]:
    found = [
        (x, y, tile)
        for x in range(1 << zoom)
        for y in range(1 << zoom)
        if (tile := tiles.get(zoom, x, y))
    ]
    assert found
    return found


@pytest.mark.parametrize("zoom", [4, 6])
def test_every_area_is_in_the_tiles(client: Client, country: Held, zoom: int) -> None:
    numbers: set[int] = set()
    for x, y, _ in every_tile(tile_file(country), zoom):
        answer = client.get(f"/tiles/{country.id}/{zoom}/{x}/{y}.mvt")
        assert answer.headers["Content-Encoding"] == "gzip"
        drawn = mapbox_vector_tile.decode(gzip.decompress(answer.content))
        numbers |= {feature["id"] for feature in drawn["lsoa21"]["features"]}
    assert numbers == set(range(small_areas(country).height))


def test_a_tile_may_be_kept_for_ever(client: Client, country: Held) -> None:
    x, y, _ = every_tile(tile_file(country), 4)[0]
    answer = client.get(f"/tiles/{country.id}/4/{x}/{y}.mvt")
    assert answer.headers["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("place", ["4/0/0", "4/99/0", "4/0/99", "25/1/1", "99999999999/1/1"])
def test_where_nothing_is_drawn_there_is_no_tile(client: Client, country: Held, place: str) -> None:
    assert client.get(f"/tiles/{country.id}/{place}.mvt").status_code == 204


def test_an_atlas_without_tiles_still_has_its_list(
    client: Client, country: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commonweal.web.data.tiles.TILES", "tiles/none.pmtiles")
    text = client.get("/").content.decode()
    assert "no map tiles" in text
    assert "Showing 1 to" in text
    assert "<script" not in text


def test_another_build_s_tiles_are_not_here(client: Client) -> None:
    assert client.get("/tiles/other/4/8/5.mvt").status_code == 404
    assert client.get("/values/other.bin").status_code == 404
    assert client.get("/cartogram/other.json").status_code == 404


def test_the_bytes_are_the_types_in_the_order_of_codes(client: Client, country: Held) -> None:
    expected = find_neighbourhoods(FindRequest(), country.atlas).table.sort("area_code")
    numbers = [TYPOLOGY.index(name) for name in expected["typology"].cast(pl.String)]
    answer = client.get(f"/values/{country.id}.bin")
    assert list(answer.content) == numbers
    order = json.loads((country.atlas.file("tiles/areas.json")).read_text(encoding="utf-8"))
    assert order["lsoa21"] == expected["area_code"].to_list()


def test_the_legend_counts_what_is_drawn(client: Client, country: Held) -> None:
    offered = options(country)
    for colour in offered.colours:
        for view in ("map", "cartogram"):
            choice = default_choice(offered).with_(colour=colour.value, view=view)
            shown = layer(country, choice)
            drawn = np.frombuffer(
                client.get(f"/values/{country.id}.bin?{choice.query(offered)}").content, np.uint8
            )
            counted = [int((drawn == number).sum()) for number in range(len(shown.counts))]
            assert counted == list(shown.counts)
            assert int((drawn == 255).sum()) == shown.unknown
            assert sum(shown.counts) + shown.unknown == drawn.size


def test_the_dark_corner_is_the_worst_third_on_both(country: Held) -> None:
    offered = options(country)
    shown = layer(country, default_choice(offered).with_(colour="two-way"))
    table = find_neighbourhoods(FindRequest(), country.atlas).table.sort("area_code")
    corner = table.select(
        (pl.col("deprivation_class") == 3) & (pl.col("infrastructure_class") == 3)
    ).to_series()
    assert ((shown.classes == 8) == corner.to_numpy()).all()


def test_an_msoa_has_the_share_of_its_people(country: Held) -> None:
    offered = options(country)
    shown = layer(country, default_choice(offered).with_(view="cartogram"))
    found = find_neighbourhoods(FindRequest(), country.atlas).chosen["area_code"]
    places = small_areas(country).with_columns(inside=pl.col("area_code").is_in(found.implode()))
    shares = (
        places.group_by("msoa_code")
        .agg(share=pl.col("people").filter("inside").sum() / pl.col("people").sum())
        .sort("msoa_code")
    )
    expected = [0 if s == 0 else min(4, int(np.ceil(4 * s))) for s in shares["share"]]
    assert shown.classes.tolist() == expected


def test_every_msoa_has_one_hexagon(client: Client, country: Held) -> None:
    drawing = client.get(f"/cartogram/{country.id}.json").json()
    centres = np.array(drawing["centres"]).reshape(-1, 2)
    assert len(centres) == country.atlas.areas("msoa21").height
    assert len(np.unique(centres, axis=0)) == len(centres)
    assert len(drawing["corners"]) == 12
    assert len(drawing["districts"]) == small_areas(country)["district_code"].n_unique()


@pytest.mark.parametrize("view", ["map", "cartogram"])
def test_a_card_tells_the_area_at_that_place_in_order(
    client: Client, country: Held, view: str
) -> None:
    codes = country.atlas.areas("lsoa21" if view == "map" else "msoa21")["area_code"].sort()
    for index in (0, codes.len() // 2, codes.len() - 1):
        text = client.get(f"/map/card?view={view}&index={index}").content.decode()
        assert f'href="/areas/{codes[index]}"' in text
        assert "<html" not in text


@pytest.mark.parametrize("index", ["", "x", "-1", "99999999", "1e3"])
def test_a_card_that_is_not_there(client: Client, index: str) -> None:
    assert client.get(f"/map/card?index={index}").status_code == 404
