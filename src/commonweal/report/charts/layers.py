"""The few shapes that charts are made of, as layers of a Vega-Lite specification.

Each takes rows and says which field is where. Sizes are in pixels; `y` of a row is in pixels from
the top unless a scale is given.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Layer = dict[str, Any]
Rows = Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Scale:
    """Figures to pixels: the first of the domain is drawn at the first of the range."""

    domain: tuple[float, float]
    range: tuple[float, float]

    def at(self, value: float) -> float:
        """Pixels of a figure."""
        (low, high), (start, end) = self.domain, self.range
        return start + (value - low) / (high - low) * (end - start)

    def figure(self, pixels: float) -> float:
        """The figure that is drawn at some pixels."""
        return Scale(self.range, self.domain).at(pixels)

    def channel(self, field: str) -> dict[str, Any]:
        """The encoding of a field on this scale, without an axis."""
        return {
            "field": field,
            "type": "quantitative",
            "axis": None,
            "scale": {
                "domain": list(self.domain),
                "range": list(self.range),
                "zero": False,
                "nice": False,
            },
        }


PIXELS = Scale((0, 1), (0, 1))
"""A scale on which figures are pixels."""


def words(
    rows: Rows,
    x: Scale | float,
    y: Scale | float = PIXELS,
    **style: object,
) -> Layer:
    """The field `text` of each row, at its fields `x` and `y` or at fixed pixels."""
    mark = {"type": "text", "align": "left", "baseline": "middle", "lineBreak": "\n", **style}
    encoding = {"x": _place("x", x), "y": _place("y", y), "text": {"field": "text"}}
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": encoding}


def rules(rows: Rows, x: Scale, y: Scale = PIXELS, **style: object) -> Layer:
    """A straight line for each row: level from `x` to `x2`, or upright from `y` to `y2`."""
    encoding: dict[str, Any] = {"x": x.channel("x"), "y": y.channel("y")}
    if rows:
        encoding |= {end: {"field": end} for end in ("x2", "y2") if end in rows[0]}
    return {"data": {"values": list(rows)}, "mark": {"type": "rule", **style}, "encoding": encoding}


def dots(rows: Rows, x: Scale, y: Scale = PIXELS, **style: object) -> Layer:
    """A shape for each row; `size` is its area in square pixels."""
    mark = {"type": "point", "filled": True, "opacity": 1, **style}
    encoding = {"x": x.channel("x"), "y": y.channel("y")}
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": encoding}


def band(rows: Rows, x: Scale, y: Scale, **style: object) -> Layer:
    """The space between `y` and `y2` along `x`."""
    encoding = {"x": x.channel("x"), "y": y.channel("y"), "y2": {"field": "y2"}}
    return {"data": {"values": list(rows)}, "mark": {"type": "area", **style}, "encoding": encoding}


def line(rows: Rows, x: Scale, y: Scale, **style: object) -> Layer:
    """A line through the rows in the order of `x`."""
    encoding = {"x": x.channel("x"), "y": y.channel("y")}
    mark = {"type": "line", "strokeJoin": "round", "strokeCap": "round", **style}
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": encoding}


def bars(rows: Rows, x: Scale, y: Scale, **style: object) -> Layer:
    """An upright block for each row, from `x` to `x2` and from `y` to `y2`."""
    encoding = {
        "x": x.channel("x"),
        "x2": {"field": "x2"},
        "y": y.channel("y"),
        "y2": {"field": "y2"},
    }
    return {"data": {"values": list(rows)}, "mark": {"type": "rect", **style}, "encoding": encoding}


def _place(channel: str, where: Scale | float) -> dict[str, Any]:
    return where.channel(channel) if isinstance(where, Scale) else {"value": where}


def note(text: str, x: float, y: float, **style: object) -> Layer:
    """One text at fixed pixels."""
    return words([{"text": text}], x, y, **style)


def beside(text: str, x: float, y: float, **style: object) -> Layer:
    """One text of a row: at fixed pixels across, and in the scale of pixels down.

    Texts of all rows in one column then differ by their data alone, and become one layer.
    """
    return words([{"text": text, "y": y}], x, PIXELS, **style)


def merged(layers: Sequence[Layer]) -> list[Layer]:
    """Layers that differ by their rows alone as one, in the place of the first.

    Each layer costs the renderer a few milliseconds, whatever it holds.
    """
    found: dict[str, Layer] = {}
    for layer in layers:
        look = json.dumps([layer["mark"], layer["encoding"]], sort_keys=True)
        rows = layer["data"]["values"]
        if look in found and layer["mark"]["type"] not in ("line", "area"):
            found[look]["data"]["values"].extend(rows)
        else:
            found.setdefault(look if look not in found else f"{look}{len(found)}", layer)
    return list(found.values())
