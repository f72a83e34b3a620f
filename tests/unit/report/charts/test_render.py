"""What a browser, a screen reader and a content security policy meet in a drawn chart."""

from __future__ import annotations

import json
import re
import struct
import xml.etree.ElementTree as ET
from dataclasses import asdict

import pytest

from commonweal.errors import InputError
from commonweal.report.charts import MEDIA_TYPES, Chart, asset, png, svg
from commonweal.report.charts.look import colours
from tests.unit.report.charts.conftest import KINDS, caption

SVG = "{http://www.w3.org/2000/svg}"


def test_it_is_an_image_with_title_and_words(chart: Chart) -> None:
    root = ET.fromstring(svg(chart))  # noqa: S314 - our own
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    title, words = list(root)[:2]
    assert (title.tag, words.tag) == (f"{SVG}title", f"{SVG}desc")
    assert (title.text, words.text) == (chart.title, chart.alt)
    assert root.get("aria-labelledby") == f"{title.get('id')} {words.get('id')}"


def test_it_passes_a_strict_policy(chart: Chart) -> None:
    drawn = svg(chart)
    root = ET.fromstring(drawn)  # noqa: S314 - our own
    tags = {item.tag.removeprefix(SVG) for item in root.iter()}
    assert tags <= {"svg", "title", "desc", "g", "rect", "path", "line", "text", "tspan"}
    names = {name for item in root.iter() for name in item.attrib}
    assert not [name for name in names if name == "style" or name.startswith("on")]
    assert not [name for name in names if "href" in name]
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|data:|url\(", drawn)


def test_nothing_but_the_image_speaks(chart: Chart) -> None:
    inside = list(ET.fromstring(svg(chart)).iter())[1:]  # noqa: S314 - our own
    assert not [item for item in inside if "role" in item.attrib or "aria-label" in item.attrib]


def test_all_colours_are_those_of_the_palette(chart: Chart) -> None:
    used = set(re.findall(r"#[0-9a-f]{6}", svg(chart)))
    assert used <= set(asdict(colours()).values())


def test_on_dark_paper_no_light_colour_is_left(chart: Chart) -> None:
    used = set(re.findall(r"#[0-9a-f]{6}", svg(chart, dark=True)))
    assert used <= set(asdict(colours(dark=True)).values())
    assert not used & set(asdict(colours()).values())


def test_the_same_chart_is_the_same_bytes(chart: Chart, monkeypatch: pytest.MonkeyPatch) -> None:
    first = svg(chart), png(chart, 1)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert (svg(chart), png(chart, 1)) == first


def test_the_finding_stands_above_and_the_source_below(chart: Chart) -> None:
    root = ET.fromstring(svg(chart))  # noqa: S314 - our own
    words = " ".join(word for item in root.iter(f"{SVG}text") for word in item.itertext())
    drawn = " ".join(words.split())
    assert drawn.startswith(chart.title)
    assert drawn.endswith("A ministry, 30 October 2025.")


@pytest.mark.parametrize(("scale", "margin"), [(1.0, 0), (2.0, 20)])
def test_a_png_has_the_size_of_the_layout(chart: Chart, scale: float, margin: int) -> None:
    made = png(chart, scale, margin=margin)
    assert made.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", made[16:24])
    assert width == (chart.width + 2 * margin) * scale
    assert height == (chart.height + 2 * margin) * scale


@pytest.mark.parametrize("scale", [0, -1, 9, float("nan")])
def test_a_scale_out_of_reason_is_refused(scale: float) -> None:
    with pytest.raises(InputError, match="a scale above 0"):
        png(KINDS["gap"](caption(), 720), scale)


@pytest.mark.parametrize("format", MEDIA_TYPES)
def test_an_asset_is_bytes_with_their_media_type(format: str) -> None:
    content, media_type = asset(KINDS["gap"](caption(), 720), format)
    assert media_type.startswith("image/")
    assert content.startswith(b"<svg" if format == "svg" else b"\x89PNG")


def test_an_unknown_asset_is_refused() -> None:
    with pytest.raises(InputError, match="one of svg, png"):
        asset(KINDS["gap"](caption(), 720), "gif")


def test_two_charts_on_a_page_share_no_id() -> None:
    drawn = [svg(KINDS["gap"](caption(name), width)) for name in "ab" for width in (340, 720)]
    ids = [found for one in drawn for found in re.findall(r'id="([^"]*)"', one)]
    assert len(ids) == len(set(ids))


def test_the_drawing_is_valid_vega_lite(chart: Chart) -> None:
    """Checked by the library that knows the schema."""
    import altair

    altair.LayerChart.from_dict(json.loads(json.dumps(chart.spec)), validate=True)


def test_nothing_stands_outside_the_paper(chart: Chart) -> None:
    moved = re.findall(r'transform="translate\((-?[\d.]+),(-?[\d.]+)\)"', svg(chart))
    assert len(moved) > 10
    for x, y in moved:
        assert -1 <= float(x) <= chart.width + 1
        assert -1 <= float(y) <= chart.height + 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_of_invented_data_says_so_in_words_and_picture(kind: str) -> None:
    made = KINDS[kind](caption(kind, demonstration=True), 720)
    assert "is invented" in made.alt
    assert svg(made).count("is invented") == 2
