"""Which areas count as near one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.errors import InputError, InputProblem, MethodNotApplicable
from commonweal.stats.estimate import Flags, Floats, as_floats, problems, refuse

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Ints = NDArray[np.int64]

FEWEST = 4
"""Fewer areas than this have no variance of Moran's I."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Pairs of n areas of which the second is a neighbour of the first.

    Attributes:
        first: number of each pair's first area, from 0.
        second: number of its neighbour; never the area itself, no pair twice.
        areas: how many areas there are, islands included.
    """

    first: Ints
    second: Ints
    areas: int

    def counts(self) -> Ints:
        """How many neighbours each area has."""
        return np.bincount(self.first, minlength=self.areas)

    def islands(self) -> Flags:
        """Areas without neighbours."""
        return np.asarray(self.counts() == 0)

    def among(self, kept: Flags) -> Neighbours:
        """Only some of the areas, numbered anew in their order."""
        inside = kept[self.first] & kept[self.second]
        number = np.cumsum(kept) - 1
        return Neighbours(number[self.first[inside]], number[self.second[inside]], int(kept.sum()))

    def mainland(self) -> Flags:
        """Areas that still have neighbours when all islands are left out."""
        kept, left = ~self.islands(), self
        while True:
            left = self.among(kept)
            if not left.islands().any():
                return kept
            kept[np.flatnonzero(kept)[left.islands()]] = False

    def matrix(self) -> csr_array:
        """Ones where the column's area is a neighbour of the row's; n by n."""
        from scipy.sparse import coo_array

        ones = np.ones(self.first.size)
        shape = (self.areas, self.areas)
        return coo_array((ones, (self.first, self.second)), shape=shape).tocsr()

    def graph(self) -> Any:
        """The same as a `libpysal.graph.Graph`; for areas that all have neighbours."""
        from libpysal.graph import Graph

        order = np.lexsort((self.second, self.first))
        ones = np.ones(self.first.size)
        return Graph.from_arrays(self.first[order], self.second[order], ones)


def neighbours_of_pairs(first: ArrayLike, second: ArrayLike, areas: int) -> Neighbours:
    """Neighbours from pairs of area numbers, each counted one way.

    Args:
        first: numbers of areas, from 0.
        second: a neighbour of each.
        areas: how many areas there are.

    Raises:
        InputError: numbers outside 0 to areas - 1, an area paired with itself, or a pair twice.
    """
    one, two = np.asarray(first, dtype=np.int64), np.asarray(second, dtype=np.int64)
    if one.ndim != 1 or one.shape != two.shape:
        raise InputError(InputProblem("pairs of areas", f"{one.shape} and {two.shape}"))
    outside = (np.minimum(one, two) < 0) | (np.maximum(one, two) >= areas)
    repeated = np.ones(one.size, dtype=np.bool_)
    repeated[np.unique(one * areas + two, return_index=True)[1]] = False
    refuse(
        problems(outside, one.astype(np.float64), "first", f"two numbers from 0 to {areas - 1}"),
        problems(one == two, one.astype(np.float64), "second", "a neighbour other than itself"),
        problems(repeated & ~outside, one.astype(np.float64), "first", "each pair once"),
    )
    return Neighbours(one, two, areas)


def neighbours_of_lists(lists: Sequence[Sequence[int]]) -> Neighbours:
    """Neighbours from a list for each area of the numbers of its neighbours, from 0.

    Raises:
        InputError: as `neighbours_of_pairs`.
    """
    first = np.repeat(np.arange(len(lists)), [len(each) for each in lists])
    second = np.array([number for each in lists for number in each], dtype=np.int64)
    return neighbours_of_pairs(first, second, len(lists))


def nearest_neighbours(points: ArrayLike, k: int) -> Neighbours:
    """The k nearest areas of each, by straight line; not always both ways.

    Args:
        points: n by 2, metres on a plane such as the British National Grid.
        k: how many, from 1 to n - 1.

    Raises:
        InputError: a coordinate is missing.
        MethodNotApplicable: a k that there are not enough areas for.
    """
    from scipy.spatial import KDTree

    xy = as_floats(points, 2)
    refuse(problems(~np.isfinite(xy), xy, "points", "a number"))
    n = len(xy)
    if not 1 <= k < n:
        raise MethodNotApplicable(f"Each of {n} areas has from 1 to {n - 1} others, got k = {k}.")
    # Points that coincide may hide an area from itself, so one more is asked for than is needed.
    _, found = KDTree(xy).query(xy, k=np.arange(1, k + 2))
    others = [row[row != number][:k] for number, row in enumerate(np.asarray(found))]
    return Neighbours(np.repeat(np.arange(n), k), np.concatenate(others).astype(np.int64), n)


def on_mainland(values: ArrayLike, neighbours: Neighbours) -> tuple[Floats, Neighbours, Flags]:
    """Values and neighbours of the areas that have neighbours, and which those are.

    Raises:
        InputError: values that are missing, or not one an area.
        MethodNotApplicable: fewer than four areas with neighbours, or all with the same value.
    """
    x = as_floats(values)
    if x.size != neighbours.areas:
        raise InputError(InputProblem(f"{neighbours.areas} values, one an area", f"{x.size}"))
    refuse(problems(~np.isfinite(x), x, "values", "a number (leave out areas without: `among`)"))
    kept = neighbours.mainland()
    held = x[kept]
    if held.size < FEWEST:
        raise MethodNotApplicable(
            f"Likeness of neighbours needs {FEWEST} areas with neighbours, got {held.size}."
        )
    if np.ptp(held) == 0:
        raise MethodNotApplicable("All areas with neighbours have the same value.")
    return held, neighbours.among(kept), kept
