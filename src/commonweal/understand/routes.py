"""The way from the areas a figure is published for to the areas asked for.

Three ways, the nearest first: `held` for these areas; `carried` along one or two lookups weighted
by people; or `of the larger area`: each small area is given the value of the larger one that it
lies in, and may then be carried on. The last is for averages only and levels the differences
inside the larger area, so it always says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from commonweal.atlas import Atlas
from commonweal.catalogue import GEOGRAPHIES
from commonweal.understand.measures import Flags, Floats, Places, Way

Pairs = frozenset[tuple[str, str]]
Matrix: TypeAlias = "csr_array[np.float64, tuple[int, int]]"

_WHOLE = 1.0 - 1e-9
_LEVELS = ("lsoa", "msoa", "ward", "district", "county", "region")
# The average of a district says too little of a neighbourhood to stand in for it.
_MAY_STAND_IN = ("msoa", "ward")


@dataclass(frozen=True, slots=True)
class Route:
    """Geographies in the order they are passed; `inherited` where the first step goes down."""

    stops: tuple[str, ...]
    inherited: bool = False

    @property
    def way(self) -> Way:
        """How values arrive."""
        if self.inherited:
            return "of the larger area"
        return "carried" if len(self.stops) > 1 else "held"

    @property
    def cost(self) -> tuple[bool, int]:
        """Lower is nearer."""
        return self.inherited, len(self.stops)

    def note(self) -> str:
        """What a reader must know of the way, or empty."""
        if self.way == "held":
            return ""
        held = GEOGRAPHIES[self.stops[0]].plural
        between = [GEOGRAPHIES[stop].title for stop in self.stops[1:-1]]
        through = f" through {' and '.join(between)}" if between else ""
        if self.inherited:
            return f"Published for {held}: each area here has the value of the one it lies in" + (
                f", brought{through}." if between else "."
            )
        return f"Published for {held} and carried{through} by where people live."


@dataclass(frozen=True, slots=True)
class Carrier:
    """What brings the figures of s areas to t areas.

    Attributes:
        shares: t x s; the share of each source area's count that belongs to each target area,
            or None where counts cannot go this way.
        people: t x s; how many people of the target area stand behind each source area.
        approximate: t flags.
        whole: whether no source area is split.
    """

    shares: Matrix | None
    people: Matrix
    approximate: Flags
    whole: bool

    def counts(self, values: Floats) -> Floats:
        """Counts of the target areas, t x m; NaN where a part of the area is not known."""
        if self.shares is None:
            raise ValueError("counts cannot be given the value of a larger area")
        return _known_only(self.shares, values, self.shares @ np.nan_to_num(values))

    def means(self, values: Floats) -> Floats:
        """Means weighted by people, t x m; NaN where a part of the area is not known."""
        total: Floats = np.asarray(self.people.sum(axis=1)).ravel()
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = (self.people @ np.nan_to_num(values)) / total[:, None]
        return _known_only(self.people, values, mean)

    def nearest(self) -> Places:
        """For each target area the source area that most of its people are of; -1 if none."""
        pairs = self.people.tocoo()
        # The last entry written to a row is the largest, and of equal ones the first source.
        order = np.lexsort((-pairs.col, pairs.data))
        places = np.full(self.people.shape[0], -1, dtype=np.int64)
        places[pairs.row[order]] = pairs.col[order]
        return places

    def spread(self, flags: Flags) -> Flags:
        """Which target values are approximate: t x m, by their sources and by the way."""
        touched = (_pattern(self.people) @ flags.astype(np.float64)) > 0
        return np.asarray(touched | self.approximate[:, None])


def route(pairs: Pairs, origin: str, target: str) -> Route | None:
    """The nearest way from one geography to another, or None.

    Args:
        pairs: the (from, to) geographies that there are lookups for.
        origin: where the figures are published for.
        target: where they are wanted.
    """
    stops = _along(pairs, origin, target)
    if stops is not None:
        return Route(stops)
    if GEOGRAPHIES[origin].level not in _MAY_STAND_IN:
        return None
    inside = sorted((start for start, end in pairs if end == origin), key=_size)
    for small in inside:
        onward = _along(pairs, small, target)
        if onward is not None and _size(small)[0] < _size(origin)[0]:
            return Route((origin, *onward), inherited=True)
    return None


def _along(pairs: Pairs, origin: str, target: str) -> tuple[str, ...] | None:
    """The stops of the shortest way by one or two lookups, through areas no larger than asked."""
    if origin == target:
        return (origin,)
    if (origin, target) in pairs:
        return origin, target
    middles = (middle for start, middle in pairs if start == origin and (middle, target) in pairs)
    fitting = [middle for middle in sorted(middles, key=_size) if _fits(middle, target)]
    return (origin, fitting[0], target) if fitting else None


def _fits(middle: str, target: str) -> bool:
    return _size(middle)[0] <= _size(target)[0]


def _size(geography: str) -> tuple[int, str]:
    level = GEOGRAPHIES[geography].level
    return (_LEVELS.index(level) if level in _LEVELS else len(_LEVELS)), geography


def lookups_held(atlas: Atlas) -> Pairs:
    """The pairs of geographies that the atlas has lookups for."""
    held = atlas.query("select distinct from_geography, to_geography from {lookups}")
    return frozenset(held.iter_rows())


def carrier(atlas: Atlas, way: Route, codes: Callable[[str], pl.Series]) -> Carrier:
    """The carrier of a route.

    Args:
        atlas: where the lookups are.
        way: of two stops or more.
        codes: the area codes of a geography, in the order of the arrays.
    """
    made = []
    for number, (start, end) in enumerate(pairwise(way.stops)):
        step = _down if way.inherited and number == 0 else _step
        made.append(step(atlas, start, end, codes))
    return reduce(_then, made)


def _step(atlas: Atlas, origin: str, target: str, codes: Callable[[str], pl.Series]) -> Carrier:
    lookup = atlas.lookup(origin, target)
    rows, columns, known = _places(lookup, ("to_code", "from_code"), (target, origin), codes)
    shape = (len(codes(target)), len(codes(origin)))
    weight, people = (lookup[name].fill_null(0.0).to_numpy()[known] for name in _WEIGHING)
    return Carrier(
        shares=csr_array((weight, (rows, columns)), shape=shape),
        people=_weighing(csr_array((people, (rows, columns)), shape=shape)),
        approximate=_flagged(rows, lookup["approximate"].to_numpy()[known], shape[0]),
        whole=bool((weight >= _WHOLE).all()),
    )


_WEIGHING = ("weight", "people")


def _down(atlas: Atlas, origin: str, target: str, codes: Callable[[str], pl.Series]) -> Carrier:
    """Each area of `target` gets what the area of `origin` around it has."""
    lookup = atlas.lookup(target, origin)
    rows, columns, known = _places(lookup, ("from_code", "to_code"), (target, origin), codes)
    shape = (len(codes(target)), len(codes(origin)))
    people = lookup["people"].fill_null(0.0).to_numpy()[known]
    return Carrier(
        shares=None,
        people=_weighing(csr_array((people, (rows, columns)), shape=shape)),
        approximate=_flagged(rows, lookup["approximate"].to_numpy()[known], shape[0]),
        whole=True,
    )


def _then(first: Carrier, second: Carrier) -> Carrier:
    """Two carriers, one after the other: people flow on by where those of the middle live."""
    inner: Floats = np.asarray(first.people.sum(axis=1)).ravel()
    by_person = csr_array(first.people.multiply((1.0 / np.maximum(inner, 1e-300))[:, None]))
    touched = _pattern(second.people) @ first.approximate.astype(np.float64) > 0
    shares = None
    if first.shares is not None and second.shares is not None:
        shares = csr_array(second.shares @ first.shares)
    return Carrier(
        shares=shares,
        people=csr_array(second.people @ by_person),
        approximate=np.asarray(touched | second.approximate),
        whole=first.whole and second.whole,
    )


def _weighing(people: Matrix) -> Matrix:
    """The people of each pair; equal parts where nobody lives in any, as `carry` does."""
    nobody = np.asarray(people.sum(axis=1)).ravel() == 0
    if nobody.any():
        people = people.copy()
        people.data[nobody[np.repeat(np.arange(people.shape[0]), np.diff(people.indptr))]] = 1.0
    return people


def _pattern(matrix: Matrix) -> Matrix:
    """1 wherever the matrix has an entry."""
    return csr_array((np.ones_like(matrix.data), matrix.indices, matrix.indptr), matrix.shape)


def _known_only(matrix: Matrix, values: Floats, found: Floats) -> Floats:
    """The values found, but NaN where a source is not known or there is none."""
    missing = np.isnan(values)
    found = np.asarray(found, dtype=np.float64)
    if missing.any():
        found[(_pattern(matrix) @ missing.astype(np.float64)) > 0] = np.nan
    found[np.diff(matrix.indptr) == 0] = np.nan
    return found


def _flagged(rows: NDArray[np.int64], flags: Flags, length: int) -> Flags:
    marked = np.zeros(length, dtype=np.bool_)
    marked[rows[flags]] = True
    return marked


def _places(
    lookup: pl.DataFrame,
    columns: tuple[str, str],
    geographies: tuple[str, str],
    codes: Callable[[str], pl.Series],
) -> tuple[NDArray[np.int64], NDArray[np.int64], Flags]:
    """Rows and columns of the pairs whose codes are both held."""
    found = [
        _numbers(lookup[column], codes(geography))
        for column, geography in zip(columns, geographies, strict=True)
    ]
    known = (found[0] >= 0) & (found[1] >= 0)
    return found[0][known], found[1][known], known


def _numbers(codes: pl.Series, among: pl.Series) -> NDArray[np.int64]:
    """Place of each code, -1 where it is not there."""
    order = pl.DataFrame({"code": among}).with_row_index("place")
    found = pl.DataFrame({"code": codes}).join(order, on="code", how="left", maintain_order="left")
    return found["place"].cast(pl.Int64).fill_null(-1).to_numpy()
