"""Where one area stands among all of its kind: their spread, and a line for the area."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from commonweal.errors import InputError, InputProblem
from commonweal.report.charts.chart import Caption, Chart
from commonweal.report.charts.check import checked
from commonweal.report.charts.frame import finished, heading
from commonweal.report.charts.layers import Layer, Scale, bars, dots, note, rules, words
from commonweal.report.charts.look import WIDE, Sizes, colours, sizes, text_width
from commonweal.report.charts.words import Figures, ticks

_FEWEST = 10
_PLOT_SHARE = 0.24
_PIXELS_A_BAR = 9
_ENDS = (0.005, 0.995)


@dataclass(frozen=True, slots=True)
class Marked:
    """The area that is shown among all.

    Attributes:
        label: its name.
        value: its figure.
        lower: lower end of the interval.
        upper: upper end of the interval.
    """

    label: str
    value: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class _Spread:
    """All areas: how many in each step, and the quarters."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    quarters: tuple[float, ...]
    below: float
    outside: tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class _Layout:
    size: Sizes
    width: int
    x: Scale
    y: Scale
    marks: list[float]


def distribution_chart(
    frame: pl.DataFrame,
    caption: Caption,
    area: Marked,
    *,
    of: str = "neighbourhoods",
    unit: str = "",
    decimals: int = 1,
    width: int = WIDE,
) -> Chart:
    """How the figures of all areas spread, with the middle half darker, and where one stands.

    Args:
        frame: `value`, a row an area; areas whose figure is not known are left out before.
        caption: the words around it.
        area: the one that is shown, with its interval.
        of: what the areas are, in the plural.
        unit: `%`, `£` or nothing; other units belong in the subtitle.
        decimals: decimals of the figures.
        width: pixels across.

    Raises:
        InputError: fewer than ten areas, a row without a finite figure, all figures alike, or
            an interval that leaves its own value out.
    """
    table = checked(frame, (), ("value",), intervals=False)
    one = pl.DataFrame([{"value": area.value, "lower": area.lower, "upper": area.upper}])
    checked(one, (), ("value", "lower", "upper"))
    values = table["value"].cast(pl.Float64).to_numpy()
    _check(values)
    write = Figures(unit, decimals)
    layers, top = heading(caption, width)
    layout, spread = _layout(values, area, top, width)
    layers += _drawn(spread, layout)
    layers += _axis(spread, layout, write)
    layers += _area(area, layout, write)
    bottom = layout.y.range[0] + 2 * layout.size.small_line + 42
    told = _alt(area, spread, len(values), of, write)
    return finished(caption, layers, bottom, width, _steps(spread), told)


def _steps(spread: _Spread) -> pl.DataFrame:
    return pl.DataFrame({"from": spread.edges[:-1], "to": spread.edges[1:], "areas": spread.counts})


def _check(values: np.ndarray) -> None:
    problems = []
    if len(values) < _FEWEST:
        problems.append(InputProblem(f"at least {_FEWEST} areas", str(len(values))))
    elif values.min() == values.max():
        problems.append(InputProblem("figures that differ", f"{values[0]:g} for all"))
    if problems:
        raise InputError(problems, "This spread cannot be drawn:")


def _layout(values: np.ndarray, area: Marked, top: float, width: int) -> tuple[_Layout, _Spread]:
    """The scale runs over all but the outermost areas, which count with the last step."""
    size = sizes(width)
    low, high = (float(end) for end in np.quantile(values, _ENDS))
    low, high = min(low, area.lower), max(high, area.upper)
    marks = ticks(low, high, 3 if size.narrow else 5)
    edge = 14.0
    x = Scale((marks[0], marks[-1]), (edge, width - edge))
    steps = round((width - 2 * edge) / _PIXELS_A_BAR)
    edges = np.linspace(marks[0], marks[-1], steps + 1)
    inside = np.clip(values, edges[0], edges[-1])
    counts, _ = np.histogram(inside, edges)
    quarters = tuple(float(point) for point in np.quantile(values, (0.25, 0.5, 0.75)))
    below = float(np.mean(values < area.value))
    outside = bool(values.min() < edges[0]), bool(values.max() > edges[-1])
    spread = _Spread(tuple(edges.tolist()), tuple(counts.tolist()), quarters, below, outside)
    ceiling = top + 2 * size.label + 28
    floor = ceiling + max(_PLOT_SHARE * width, 110)
    y = Scale((0, max(spread.counts)), (floor, ceiling))
    return _Layout(size, width, x, y, marks), spread


