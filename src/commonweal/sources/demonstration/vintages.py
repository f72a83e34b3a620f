"""Small areas of 2011: most are those of 2021; some were split, merged or redrawn since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.sources.demonstration.arrays import Ints, firsts, renumbered
from commonweal.sources.demonstration.blocks import Blocks
from commonweal.sources.demonstration.draws import stream
from commonweal.sources.demonstration.grouping import bisect_members
from commonweal.sources.demonstration.spec import CountrySpec

_FEWEST_BLOCKS = 3


@dataclass(frozen=True, slots=True)
class Vintages:
    """Areas of 2011 and what became of them.

    Attributes:
        block: area of 2011 of each block, from 0, each in use.
        old, new: one row for each area of 2011 and area of 2021 that share land.
        change: U (unchanged), S (split), M (merged) or X (redrawn otherwise), as the Office for
            National Statistics writes it.
        parent: for each area of 2011, an area of 2021 that holds most of its blocks.
    """

    block: Ints
    old: Ints
    new: Ints
    change: NDArray[np.str_]
    parent: Ints

    @property
    def size(self) -> int:
        """Number of areas of 2011."""
        return len(self.parent)


def make_vintages(
    spec: CountrySpec, blocks: Blocks, borders: Ints, groups: Ints, piece: Ints
) -> Vintages:
    """Undo some changes: join areas that were split, cut those that were merged, shift a block.

    Args:
        spec: shares of areas that changed.
        blocks: the building blocks.
        borders: pairs of areas of 2021 that share an edge.
        groups: changes stay inside a group of areas (MSOA and ward).
        piece: piece of land of each area; islands do not change.
    """
    rng = stream(spec.seed, "vintages")
    n = len(groups)
    inside = (groups[borders[:, 0]] == groups[borders[:, 1]]) & (piece[borders[:, 0]] == 0)
    pairs = iter(_apart(rng.permutation(borders[inside])))
    old = blocks.area.copy()
    used: set[int] = set()
    for _ in range(spec.settlement.irregular):
        used |= _shift_a_block(old, blocks, pairs)
    for _ in range(max(1, round(spec.settlement.split_share * n))):
        first, second = next(pairs, (-1, -1))
        old[blocks.area == second] = first
        used |= {int(first), int(second)}
    left = [int(area) for area in rng.permutation(n) if area not in used and piece[area] == 0]
    _cut_merged(old, blocks, left, max(1, round(spec.settlement.merged_share * n)), n)
    return _described(old, blocks.area)


def _apart(pairs: Ints) -> Iterator[tuple[int, int]]:
    """Pairs of which no area stands in two."""
    used: set[int] = set()
    for first, second in pairs.tolist():
        if first not in used and second not in used:
            used |= {first, second}
            yield first, second


def _shift_a_block(old: Ints, blocks: Blocks, pairs: Iterator[tuple[int, int]]) -> set[int]:
    """In 2011 one block of an area belonged to its neighbour: neither a split nor a merger."""
    for first, second in pairs:
        ends = blocks.area[blocks.pairs]
        touching = blocks.pairs[(ends[:, 0] == first) & (ends[:, 1] == second), 1].tolist()
        touching += blocks.pairs[(ends[:, 0] == second) & (ends[:, 1] == first), 0].tolist()
        if touching and (blocks.area == second).sum() >= _FEWEST_BLOCKS:
            old[min(touching)] = first
            return {first, second}
    return set()


def _cut_merged(old: Ints, blocks: Blocks, areas: list[int], count: int, first: int) -> None:
    """In 2011 these areas were two each; new numbers start at `first`."""
    even = np.ones(len(blocks.xy))
    made = 0
    for area in areas:
        members = np.flatnonzero(blocks.area == area)
        if made == count:
            return
        if len(members) < _FEWEST_BLOCKS:
            continue
        half = bisect_members(blocks.xy, even, blocks.pairs, members, 2)
        old[members[half == 1]] = first + made
        made += 1


def _described(old: Ints, area: Ints) -> Vintages:
    """Number the areas of 2011 through, and say how each became areas of 2021."""
    block = renumbered(old)
    pair, count = np.unique(np.column_stack([block, area]), axis=0, return_counts=True)
    successors = np.bincount(pair[:, 0])[pair[:, 0]]
    predecessors = np.bincount(pair[:, 1])[pair[:, 1]]
    change = np.select(
        [
            (successors == 1) & (predecessors == 1),
            (successors > 1) & (_most(pair[:, 0], predecessors) == 1),
            (predecessors > 1) & (_most(pair[:, 1], successors) == 1),
        ],
        ["U", "S", "M"],
        "X",
    )
    order = np.lexsort((pair[:, 1], -count, pair[:, 0]))
    parent = pair[order, 1][firsts(pair[order, 0])]
    return Vintages(block, pair[:, 0], pair[:, 1], change, parent)


def _most(group: Ints, value: Ints) -> Ints:
    """The highest value in each group, for each row."""
    highest = np.zeros(group.max() + 1, dtype=np.int64)
    np.maximum.at(highest, group, value)
    return highest[group]
