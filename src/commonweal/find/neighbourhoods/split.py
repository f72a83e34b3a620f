"""Cut a piece that is too large into contiguous parts of about equal people.

A piece is cut in two where a spanning tree of it is weakest, and each part again until it is
small enough, so that every part hangs together by construction (SKATER of Assunção and others,
2006, cuts the same kind of tree; we choose the cut by people first and look at several trees).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, minimum_spanning_tree

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_TREES = 12
"""Trees that are looked at for a cut before the best of their cuts is taken."""
_FEW = 250
"""Areas up to which a tree is made without the graph routines."""
_NONE = -9999
"""No parent, as the graph routines write it."""
_EVEN = 0.1
"""A cut is taken at once when each side is this near to its share of the people."""


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs of joined areas by number (each pair once) and how far apart their people live."""

    first: Ints
    second: Ints
    metres: Floats

    def between(self, areas: Ints, size: int) -> Links:
        """The links between these areas (ascending), which are numbered anew from 0."""
        place = np.full(size, -1)
        place[areas] = np.arange(len(areas))
        first, second = place[self.first], place[self.second]
        inside = (first >= 0) & (second >= 0)
        return Links(first[inside], second[inside], self.metres[inside])


@dataclass(frozen=True, slots=True)
class Sizes:
    """The people that each part should have: at least, at most, about."""

    minimum: int
    maximum: int
    target: float

    def parts(self, people: int) -> int:
        """How many parts bring each nearest to the target within the range."""
        least = -(-people // self.maximum)
        most = max(least, people // self.minimum)
        return int(min(max(round(people / self.target), least), most))

    def outside(self, people: Ints, parts: int) -> Ints:
        """People by which so many parts of a side would miss the range."""
        short = np.maximum(self.minimum * parts - people, 0)
        return np.asarray(short + np.maximum(people - self.maximum * parts, 0), dtype=np.int64)


def split(
    members: Sequence[int], people: Ints, links: Links, sizes: Sizes, parts: int | None = None
) -> list[list[int]]:
    """The parts of a piece: contiguous, balanced, the same every time.

    Args:
        members: areas that hang together, by number.
        people: of all areas.
        links: of all areas; those between members are used.
        sizes: the people that each part should have.
        parts: how many to make; as `sizes` says if not given.

    Returns:
        The parts, each ascending, by their first member. A part may miss the range where no cut
        of the trees keeps it.
    """
    areas = np.sort(np.asarray(members, dtype=np.int64))
    own = people[areas]
    count = sizes.parts(int(own.sum())) if parts is None else parts
    found = _cut(areas, own, links.between(areas, len(people)), count, sizes)
    return sorted(part.tolist() for part in found)


def _cut(areas: Ints, people: Ints, links: Links, parts: int, sizes: Sizes) -> list[Ints]:
    if len(areas) < 2 or (parts < 2 and people.sum() <= sizes.maximum):
        return [areas]
    side, fewer = _best_cut(people, links, max(parts, 2), sizes)
    made = []
    for kept, count in ((side, fewer), (~side, max(parts, 2) - fewer)):
        within = np.flatnonzero(kept)
        inner = links.between(within, len(areas))
        made.extend(_cut(areas[within], people[within], inner, count, sizes))
    return made


def _best_cut(people: Ints, links: Links, parts: int, sizes: Sizes) -> tuple[Flags, int]:
    """The side of the best cut found, and how many parts to make of that side."""
    cuts = []
    good = _EVEN * float(people.sum()) / parts
    for number in range(_TREES):
        tree = _tree(people, links, number)
        for fewer in sorted({parts // 2, parts - parts // 2}):
            child, score = _cut_of_tree(tree, parts, fewer, sizes)
            cuts.append((score, number, fewer, child, tree))
        if min(cuts[-1][0], cuts[-2][0] if len(cuts) > 1 else np.inf) <= good:
            break
    _, _, fewer, child, tree = min(cuts, key=lambda cut: cut[:4])
    return _side(tree, child), fewer


@dataclass(frozen=True, slots=True)
class _Tree:
    """A spanning tree: areas from its root outwards, the parent of each, people from it on."""

    order: Ints
    parent: Ints
    below: Ints


def _tree(people: Ints, links: Links, number: int) -> _Tree:
    """The tree of shortest distances; those after the first stretch them by a fixed sequence."""
    stretch = np.random.default_rng(number).uniform(1, 1 + number / 4, len(links.metres))
    weight = (links.metres + 1) * stretch
    spanning = _spanned if len(people) > _FEW else _spanned_few
    order, above = spanning(len(people), links, weight)
    below = people.tolist()
    for area in order[:0:-1]:
        below[above[area]] += below[area]
    return _Tree(*(np.array(each, dtype=np.int64) for each in (order, above, below)))


def _spanned(size: int, links: Links, weight: Floats) -> tuple[list[int], list[int]]:
    """Areas of the minimum spanning tree from the first outwards, and the parent of each."""
    graph = csr_array((weight, (links.first, links.second)), shape=(size, size))
    order, parent = breadth_first_order(minimum_spanning_tree(graph), 0, directed=False)
    return order.tolist(), parent.tolist()


def _spanned_few(size: int, links: Links, weight: Floats) -> tuple[list[int], list[int]]:
    """The same for few areas, of which there are thousands of pieces: Kruskal's rule by hand.

    Making the matrices that the graph routines take would be most of the work.
    """
    first, second = links.first.tolist(), links.second.tolist()
    piece = list(range(size))
    near: list[list[int]] = [[] for _ in range(size)]
    for link in np.argsort(weight, kind="stable").tolist():
        one, other = first[link], second[link]
        own, joined = _piece_of(piece, one), _piece_of(piece, other)
        if own != joined:
            piece[own] = joined
            near[one].append(other)
            near[other].append(one)
    order, above = [0], [_NONE] * size
    for area in order:
        for other in near[area]:
            if other != above[area]:
                above[other] = area
                order.append(other)
    return order, above


def _piece_of(piece: list[int], area: int) -> int:
    """The area that stands for the piece an area is in; shortens the way there."""
    while piece[area] != area:
        piece[area] = piece[piece[area]]
        area = piece[area]
    return area


def _cut_of_tree(tree: _Tree, parts: int, fewer: int, sizes: Sizes) -> tuple[int, float]:
    """The area to cut above so that what hangs from it makes `fewer` of the parts; how uneven."""
    children = tree.order[1:]
    total = tree.below[tree.order[0]]
    hanging = tree.below[children]
    outside = sizes.outside(hanging, fewer) + sizes.outside(total - hanging, parts - fewer)
    # To keep the range comes before to be even.
    score = outside * 1000.0 + np.abs(hanging - total * fewer / parts)
    best = int(np.lexsort((children, score))[0])
    return int(children[best]), float(score[best])


def _side(tree: _Tree, child: int) -> Flags:
    """Which areas hang from one area of the tree, it included."""
    hangs = [False] * len(tree.order)
    hangs[child] = True
    above = tree.parent.tolist()
    for area in tree.order.tolist():
        if area != child and above[area] >= 0:
            hangs[area] = hangs[above[area]]
    return np.array(hangs)
