"""One area's figures, each on a spine from the worst area to the best, England in the middle.

The form is that of the public health profiles: on every spine England stands in the same place,
so that a reader sees at once what is worse here and what is better, whatever the unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from commonweal.errors import InputError, InputProblem
from commonweal.report.charts.chart import Caption, Chart
from commonweal.report.charts.check import checked
from commonweal.report.charts.frame import finished, heading
from commonweal.report.charts.layers import Layer, Scale, beside, dots, note, rules
from commonweal.report.charts.look import WIDE, Sizes, colours, lines_of, sizes, text_width, wrapped
from commonweal.report.charts.words import Figures, listed

_NUMBERS = (
    "value",
    "lower",
    "upper",
    "england",
    "worst",
    "quartile_worst",
    "quartile_best",
    "best",
)
_OPTIONAL: dict[str, pl.DataType] = {
    "similar": pl.Float64(),
    "region": pl.Float64(),
    "unit": pl.String(),
    "decimals": pl.Int64(),
}
_LABEL_SHARE, _SPINE_SHARE = 0.3, 0.31
_COLUMN = 64
BETTER, WORSE, NO_DIFFERENCE = "better", "worse", "no clear difference"


@dataclass(frozen=True, slots=True)
class Names:
    """What the columns of figures are called.

    Attributes:
        area: the area itself.
        region: its region.
        similar: the places it is compared with.
    """

    area: str = "Here"
    region: str = "Region"
    similar: str = "Similar places"


@dataclass(frozen=True, slots=True)
class _Row:
    """One indicator: its figures, and its verdict against England."""

    label: str
    write: Figures
    figures: dict[str, float]
    region: float | None
    similar: float | None
    verdict: str
    start: float
    spine: float

    def at(self, value: float) -> float:
        """Where a figure stands: −1 the worst end, 0 England, 1 the best end, on one scale."""
        towards = 1 if self.figures["best"] > self.figures["worst"] else -1
        england = self.figures["england"]
        reach = max(abs(self.figures[end] - england) for end in ("worst", "best"))
        return min(max(towards * (value - england) / reach, -1.0), 1.0)


@dataclass(frozen=True, slots=True)
class _Layout:
    size: Sizes
    width: int
    scale: Scale
    rows: tuple[_Row, ...]
    height: float
    names: Names


def spine_chart(
    frame: pl.DataFrame, caption: Caption, *, names: Names | None = None, width: int = WIDE
) -> Chart:
    """Every indicator of one area against similar places, its region, England and all areas.

    On each spine England is in the middle and better is to the right, in the scale of that
    indicator; the light bar runs from the worst area to the best, the darker from the worst
    quarter to the best. The dot is filled where the interval leaves England out.

    Args:
        frame: `label, value, lower, upper, england, worst, quartile_worst, quartile_best, best`,
            and if known `similar, region, unit` (`%`, `£`) and `decimals`. Which end is better
            is told by `worst` and `best`: an indicator of which neither is better has no place
            here. What lies beyond the ends is drawn at the end.
        caption: the words around it.
        names: what the columns of figures are called.
        width: pixels across; below 520 the labels stand above their spines.

    Raises:
        InputError: a column is missing, a row lacks a figure, or its ends are not in order.
    """
    table = checked(frame, ("label",), _NUMBERS, optional=_OPTIONAL)
    _check_order(table)
    called = names or Names()
    layout = _layout(table, called, width)
    layers, top = heading(caption, width)
    key = _key(layout, top)
    top += 72 if layout.size.narrow else 50
    layers += _columns(layout, top - 14)
    for row in layout.rows:
        layers += [*_spine(row, layout, top), *_figures(row, layout, top)]
    # The key last: its shapes join those of the rows, which stand above the bars.
    layers += [*_england(layout, top), *key]
    bottom = top + layout.height + 22
    return finished(caption, layers, bottom, width, table, _alt(layout))


def _check_order(table: pl.DataFrame) -> None:
    """From worst to best the figures go one way, with England strictly inside."""
    ends = ("worst", "quartile_worst", "quartile_best", "best")
    problems = []
    for row, figures in enumerate(table.select(*ends, "england").iter_rows(), start=2):
        *quarters, england = figures
        towards = 1 if quarters[-1] > quarters[0] else -1
        rising = [towards * figure for figure in quarters]
        inside = rising[0] <= towards * england <= rising[-1] and rising[0] < rising[-1]
        if rising != sorted(rising) or not inside:
            expected = "worst, quartile_worst, quartile_best and best in order, england inside"
            came = ", ".join(f"{figure:g}" for figure in figures)
            problems.append(InputProblem(expected, came, column="worst", row=row))
    if problems:
        raise InputError(problems, "This table cannot be drawn:")


def _layout(table: pl.DataFrame, names: Names, width: int) -> _Layout:
    size = sizes(width)
    if size.narrow:
        left, right, room = 8.0, width - 8.0, width - 128.0
    else:
        left = _LABEL_SHARE * width + 8
        right, room = left + _SPINE_SHARE * width, _LABEL_SHARE * width - 14
    rows: list[_Row] = []
    start = 0.0
    for told in table.to_dicts():
        label = wrapped(told["label"], room, size.label)
        high = lines_of(label) * round(size.label * 1.25)
        height = high + 60 if size.narrow else max(high + 14, 48)
        spine = high + 14 if size.narrow else height / 2
        rows.append(_row(told, label, start, start + spine))
        start += height
    return _Layout(size, width, Scale((-1, 1), (left, right)), tuple(rows), start, names)


def _row(told: dict[str, Any], label: str, start: float, spine: float) -> _Row:
    decimals = told["decimals"] if told["decimals"] is not None else 1
    write = Figures(told["unit"] or "", decimals)
    figures = {name: float(told[name]) for name in _NUMBERS}
    verdict = _verdict(figures)
    return _Row(label, write, figures, told["region"], told["similar"], verdict, start, spine)


def _verdict(figures: dict[str, float]) -> str:
    """Better or worse than England only where the whole interval says so."""
    if figures["lower"] <= figures["england"] <= figures["upper"]:
        return NO_DIFFERENCE
    higher = figures["value"] > figures["england"]
    return BETTER if higher == (figures["best"] > figures["worst"]) else WORSE


def _spine(row: _Row, layout: _Layout, top: float) -> list[Layer]:
    """The two bars, similar places and region, and the area with its interval."""
    colour, x, y = colours(), layout.scale, top + row.spine
    place = {name: row.at(value) for name, value in row.figures.items()}
    low, high = sorted((place["lower"], place["upper"]))
    long = [{"x": place["worst"], "x2": place["best"], "y": y}]
    half = [{"x": place["quartile_worst"], "x2": place["quartile_best"], "y": y}]
    layers = [
        rules(long, x, stroke=colour.band, strokeWidth=14),
        rules(half, x, stroke=colour.strong_band, strokeWidth=14),
    ]
    if row.region is not None:
        tick = [{"x": row.at(row.region), "y": y - 10, "y2": y + 10}]
        layers.append(rules(tick, x, stroke=colour.quiet, strokeWidth=2))
    if row.similar is not None:
        layers.append(_diamond(row.at(row.similar), y, x))
    ends = [{"x": low, "x2": high, "y": y}]
    layers.append(rules(ends, x, stroke=_hue(row.verdict), strokeWidth=2.5))
    layers.append(_dot(place["value"], y, x, row.verdict))
    return layers


def _hue(verdict: str) -> str:
    colour = colours()
    return {BETTER: colour.third, WORSE: colour.main}.get(verdict, colour.ink)


def _dot(x: float, y: float, scale: Scale, verdict: str) -> Layer:
    """Filled where it differs from England, hollow where that is not clear."""
    hue = _hue(verdict)
    fill = colours().paper if verdict == NO_DIFFERENCE else hue
    return dots([{"x": x, "y": y}], scale, fill=fill, stroke=hue, strokeWidth=2, size=120)


def _diamond(x: float, y: float, scale: Scale) -> Layer:
    style: dict[str, Any] = {
        "shape": "diamond",
        "fill": colours().paper,
        "stroke": colours().second,
    }
    return dots([{"x": x, "y": y}], scale, **style, strokeWidth=1.75, size=95)


def _england(layout: _Layout, top: float) -> list[Layer]:
    """The middle line; on a phone only where a spine is, so that no words are crossed."""
    spans = [(top + row.spine - 12, top + row.spine + 12) for row in layout.rows]
    if not layout.size.narrow:
        spans = [(top - 4, top + layout.height)]
    lines = [{"x": 0, "y": start, "y2": end} for start, end in spans]
    return [rules(lines, layout.scale, stroke=colours().ink, strokeWidth=1, opacity=0.75)]


def _columns(layout: _Layout, y: float) -> list[Layer]:
    """Above the rows: which way is better, and what the columns of figures are."""
    style: dict[str, Any] = {"fontSize": layout.size.small, "color": colours().quiet}
    start, end = layout.scale.range
    layers = [
        note("worse", start, y, **style),
        note("better", end, y, **style, align="right"),
        note("England", layout.scale.at(0), y, **style, align="center"),
    ]
    if not layout.size.narrow:
        for name, x in zip(_named(layout), _column_ends(layout), strict=True):
            weight = 600 if name == layout.names.area else 400
            broken = wrapped(name, _COLUMN - 6, layout.size.small)
            above = (lines_of(broken) - 1) * layout.size.small_line
            more = {**style, "align": "right", "fontWeight": weight}
            layers.append(note(broken, x, y - above, **more, lineHeight=layout.size.small_line))
    return layers


def _named(layout: _Layout) -> list[str]:
    """The columns that have any figure."""
    names = [layout.names.area]
    if any(row.similar is not None for row in layout.rows):
        names.append(layout.names.similar)
    if any(row.region is not None for row in layout.rows):
        names.append(layout.names.region)
    return [*names, "England"]


def _column_ends(layout: _Layout) -> list[float]:
    count = len(_named(layout))
    return [layout.width - _COLUMN * (count - 1 - position) for position in range(count)]


def _figures(row: _Row, layout: _Layout, top: float) -> list[Layer]:
    """The label, the area's figure, and those it is compared with."""
    size, colour = layout.size, colours()
    line = round(size.label * 1.25)
    style: dict[str, Any] = {"fontSize": size.label, "color": colour.ink, "lineHeight": line}
    strong: dict[str, Any] = {**style, "fontWeight": 600, "align": "right"}
    quiet: dict[str, Any] = {"fontSize": size.small, "color": colour.quiet}
    value = row.write(row.figures["value"])
    others = _others(row, layout)
    if size.narrow:
        y = top + row.start + 10
        told = " · ".join(f"{name} {shown}" for name, shown in others if shown)
        return [
            beside(row.label, 0, y, **style),
            beside(value, layout.width, y, **strong),
            beside(told, 0, top + row.spine + 24, **quiet),
        ]
    y = top + row.spine
    above = (lines_of(row.label) - 1) * line / 2
    ends = _column_ends(layout)
    layers = [beside(row.label, 0, y - above, **style), beside(value, ends[0], y, **strong)]
    for (_, shown), x in zip(others, ends[1:], strict=True):
        layers.append(beside(shown, x, y, **quiet, align="right"))
    return layers


