"""Lines over time with their intervals as ribbons, each named at its own end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from commonweal.errors import InputError, InputProblem
from commonweal.report.charts.chart import Caption, Chart
from commonweal.report.charts.check import checked
from commonweal.report.charts.frame import finished, heading
from commonweal.report.charts.layers import Layer, Scale, band, dots, line, note, rules, words
from commonweal.report.charts.look import WIDE, Sizes, colours, sizes, text_width
from commonweal.report.charts.words import Figures, ticks

MOST_SERIES = 4
"""More lines than this cannot be followed; take several charts."""
_NUMBERS = ("period", "value", "lower", "upper")
_PLOT_SHARE = 0.42
_DASHES: tuple[list[int], ...] = ([], [], [], [5, 4])


@dataclass(frozen=True, slots=True)
class _Series:
    """One line: its points in order of time, in pieces where periods are missing."""

    name: str
    points: tuple[dict[str, float], ...]
    pieces: tuple[tuple[dict[str, float], ...], ...]
    colour: str
    dash: list[int]
    strong: bool

    @property
    def last(self) -> dict[str, float]:
        return self.points[-1]


@dataclass(frozen=True, slots=True)
class _Layout:
    size: Sizes
    width: int
    x: Scale
    y: Scale
    marks: list[float]
    periods: list[float]


def trend_chart(
    frame: pl.DataFrame,
    caption: Caption,
    *,
    unit: str = "",
    decimals: int = 1,
    step: float | None = None,
    width: int = WIDE,
) -> Chart:
    """Two to four lines over time, each with a ribbon for its interval and its name at the end.

    Args:
        frame: `series, period, value, lower, upper`; the period is a year or another number
            that grows with time. The first series is the one that the title speaks of, the
            fourth is drawn in dashes.
        caption: the words around it.
        unit: `%`, `£` or nothing; other units belong in the subtitle.
        decimals: decimals of the figures.
        step: distance between periods that follow each other, by default the smallest one
            found. Where a period is missing the line has a gap: nothing is drawn that is not
            known.
        width: pixels across.

    Raises:
        InputError: a column is missing, a row lacks a figure or its interval, a period comes
            twice, or there are too few or too many series or periods.
    """
    table = checked(frame, ("series",), _NUMBERS)
    _check(table)
    write = Figures(unit, decimals)
    series = _series(table, step)
    layers, top = heading(caption, width)
    layout = _layout(series, top, width, write)
    layers += _grid(layout, write)
    for one in reversed(series):
        layers += _drawn(one, layout)
    layers += _named(series, layout, write)
    bottom = layout.y.range[0] + layout.size.small_line + 26
    return finished(caption, layers, bottom, width, table, _alt(series, write))


def _check(table: pl.DataFrame) -> None:
    problems = []
    count = table["series"].n_unique()
    if not 2 <= count <= MOST_SERIES:
        problems.append(InputProblem(f"2 to {MOST_SERIES} series", str(count), column="series"))
    twice = table.filter(table.select("series", "period").is_duplicated())
    problems += [
        InputProblem("each period once", f"{name!r} has {period:g} twice", column="period")
        for name, period in twice.select("series", "period").unique(maintain_order=True).rows()
    ]
    if table["period"].n_unique() < 2:
        problems.append(InputProblem("at least two periods", "one", column="period"))
    if problems:
        raise InputError(problems, "This trend cannot be drawn:")


def _series(table: pl.DataFrame, step: float | None) -> list[_Series]:
    colour = colours()
    hues = (colour.main, colour.second, colour.third, colour.quiet)
    gaps = table["period"].unique().sort().diff().drop_nulls()
    longest = 1.001 * (step or float(gaps.min()))  # type: ignore[arg-type]
    made: list[_Series] = []
    for name, own in table.group_by("series", maintain_order=True):
        points = tuple(own.drop("series").sort("period").cast(pl.Float64).to_dicts())
        place = len(made)
        pieces = _pieces(points, longest)
        dash, strong = _DASHES[place], place == 0
        made.append(_Series(str(name[0]), points, pieces, hues[place], dash, strong))
    return made


def _pieces(
    points: Sequence[dict[str, float]], longest: float
) -> tuple[tuple[dict[str, float], ...], ...]:
    """The points that may be joined: those no further apart than one step."""
    pieces: list[list[dict[str, float]]] = []
    for point in points:
        if pieces and point["period"] - pieces[-1][-1]["period"] <= longest:
            pieces[-1].append(point)
        else:
            pieces.append([point])
    return tuple(tuple(piece) for piece in pieces)


def _layout(series: Sequence[_Series], top: float, width: int, write: Figures) -> _Layout:
    size = sizes(width)
    points = [point for one in series for point in one.points]
    low, high = min(p["lower"] for p in points), max(p["upper"] for p in points)
    marks = ticks(0 if 0 < low < 0.6 * high else low, high)
    periods = sorted({point["period"] for point in points})
    longest = max(text_width(write.mark(mark, marks), size.small) for mark in marks)
    room = max(text_width(word, size.label) for one in series for word in _label(one, write))
    right = width - min(room, 0.34 * width) - 14
    height = max(_PLOT_SHARE * width, 210.0)
    x = Scale((periods[0], periods[-1]), (longest + 12, right))
    y = Scale((marks[0], marks[-1]), (top + 6 + height, top + 6))
    return _Layout(size, width, x, y, marks, periods)


def _grid(layout: _Layout, write: Figures) -> list[Layer]:
    """Faint level lines with their figures, and the periods below."""
    size, colour = layout.size, colours()
    start, end = layout.x.domain
    lines = [{"x": start, "x2": end, "y": mark} for mark in layout.marks]
    named = [{"y": mark, "text": write.mark(mark, layout.marks)} for mark in layout.marks]
    quiet = {"fontSize": size.small, "color": colour.quiet}
    below = [{"x": period, "text": f"{period:g}"} for period in _shown(layout)]
    floor = layout.y.range[0] + 16
    return [
        rules(lines, layout.x, layout.y, stroke=colour.line, strokeWidth=1),
        words(named, 0, layout.y, **quiet),
        words(below, layout.x, floor, align="center", **quiet),
    ]


def _shown(layout: _Layout) -> list[float]:
    """As many periods as there is room for, the first and the last among them."""
    start, end = layout.x.range
    room = max(int((end - start) / (layout.size.small * 4)), 2)
    periods = layout.periods
    every = max(-(-(len(periods) - 1) // (room - 1)), 1)
    chosen = periods[::-1][::every]
    # Counted back from the latest. The first stands in for a neighbour that it would crowd.
    if chosen[-1] != periods[0]:
        near = layout.x.at(chosen[-1]) - start < 0.8 * (end - start) * every / (len(periods) - 1)
        chosen = [*(chosen[:-1] if near and len(chosen) > 1 else chosen), periods[0]]
    return chosen[::-1]


def _drawn(one: _Series, layout: _Layout) -> list[Layer]:
    """Ribbon and line of each piece, and a dot at the end; a lone point is a dot with its rule."""
    layers: list[Layer] = []
    thick = 3 if one.strong else 2
    for piece in one.pieces:
        rows = [{"x": p["period"], "y": p["lower"], "y2": p["upper"]} for p in piece]
        middle = [{"x": p["period"], "y": p["value"]} for p in piece]
        if len(piece) > 1:
            style = {"stroke": one.colour, "strokeWidth": thick}
            more = {"strokeDash": one.dash} if one.dash else {}
            layers.append(band(rows, layout.x, layout.y, color=one.colour, opacity=0.16))
            layers.append(line(middle, layout.x, layout.y, **style, **more))
        else:
            style = {"stroke": one.colour, "strokeWidth": 4, "opacity": 0.3}
            layers.append(rules(rows, layout.x, layout.y, **style))
            layers.append(dots(middle, layout.x, layout.y, color=one.colour, size=40))
    end = [{"x": one.last["period"], "y": one.last["value"]}]
    layers.append(dots(end, layout.x, layout.y, color=one.colour, size=60))
    return layers


def _named(series: Sequence[_Series], layout: _Layout, write: Figures) -> list[Layer]:
    """Each line's name and last figure at its end, moved apart where they would touch."""
    size = layout.size
    line_height = round(size.label * 1.2)
    labels = [_label(one, write) for one in series]
    wanted = [layout.y.at(one.last["value"]) for one in series]
    heights = [len(label) * line_height + 6 for label in labels]
    places = _apart(wanted, heights, layout.y.range[1] - 6, layout.y.range[0] + 10)
    made = []
    for one, label, y in zip(series, labels, places, strict=True):
        style = {"color": one.colour, "fontWeight": 600 if one.strong else 400}
        first = y - (len(label) - 1) * line_height / 2
        text = "\n".join(label)
        x = layout.x.range[1] + 12
        made.append(note(text, x, first, **style, fontSize=size.label, lineHeight=line_height))
    return made


def _label(one: _Series, write: Figures) -> list[str]:
    """The name in short lines, then the last figure."""
    lines: list[str] = []
    for word in one.name.split():
        if lines and len(lines[-1]) + len(word) < 14:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return [*lines, write(one.last["value"])]


def _apart(
    wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float
) -> list[float]:
    """Middles of labels as near to where they are wanted as they can be without touching."""
    order = sorted(range(len(wanted)), key=lambda place: (wanted[place], place))
    found = list(wanted)
    edge = top
    for place in order:
        found[place] = max(wanted[place], edge + heights[place] / 2)
        edge = found[place] + heights[place] / 2
    edge = max(bottom, edge - sum(heights)) if edge > bottom else edge
    for place in reversed(order):
        found[place] = min(found[place], edge - heights[place] / 2)
        edge = found[place] - heights[place] / 2
    return found


def _alt(series: Sequence[_Series], write: Figures) -> str:
    told = []
    for one in series:
        first, last = one.points[0], one.last
        start = f"from {write(first['value'])} in {first['period']:g}"
        here = write.with_interval(last["value"], last["lower"], last["upper"])
        told.append(f"{one.name}: {start} to {here} in {last['period']:g}.")
    return f"Lines over time, {len(series)} in all. {' '.join(told)}"
