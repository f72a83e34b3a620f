"""Regions of adjoining areas that are alike: SKATER, by cutting a minimum spanning tree.

Neighbours are joined at the cost of how unlike they are; of these links the minimum spanning tree
is kept. Then the link is cut, again and again, whose loss makes the parts most alike. How unlike a
part is within is the sum of the distances of its areas from their mean, as in spdep.

For some hundreds or thousands of areas, as a reference. Neighbourhoods of a whole country with a
range of people are made by `find.neighbourhoods`.

Source: Assuncao, Neves, Camara and Freitas (2006), International Journal of Geographical
Information Science 20, 797-811.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.errors import InputError, InputProblem, MethodNotApplicable
from commonweal.stats.estimate import Floats, as_floats, problems, refuse
from commonweal.stats.spatial.neighbours import Neighbours

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Regions:
    """Regions of n areas, each in one piece.

    Attributes:
        region: number of each area's region, from 0.
        within: how unlike the areas are within their regions, before the first cut and after
            each one.
    """

    region: Ints
    within: Floats


@dataclass(frozen=True, slots=True)
class _Cut:
    """The best cut of a part: what it takes off the sum within, and the areas on either side."""

    gain: float
    link: tuple[int, int]
    one: Ints
    other: Ints


def regions(values: ArrayLike, neighbours: Neighbours, cuts: int) -> Regions:
    """Cut areas into regions of areas that adjoin and are alike.

    Areas that no chain of neighbours joins are apart from the start, so that there are as many
    regions as pieces of the map and cuts together.

    Args:
        values: n by k, on scales that may be compared (standard scores, say).
        neighbours: of the n areas; a pair counts in both directions.
        cuts: how many, 0 or more.

    Raises:
        InputError: values that are missing, or not one row an area.
        MethodNotApplicable: more cuts than there are links to cut.
    """
    table = as_floats(values, 2)
    if len(table) != neighbours.areas:
        raise InputError(InputProblem(f"{neighbours.areas} rows, one an area", f"{len(table)}"))
    refuse(problems(~np.isfinite(table), table, "values", "a number"))
    links = _spanning_links(table, neighbours)
    if not 0 <= cuts <= len(links):
        raise MethodNotApplicable(f"There are {len(links)} links to cut, got {cuts} cuts.")
    near = _both_ways(links, len(table))
    parts = _pieces(near)
    best = [_best_cut(table, near, part) for part in parts]
    within = [sum(_unlike(table[part]) for part in parts)]
    for _ in range(cuts):
        chosen, cut = max(
            ((place, each) for place, each in enumerate(best) if each is not None),
            key=lambda item: item[1].gain,
        )
        near[cut.link[0]].discard(cut.link[1])
        near[cut.link[1]].discard(cut.link[0])
        parts[chosen : chosen + 1] = [cut.one, cut.other]
        best[chosen : chosen + 1] = [_best_cut(table, near, side) for side in (cut.one, cut.other)]
        within.append(within[-1] - cut.gain)
    region = np.empty(len(table), dtype=np.int64)
    for number, part in enumerate(parts):
        region[part] = number
    return Regions(region, np.array(within))


def _both_ways(links: list[tuple[int, int]], areas: int) -> dict[int, set[int]]:
    near: dict[int, set[int]] = {area: set() for area in range(areas)}
    for one, other in links:
        near[one].add(other)
        near[other].add(one)
    return near


def _spanning_links(table: Floats, neighbours: Neighbours) -> list[tuple[int, int]]:
    """The links of the minimum spanning tree of each piece of the map."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import minimum_spanning_tree

    first = np.minimum(neighbours.first, neighbours.second)
    second = np.maximum(neighbours.first, neighbours.second)
    pairs = np.unique(np.stack([first, second]), axis=1)
    cost = np.linalg.norm(table[pairs[0]] - table[pairs[1]], axis=1)
    # The graph routines take a cost of 0 for no link at all.
    cost = np.maximum(cost, np.finfo(np.float64).tiny)
    shape = (neighbours.areas, neighbours.areas)
    tree = minimum_spanning_tree(coo_array((cost, (pairs[0], pairs[1])), shape=shape).tocsr())
    kept = tree.tocoo()
    return [(int(one), int(other)) for one, other in zip(*kept.coords, strict=True)]


def _pieces(near: dict[int, set[int]]) -> list[Ints]:
    """The areas of each tree, each piece by its smallest number."""
    seen: set[int] = set()
    found = []
    for area in near:
        if area not in seen:
            order, _ = _walked(near, area)
            seen.update(order)
            found.append(np.array(sorted(order), dtype=np.int64))
    return found


def _walked(near: dict[int, set[int]], start: int) -> tuple[list[int], dict[int, int]]:
    """The areas of a tree, every one before those beyond it, and what each was reached from."""
    order, reached, waiting = [], {start: -1}, [start]
    while waiting:
        area = waiting.pop()
        order.append(area)
        for other in sorted(near[area], reverse=True):
            if other not in reached:
                reached[other] = area
                waiting.append(other)
    return order, reached


def _best_cut(table: Floats, near: dict[int, set[int]], part: Ints) -> _Cut | None:
    """The link of a tree whose loss takes most off the sum within; None for a single area."""
    order, reached = _walked(near, int(part[0]))
    # Depth first, what lies beyond an area follows it without a gap.
    size = dict.fromkeys(order, 1)
    for area in reversed(order[1:]):
        size[reached[area]] += size[area]
    whole, best = _unlike(table[part]), None
    listed = np.array(order, dtype=np.int64)
    for place, area in enumerate(order[1:], start=1):
        beyond = listed[place : place + size[area]]
        rest = np.concatenate([listed[:place], listed[place + size[area] :]])
        gain = whole - _unlike(table[beyond]) - _unlike(table[rest])
        if best is None or gain > best.gain:
            best = _Cut(gain, (reached[area], area), np.sort(rest), np.sort(beyond))
    return best


def _unlike(values: Floats) -> float:
    """Sum of the distances of areas from their mean."""
    return float(np.linalg.norm(values - values.mean(axis=0), axis=1).sum())
