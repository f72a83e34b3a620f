"""The site in a real browser, over the demonstration country or the atlas that is named."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page

from tests import sites
from tests.journeys.visitors import Days, Visitor


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


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Path]:
    """A record of its own in a file, as in service: this thread, the site's and commands see it.

    Gives its folder. What other tests keep in memory is set aside meanwhile.
    """
    from commonweal.web.environment import database
    from commonweal.web.record.prepare import prepare

    folder = tmp_path_factory.mktemp("decide")
    before, kept = connections["default"], connections.settings["default"]
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    limits = {"FORM_LIMIT": 0, "RATE_LIMIT": 0, "PASSWORD_HASHERS": quick}
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with (
        django_db_blocker.unblock(),
        override_settings(DATA=folder, KEYS=folder / "keys", **limits),
    ):
        monkeypatch.setitem(connections.settings, "default", {**kept, **database(folder)})
        del connections["default"]
        prepare()
        yield folder
        connections["default"].close()
        connections["default"] = before
        monkeypatch.undo()


@pytest.fixture(scope="module")
def town(record: Path) -> Iterator[str]:
    """Address of the site over the demonstration country, with that record."""
    with sites.using(sites.demonstration_atlas()), sites.listening() as address:
        yield address


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Days:
    """The days that the site believes to have passed."""
    from django.utils import timezone

    passing = Days(timezone.now)
    monkeypatch.setattr(timezone, "now", passing.now)
    return passing


@pytest.fixture
def visit(browser: Browser, town: str) -> Iterator[Callable[..., Visitor]]:
    """Lets people come to the site, each with a browser of their own."""
    came: list[Visitor] = []
    looked_over: set[tuple[int | str, ...]] = set()

    def come(email: str = "", **options: Any) -> Visitor:
        came.append(Visitor(browser, town, looked_over, email, **options))
        return came[-1]

    yield come
    complaints = {one.email or "a passer-by": one.complaints for one in came if one.complaints}
    for one in came:
        one.context.close()
    assert complaints == {}
