"""A resident tries a correction of a place in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from commonweal.atlas import Atlas
from tests import sites
from tests.accessibility import violations


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with sites.using(sites.demonstration_atlas()), sites.listening() as found:
        yield found


@pytest.fixture(scope="module")
def postcode() -> str:
    found = Atlas.open(sites.demonstration_atlas()).query("select postcode from {postcodes}")
    return str(found["postcode"][0])


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "bypass_csp": True}


def test_from_how_we_do_it_to_a_correction(page: Page, address: str, postcode: str) -> None:
    page.goto(f"{address}/method")
    page.get_by_role("link", name="open index").click()
    page.get_by_label("Kind of place").select_option("library")
    page.get_by_label("Name of the place").fill("Our Library")
    page.get_by_label("Postcode (the new one").fill(postcode)
    page.get_by_role("button", name="Show what changes").click()
    expect(page).to_have_url(re.compile("open-index.*action=add"))
    expect(page.get_by_role("heading", name="What changes")).to_be_visible()
    expect(page.get_by_text("Our Library (public library) added.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_is_accessible_and_fits_the_screen(
    page: Page, address: str, postcode: str, width: int, scheme: Any
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    tried = f"action=add&kind=library&name=Our+Library&postcode={postcode}"
    for query in ("", f"?{tried}", "?action=close&kind=library&name=None"):
        page.goto(f"{address}/open-index{query}")
        assert violations(page) == []
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
