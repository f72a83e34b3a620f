"""axe finds no violation of WCAG 2.2 AA on any page, in the light and in the dark."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from commonweal.web.data import held
from commonweal.web.data.geography import small_areas
from tests.accessibility import violations
from tests.journeys.conftest import drawn


def first(level: str) -> str:
    """The page of the first area of a level."""
    column = "area_code" if level == "lsoa" else f"{level}_code"
    return f"/areas/{small_areas(held())[column].drop_nulls()[0]}"


def gone() -> str:
    """The page of an area that has successors."""
    old, new = (held().atlas.areas(name)["area_code"] for name in ("lsoa11", "lsoa21"))
    return f"/areas/{old.filter(~old.is_in(new.implode()))[0]}"


PAGES: dict[str, Callable[[], str]] = {
    "the map": lambda: "/",
    "two ways at once": lambda: "/?colour=two-way",
    "tenths": lambda: "/?colour=income&type=all&page=2&sort=-people",
    "equal-size map": lambda: "/?view=cartogram",
    "changed rule": lambda: "/?rule=combined&cut=20",
    "found on the map": lambda: "/?q=" + small_areas(held())["district_name"][0].split()[0],
    "an address refused": lambda: "/?cut=3",
    "small area": lambda: first("lsoa"),
    "neighbourhood": lambda: first("msoa"),
    "ward": lambda: first("ward"),
    "district": lambda: first("district"),
    "region": lambda: first("region"),
    "old code": gone,
    "all places": lambda: "/areas/",
    "search": lambda: "/search",
    "found": lambda: "/search?q=" + small_areas(held())["district_name"][0].split()[0],
    "nothing found": lambda: "/search?q=zzzz",
    "what is harder": lambda: "/understand",
    "an issue": lambda: "/understand/connectivity",
    "an issue by region": lambda: "/understand/connectivity?by=region",
    "all measures": lambda: "/understand/measures",
    "sources": lambda: "/sources",
    "method": lambda: "/method",
    "data service": lambda: "/api",
    "accessibility": lambda: "/accessibility",
    "privacy": lambda: "/privacy",
    "cookies": lambda: "/cookies",
    "not there": lambda: "/no/such/page",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_no_violation(browser: Browser, site: str, name: str, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        # axe is put into the page by the test; the page's own policy would refuse it.
        bypass_csp=True,
    )
    page = context.new_page()
    page.goto(site + PAGES[name]())
    if page.locator("#map").count():
        drawn(page)
    assert violations(page) == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violation_on_a_phone_with_a_card_open(browser: Browser, site: str, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,
    )
    page = context.new_page()
    page.goto(f"{site}/?area={first('lsoa').rsplit('/', 1)[1]}")
    drawn(page)
    page.wait_for_selector("#card h3")
    assert violations(page) == []
    context.close()
