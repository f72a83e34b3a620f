"""Fixtures that every kind of test may use: published files, stored results, the browser."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Folders whose tests use the record; they are run on SQLite and again on PostgreSQL.
RECORD = {"record", "decide_pages", "account"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def _folder(variable: str, beside: str, what: str) -> Path:
    """The folder named by an environment variable, else the one kept beside the repository."""
    named = os.environ.get(variable)
    folder = Path(named) if named else ROOT.parent / "shared" / beside
    if not folder.is_dir():
        if named:
            pytest.fail(f"{variable} names {named}, which is not a folder.")
        pytest.skip(f"This test needs {what}: set {variable} to their folder.")
    return folder


@pytest.fixture(scope="session")
def mirror() -> Path:
    """The folder of published files."""
    return _folder("COMMONWEAL_MIRROR", "data", "the mirror of published files")


@pytest.fixture(scope="session")
def vectors() -> Path:
    """The folder of stored reference results."""
    return _folder("COMMONWEAL_VECTORS", "vectors", "the stored reference results")


@pytest.fixture(scope="session")
def demonstration_atlas() -> Path:
    """Folder of an atlas of a small demonstration country; not to be changed."""
    from tests import sites

    return sites.demonstration_atlas()


@pytest.fixture(scope="session")
def closed_atlas() -> Path:
    """The same country, but for social infrastructure whose values may not be passed on."""
    from tests import sites

    return sites.closed_atlas()


@pytest.fixture(scope="session")
def deprivation_only_atlas() -> Path:
    """The same country without any measure of social infrastructure."""
    from tests import sites

    return sites.deprivation_only_atlas()


def chromium() -> str | None:
    """The browser to drive, or None where the machine has none."""
    named = os.environ.get("COMMONWEAL_CHROMIUM")
    if named:
        return named
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test the marks that its fixtures imply, so that neither can be forgotten."""
    for item in items:
        if RECORD & set(item.path.relative_to(ROOT).parts):
            item.add_marker("record")
            # What is marked already (to see transactions end) keeps its own mark.
            if item.get_closest_marker("django_db") is None:
                item.add_marker("django_db")
    implied = {"mirror": "mirror", "vectors": "vectors", "page": "browser", "context": "browser"}
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if fixture in implied:
                item.add_marker(implied[fixture])


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the machine's own Chromium, with WebGL drawn in software so that maps appear."""
    executable = chromium()
    if executable is None:
        reason = "No Chromium found: install chromium or set COMMONWEAL_CHROMIUM to its path."
        if os.environ.get("COMMONWEAL_REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    arguments = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
    if os.geteuid() == 0:
        # Chromium refuses to start as root inside its own sandbox.
        arguments.append("--no-sandbox")
    return {**browser_type_launch_args, "executable_path": executable, "args": arguments}
