"""A person opens the map, looks for a place, goes to its page and takes the list along."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from commonweal.web.data import held
from tests.journeys.conftest import drawn


def a_postcode() -> tuple[str, str]:
    """A postcode and the code of its area."""
    row = held().atlas.query(
        "select postcode, area_code from {postcodes} where not approximate "
        "order by postcode limit 1 offset 40"
    )
    return row.row(0)


def centre(page: Page) -> tuple[float, float]:
    """The middle of what the legend leaves free of the map, on the page."""
    box = page.locator(".cw-map canvas").bounding_box()
    legend = page.locator(".cw-legend").bounding_box()
    assert box is not None
    assert legend is not None
    left = legend["x"] + legend["width"] + 12
    return (left + box["x"] + box["width"]) / 2, box["y"] + box["height"] / 2


def test_from_the_map_by_postcode_to_the_area_and_the_list(
    reader: Page, site: str, tmp_path: Path
) -> None:
    reader.goto(site)
    drawn(reader)
    finding = reader.locator("h1").inner_text()
    assert "neighbourhoods" in finding

    postcode, code = a_postcode()
    reader.get_by_role("searchbox").fill(f"{postcode[:-3]} {postcode[-3:]}")
    reader.get_by_role("button", name="Search").click()
    drawn(reader)
    found = reader.locator("#results a").first
    expect(found).to_have_attribute("href", f"/areas/{code}")
    # The place that was found is shown at once; closing the card clears the choice.
    card = reader.locator("#card")
    expect(card.locator("h3 a")).to_have_attribute("href", f"/areas/{code}")
    card.get_by_role("button", name="Close").click()
    expect(card).to_be_hidden()

    reader.mouse.click(*centre(reader))
    expect(card).to_be_visible()
    name = card.locator("h3").inner_text()
    card.get_by_role("link", name="More about this neighbourhood").click()
    expect(reader.locator("h1")).to_be_visible()
    assert reader.locator("h1").inner_text() in name
    expect(reader.locator(".cw-locator__map")).to_be_visible()

    reader.go_back()
    drawn(reader)
    with reader.expect_download() as waiting:
        reader.get_by_role("link", name="csv", exact=True).click()
    path = tmp_path / "list.csv"
    waiting.value.save_as(path)
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    count = int("".join(ch for ch in finding.split(" neighbourhoods")[0] if ch.isdigit()))
    assert len(rows) == count
    assert {row["typology"] for row in rows} == {"doubly disadvantaged"}


def test_with_the_keyboard_alone(reader: Page, site: str) -> None:
    reader.goto(site)
    drawn(reader)
    reader.locator(".cw-map canvas").focus()
    for _ in range(4):
        reader.keyboard.press("+")
        reader.wait_for_timeout(400)
    reader.keyboard.press("Enter")
    card = reader.locator("#card")
    expect(card).to_be_visible()
    reader.keyboard.press("Escape")
    expect(card).to_be_hidden()
    reader.keyboard.press("Home")
    reader.goto(site)
    reader.keyboard.press("Tab")
    expect(reader.locator(":focus")).to_have_text("Skip to main content")
    reader.keyboard.press("Enter")
    expect(reader.locator("main")).to_be_focused()


def test_the_equal_size_map_answers_a_press(reader: Page, site: str) -> None:
    reader.goto(f"{site}/?view=cartogram&colour=two-way")
    drawn(reader)
    box = reader.locator(".cw-map canvas").bounding_box()
    assert box is not None
    x, y = centre(reader)
    card = reader.locator("#card")
    # Between the towns of the drawing there is room: look about until a hexagon is met.
    for step in range(40):
        reader.mouse.click(x + (step % 8 - 4) * 12, y + (step // 8 - 2) * 18)
        reader.wait_for_timeout(150)
        if card.is_visible():
            break
    expect(card.locator("h3 a")).to_be_visible()
    card.locator("h3 a").click()
    expect(reader.locator("h1")).to_be_visible()


def test_a_choice_stays_in_the_address_and_keeps_the_place(reader: Page, site: str) -> None:
    reader.goto(site)
    drawn(reader)
    reader.locator(".cw-map canvas").focus()
    reader.keyboard.press("+")
    reader.wait_for_timeout(1500)
    place = reader.url.split("#")[1]
    reader.get_by_label("Colour by").select_option("income")
    reader.locator(".cw-choices").get_by_role("button", name="Show").click()
    drawn(reader)
    assert reader.url.split("#")[0].endswith("?colour=income")
    assert reader.url.split("#")[1] == place
    again = reader.context.new_page()
    again.goto(reader.url)
    drawn(again)
    assert again.url == reader.url
    expect(again.get_by_label("Colour by")).to_have_value("income")


def test_a_touch_of_dark_changes_the_map_at_once(reader: Page, site: str) -> None:
    reader.goto(site)
    drawn(reader)
    light = reader.locator(".cw-map canvas").screenshot()
    reader.emulate_media(color_scheme="dark")
    reader.wait_for_timeout(1500)
    assert reader.locator(".cw-map canvas").screenshot() != light


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("path", ["/", "/areas/", "/sources", "/method", "/api", "/search?q=a"])
def test_nothing_runs_off_the_screen(
    wide: BrowserContext, site: str, width: int, path: str
) -> None:
    page = wide.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site + path)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_without_scripts_everything_but_the_map_is_there(browser: object, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(site)
    expect(page.locator("h1")).to_contain_text("neighbourhoods")
    expect(page.locator("#map")).to_contain_text("The map needs JavaScript")
    page.get_by_role("link", name="People", exact=True).click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("People")
    page.get_by_label("Type").select_option("all")
    page.get_by_role("button", name="Narrow").click()
    expect(page.locator(".cw-list__count")).to_contain_text("Showing 1 to 25")
    page.locator("#list tbody a").first.click()
    expect(page.locator(".cw-verdict")).to_be_visible()
    context.close()