def _others(row: _Row, layout: _Layout) -> list[tuple[str, str]]:
    held = {
        layout.names.similar: row.similar,
        layout.names.region: row.region,
        "England": row.figures["england"],
    }
    figures = [(name, held[name]) for name in _named(layout)[1:]]
    return [(name, "" if value is None else row.write(value)) for name, value in figures]


def _key(layout: _Layout, top: float) -> list[Layer]:
    """What each shape is, in one line or, on a phone, two."""
    size, y = layout.size, top + 2
    style: dict[str, Any] = {"fontSize": size.small, "color": colours().quiet}
    layers: list[Layer] = []
    x = 7.0
    for entry in [WORSE, NO_DIFFERENCE, BETTER, *_named(layout)[1:-1]]:
        room = 0.92 * text_width(entry, size.small) + 32
        if x + room - 16 > layout.width:
            x, y = 7.0, y + size.small_line + 4
        layers += [_shape(entry, layout, x, y), note(entry, x + 12, y, **style)]
        x += room
    return layers


def _shape(entry: str, layout: _Layout, pixels: float, y: float) -> Layer:
    """The shape of an entry, on the scale that all shapes of the drawing share."""
    x = layout.scale.figure(pixels)
    if entry == layout.names.similar:
        return _diamond(x, y, layout.scale)
    if entry == layout.names.region:
        tick = [{"x": x, "y": y - 7, "y2": y + 7}]
        return rules(tick, layout.scale, stroke=colours().quiet, strokeWidth=2)
    return _dot(x, y, layout.scale, entry)


def _alt(layout: _Layout) -> str:
    """Which are worse, which better, and the figures of the first of each."""
    told = []
    for verdict, words in ((WORSE, "Worse than England"), (BETTER, "Better than England")):
        found = [row for row in layout.rows if row.verdict == verdict]
        if found:
            told.append(f"{words}: {listed([_said(row) for row in found])}.")
    unclear = [row for row in layout.rows if row.verdict == NO_DIFFERENCE]
    if unclear:
        named = listed([" ".join(row.label.split()) for row in unclear])
        told.append(f"No clear difference: {named}.")
    return f"Spine chart of {len(layout.rows)} indicators. {' '.join(told)}"


def _said(row: _Row) -> str:
    label = " ".join(row.label.split())
    here, england = row.write(row.figures["value"]), row.write(row.figures["england"])
    return f"{label} ({here} against {england})"
