"""The first view of the map in a browser without a screen."""

from __future__ import annotations

import os
import shutil
import statistics
import time

from playwright.sync_api import Browser, sync_playwright

from benchmarks.results import Figure, Place, Result
from benchmarks.server import serving

_TIMES = 3
_VIEW = {"width": 1280, "height": 900}
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# WebGL drawn in software, since a machine without a screen has no graphics card either.
_ARGUMENTS = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")


def run(place: Place) -> Result:
    """Open the first page with an empty cache until the map is ready; several times, the median."""
    with serving(place.atlas()) as address, sync_playwright() as playwright:
        arguments = [*_ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        browser = playwright.chromium.launch(executable_path=_chromium(), args=arguments)
        views = [first_view(browser, address) for _ in range(_TIMES)]
        browser.close()
    seconds, transferred = zip(*views, strict=True)
    note = f"Median of {_TIMES} openings with an empty cache, WebGL in software; the slowest "
    return Result(
        {
            "ready": Figure(statistics.median(seconds), f"{note}{max(seconds):.2f} s."),
            "transferred": Figure(max(transferred) / 1e6, "Everything until the map was ready."),
        }
    )


def first_view(browser: Browser, address: str) -> tuple[float, int]:
    """Seconds until the map says that it is ready, and bytes over the network by then."""
    context = browser.new_context(viewport=_VIEW)  # type: ignore[arg-type]
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    transferred = [0]

    def count(event: dict[str, float]) -> None:
        transferred[0] += int(event["encodedDataLength"])

    session.on("Network.loadingFinished", count)
    start = time.perf_counter()
    page.goto(f"{address}/")
    page.wait_for_selector("body[data-ready]", timeout=60_000)
    seconds = time.perf_counter() - start
    if page.get_attribute("body", "data-ready") == "failed":
        raise SystemExit("The map could not be drawn in this browser.")
    page.wait_for_load_state("networkidle")
    context.close()
    return seconds, transferred[0]


def _chromium() -> str:
    found = [os.environ.get("COMMONWEAL_CHROMIUM"), *map(shutil.which, _BROWSERS)]
    for path in found:
        if path:
            return path
    raise SystemExit("No Chromium found: install it or set COMMONWEAL_CHROMIUM to its path.")
