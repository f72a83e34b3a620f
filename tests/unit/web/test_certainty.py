"""How sure the list is, on the map and on the pages of areas."""

from __future__ import annotations

import numpy as np
import polars as pl
from django.test import Client

from commonweal.web.data import Held
from commonweal.web.data.certainty import certainty, how_sure_of
from commonweal.web.data.choice import default_choice
from commonweal.web.data.finding import finding
from commonweal.web.data.layers import layer
from commonweal.web.data.measures import options


def test_the_map_shows_five_classes_in_the_order_of_areas(country: Held) -> None:
    kept = country
    choice = default_choice(options(kept)).with_(colour="certainty")
    shown = layer(kept, choice)
    found = finding(kept, choice)
    table = certainty(kept, choice)
    listed = sum(shown.counts[:3])
    assert listed == found.main.areas
    assert sum(shown.counts) + shown.unknown == found.areas
    codes = found.table["area_code"]
    first = table.filter(area_code=codes[0])["certainty"].to_physical()[0]
    assert shown.classes[0] == first


def test_hexagons_take_the_surest_of_their_areas(country: Held) -> None:
    kept = country
    choice = default_choice(options(kept)).with_(colour="certainty", view="cartogram")
    shown = layer(kept, choice)
    small = layer(kept, choice.with_(view="map"))
    assert shown.classes.min() == small.classes.min()
    assert np.isin(shown.classes, [*range(5), 255]).all()


def test_a_sentence_once_it_is_known(country: Held) -> None:
    kept = country
    choice = default_choice(options(kept)).with_(cut=5)
    found = finding(kept, choice)
    code = found.table.filter(pl.col("typology") == "neither")["area_code"][0]
    if kept.kept(("certainty", choice.deprivation, choice.infrastructure, 5, choice.rule)) is None:
        assert how_sure_of(kept, choice, code) == ""
    certainty(kept, choice)
    assert "of 100 simulations" in how_sure_of(kept, choice, code)
    assert how_sure_of(kept, choice, "nowhere") == ""


def test_the_page_of_an_area_says_it_when_it_is_known(client: Client, country: Held) -> None:
    choice = default_choice(options(country))
    code = finding(country, choice).answer.chosen["area_code"][0]
    certainty(country, choice)
    page = client.get(f"/areas/{code}").content.decode()
    assert "of 100 simulations" in page
