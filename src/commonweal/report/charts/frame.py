"""What stands around every chart: the finding above, the sources below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from commonweal.report.charts.chart import Caption, Chart
from commonweal.report.charts.layers import Layer, merged, note
from commonweal.report.charts.look import colours, lines_of, sizes, wrapped
from commonweal.report.charts.words import foot
from commonweal.report.table import INVENTED_SENTENCE
from commonweal.report.typeface import STACK

_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


def heading(caption: Caption, width: int) -> tuple[list[Layer], float]:
    """Title and subtitle at the top of a chart; and where the drawing may begin."""
    size, colour = sizes(width), colours()
    title, end = paragraph(
        caption.title, 0, width, size.title, size.title_line, fontWeight=600, color=colour.ink
    )
    subtitle, end = paragraph(
        caption.subtitle, end + 5, width, size.subtitle, size.subtitle_line, color=colour.quiet
    )
    return [title, subtitle], end + 18


def paragraph(
    text: str, y: float, width: float, size: int, line_height: int, **style: object
) -> tuple[Layer, float]:
    """A text that fills the width, its top at `y`; and where it ends."""
    broken = wrapped(text, width, size)
    layer = note(broken, 0, y, baseline="top", fontSize=size, lineHeight=line_height, **style)
    return layer, y + lines_of(broken) * line_height


def finished(
    caption: Caption,
    layers: Sequence[Layer],
    bottom: float,
    width: int,
    table: pl.DataFrame,
    alt: str,
) -> Chart:
    """The chart, once its drawing is done: with its sources at the foot.

    Args:
        caption: the words around it.
        layers: all that was drawn, the heading included.
        bottom: where the drawing ends and the foot may begin, in pixels.
        width: pixels across.
        table: the figures that are shown.
        alt: the chart in words.
    """
    size, quiet = sizes(width), colours().quiet
    told = foot(caption.provenance)
    under, end = paragraph(told, bottom, width, size.small, size.small_line, color=quiet)
    height = round(end + 4)
    invented = f" {INVENTED_SENTENCE}" if caption.provenance.demonstration else ""
    return Chart(
        id=caption.id,
        title=caption.title,
        subtitle=caption.subtitle,
        alt=f"{alt}{invented}",
        spec=_specification([*layers, under], width, height),
        sources=caption.provenance.sources,
        table=table,
        width=width,
        height=height,
    )


def _specification(layers: Sequence[Layer], width: int, height: int) -> dict[str, Any]:
    return {
        "$schema": _SCHEMA,
        "width": width,
        "height": height,
        "padding": 0,
        # The layout is ours, so the size does not hang on the fonts of a machine.
        "autosize": {"type": "none"},
        "background": colours().paper,
        "layer": merged(layers),
        "config": {"font": STACK, "view": {"stroke": None}, "aria": False},
    }
