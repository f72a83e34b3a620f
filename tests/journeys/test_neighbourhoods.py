"""A resident's way to the neighbourhood of their postcode, in a browser, with and without help."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from commonweal.atlas import Atlas
from commonweal.find.neighbourhoods import NeighbourhoodSpec
from commonweal.find.neighbourhoods.request import neighbourhoods_of_finding
from commonweal.find.request import FindRequest, find_neighbourhoods
from tests import sites
from tests.conftest import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with sites.using(sites.demonstration_atlas()), sites.listening() as found:
        yield found


@pytest.fixture(scope="module")
def postcode() -> str:
    """A postcode in a neighbourhood."""
    atlas = Atlas.open(sites.demonstration_atlas())
    finding = find_neighbourhoods(FindRequest(), atlas)
    made = neighbourhoods_of_finding(NeighbourhoodSpec(), atlas, finding)
    codes = made.result.members["area_code"].to_list()
    found = atlas.query(
        "select postcode from {postcodes} where area_code in (select unnest(?)) limit 1", [codes]
    )
    return str(found["postcode"][0])


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    # The policy of our pages lets no other script in, axe among them.
    return {**browser_context_args, "bypass_csp": True}


def violations(page: Page) -> list[str]:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run make setup.")
    page.add_script_tag(path=str(AXE))
    found = page.evaluate(
        "() => axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
    )
    return [f"{each['id']}: {each['help']}" for each in found["violations"]]


def test_from_a_postcode_to_its_neighbourhood(page: Page, address: str, postcode: str) -> None:
    page.goto(f"{address}/search?q={postcode}")
    page.get_by_role("main").locator('a[href^="/areas/"]').first.click()
    page.get_by_role("main").locator('a[href^="/neighbourhoods/"]').click()
    expect(page).to_have_url(re.compile(r"/neighbourhoods/n[0-9a-f]{12}$"))
    expect(page.get_by_role("img", name=re.compile("^The outline of"))).to_be_visible()
    page.get_by_role("link", name="Neighbourhoods to act on").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Neighbourhoods to act on")


def test_they_can_be_taken_away(page: Page, address: str) -> None:
    page.goto(f"{address}/neighbourhoods")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="csv", exact=True).click()
    assert waiting.value.suggested_filename.endswith(".csv")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_are_accessible_and_fit_the_screen(
    page: Page, address: str, width: int, scheme: Any
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{address}/neighbourhoods")
    first = page.get_by_role("main").locator('a[href^="/neighbourhoods/n"]').first
    paths = [f"{address}/neighbourhoods", f"{address}{first.get_attribute('href')}"]
    for path in paths:
        page.goto(path)
        assert violations(page) == []
        wide = page.evaluate("() => document.documentElement.scrollWidth")
        assert wide <= width
