"""Distances from every postcode to the nearest three libraries, beside two plain ways."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray

from benchmarks.results import Figure, Place, Result
from commonweal.atlas import Atlas
from commonweal.atlas.geography.access import access_rules, homes
from commonweal.stats.access import floating_catchment, nearest_distances

_NEAREST, _LIBRARIES, _SEED, _SAMPLE, _RUNS = 3, 3_000, 1, 20_000, 3
_T = TypeVar("_T")
Floats = NDArray[np.float64]


def run(place: Place) -> Result:
    """Best of three runs; the plain ways are timed on a sample and checked to agree."""
    atlas = Atlas.open(place.atlas())
    postcodes = atlas.query("select easting, northing, area_code from {postcodes}")
    xy = postcodes.select("easting", "northing").to_numpy()
    libraries, schools = sites(atlas, "library"), sites(atlas, "school")
    libraries = exactly(libraries, _LIBRARIES)
    seconds, found = best(lambda: nearest_distances(xy, libraries, _NEAREST))
    sample = np.random.default_rng(_SEED).choice(len(xy), min(_SAMPLE, len(xy)), replace=False)
    chunked, by_hand = best(lambda: brute_force(xy[sample], libraries), runs=1)
    tree, nearest_only = best(lambda: by_tree(xy[sample], libraries), runs=1)
    agree(found[sample], by_hand, nearest_only)
    scale = len(xy) / len(sample)
    areas = atlas.areas("lsoa21")
    living, rules = homes(postcodes, areas), access_rules()
    supply, _ = best(
        lambda: floating_catchment(
            living.origins,
            living.people,
            schools,
            np.ones(len(schools)),
            rules.zones,
            rules.weights,
        ),
        runs=1,
    )
    note = (
        f"{len(xy):,} postcodes, {len(libraries):,} libraries, the nearest {_NEAREST} of each; "
        f"best of {_RUNS}. On a sample of {len(sample):,}, times {scale:.0f}: every pair in "
        f"NumPy, in chunks, {chunked * scale:,.0f} s; shapely's STRtree, the nearest one only, "
        f"{tree * scale:,.0f} s. The distances are equal."
    )
    return Result(
        {"nearest": Figure(seconds, note), "supply": Figure(supply)},
        (f"Floating catchments of {len(schools):,} schools over all postcodes: {supply:.1f} s",),
    )


def sites(atlas: Atlas, kind: str) -> Floats:
    """Located places of a kind."""
    held = atlas.records("open_access").filter("located").filter(kind=kind)
    return held.select("easting", "northing").to_numpy()


def exactly(held: Floats, number: int) -> Floats:
    """So many places: those held, and copies moved by up to 5 km to make up the number."""
    draw = np.random.default_rng(_SEED)
    short = max(0, number - len(held))
    more = held[draw.integers(0, len(held), short)] + draw.uniform(-5000, 5000, (short, 2))
    return np.vstack([held, more])[:number]


def best(work: Callable[[], _T], runs: int = _RUNS) -> tuple[float, _T]:
    """Seconds of the fastest of some runs, and what it gave."""
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        given = work()
        seconds.append(time.perf_counter() - start)
    return min(seconds), given


def brute_force(origins: Floats, places: Floats, rows: int = 2_000) -> Floats:
    """Every pair, a block of rows at a time."""
    found = []
    for start in range(0, len(origins), rows):
        block = origins[start : start + rows]
        squared = ((block[:, None, :] - places[None, :, :]) ** 2).sum(axis=2)
        found.append(np.sort(np.partition(squared, _NEAREST, axis=1)[:, :_NEAREST], axis=1))
    return np.sqrt(np.vstack(found))


def by_tree(origins: Floats, places: Floats) -> Floats:
    """The nearest place of each by shapely's tree, which knows the nearest one only."""
    tree = shapely.STRtree(shapely.points(places))
    points = shapely.points(origins)
    pairs, metres = tree.query_nearest(points, return_distance=True, all_matches=False)
    found = np.full(len(origins), np.nan)
    found[pairs[0]] = metres
    return found


def agree(ours: Floats, by_hand: Floats, nearest_only: Floats) -> None:
    """Stop where the three ways differ."""
    np.testing.assert_allclose(ours, by_hand, atol=1e-6)
    np.testing.assert_allclose(ours[:, 0], nearest_only, atol=1e-6)
