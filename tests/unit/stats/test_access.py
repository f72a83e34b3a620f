from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from commonweal.stats.access import (
    Origins,
    areas_in_reach,
    floating_catchment,
    mean_by_area,
    nearest_distances,
)

ZONES, WEIGHTS = (800.0, 1600.0, 2400.0), (1.0, 0.68, 0.22)


def brute_distances(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return np.hypot(*(first[:, None, :] - second[None, :, :]).transpose(2, 0, 1))


def brute_catchment(
    origins: Origins, people: np.ndarray, sites: np.ndarray, capacity: np.ndarray
) -> np.ndarray:
    """The two steps of Luo and Qi word for word, origin by origin."""
    distance = brute_distances(origins.xy, sites)
    weight = np.zeros(distance.shape)
    for edge, value in reversed(list(zip(ZONES, WEIGHTS, strict=True))):
        weight[distance <= edge] = value
    per_area = origins.per_area()
    living = people[origins.area] / per_area[origins.area]
    access = np.zeros(len(origins.xy))
    for site in range(len(sites)):
        demand = (living * weight[:, site]).sum()
        if demand > 0:
            access += capacity[site] / demand * weight[:, site]
    found = np.full(origins.areas, np.nan)
    for area in range(origins.areas):
        if per_area[area]:
            found[area] = access[origins.area == area].mean()
    return found


def some(seed: int, n: int = 60, areas: int = 9, sites: int = 14) -> tuple[Origins, np.ndarray]:
    rng = np.random.default_rng(seed)
    xy = rng.uniform(0, 6000, (n, 2))
    return Origins(xy, rng.integers(0, areas, n), areas), rng.uniform(-1000, 7000, (sites, 2))


def test_a_hand_worked_catchment() -> None:
    # On a line: A (100 people) at 0, B (300 people) at 1,000 m; one library at 500 m, one at
    # 2,000 m with twice the capacity.
    # Library 1: A at 500 m and B at 500 m both in the first zone: 100 + 300 = 400; R = 1/400.
    # Library 2: A at 2,000 m (0.22), B at 1,000 m (0.68): 22 + 204 = 226; R = 2/226.
    # A: 1 x 1/400 + 0.22 x 2/226; B: 1 x 1/400 + 0.68 x 2/226.
    origins = Origins(np.array([[0.0, 0.0], [1000.0, 0.0]]), np.array([0, 1]), 2)
    sites = np.array([[500.0, 0.0], [2000.0, 0.0]])
    found = floating_catchment(origins, [100, 300], sites, [1, 2], ZONES, WEIGHTS)
    assert found == pytest.approx([0.0025 + 0.44 / 226, 0.0025 + 1.36 / 226], rel=1e-12)
    # What is supplied is what there is: 100 and 300 people get 1 + 2 in all.
    assert found @ [100, 300] == pytest.approx(3)


def test_the_outer_edge_of_a_zone_counts_as_inside() -> None:
    origins = Origins(np.array([[0.0, 0.0], [0.0, 1.0]]), np.array([0, 1]), 2)
    sites = np.array([[800.0, 0.0]])
    found = floating_catchment(origins, [10, 0], sites, [1], ZONES, WEIGHTS)
    assert found == pytest.approx([0.1, 0.068])


@pytest.mark.parametrize("seed", range(5))
def test_catchments_against_brute_force(seed: int) -> None:
    origins, sites = some(seed)
    rng = np.random.default_rng(seed + 100)
    people, capacity = rng.integers(0, 3000, 9).astype(float), rng.uniform(0, 5, len(sites))
    expected = brute_catchment(origins, people, sites, capacity)
    found = floating_catchment(origins, people, sites, capacity, ZONES, WEIGHTS)
    assert found == pytest.approx(expected, rel=1e-12, nan_ok=True)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("n", [1, 3])
def test_nearest_against_brute_force(seed: int, n: int) -> None:
    origins, sites = some(seed)
    expected = np.sort(brute_distances(origins.xy, sites), axis=1)[:, :n]
    assert nearest_distances(origins.xy, sites, n) == pytest.approx(expected, rel=1e-12)


def test_blocks_of_sites_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    origins, sites = some(3)
    people, capacity = np.full(9, 1500.0), np.ones(len(sites))
    whole = floating_catchment(origins, people, sites, capacity, ZONES, WEIGHTS)
    monkeypatch.setattr("commonweal.stats.access._PAIRS_AT_ONCE", 20)
    parts = floating_catchment(origins, people, sites, capacity, ZONES, WEIGHTS)
    assert parts == pytest.approx(whole, rel=1e-12, nan_ok=True)


def test_too_few_sites_leave_the_distance_unknown() -> None:
    found = nearest_distances(np.zeros((2, 2)), np.array([[3.0, 4.0]]), 3)
    assert found[:, 0].tolist() == [5, 5]
    assert np.isnan(found[:, 1:]).all()
    assert np.isnan(nearest_distances(np.zeros((2, 2)), np.empty((0, 2)), 1)).all()


def test_no_sites_is_no_supply_but_no_origins_is_unknown() -> None:
    origins = Origins(np.zeros((1, 2)), np.array([1]), 2)
    found = floating_catchment(origins, [5, 5], np.empty((0, 2)), [], ZONES, WEIGHTS)
    assert np.isnan(found[0])
    assert found[1] == 0


def test_a_site_in_reach_of_nobody_is_shared_with_nobody() -> None:
    origins = Origins(np.zeros((1, 2)), np.array([0]), 1)
    far = np.array([[90_000.0, 0.0]])
    assert floating_catchment(origins, [5], far, [1], ZONES, WEIGHTS).tolist() == [0]
    here = np.zeros((1, 2))
    assert floating_catchment(origins, [0], here, [1], ZONES, WEIGHTS).tolist() == [0]


def test_means_of_areas() -> None:
    origins = Origins(np.zeros((3, 2)), np.array([0, 0, 2]), 3)
    found = mean_by_area(np.array([1.0, 2.0, 7.0]), origins)
    assert found[[0, 2]].tolist() == [1.5, 7]
    assert np.isnan(found[1])


def test_areas_in_reach() -> None:
    origins = Origins(np.array([[0.0, 0], [10, 0], [20, 0]]), np.array([0, 1, 1]), 3)
    sites = np.array([[12.0, 0.0]])
    assert areas_in_reach(origins, sites, 3).tolist() == [False, True, False]
    assert areas_in_reach(origins, sites, [12, 1, 99]).tolist() == [True, False, False]
    assert not areas_in_reach(origins, np.empty((0, 2)), 99).any()


@pytest.mark.parametrize(
    ("zones", "weights"),
    [((), ()), ((800, 700), (1, 0.5)), ((0, 800), (1, 1)), ((800,), (1, 2)), ((800,), (-1,))],
)
def test_zones_that_make_no_sense_are_refused(
    zones: tuple[float, ...], weights: tuple[float, ...]
) -> None:
    origins = Origins(np.zeros((1, 2)), np.array([0]), 1)
    with pytest.raises(ValueError, match="zones must rise"):
        floating_catchment(origins, [1], np.zeros((1, 2)), [1], zones, weights)


def test_the_number_of_nearest_is_at_least_one() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        nearest_distances(np.zeros((1, 2)), np.zeros((1, 2)), 0)


@given(
    arrays(np.float64, (12, 2), elements=st.floats(0, 4000)),
    arrays(np.float64, (5, 2), elements=st.floats(0, 4000)),
    arrays(np.float64, 3, elements=st.floats(1, 5000)),
)
def test_all_capacity_that_is_reached_is_given_out(
    xy: np.ndarray, sites: np.ndarray, people: np.ndarray
) -> None:
    origins = Origins(xy, np.arange(12) % 3, 3)
    reached = brute_distances(xy, sites).min(axis=0) <= ZONES[-1]
    found = floating_catchment(origins, people, sites, np.ones(5), ZONES, WEIGHTS)
    assert found @ people == pytest.approx(reached.sum())


@given(arrays(np.float64, (6, 2), elements=st.floats(0, 4000)), st.integers(0, 5))
def test_one_more_site_never_makes_anyone_farther_or_poorer(sites: np.ndarray, extra: int) -> None:
    origins, more = some(extra)
    people = np.full(9, 1000.0)
    both = np.vstack([sites, more[:1]])
    before = nearest_distances(origins.xy, sites, 3)
    assert (nearest_distances(origins.xy, both, 3) <= before).all()
    poorer = floating_catchment(origins, people, sites, np.ones(6), ZONES, WEIGHTS)
    richer = floating_catchment(origins, people, both, np.ones(7), ZONES, WEIGHTS)
    assert (richer >= poorer - 1e-12)[origins.per_area() > 0].all()