def _drawn(spread: _Spread, layout: _Layout) -> list[Layer]:
    """A block for each step; those of the middle half of the areas are darker."""
    colour = colours()
    gap = (spread.edges[1] - spread.edges[0]) * 0.06
    rows = [
        {"x": start + gap, "x2": end - gap, "y": 0, "y2": count}
        for start, end, count in zip(spread.edges, spread.edges[1:], spread.counts, strict=False)
        if count
    ]
    lowest, _, highest = spread.quarters
    halfway = [(row["x"] + row["x2"]) / 2 for row in rows]
    inner = [lowest <= at <= highest for at in halfway]
    outside = [row for row, within in zip(rows, inner, strict=True) if not within]
    middle = [row for row, within in zip(rows, inner, strict=True) if within]
    made = [bars(outside, layout.x, layout.y, color=colour.band)] if outside else []
    if middle:
        made.append(bars(middle, layout.x, layout.y, color=colour.strong_band))
    return made


def _axis(spread: _Spread, layout: _Layout, write: Figures) -> list[Layer]:
    size, colour = layout.size, colours()
    floor, ceiling = layout.y.range
    start, end = layout.x.domain
    told = f"Half are below {write(spread.quarters[1])}"
    half = text_width(told, size.small) / 2
    at = min(max(layout.x.at(spread.quarters[1]), half), layout.width - half)
    low = floor + size.small_line + 28
    base = [{"x": start, "x2": end, "y": 0}]
    middle = [{"x": spread.quarters[1], "y": 0, "y2": layout.y.figure(ceiling)}]
    return [
        rules(base, layout.x, layout.y, stroke=colour.quiet, strokeWidth=1),
        rules(middle, layout.x, layout.y, stroke=colour.ink, strokeWidth=1.5, strokeDash=[4, 3]),
        *_marks(spread, layout, write),
        note(told, at, low, align="center", fontSize=size.small, color=colour.ink),
    ]


def _marks(spread: _Spread, layout: _Layout, write: Figures) -> list[Layer]:
    """Round figures below the ground; the outermost say so where areas lie beyond them."""
    first, *between, last = (write.mark(mark, layout.marks) for mark in layout.marks)
    less, more = spread.outside
    first, last = f"{first} or less" if less else first, f"{last} or more" if more else last
    named = [
        {"x": mark, "text": text} for mark, text in zip(layout.marks[1:-1], between, strict=True)
    ]
    y = layout.y.range[0] + 16
    style = {"fontSize": layout.size.small, "color": colours().quiet}
    start, end = layout.x.range
    return [
        words(named, layout.x, y, align="center", **style),
        note(first, start - 6, y, **style),
        note(last, end + 6, y, align="right", **style),
    ]


def _area(area: Marked, layout: _Layout, write: Figures) -> list[Layer]:
    """The area's line from the top to the ground, its interval, its name and figure."""
    size, colour = layout.size, colours()
    top = layout.y.range[1] - 12
    line = [{"x": area.value, "y": 0, "y2": layout.y.figure(top)}]
    ends = [{"x": area.lower, "x2": area.upper, "y": 0}]
    told = f"{area.label} {write(area.value)}"
    between = f"between {write(area.lower)} and {write(area.upper)}"
    room = max(text_width(told, size.label), text_width(between, size.small))
    at = min(max(layout.x.at(area.value), room / 2), layout.width - room / 2)
    style = {"stroke": colour.main, "strokeCap": "round"}
    return [
        rules(ends, layout.x, layout.y, **style, strokeWidth=6, opacity=0.3),
        rules(line, layout.x, layout.y, stroke=colour.main, strokeWidth=2.5),
        dots([{"x": area.value, "y": 0}], layout.x, layout.y, color=colour.main, size=110),
        note(
            told,
            at,
            top - size.small_line - 14,
            align="center",
            fontSize=size.label,
            fontWeight=600,
            color=colour.main,
        ),
        note(between, at, top - 12, align="center", fontSize=size.small, color=colour.quiet),
    ]


def _alt(area: Marked, spread: _Spread, count: int, of: str, write: Figures) -> str:
    here = write.with_interval(area.value, area.lower, area.upper)
    lowest, middle, highest = spread.quarters
    return (
        f"The spread of {count:,} {of}. {area.label} is at {here}, higher than "
        f"{spread.below:.0%} of them. Half are below {write(middle)}, and the middle "
        f"half lie between {write(lowest)} and {write(highest)}."
    )
