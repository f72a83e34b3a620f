"""A chart as an SVG or PNG file, drawn offline and without a browser.

An SVG from here holds no script, no style sheet, no style attribute and no outside reference, so
a page may put it straight into its HTML under a content security policy that allows only its own
style sheets. That is also the better way: the words then take the site's typeface, and the
picture its dark colours (see `frontend/palette.mjs`). Give a page both widths and let its style
sheet show the one that fits. A PNG is for slides and documents.
"""

from __future__ import annotations

import json
import re
from functools import cache
from html import escape
from typing import Any, cast

from commonweal.errors import InputError, InputProblem
from commonweal.report.charts.chart import Chart
from commonweal.report.charts.look import colours
from commonweal.report.typeface import STACK, font_folder

MARGIN = 20
"""Empty pixels around a chart that travels as a file."""
MEDIA_TYPES = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png"}

_VEGA_LITE = "6.4"
_ROOT = re.compile(r"<svg [^>]*>")
_SIZE = re.compile(r'viewBox="[^"]*"')
_FOR_NOBODY = re.compile(r' (?:role|aria-[a-z]+|class|pointer-events|font-family)="[^"]*"')
_NAMED = re.compile(r'(id="|url\(#)(?=[A-Za-z])')
_LARGEST_SCALE = 8.0


def svg(chart: Chart, *, dark: bool = False, margin: int = 0) -> str:
    """The chart as SVG: an image to a screen reader, with the title and the words of the chart.

    Args:
        chart: what to draw.
        dark: whether it will stand on dark paper.
        margin: empty pixels on each side; a page has its own, a file that travels wants some.
    """
    drawn = _drawn(chart, dark, margin)
    box = _SIZE.search(drawn)
    inside = _FOR_NOBODY.sub("", drawn[drawn.index(">") + 1 :])
    # Names inside a page are shared by all pictures in it, so each takes its chart's.
    prefix = f"{chart.id}-{chart.width}"
    inside = _NAMED.sub(rf"\g<1>{prefix}-", inside)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="cw-chart cw-tabular" role="img" '
        f'font-family="{STACK}" '
        f'aria-labelledby="{prefix}-title {prefix}-desc" width="{chart.width + 2 * margin}" '
        f'height="{chart.height + 2 * margin}" {box[0] if box else ""}>'
        f'<title id="{prefix}-title">{escape(chart.title)}</title>'
        f'<desc id="{prefix}-desc">{escape(chart.alt)}</desc>{inside}'
    )


def png(chart: Chart, scale: float = 2.0, *, dark: bool = False, margin: int = MARGIN) -> bytes:
    """The chart as PNG, in the typeface where the front end has been built.

    Args:
        chart: what to draw.
        scale: pixels of the picture for each pixel of the layout; 2 suits screens and slides.
        dark: whether it will stand on dark paper.
        margin: empty pixels on each side.

    Raises:
        InputError: the scale is not above 0 and at most 8.
    """
    import vl_convert

    if not 0 < scale <= _LARGEST_SCALE:
        raise InputError(InputProblem("a scale above 0 and at most 8", str(scale)))
    _fonts()
    return bytes(vl_convert.svg_to_png(_drawn(chart, dark, margin), scale=scale))


def asset(chart: Chart, format: str, *, dark: bool = False) -> tuple[bytes, str]:
    """The bytes of a chart in a format and their media type, for a file or an answer.

    Raises:
        InputError: the format is none of `MEDIA_TYPES`.
    """
    if format not in MEDIA_TYPES:
        raise InputError(InputProblem(f"one of {', '.join(MEDIA_TYPES)}", repr(format)))
    if format == "svg":
        return svg(chart, dark=dark, margin=MARGIN).encode(), MEDIA_TYPES[format]
    return png(chart, dark=dark), MEDIA_TYPES[format]


def _drawn(chart: Chart, dark: bool, margin: int) -> str:
    import vl_convert

    _fonts()
    text = json.dumps({**chart.spec, "padding": margin}, ensure_ascii=False)
    if dark:
        text = _recoloured(text)
    made: Any = vl_convert.vegalite_to_svg(text, vl_version=_VEGA_LITE, allowed_base_urls=[])
    return cast(str, made)


def _recoloured(text: str) -> str:
    """The specification with each colour of light paper changed to its fellow for dark."""
    light, dark = colours(), colours(dark=True)
    pairs = {getattr(light, name): getattr(dark, name) for name in light.__slots__}
    return re.sub("|".join(pairs), lambda found: pairs[found[0]], text)


@cache
def _fonts() -> None:
    import vl_convert

    folder = font_folder()
    if folder is not None:
        vl_convert.register_font_directory(str(folder))
