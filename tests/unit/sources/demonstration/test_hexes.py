from __future__ import annotations

import numpy as np
import pytest
import shapely

from commonweal.sources.demonstration import Country, Demonstration
from commonweal.sources.demonstration.arrays import distances
from commonweal.sources.demonstration.hexes import hex_places, hexagons


def test_hexagons_of_neighbours_share_an_edge() -> None:
    one, right, above = hexagons(np.array([[0.0, 0.0], [1.0, 0.0], [0.5, 3**0.5 / 2]]))
    side = 1 / 3**0.5
    assert one.area == pytest.approx(3**0.5 / 2, abs=1e-5)
    assert shapely.intersection(one, right).length == pytest.approx(side, abs=1e-5)
    assert shapely.intersection(one, above).length == pytest.approx(side, abs=1e-5)


def test_every_msoa_has_a_hexagon_of_its_own(small: Demonstration) -> None:
    hexes = small.hexes
    assert hexes["area_code"].is_unique
    assert set(hexes["area_code"]) == set(small.areas.filter(geography="msoa21")["area_code"])
    middles = np.column_stack([hexes["x"], hexes["y"]])
    apart = np.hypot(*np.moveaxis(middles[:, None] - middles, 2, 0))
    np.fill_diagonal(apart, 9)
    assert apart.min() == pytest.approx(1, abs=1e-6)


def test_they_stand_on_a_grid(small: Demonstration) -> None:
    row = small.hexes["y"].to_numpy() / (3**0.5 / 2)
    assert row == pytest.approx(row.round(), abs=1e-6)
    half = 2 * small.hexes["x"].to_numpy()
    assert half == pytest.approx(half.round(), abs=1e-6)


def test_neighbours_stay_near_and_directions_are_kept(full: Demonstration) -> None:
    hexes = full.hexes.set_index("area_code")
    outlines = full.boundaries["msoa21"].set_index("area_code")
    shapes = outlines.geometry.to_numpy()
    left, right = shapely.STRtree(shapes).query(shapes, predicate="touches")
    places = hexes.loc[outlines.index, ["x", "y"]].to_numpy()
    apart = distances(places[left], places[right])
    assert (apart < 1.01).mean() > 0.5
    assert (apart < 2.1).mean() > 0.85
    middles = shapely.get_coordinates(shapely.centroid(shapes))
    for axis in (0, 1):
        assert np.corrcoef(places[:, axis], middles[:, axis])[0, 1] > 0.9


def test_a_crowd_on_one_spot_is_spread_out() -> None:
    rng = np.random.default_rng(1)
    xy = rng.normal(0, 1.0, (60, 2))
    pairs = np.column_stack([np.arange(59), np.arange(1, 60)])
    places = hex_places(xy, pairs, land=1e6)
    assert len(np.unique(places.round(6), axis=0)) == 60


def test_names_and_districts_stand_beside(small: Demonstration, country: Country) -> None:
    assert set(small.hexes["district_name"]) == set(country.gazetteer.district.name)
    assert set(small.hexes["region"]) == set(country.gazetteer.region.name)
    assert small.hexes.crs is None
