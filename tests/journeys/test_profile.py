"""A profile read on a phone, by keyboard, and by what a screen reader is given."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page

from commonweal.web.data import held
from commonweal.web.data.neighbourhoods import made
from tests.accessibility import violations
from tests.journeys.test_accessibility import first

PHONE = {"width": 390, "height": 844}


def neighbourhood() -> str:
    whole = made(held())
    assert whole
    return f"/neighbourhoods/{whole.result.table['neighbourhood'][0]}"


PLACES = {
    "small area": lambda: first("lsoa"),
    "district": lambda: first("district"),
    "neighbourhood": neighbourhood,
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PLACES)
def test_on_a_phone(browser: Browser, site: str, name: str, scheme: str) -> None:
    context = browser.new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,
    )
    page = context.new_page()
    page.goto(site + PLACES[name]())
    assert violations(page) == []
    # The page never moves sideways; only a table in a frame of its own may.
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    context.close()


def test_by_keyboard_to_the_figures_and_the_files(reader: Page, site: str) -> None:
    reader.goto(site + first("lsoa"))
    for name in ("Every measure, with dates and sources", "Print this profile", "csv"):
        link = reader.get_by_role("link", name=name, exact=True).first
        link.focus()
        assert link.evaluate("each => each === document.activeElement")
    reader.get_by_text("Every measure, with dates and sources").press("Enter")
    assert reader.url.endswith("#spine-heading")


def test_what_a_screen_reader_is_given(reader: Page, site: str) -> None:
    reader.goto(site + first("lsoa"))
    tables = reader.locator("table.cw-spine")
    assert tables.count() > 2
    for place in range(tables.count()):
        table = tables.nth(place)
        assert table.locator("caption").count() == 1
        rows = table.locator("tbody tr")
        assert rows.count() == table.locator("tbody th[scope=row]").count()
        columns = table.locator("thead th[scope=col]").count()
        assert rows.first.locator("th, td").count() == columns
    levels = reader.evaluate(
        "[...document.querySelectorAll('main h1, main h2, main h3')].map(h => +h.tagName[1])"
    )
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_printed_it_leaves_out_what_paper_cannot_do(reader: Page, site: str) -> None:
    reader.goto(site + first("lsoa"))
    reader.emulate_media(media="print")
    assert not reader.locator(".cw-next").first.is_visible()
    assert reader.locator("table.cw-spine").first.is_visible()
