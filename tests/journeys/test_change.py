"""A reader's way through change over time in a browser, with and without help."""

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
def small() -> str:
    """Code of a small area whose boundary has changed."""
    lookup = Atlas.open(sites.demonstration_atlas()).lookup("lsoa11", "lsoa21")
    return str(lookup.filter(lookup["change"] == "S")["to_code"].sort()[0])


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "bypass_csp": True}


def test_from_the_foot_of_a_page_to_another_comparison(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("contentinfo").get_by_role("link", name="Change over time").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Change over time")
    expect(page.get_by_role("img", name=re.compile("^Flows of neighbourhoods"))).to_be_visible()
    page.get_by_label("From", exact=True).select_option("2019")
    page.get_by_label("Count", exact=True).select_option("people")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("from=2019.*count=people"))
    expect(page.get_by_role("main").locator(".cw-finding")).to_contain_text("tenth in 2019")


def test_the_drawing_has_a_table_that_opens_without_a_script(browser: Any, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/change")
        table = page.get_by_role("table", name=re.compile("^Flows between groups"))
        expect(table).to_be_hidden()
        page.get_by_text("The same as a table").click()
        expect(table).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_are_accessible_and_fit_the_screen(
    page: Page, address: str, small: str, width: int, scheme: Any
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    for path in ("/change", f"/areas/{small}"):
        page.goto(f"{address}{path}")
        page.evaluate("() => document.querySelectorAll('details').forEach(d => d.open = true)")
        assert violations(page) == []
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
