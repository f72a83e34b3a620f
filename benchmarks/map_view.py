"""The first view of the map in a browser without a screen."""

from __future__ import annotations

import os
import shutil
import statistics
import time

from playwright.sync_api import Browser, Request, sync_playwright

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
            "transferred": Figure(max(transferred) / 1e6, "All requests of the page, tiles too."),
        }
    )


def first_view(browser: Browser, address: str) -> tuple[float, int]:
    """Seconds until the map says that it is ready, and bytes that came over the network.

    The bytes are counted by request, not by the page's own network log: the map fetches its
    tiles in a worker, which that log leaves out.
    """
    context = browser.new_context(viewport=_VIEW)  # type: ignore[arg-type]
    fetched: list[Request] = []

    def finished(request: Request) -> None:
        fetched.append(request)

    context.on("requestfinished", finished)
    page = context.new_page()
    start = time.perf_counter()
    page.goto(f"{address}/")
    page.wait_for_selector("body[data-ready]", timeout=60_000)
    seconds = time.perf_counter() - start
    if page.get_attribute("body", "data-ready") == "failed":
        raise SystemExit("The map could not be drawn in this browser.")
    page.wait_for_load_state("networkidle")
    sizes = [request.sizes() for request in fetched]
    if not any("/tiles/" in request.url for request in fetched):
        raise SystemExit("The map asked for no tile, so this was not its first view.")
    context.close()
    return seconds, sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)


def _chromium() -> str:
    found = [os.environ.get("COMMONWEAL_CHROMIUM"), *map(shutil.which, _BROWSERS)]
    for path in found:
        if path:
            return path
    raise SystemExit("No Chromium found: install it or set COMMONWEAL_CHROMIUM to its path.")
