"""How near things are to where people live: distances, and supply that fades with distance.

Origins are the points where people live (postcodes); each belongs to an area, and all origins of
an area count alike. Sites are the things to be reached. Coordinates are metres on a plane.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array
    from scipy.spatial import KDTree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_WORKERS = 2
_PAIRS_AT_ONCE = 4_000_000
_BLOCK_METRES = 5_000.0


@dataclass(frozen=True, slots=True)
class Origins:
    """Where people live.

    Attributes:
        xy: (n, 2) metres.
        area: n numbers of areas, from 0.
        areas: how many areas there are; some may have no origin.
    """

    xy: Floats
    area: Ints
    areas: int

    def per_area(self) -> Ints:
        """Origins of each area."""
        return np.bincount(self.area, minlength=self.areas)

    def of_areas(self, chosen: NDArray[np.bool_]) -> Origins:
        """Only the origins of some areas; the areas keep their numbers."""
        kept = chosen[self.area]
        return Origins(self.xy[kept], self.area[kept], self.areas)


def nearest_distances(origins: Floats, sites: Floats, n: int = 3) -> Floats:
    """Straight-line distance from each origin to its nearest n sites.

    Args:
        origins: (m, 2) metres.
        sites: (s, 2) metres.
        n: how many of the nearest, at least 1.

    Returns:
        (m, n) metres, the nearest first; NaN where there are fewer than n sites.
    """
    from scipy.spatial import KDTree

    if n < 1:
        raise ValueError(f"the number of nearest sites must be at least 1, got {n}")
    found = np.full((len(origins), n), np.nan)
    held = min(n, len(sites))
    if held and len(origins):
        distance, _ = KDTree(sites).query(origins, k=np.arange(1, held + 1), workers=_WORKERS)
        found[:, :held] = distance
    return found


def mean_by_area(values: Floats, origins: Origins) -> Floats:
    """Mean of the values at the origins of each area; NaN for an area without origins."""
    with np.errstate(invalid="ignore", divide="ignore"):
        sums = np.bincount(origins.area, values, origins.areas)
        return np.asarray(sums / origins.per_area(), dtype=np.float64)


def floating_catchment(
    origins: Origins,
    people: ArrayLike,
    sites: Floats,
    capacity: ArrayLike,
    zones: Sequence[float],
    weights: Sequence[float],
) -> Floats:
    """Supply within reach for each person: the enhanced two-step floating catchment area.

    First each site's capacity is shared among the people in its catchment, who count less the
    farther they live: R_j = S_j / sum_i P_i W(d_ij). Then each origin adds up the shares of the
    sites it reaches, which count less the farther they are: A_i = sum_j R_j W(d_ij). W is the
    weight of the zone that the distance falls in (its outer edge counts as inside), and 0 beyond.
    An area has the mean of its origins; its people are shared equally among them.

    Args:
        origins: where people live.
        people: of each area.
        sites: (s, 2) metres.
        capacity: of each site.
        zones: outer edge of each zone in metres, rising.
        weights: of each zone.

    Returns:
        Capacity for each person, one number an area: 0 where nothing is in reach, NaN for an area
        without origins.

    Source: Luo, W. and Qi, Y. (2009), Health & Place 15(4), 1100-1107.
    """
    living = np.asarray(people, dtype=np.float64)
    held = np.asarray(capacity, dtype=np.float64)
    supply = np.zeros(origins.areas)
    for chosen, weight in _catchments(origins, sites, _checked(zones, weights)):
        demand = weight.T @ living
        with np.errstate(invalid="ignore", divide="ignore"):
            # Capacity that nobody reaches is shared with nobody.
            ratio = np.where(demand > 0, held[chosen] / demand, 0.0)
        supply += weight @ ratio
    return np.where(origins.per_area() > 0, supply, np.nan)


def areas_in_reach(origins: Origins, sites: Floats, reach: ArrayLike) -> NDArray[np.bool_]:
    """Whether any origin of an area lies within reach of any site.

    Args:
        origins: where people live.
        sites: (s, 2) metres.
        reach: metres, for all areas or for each.
    """
    from scipy.spatial import KDTree

    near = np.zeros(origins.areas, dtype=bool)
    if len(sites) and len(origins.xy):
        limit = np.broadcast_to(np.asarray(reach, dtype=np.float64), (origins.areas,))
        distance, _ = KDTree(sites).query(origins.xy, workers=_WORKERS)
        near[origins.area[distance <= limit[origins.area]]] = True
    return near


def _checked(
    zones: Sequence[float], weights: Sequence[float]
) -> tuple[Sequence[float], Sequence[float]]:
    rising = all(first < second for first, second in zip([0.0, *zones], zones, strict=False))
    if not zones or not rising or len(zones) != len(weights) or min(weights) < 0:
        raise ValueError(
            f"zones must rise from above 0, each with a weight of 0 or more, got {list(zones)} "
            f"and {list(weights)}"
        )
    return zones, weights


def _catchments(
    origins: Origins, sites: Floats, decay: tuple[Sequence[float], Sequence[float]]
) -> Iterator[tuple[Ints, csr_array]]:
    """Sites in blocks, each with its mean weight at every area (areas x sites of the block).

    A site's catchment is whole in its block, so that nothing must be kept between blocks.
    """
    from scipy.sparse import coo_array
    from scipy.spatial import KDTree

    if not len(sites) or not len(origins.xy):
        return
    zones, weights = np.asarray(decay[0]), np.asarray(decay[1])
    tree, count = KDTree(origins.xy), origins.per_area()
    # Neighbouring sites stand together, so that the search of a block stays in one place.
    column = np.floor(sites[:, 0] / _BLOCK_METRES)
    order = np.lexsort((sites[:, 1], column))
    for chosen in _blocks(order, sites, tree, float(zones[-1])):
        pairs = KDTree(sites[chosen]).sparse_distance_matrix(
            tree, float(zones[-1]), output_type="ndarray"
        )
        area = origins.area[pairs["j"]]
        value = weights[np.searchsorted(zones, pairs["v"])] / count[area]
        shape = (origins.areas, len(chosen))
        yield chosen, coo_array((value, (area, pairs["i"])), shape=shape).tocsr()


def _blocks(order: Ints, sites: Floats, tree: KDTree, reach: float) -> Iterator[Ints]:
    """Runs of sites with about as many pairs of site and origin as fit in memory at once."""
    each = tree.query_ball_point(sites[order], reach, return_length=True, workers=_WORKERS)
    block = np.cumsum(each) // _PAIRS_AT_ONCE
    yield from np.split(order, np.flatnonzero(np.diff(block)) + 1)
