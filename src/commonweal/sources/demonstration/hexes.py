"""A hex cartogram of the MSOAs: one hexagon each, neighbours near each other as far as can be."""

from __future__ import annotations

import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching
from scipy.spatial import cKDTree

from commonweal.sources.demonstration.arrays import Floats, Ints, Shapes, group_sum

_ROUNDS = 120
_PULL = 0.12
_ROW = 3**0.5 / 2
_NEAR = 24


def hex_places(xy: Floats, pairs: Ints, land: float) -> Floats:
    """Middle of the hexagon of each area, in units of the distance between hexagons.

    First circles of equal size about the areas' middles are pushed apart where they overlap and
    neighbours drawn together (after Dorling 1996), then each is given a hexagon of a grid so that
    the squares of the ways are least in total.

    Args:
        xy: middles of the areas (n, 2), metres.
        pairs: neighbours (m, 2).
        land: size of the country in square metres.
    """
    place = (xy - xy.mean(axis=0)) * (len(xy) * _ROW / land) ** 0.5
    for _ in range(_ROUNDS):
        place = place + _push(place) + _draw(place, pairs)
    return _on_grid(place)


def _push(place: Floats) -> Floats:
    """How far overlapping circles (of diameter 1) push each other away."""
    close = cKDTree(place).query_pairs(1.0, output_type="ndarray")
    way = place[close[:, 0]] - place[close[:, 1]]
    distance = np.maximum(np.hypot(*way.T), 1e-9)[:, None]
    force = way * 0.5 * (1 - distance) / distance
    return _summed(close, force, len(place))


def _draw(place: Floats, pairs: Ints) -> Floats:
    """How far neighbours that are apart draw each other."""
    way = place[pairs[:, 1]] - place[pairs[:, 0]]
    distance = np.maximum(np.hypot(*way.T), 1e-9)[:, None]
    force = way * _PULL * np.clip(distance - 1, 0, 1) / distance
    return _summed(pairs, force, len(place))


def _summed(pairs: Ints, force: Floats, size: int) -> Floats:
    """Mean force on each place: the force on the first of a pair, its opposite on the second."""
    ends = np.concatenate([pairs[:, 0], pairs[:, 1]])
    both = np.vstack([force, -force])
    number = np.maximum(np.bincount(ends, minlength=size), 1)
    sums = [group_sum(ends, axis, size) for axis in both.T]
    # The square root damps crowds without letting a lone pair crawl.
    return np.column_stack(sums) / np.sqrt(number)[:, None]


def _on_grid(place: Floats) -> Floats:
    low, high = place.min(axis=0) - 4, place.max(axis=0) + 4
    rows = np.arange(np.floor(low[1] / _ROW), np.ceil(high[1] / _ROW) + 1)
    columns = np.arange(np.floor(low[0]), np.ceil(high[0]) + 1)
    row, column = (grid.ravel() for grid in np.meshgrid(rows, columns, indexing="ij"))
    grid = np.column_stack([column + (row % 2) / 2, row * _ROW])
    tree, near = cKDTree(grid), _NEAR
    while True:
        near = min(near, len(grid))
        distance, hexagon = tree.query(place, k=near)
        cost = csr_array(
            (
                np.ravel(distance) ** 2 + 1e-6,
                (np.repeat(np.arange(len(place)), near), np.ravel(hexagon)),
            ),
            shape=(len(place), len(grid)),
        )
        try:
            areas, chosen = min_weight_full_bipartite_matching(cost)
        except ValueError:  # no full matching among so few hexagons each
            near *= 2
            continue
        return np.asarray(grid[chosen[np.argsort(areas)]])


def hexagons(places: Floats) -> Shapes:
    """Hexagons with a point at the top about these places; those of neighbours touch."""
    angle = np.deg2rad(np.arange(30, 390, 60))
    corner = np.column_stack([np.cos(angle), np.sin(angle)]) / 3**0.5
    rings = (places[:, None] + corner).round(6)
    return np.asarray(shapely.polygons(rings))
