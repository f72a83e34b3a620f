"""The country as the kernels see it: areas by number, their people, and who adjoins whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from commonweal.find.neighbourhoods.spec import NeighbourhoodSpec
from commonweal.find.neighbourhoods.split import Links
from commonweal.find.neighbourhoods.tables import NeighbourhoodTables

Near = list[list[int]]


@dataclass(frozen=True, slots=True)
class Ground:
    """Areas by number, in the order of their codes.

    Attributes:
        people: who live in each.
        chosen: whether each must be in a neighbourhood.
        need: how great the need of each is, the higher the greater.
        near: the areas that each is joined to, ascending; both ways round.
        close: those of them whose people live no further away than `furthest_step`.
        links: the same as pairs, with the distance between the two.
    """

    people: list[int]
    chosen: list[bool]
    need: list[float]
    near: Near
    close: Near
    links: Links

    @property
    def counts(self) -> NDArray[np.int64]:
        """People as an array."""
        return np.array(self.people, dtype=np.int64)


def ground_of(spec: NeighbourhoodSpec, tables: NeighbourhoodTables) -> Ground:
    """The ground under some tables.

    Areas are joined by edges of at least `least_edge` metres. Where that cuts off areas with
    fewer people than the minimum, the longest of the shorter edges joins them, or a corner. An
    island is never joined to the land.
    """
    areas = tables.areas
    people = areas["people"].to_list()
    pairs = _pairs(spec, tables)
    strong = (pairs["rule"] == "edge") & (pairs["metres"] >= spec.least_edge)
    kept = pairs.filter(strong).select("a", "b").rows()
    near = adjoining(len(people), kept)
    weak = pairs.filter(~strong).sort("metres", "a", "b", descending=[True, False, False])
    kept += _last_resort(near, weak.select("a", "b").rows(), people, spec.minimum)
    kept.sort()
    ends = np.array(kept, dtype=np.int64).reshape(-1, 2)
    at = areas.select("easting", "northing").fill_null(0).to_numpy()
    metres = np.hypot(*(at[ends[:, 0]] - at[ends[:, 1]]).T)
    short = ends[metres <= spec.furthest_step].tolist()
    return Ground(
        people=people,
        chosen=areas["chosen"].to_list(),
        need=areas["need"].fill_null(0.0).to_list(),
        near=adjoining(len(people), kept),
        close=adjoining(len(people), short),
        links=Links(ends[:, 0], ends[:, 1], metres),
    )


def adjoining(size: int, pairs: Iterable[Sequence[int]]) -> Near:
    """For each area those it is joined to, ascending."""
    near: list[set[int]] = [set() for _ in range(size)]
    for one, other in pairs:
        near[one].add(other)
        near[other].add(one)
    return [sorted(each) for each in near]


def joined_up(near: Near, members: Collection[int]) -> bool:
    """Whether every member can be reached from every other without leaving them."""
    return not members or len(reached(near, members, min(members))) == len(members)


def reached(near: Near, members: Collection[int], start: int) -> set[int]:
    """The members that can be reached from one of them without leaving them."""
    inside = members if isinstance(members, set | frozenset) else set(members)
    found, waiting = {start}, [start]
    while waiting:
        for area in near[waiting.pop()]:
            if area in inside and area not in found:
                found.add(area)
                waiting.append(area)
    return found


def pieces(near: Near, members: Iterable[int]) -> list[list[int]]:
    """The members in pieces that hang together, each ascending, by their first member."""
    left, found = set(members), []
    for start in sorted(left):
        if start in left:
            piece = reached(near, left, start)
            left -= piece
            found.append(sorted(piece))
    return found


def _pairs(spec: NeighbourhoodSpec, tables: NeighbourhoodTables) -> pl.DataFrame:
    """Pairs of adjoining areas by number, each once: a < b, rule, metres."""
    order = tables.areas.select("area_code", "district_name").with_row_index("number")
    order = order.with_columns(pl.col("number").cast(pl.Int64))
    found = tables.links.filter(pl.col("rule") != "island")
    for end, name in (("area_code", "a"), ("neighbour_code", "b")):
        found = found.join(
            order.select(
                pl.col("area_code").alias(end),
                pl.col("number").alias(name),
                pl.col("district_name").alias(f"{name}_district"),
            ),
            on=end,
        )
    if spec.one_district:
        found = found.filter(pl.col("a_district").eq_missing(pl.col("b_district")))
    found = found.with_columns(a=pl.min_horizontal("a", "b"), b=pl.max_horizontal("a", "b")).filter(
        pl.col("a") < pl.col("b")
    )
    return (
        found.sort("a", "b", "metres", descending=[False, False, True])
        .unique(["a", "b"], keep="first", maintain_order=True)
        .select("a", "b", "rule", "metres")
    )


def _last_resort(
    near: Near, weak: list[tuple[int, int]], people: list[int], minimum: int
) -> list[tuple[int, int]]:
    """The short edges that join what would otherwise be cut off and too small, longest first."""
    used: list[tuple[int, int]] = []
    if not weak:
        return used
    group = [0] * len(people)
    members = dict(enumerate(pieces(near, range(len(people)))))
    total = {}
    for number, areas in members.items():
        total[number] = sum(people[area] for area in areas)
        for area in areas:
            group[area] = number
    for one, other in weak:
        first, second = group[one], group[other]
        if first != second and min(total[first], total[second]) < minimum:
            used.append((one, other))
            for area in members.pop(second):
                group[area] = first
                members[first].append(area)
            total[first] += total.pop(second)
    return used
