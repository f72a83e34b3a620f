"""Drawings of change, made on the server so that they need no script: flows, and steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from commonweal.find.change.spec import TENTHS

WIDTH, HEIGHT = 1000.0, 400.0
_BAR = 16.0
_GAP = 8.0
# One colour a group: the palette of tenths, as far apart as the groups allow.
_SHADES = (0, 3, 5, 8)


@dataclass(frozen=True, slots=True)
class Node:
    """One group at one edition: a bar."""

    x: float
    y: float
    width: float
    height: float
    shade: int


@dataclass(frozen=True, slots=True)
class Ribbon:
    """What goes from one group to another: a path in the colour of where it came from."""

    path: str
    shade: int


@dataclass(frozen=True, slots=True)
class Sankey:
    """Bars and ribbons on a ground of `width` by `height`."""

    nodes: list[Node]
    ribbons: list[Ribbon]
    width: float = WIDTH
    height: float = HEIGHT


def shades(number: int) -> list[int]:
    """A tenth of the palette for each group, the darkest for the worst."""
    if number == len(_SHADES):
        return list(_SHADES)
    return [round(8 * place / max(number - 1, 1)) for place in range(number)]


def sankey(flows: pl.DataFrame, editions: Sequence[str], groups: Sequence[str], by: str) -> Sankey:
    """Draw flows between editions.

    Args:
        flows: as `ChangeResult.flows`.
        editions: oldest first; at least two.
        groups: from the worst, in the order that they stand from the top.
        by: `areas` or `people`, which the heights are in proportion to.
    """
    steps = [_cells(flows, edition, groups, by) for edition in editions[:-1]]
    largest = max((sum(sum(row) for row in cells) for cells in steps), default=0) or 1
    scale = (HEIGHT - _GAP * (len(groups) - 1)) / largest
    across = (WIDTH - _BAR) / (len(editions) - 1)
    colours = shades(len(groups))
    nodes: list[Node] = []
    ribbons: list[Ribbon] = []
    for place, cells in enumerate(steps):
        left = [sum(row) * scale for row in cells]
        right = [sum(column) * scale for column in zip(*cells, strict=True)]
        x = place * across
        if place == 0:
            nodes += _bars(0, left, colours)
        nodes += _bars(x + across, right, colours)
        ribbons += _ribbons(x + _BAR, x + across, cells, scale, colours)
    return Sankey(nodes, ribbons)


def _cells(flows: pl.DataFrame, edition: str, groups: Sequence[str], by: str) -> list[list[float]]:
    own = flows.filter(pl.col("from_edition") == edition)
    found = {(row["before"], row["after"]): float(row[by]) for row in own.iter_rows(named=True)}
    return [[found.get((before, after), 0.0) for after in groups] for before in groups]


def _tops(heights: Sequence[float]) -> list[float]:
    """Where each bar begins, one below the other with a gap between."""
    tops, at = [], 0.0
    for height in heights:
        tops.append(at)
        at += height + _GAP
    return tops


def _bars(x: float, heights: Sequence[float], colours: Sequence[int]) -> list[Node]:
    return [
        Node(round(x, 1), round(top, 1), _BAR, round(height, 1), shade)
        for top, height, shade in zip(_tops(heights), heights, colours, strict=True)
    ]


def _ribbons(
    x0: float, x1: float, cells: list[list[float]], scale: float, colours: Sequence[int]
) -> list[Ribbon]:
    starts = _tops([sum(row) * scale for row in cells])
    ends = _tops([sum(column) * scale for column in zip(*cells, strict=True)])
    made = []
    for before, row in enumerate(cells):
        for after, value in enumerate(row):
            tall = value * scale
            if tall > 0:
                made.append(Ribbon(_path(x0, starts[before], x1, ends[after], tall), before))
            starts[before] += tall
            ends[after] += tall
    return [Ribbon(item.path, colours[item.shade]) for item in made]


def _path(x0: float, y0: float, x1: float, y1: float, tall: float) -> str:
    middle = (x0 + x1) / 2
    return (
        f"M{x0:.1f} {y0:.1f}C{middle:.1f} {y0:.1f} {middle:.1f} {y1:.1f} {x1:.1f} {y1:.1f}"
        f"V{y1 + tall:.1f}C{middle:.1f} {y1 + tall:.1f} {middle:.1f} {y0 + tall:.1f} "
        f"{x0:.1f} {y0 + tall:.1f}Z"
    )


def step_path(deciles: Sequence[int | None], width: float = 600, height: float = 200) -> str:
    """A line of steps: one level stretch an edition, at the height of its tenth.

    The worst tenth is at the top. Where a tenth is not known the line is broken.
    """
    each, row = width / max(len(deciles), 1), height / TENTHS
    parts, pen_down = [], False
    for place, decile in enumerate(deciles):
        if decile is None:
            pen_down = False
            continue
        y = (decile - 0.5) * row
        parts.append(f"V{y:.1f}" if pen_down else f"M{place * each:.1f} {y:.1f}")
        parts.append(f"H{(place + 1) * each:.1f}")
        pen_down = True
    return "".join(parts)
