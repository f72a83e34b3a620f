from __future__ import annotations

import numpy as np
import pytest
import shapely

from commonweal.sources.demonstration import CountrySpec
from commonweal.sources.demonstration.land import coast_points, make_land

# The open sea between Scotland, England and Denmark, in metres of the National Grid.
NORTH_SEA = shapely.box(440_000, 600_000, 660_000, 900_000)


@pytest.mark.parametrize("seed", range(6))
def test_pieces_are_valid_and_apart(seed: int) -> None:
    land = make_land(CountrySpec(seed=seed, areas=400))
    assert all(piece.is_valid for piece in land.pieces)
    for number, piece in enumerate(land.pieces):
        for other in land.pieces[number + 1 :]:
            assert piece.distance(other) > 1000


@pytest.mark.parametrize("areas", [60, 400, 3200, 33_755])
def test_every_area_has_a_place(areas: int) -> None:
    land = make_land(CountrySpec(areas=areas))
    assert sum(land.areas) == areas
    assert len(land.areas) == len(land.pieces) == 7
    assert min(land.areas) >= 1


@pytest.mark.parametrize("areas", [60, 3200, 50_000])
def test_it_lies_in_the_north_sea_at_any_size(areas: int) -> None:
    for seed in range(5):
        land = make_land(CountrySpec(seed=seed, areas=areas))
        assert NORTH_SEA.contains(shapely.MultiPolygon(land.pieces))


def test_mainland_has_the_size_that_the_spec_says() -> None:
    spec = CountrySpec(areas=400)
    assert make_land(spec).pieces[0].area == pytest.approx(spec.land_square_metres)


def test_coast_points_stand_in_pairs_about_the_coast() -> None:
    piece = shapely.Point(0, 0).buffer(1000, quad_segs=64)
    dry, wet = coast_points(piece, 100)
    assert len(dry) == len(wet) == 63
    assert shapely.contains_xy(piece, dry).all()
    assert not shapely.contains_xy(piece, wet).any()
    middle = (dry + wet) / 2
    assert np.hypot(*middle.T) == pytest.approx(1000, abs=1)


def test_coast_points_do_not_mind_the_direction_of_the_ring() -> None:
    piece = shapely.Point(0, 0).buffer(1000, quad_segs=64)
    turned = shapely.Polygon(piece.exterior.coords[::-1])
    assert shapely.contains_xy(piece, coast_points(turned, 100)[0]).all()
