"""Charts in a real page, under the site's own content security policy."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import polars as pl
import pytest
from playwright.sync_api import Page, Route

import commonweal.web
from commonweal.report.charts import Caption, Chart, Reference, gap_chart, svg
from commonweal.web.headers import CONTENT_SECURITY_POLICY
from tests.unit.report.charts.conftest import KINDS, caption

ADDRESS = "http://charts.test/"
OUTSIDE = """() => [...document.querySelectorAll("svg")].flatMap((drawing) => {
  const paper = drawing.getBoundingClientRect();
  return [...drawing.querySelectorAll("text")].map((words) => {
    const box = words.getBoundingClientRect();
    const over = [paper.left - box.left, box.right - paper.right, paper.top - box.top,
      box.bottom - paper.bottom].map((pixels) => Math.max(Math.round(pixels), 0));
    return [words.textContent, over];
  });
})"""
TOUCHING = """() => [...document.querySelectorAll("svg")].flatMap((drawing) => {
  const boxes = [...drawing.querySelectorAll("text")].flatMap((words) => {
    const lines = [...words.querySelectorAll("tspan")];
    return (lines.length ? lines : [words]).map((line) => [line, line.getBoundingClientRect()]);
  });
  return boxes.flatMap(([one, a], i) => boxes.slice(i + 1)
    .filter(([, b]) => a.left < b.right - 2 && b.left < a.right - 2
      && a.top < b.bottom - 6 && b.top < a.bottom - 6)
    .map(([other]) => `${one.textContent} / ${other.textContent}`));
})"""


STYLE = """@font-face { font-family: "Source Sans Variable"; font-weight: 200 900;
  src: url("/letters.woff2") format("woff2-variations"); }"""
BUILT = Path(commonweal.web.__file__).parent / "static" / "built"


def with_long_words(words: Caption, width: int) -> Chart:
    """A label of many words beside figures of many digits."""
    label = "A measure whose name says at some length what people there care about most"
    frame = pl.DataFrame(
        {"label": [label, "B"], "value": [1.2e6, 20], "lower": [1.1e6, 10], "upper": [1.3e6, 30]}
    )
    england = Reference("England", 900_000)
    return gap_chart(frame, words, england, unit="£", decimals=2, width=width)


@pytest.fixture
def drawn(page: Page) -> Page:
    """A page with every kind of chart at both widths in its HTML, and the site's typeface."""
    letters = next(BUILT.glob("source-sans-3-latin-[0-9A-F]*.woff2"), None)
    if letters is None:
        pytest.skip("The front end is not built: run make setup.")
    kinds = {**KINDS, "long": with_long_words}
    charts = [
        svg(make(caption(kind), width)) for kind, make in kinds.items() for width in (340, 720)
    ]
    head = "<!doctype html><html lang=en><title>t</title><link rel=stylesheet href=/site.css>"
    answers: dict[str, tuple[str, str | bytes]] = {
        "/": ("text/html; charset=utf-8", head + "".join(charts)),
        "/site.css": ("text/css", STYLE),
        "/letters.woff2": ("font/woff2", letters.read_bytes()),
        "/favicon.ico": ("image/x-icon", b""),
    }
    headers = {"Content-Security-Policy": CONTENT_SECURITY_POLICY}

    def answer(route: Route) -> None:
        kind, body = answers[urlsplit(route.request.url).path]
        route.fulfill(content_type=kind, body=body, headers=headers)

    page.route("**/*", answer)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(ADDRESS)
    page.evaluate("() => document.fonts.ready.then(() => true)")
    assert page.evaluate("() => document.fonts.check('16px \"Source Sans Variable\"')")
    assert said == [], "nothing is refused by the policy"
    return page


def test_all_words_are_inside_the_paper(drawn: Page) -> None:
    assert drawn.locator("svg").count() == 2 * len(KINDS) + 2
    for words, over in drawn.evaluate(OUTSIDE):
        # The box of a line is higher than its letters.
        assert max(over[:2]) <= 1, words
        assert max(over[2:]) <= 6, words


def test_no_words_run_into_each_other(drawn: Page) -> None:
    assert drawn.evaluate(TOUCHING) == []


def test_a_screen_reader_meets_one_image_with_its_words(drawn: Page) -> None:
    images = drawn.get_by_role("img")
    assert images.count() == 2 * len(KINDS) + 2
    title = caption().title
    for place in range(images.count()):
        assert str(images.nth(place).get_attribute("aria-labelledby"))
    assert drawn.get_by_role("img", name=title).count() == 2 * len(KINDS) + 2
