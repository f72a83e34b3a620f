"""Building blocks: small cells that fill the land, and the small areas made of them.

Cells are those of a Voronoi diagram. Along the coast its points stand in pairs, one on land and
one at sea, so that the coast is made of cell edges and nothing has to be clipped: neighbours
share their corners exactly, and so do all areas made of whole cells.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import Voronoi, cKDTree

from commonweal.sources.demonstration.arrays import (
    Floats,
    Ints,
    Shapes,
    distances,
    lengths,
)
from commonweal.sources.demonstration.draws import stream
from commonweal.sources.demonstration.land import Land, coast_points
from commonweal.sources.demonstration.settlements import Seeds
from commonweal.sources.demonstration.spec import CountrySpec

_DECIMETRE = 1
_SHORTEST = 1.0  # metres of shared edge that make two cells neighbours
_REACH = 0.6  # of blocks from their seed, over the distance to the third nearest seed


@dataclass(frozen=True, slots=True)
class Blocks:
    """All building blocks of the country.

    Attributes:
        xy: the point of each block (n, 2), metres.
        area: number of the small area (2021) it belongs to.
        cells: its polygon.
        pairs: (m, 2) numbers of blocks that share an edge.
        edges: (m, 2, 2) the ends of that edge, metres.
        shore: (k,) numbers of blocks on the coast, and `shore_edges` (k, 2, 2) the ends of it.
    """

    xy: Floats
    area: Ints
    cells: Shapes
    pairs: Ints
    edges: Floats
    shore: Ints
    shore_edges: Floats


def make_blocks(spec: CountrySpec, land: Land, seeds: Seeds) -> Blocks:
    """Fill the land with cells and give each to the area whose seed is nearest over land."""
    points, piece, at_sea = _points(spec, land, seeds)
    cells = _Cells.about(points, at_sea)
    pairs, edges = cells.inland(piece)
    area = _nearest_seed(points, pairs, len(seeds.xy))
    shore, shore_edges = cells.shore()
    # A sliver of coast that no area can reach over land is left to the sea.
    kept = np.flatnonzero(area >= 0)
    new = np.full(len(points), -1)
    new[kept] = np.arange(kept.size)
    known, ashore = (new[pairs] >= 0).all(axis=1), new[shore] >= 0
    return Blocks(
        xy=points[kept],
        area=area[kept],
        cells=cells.polygons(kept),
        pairs=new[pairs[known]],
        edges=edges[known],
        shore=new[shore[ashore]],
        shore_edges=shore_edges[ashore],
    )


@dataclass(frozen=True, slots=True)
class _Cells:
    """A Voronoi diagram of points on land, then at sea; corners are rounded once, for all cells."""

    land: int
    corners: Floats
    ends: Ints
    of: Ints
    regions: list[list[int]]

    @classmethod
    def about(cls, points: Floats, at_sea: Floats) -> _Cells:
        middle = points.mean(axis=0).round()
        diagram = Voronoi(np.vstack([points, at_sea, _far_points(points)]) - middle)
        return cls(
            land=len(points),
            corners=(diagram.vertices + middle).round(_DECIMETRE),
            ends=np.asarray(diagram.ridge_vertices, dtype=np.int64),
            of=diagram.ridge_points.astype(np.int64),
            regions=[diagram.regions[region] for region in diagram.point_region],
        )

    def inland(self, piece: Ints) -> tuple[Ints, Floats]:
        """Pairs of cells on one piece of land that share an edge of some length, and that edge."""
        chosen = (self.of < self.land).all(axis=1) & (self.ends >= 0).all(axis=1)
        pairs, edges = self.of[chosen], self.corners[self.ends[chosen]]
        same = (piece[pairs[:, 0]] == piece[pairs[:, 1]]) & (lengths(edges) > _SHORTEST)
        return pairs[same], edges[same]

    def shore(self) -> tuple[Ints, Floats]:
        """Cells on land with an edge to the sea, and that edge."""
        on_land = self.of < self.land
        chosen = (on_land.sum(axis=1) == 1) & (self.ends >= 0).all(axis=1)
        cell = np.where(on_land[chosen, 0], self.of[chosen, 0], self.of[chosen, 1])
        return cell, self.corners[self.ends[chosen]]

    def polygons(self, numbers: Ints) -> Shapes:
        """Outlines of some cells."""
        regions = [self.regions[number] for number in numbers.tolist()]
        ring = np.repeat(np.arange(len(regions)), [len(region) for region in regions])
        coordinates = self.corners[np.concatenate(regions).astype(np.int64)]
        return np.asarray(shapely.polygons(shapely.linearrings(coordinates, indices=ring)))


def _points(spec: CountrySpec, land: Land, seeds: Seeds) -> tuple[Floats, Ints, Floats]:
    """Points of the blocks (the areas' seeds first), their pieces of land, and points at sea."""
    rng = stream(spec.seed, "blocks")
    spacing = np.asarray(cKDTree(seeds.xy).query(seeds.xy, k=[4])[0]).ravel()
    times = spec.settlement.blocks_per_area - 1
    reach = np.repeat(spacing, times) * _REACH * rng.random(len(seeds.xy) * times) ** 0.5
    angle = rng.uniform(0, 2 * np.pi, reach.size)
    offset = reach[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    near = np.repeat(seeds.xy, times, axis=0) + offset
    near_piece = np.repeat(seeds.piece, times)
    step = spec.land.coast_step * spec.grain_metres
    points, pieces, sea = [seeds.xy], [seeds.piece], []
    for number, polygon in enumerate(land.pieces):
        own = near[near_piece == number]
        own = own[shapely.contains_xy(polygon.buffer(-0.35 * step), own)]
        dry, wet = coast_points(polygon, step)
        points += [own, dry]
        pieces.append(np.full(len(own) + len(dry), number))
        sea.append(wet)
    return np.vstack(points), np.concatenate(pieces), np.vstack(sea)


def _far_points(points: Floats) -> Floats:
    """A ring of points far out, so that every cell on land is closed."""
    middle, reach = points.mean(axis=0), 3 * np.ptp(points, axis=0).max()
    angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    return np.asarray(middle + reach * np.column_stack([np.cos(angle), np.sin(angle)]))


def _nearest_seed(points: Floats, pairs: Ints, seeds: int) -> Ints:
    """Number of the seed nearest along neighbouring blocks; -1 where none can be reached.

    Because the way to the nearest seed lies within its area, every area hangs together.
    """
    graph = symmetric(pairs, distances(*points[pairs.T]), len(points))
    _, _, nearest = dijkstra(
        graph, indices=np.arange(seeds), min_only=True, return_predecessors=True
    )
    return np.where(nearest >= 0, nearest, -1).astype(np.int64)


def symmetric(pairs: Ints, values: Floats, size: int) -> csr_array:
    """A symmetric sparse matrix from pairs; values of repeated pairs are added."""
    rows, columns = np.concatenate([pairs, pairs[:, ::-1]]).T
    matrix = coo_array((np.tile(values, 2), (rows, columns)), shape=(size, size))
    return csr_array(matrix)


def area_borders(blocks: Blocks) -> Ints:
    """Pairs of small areas that share an edge, the lower number first, each pair once."""
    ends = blocks.area[blocks.pairs]
    return np.unique(np.sort(ends[ends[:, 0] != ends[:, 1]], axis=1), axis=0)
