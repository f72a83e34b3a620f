"""Invented postcodes: a point each, most where people live, some at edges and some off the coast.

No real postcode begins with Z and another letter than E (Shetland), so none of these can be real.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from commonweal.sources.demonstration.arrays import (
    Floats,
    Ints,
    group_sum,
    lengths,
)
from commonweal.sources.demonstration.blocks import Blocks
from commonweal.sources.demonstration.draws import Generator, stream
from commonweal.sources.demonstration.spec import CountrySpec

POSTAL_AREAS: tuple[str, ...] = tuple("Z" + letter for letter in "ZYXWVUTSRQPNMLKJHGFDCBA")
_DISTRICTS, _SECTORS = 98, 10  # ZZ99 is in use for people without a fixed address
_UNIT_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # those that postcodes use in the last two places
_UNITS = len(_UNIT_LETTERS) ** 2
_FEWEST, _MOST = 12, 32
_INSIDE = 0.98


@dataclass(frozen=True, slots=True)
class Postcodes:
    """Postcodes in rising order.

    Attributes:
        code: in capitals, without a space.
        xy: (n, 2) whole metres.
        area: number of the small area (2021) that each was drawn for; those off the coast lie
            nearest to it.
    """

    code: NDArray[np.str_]
    xy: Floats
    area: Ints


def make_postcodes(spec: CountrySpec, blocks: Blocks, share: Floats, order: Ints) -> Postcodes:
    """Draw the points, then number them sector by sector.

    Args:
        spec: the country.
        blocks: its building blocks.
        share: share of its area's people who live in each block.
        order: group of each area, so numbered that groups of near numbers lie near each other;
            a postal sector never holds two groups.
    """
    rng = stream(spec.seed, "postcodes")
    areas = len(order)
    count = np.clip(rng.poisson(spec.people.postcodes, areas), _FEWEST, _MOST)
    area = np.repeat(np.arange(areas), count)
    homes = _points_in_blocks(blocks, _blocks_of(area, blocks, share, rng), rng)
    edge_xy, edge_area = _near_edges(blocks, round(spec.people.near_edge_share * area.size), rng)
    afloat = max(2, round(spec.people.offshore_per_thousand * areas / 1000))
    sea_xy, sea_area = _offshore(blocks, afloat, rng)
    xy = np.vstack([homes, edge_xy, sea_xy]).round()
    area = np.concatenate([area, edge_area, sea_area])
    code = _codes(order[area], rng)
    rising = np.argsort(code)
    return Postcodes(code[rising], xy[rising], area[rising])


def _blocks_of(area: Ints, blocks: Blocks, share: Floats, rng: Generator) -> Ints:
    """A block for each postcode of an area, in proportion to people."""
    by_area = np.argsort(blocks.area, kind="stable")
    upto = np.cumsum(share[by_area])  # reaches a whole number at the end of each area
    place = np.searchsorted(upto, area + rng.random(area.size) * 0.999999)
    return np.asarray(by_area[np.minimum(place, len(by_area) - 1)])


def _points_in_blocks(blocks: Blocks, chosen: Ints, rng: Generator) -> Floats:
    """A random point in the cell of each chosen block: a triangle by its size, then a point in it.

    Cells are convex and hold their block's point, so the triangles between that point and the
    edges fill them.
    """
    corner, block = shapely.get_coordinates(blocks.cells, return_index=True)
    same = block[1:] == block[:-1]
    one, other, of = corner[:-1][same], corner[1:][same], block[:-1][same]
    middle = blocks.xy[of]
    (ax, ay), (bx, by) = (one - middle).T, (other - middle).T
    size = np.abs(ax * by - ay * bx)
    upto = np.cumsum(size / group_sum(of, size)[of])
    triangle = np.searchsorted(upto, chosen + rng.random(chosen.size) * 0.999999)
    triangle = np.minimum(triangle, len(of) - 1)
    along, across = rng.random((2, chosen.size, 1))
    outward = _INSIDE * np.sqrt(across)
    far = one[triangle] * (1 - along) + other[triangle] * along
    return np.asarray(middle[triangle] * (1 - outward) + far * outward)


def _near_edges(blocks: Blocks, count: int, rng: Generator) -> tuple[Floats, Ints]:
    """Points one to six metres from the edge between two areas, and the area they lie in."""
    ends = blocks.area[blocks.pairs]
    length = lengths(blocks.edges)
    border = np.flatnonzero((ends[:, 0] != ends[:, 1]) & (length > 60))
    picked = rng.choice(border, count)
    side = rng.integers(0, 2, count)
    block = blocks.pairs[picked, side]
    inward = blocks.xy[block] - blocks.xy[blocks.pairs[picked, 1 - side]]
    return _beside(blocks.edges[picked], inward, rng.uniform(1, 6, count), rng), blocks.area[block]


def _offshore(blocks: Blocks, count: int, rng: Generator) -> tuple[Floats, Ints]:
    """Points on piers and moorings, 5 to 40 metres off the coast, and the nearest area."""
    edge = blocks.shore_edges
    long = np.flatnonzero(lengths(edge) > 200)
    picked = rng.choice(long if long.size else np.arange(len(edge)), count)
    block = blocks.shore[picked]
    outward = edge[picked].mean(axis=1) - blocks.xy[block]
    return _beside(edge[picked], outward, rng.uniform(5, 40, count), rng), blocks.area[block]


def _beside(edges: Floats, towards: Floats, metres: Floats, rng: Generator) -> Floats:
    """Points at these distances from the middle part of each edge, on the side `towards`."""
    along = rng.uniform(0.35, 0.65, (len(edges), 1))
    on_edge = edges[:, 0] * (1 - along) + edges[:, 1] * along
    direction = edges[:, 1] - edges[:, 0]
    normal = np.column_stack([-direction[:, 1], direction[:, 0]])
    normal /= np.hypot(*normal.T)[:, None]
    normal *= np.sign((normal * towards).sum(axis=1))[:, None]
    return np.asarray(on_edge + normal * metres[:, None])


def _codes(group: Ints, rng: Generator) -> NDArray[np.str_]:
    """Postcodes for points in groups: each group takes whole sectors, in the order of groups."""
    count = np.bincount(group)
    sectors = -(-count // _UNITS)
    first = np.concatenate([[0], np.cumsum(sectors)[:-1]])
    codes = np.empty(group.size, dtype="<U7")
    by_group = np.argsort(group, kind="stable")
    starts = np.concatenate([[0], np.cumsum(count)])
    for number in np.flatnonzero(count):
        members = by_group[starts[number] : starts[number + 1]]
        unit = rng.permutation(int(sectors[number]) * _UNITS)[: members.size]
        codes[members] = [
            _code(int(first[number]) + place // _UNITS, place % _UNITS) for place in unit.tolist()
        ]
    return codes


def _code(sector: int, unit: int) -> str:
    area, place = divmod(sector, _DISTRICTS * _SECTORS)
    district, last = divmod(place, _SECTORS)
    letters = _UNIT_LETTERS[unit // 20] + _UNIT_LETTERS[unit % 20]
    return f"{POSTAL_AREAS[area]}{district + 1}{last}{letters}"
