"""The page of the open index, its colours on the map, and `find` with it on the site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from commonweal.atlas import Atlas
from commonweal.find.open_index import open_index_of
from commonweal.web.data import held
from commonweal.web.data.choice import default_choice
from commonweal.web.data.layers import layer
from commonweal.web.data.measures import options


@pytest.fixture
def postcode(demonstration_atlas: Path) -> str:
    found = Atlas.open(demonstration_atlas).query("select postcode from {postcodes} limit 1")
    return str(found["postcode"][0])


def test_the_page_says_what_the_index_is_made_of(client: Client) -> None:
    page = client.get("/open-index")
    assert page.status_code == 200
    text = page.content.decode()
    assert "The open index of social infrastructure" in text
    assert "agree only weakly" in text
    assert "not held here" in text
    assert "Thought of and left out" in text
    assert "Distance to the nearest public library" in text
    assert 'method="get" action="/open-index#correct"' in text


def test_a_correction_is_tried_and_not_stored(client: Client, postcode: str) -> None:
    asked = {"action": "add", "kind": "library", "name": "Our Library", "postcode": postcode}
    text = client.get("/open-index", asked).content.decode()
    assert "Our Library (public library) added." in text
    assert "Rank before" in text
    assert "Our Library" not in client.get("/open-index").content.decode()
    assert client.post("/open-index", asked).status_code == 405


def test_a_correction_that_cannot_be_used_says_why(client: Client) -> None:
    asked = {"action": "close", "kind": "library", "name": "No such library", "postcode": ""}
    page = client.get("/open-index", asked)
    assert page.status_code == 400
    assert "There is a problem" in page.content.decode()
    assert "one public library of this name" in page.content.decode()
    bad = client.get("/open-index", {"name": "<script>x</script>", "kind": "pub", "action": "burn"})
    assert bad.status_code == 400
    assert "<script>x" not in bad.content.decode()


@pytest.mark.parametrize("view", ["map", "cartogram"])
def test_the_map_can_be_coloured_by_it(client: Client, view: str) -> None:
    kept = held()
    choice = default_choice(options(kept)).with_(colour="open-index", view=view)
    made = layer(kept, choice)
    assert made.unknown == 0
    assert len(made.counts) == 10
    if view == "map":
        index = open_index_of(kept.atlas).table
        assert (made.classes + 1).tolist() == index["decile"].to_list()
    page = client.get("/", {"colour": "open-index"})
    assert page.status_code == 200
    assert "Tenth with the least social infrastructure" in page.content.decode()


def test_the_finding_can_be_made_with_it(client: Client) -> None:
    text = client.get("/", {"infrastructure": "open"}).content.decode()
    assert re.search(r'<option value="open" selected>\s*Open index', text)
    api = client.get("/api/v1/find", {"infrastructure": "open"})
    assert api.status_code == 200
