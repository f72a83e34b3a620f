from __future__ import annotations

import numpy as np
import pytest
import shapely
from scipy.sparse.csgraph import connected_components

from commonweal.sources.demonstration import Country
from commonweal.sources.demonstration.arrays import lengths
from commonweal.sources.demonstration.blocks import area_borders, symmetric


def test_cells_cover_the_land_without_gap_or_overlap(country: Country) -> None:
    cells = country.blocks.cells
    assert shapely.is_valid(cells).all()
    assert shapely.coverage_is_valid(cells)
    drawn = sum(piece.area for piece in country.land.pieces)
    assert shapely.area(cells).sum() == pytest.approx(drawn, rel=0.01)


def test_each_cell_holds_its_point(country: Country) -> None:
    assert shapely.contains_xy(country.blocks.cells, country.blocks.xy).all()


def test_pairs_are_cells_that_share_the_edge(country: Country) -> None:
    blocks = country.blocks
    for number in range(0, len(blocks.pairs), 97):
        one, other = blocks.cells[blocks.pairs[number]]
        shared = shapely.intersection(one.boundary, other.boundary).length
        assert shared == pytest.approx(lengths(blocks.edges[[number]])[0], abs=0.01)


def test_shore_edges_are_the_outer_edge_of_the_country(country: Country) -> None:
    outline = shapely.coverage_union_all(country.blocks.cells).boundary
    assert lengths(country.blocks.shore_edges).sum() == pytest.approx(outline.length, rel=1e-3)


def test_every_area_has_blocks_that_hang_together(country: Country) -> None:
    blocks, areas = country.blocks, country.spec.areas
    assert np.unique(blocks.area).tolist() == list(range(areas))
    inside = blocks.pairs[blocks.area[blocks.pairs[:, 0]] == blocks.area[blocks.pairs[:, 1]]]
    graph = symmetric(inside, np.ones(len(inside)), len(blocks.xy))
    assert connected_components(graph, directed=False)[0] == areas


def test_borders_name_each_pair_once(country: Country) -> None:
    borders = area_borders(country.blocks)
    assert (borders[:, 0] < borders[:, 1]).all()
    assert len(np.unique(borders, axis=0)) == len(borders)
    piece = country.seeds.piece
    assert (piece[borders[:, 0]] == piece[borders[:, 1]]).all()


def test_symmetric_adds_repeated_pairs() -> None:
    matrix = symmetric(np.array([[0, 1], [0, 1], [1, 2]]), np.array([1.0, 2.0, 5.0]), 3)
    assert matrix.toarray().tolist() == [[0, 3, 0], [3, 0, 5], [0, 5, 0]]
