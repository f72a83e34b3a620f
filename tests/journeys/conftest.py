"""The site in a real browser, over the demonstration country or the atlas that is named."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests import sites


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """Address of the site."""
    named = os.environ.get("COMMONWEAL_ATLAS")
    atlas = Path(named) if named else sites.demonstration_atlas()
    with sites.using(atlas, COMMONWEAL_RATE_LIMIT="0"), sites.listening() as address:
        yield address


@pytest.fixture
def wide(browser: Browser) -> Iterator[BrowserContext]:
    """A browser on a desk, with what is refused or fails on a page counted as failures."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context
    context.close()


@pytest.fixture
def reader(wide: BrowserContext, site: str) -> Iterator[Page]:
    """A page that must load nothing from elsewhere and complain of nothing."""
    page = wide.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda asked: (
            None if asked.url.startswith((site, "blob:", "data:")) else complaints.append(asked.url)
        ),
    )
    yield page
    assert complaints == []


def drawn(page: Page) -> None:
    """Wait until the map is drawn for the first time."""
    page.wait_for_selector("body[data-ready]", timeout=60_000)
    assert page.locator("body").get_attribute("data-ready") == ""
