"""Dots with their intervals, one a row, against a reference: how far apart groups or places are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from commonweal.report.charts.chart import Caption, Chart
from commonweal.report.charts.check import checked
from commonweal.report.charts.frame import finished, heading
from commonweal.report.charts.layers import Layer, Scale, beside, dots, note, rules, words
from commonweal.report.charts.look import (
    WIDE,
    Colours,
    Sizes,
    colours,
    lines_of,
    sizes,
    text_width,
    wrapped,
)
from commonweal.report.charts.words import Figures, ticks

_EDGE = 12.0
_LEAST_ROOM = 0.38


@dataclass(frozen=True, slots=True)
class Reference:
    """What every row is compared with: England, or no gap at all."""

    label: str
    value: float


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with its words, and where it stands below the top of the rows."""

    label: str
    value: float
    lower: float
    upper: float
    strong: bool
    told: str
    shown: str
    start: float
    figures: float
    dot: float


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things stand: the drawing between two edges, the rows below each other."""

    size: Sizes
    colour: Colours
    width: int
    scale: Scale
    marks: list[float]
    rows: tuple[_Row, ...]
    height: float


def gap_chart(
    frame: pl.DataFrame,
    caption: Caption,
    reference: Reference,
    *,
    unit: str = "",
    decimals: int = 1,
    width: int = WIDE,
) -> Chart:
    """A dot and its interval for each row, and the reference as an upright line through all.

    Args:
        frame: `label, value, lower, upper`, and if wished `highlight` (true for the rows that
            the title speaks of; without it, the first). Drawn in the order of the rows.
        caption: the words around it.
        reference: what the rows are compared with, in the same unit.
        unit: `%`, `£` or nothing; other units belong in the subtitle.
        decimals: decimals of the figures.
        width: pixels across; below 520 the labels stand above their dots.

    Raises:
        InputError: a column is missing or a row lacks its value or interval.
    """
    optional: dict[str, pl.DataType] = {"highlight": pl.Boolean()}
    table = checked(frame, ("label",), ("value", "lower", "upper"), optional=optional)
    write = Figures(unit, decimals)
    layout = _layout(_highlighted(table), reference, write, width)
    layers, top = heading(caption, width)
    top += layout.size.small_line + 10
    layers += _grid(layout, reference, top, write)
    for row in layout.rows:
        layers += _drawn(row, layout, top)
    bottom = top + layout.height + layout.size.small_line + 18
    return finished(caption, layers, bottom, width, table, _alt(layout.rows, reference, write))


def _highlighted(table: pl.DataFrame) -> list[dict[str, Any]]:
    if table["highlight"].is_null().all():
        table = table.with_columns(highlight=pl.int_range(pl.len()) == 0)
    return table.with_columns(pl.col("highlight").fill_null(value=False)).to_dicts()


def _layout(
    rows: Sequence[dict[str, Any]], reference: Reference, write: Figures, width: int
) -> _Layout:
    size = sizes(width)
    low = min([row["lower"] for row in rows] + [reference.value])
    high = max([row["upper"] for row in rows] + [reference.value])
    # From nought where that leaves the differences visible: lengths can then be compared.
    marks = ticks(0 if 0 < low < 0.6 * high else low, high, 3 if size.narrow else 4)
    ends = [write.interval(row["lower"], row["upper"]) for row in rows]
    told = max(text_width(text, size.small) for text in ends)
    if size.narrow:
        left, right = _EDGE, width - _EDGE
        # On a phone the figure and its interval stand in the line of the label, if it has room.
        value = max(text_width(write(row["value"]), size.label) for row in rows)
        room = width - told - value - 28
    else:
        left = min(max(text_width(row["label"], size.label) for row in rows) + 28, 0.36 * width)
        right = width - told - 28
        room = left - 20
    placed = _placed(rows, ends, room, write, width)
    height = placed[-1].dot + (16 if size.narrow else 24)
    scale = Scale((marks[0], marks[-1]), (left, right))
    return _Layout(size, colours(), width, scale, marks, placed, height)


def _placed(
    rows: Sequence[dict[str, Any]], ends: Sequence[str], room: float, write: Figures, width: int
) -> tuple[_Row, ...]:
    """The rows below each other, each as high as its label needs."""
    size = sizes(width)
    line = round(size.label * 1.25)
    below = size.narrow and room < _LEAST_ROOM * width
    placed, start = [], 0.0
    for row, told in zip(rows, ends, strict=True):
        label = wrapped(row["label"], width if below else room, size.label)
        words_high = (lines_of(label) + below) * line
        if size.narrow:
            height, dot = words_high + 38.0, words_high + 20.0
        else:
            height = max(words_high + 12.0, 46.0)
            dot = height / 2
        shown = write(row["value"])
        figures = row["value"], row["lower"], row["upper"]
        first = start + 12 + (lines_of(label) * line if below else 0)
        placed.append(
            _Row(label, *figures, row["highlight"], told, shown, start, first, start + dot)
        )
        start += height
    return tuple(placed)


def _grid(layout: _Layout, reference: Reference, top: float, write: Figures) -> list[Layer]:
    """Faint lines at round figures, and the reference with its name above."""
    size, colour, x = layout.size, layout.colour, layout.scale
    bottom = top + layout.height
    # On a phone the lines stop where words stand.
    spans = [(top + row.dot - 12, top + row.dot + 12) for row in layout.rows]
    if not size.narrow:
        spans = [(top, bottom)]
    lines = [{"x": m, "y": start, "y2": end} for m in layout.marks for start, end in spans]
    told = reference.label
    if reference.value:
        told = f"{told} {write(reference.value)}"
    half = text_width(told, size.small) / 2
    beside = min(max(x.at(reference.value), half), layout.width - half)
    through = [{"x": reference.value, "y": start, "y2": end} for start, end in spans]
    if size.narrow:
        through.append({"x": reference.value, "y": top - 6, "y2": top - 1})
    return [
        rules(lines, x, stroke=colour.line, strokeWidth=1),
        *_marks(layout, bottom + 14, write),
        rules(through, x, stroke=colour.ink, strokeWidth=1.5, strokeDash=[4, 3]),
        note(told, beside, top - 16, align="center", fontSize=size.small, color=colour.ink),
    ]


def _marks(layout: _Layout, y: float, write: Figures) -> list[Layer]:
    """Round figures below the rows; on a phone the outermost keep inside the paper."""
    style: dict[str, Any] = {"fontSize": layout.size.small, "color": layout.colour.quiet}
    named = [{"x": mark, "text": write.mark(mark, layout.marks)} for mark in layout.marks]
    if not layout.size.narrow:
        return [words(named, layout.scale, y, **style, align="center")]
    first, *between, last = named
    return [
        note(str(first["text"]), _EDGE - 6, y, **style),
        words(between, layout.scale, y, **style, align="center"),
        note(str(last["text"]), layout.width - _EDGE + 6, y, **style, align="right"),
    ]


def _drawn(row: _Row, layout: _Layout, top: float) -> list[Layer]:
    """A row: interval, dot, label, figure; those that the title speaks of stand out."""
    colour = layout.colour.main if row.strong else layout.colour.quiet
    y = top + row.dot
    ends = [{"x": row.lower, "x2": row.upper, "y": y}]
    spread: dict[str, Any] = {"stroke": colour, "strokeWidth": 6, "strokeCap": "round"}
    return [
        rules(ends, layout.scale, **spread, opacity=0.3),
        dots([{"x": row.value, "y": y}], layout.scale, color=colour, size=110),
        *_named(row, layout, top),
    ]


def _named(row: _Row, layout: _Layout, top: float) -> list[Layer]:
    """The label of a row and its figure with the interval."""
    size, width = layout.size, layout.width
    style: dict[str, Any] = {
        "fontSize": size.label,
        "fontWeight": 600 if row.strong else 400,
        "color": layout.colour.ink,
        "lineHeight": round(size.label * 1.25),
    }
    right: dict[str, Any] = {**style, "align": "right"}
    quiet: dict[str, Any] = {
        "align": "right",
        "fontSize": size.small,
        "color": layout.colour.quiet,
    }
    if size.narrow:
        y = top + row.figures
        widest = max(text_width(other.told, size.small) for other in layout.rows)
        value_ends = width - widest - 12
        return [
            beside(row.label, 0, top + row.start + 12, **style),
            beside(row.shown, value_ends, y, **right),
            beside(row.told, width, y, **quiet),
        ]
    y = top + row.dot
    above = (lines_of(row.label) - 1) * style["lineHeight"] / 2
    return [
        beside(row.label, 0, y - above, **style),
        beside(row.shown, width, y - 8, **right),
        beside(row.told, width, y + 10, **quiet),
    ]


def _alt(rows: Sequence[_Row], reference: Reference, write: Figures) -> str:
    told = [
        f"{' '.join(row.label.split())} {write.with_interval(row.value, row.lower, row.upper)}"
        for row in rows
    ]
    against = f"{reference.label}: {write(reference.value)}"
    return f"Dots with intervals, {len(rows)} in all. {'; '.join(told)}. {against}."
