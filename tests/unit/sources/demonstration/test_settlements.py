from __future__ import annotations

import numpy as np
import pytest
import shapely

from commonweal.sources.demonstration import Country, CountrySpec
from commonweal.sources.demonstration.land import make_land
from commonweal.sources.demonstration.settlements import make_settlements, town_sizes


@pytest.mark.parametrize("areas", [60, 73, 400])
@pytest.mark.parametrize("seed", range(4))
def test_there_are_exactly_as_many_seeds_as_areas(areas: int, seed: int) -> None:
    spec = CountrySpec(seed=seed, areas=areas)
    land = make_land(spec)
    towns, seeds = make_settlements(spec, land)
    assert len(seeds.xy) == len(seeds.piece) == len(seeds.town) == areas
    assert np.bincount(seeds.piece).tolist() == list(land.areas)
    assert np.bincount(seeds.town[seeds.town >= 0]).tolist() == towns.areas.tolist()


def test_seeds_lie_on_their_piece_of_land(country: Country) -> None:
    for number, piece in enumerate(country.land.pieces):
        own = country.seeds.xy[country.seeds.piece == number]
        assert shapely.contains_xy(piece, own).all()


def test_town_sizes_fall_by_rank() -> None:
    spec = CountrySpec(areas=3200)
    sizes = town_sizes(spec, 3185)
    assert (np.diff(sizes) <= 0).all()
    assert sizes.min() >= spec.settlement.smallest_town
    assert sizes.sum() == pytest.approx(0.8 * 3185, rel=0.03)
    assert 0.05 < sizes[0] / 3200 < 0.15


def test_coastal_towns_lie_by_the_sea(country: Country) -> None:
    shore = country.land.pieces[0].exterior
    away = shapely.distance(shapely.points(country.towns.xy), shore)
    coastal = country.towns.coastal
    assert away[coastal].max() < away[~coastal].max()
    assert (away[coastal] < 2 * country.towns.radius[coastal]).all()


def test_areas_are_small_in_towns_and_large_in_the_country(country: Country) -> None:
    size = np.bincount(country.blocks.area, shapely.area(country.blocks.cells))
    urban = country.seeds.town >= 0
    assert np.median(size[~urban]) > 8 * np.median(size[urban])
