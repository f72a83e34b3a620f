"""Contiguous groups of areas of about equal size, by cutting a country in two again and again.

Neighbours are given as pairs of numbers (m, 2), each pair once.
"""

from __future__ import annotations

import numpy as np

from commonweal.sources.demonstration.arrays import Flags, Floats, Ints, renumbered


def bisect(xy: Floats, weight: Floats, pairs: Ints, parts: int, *, turn: float = 0.0) -> Ints:
    """Cut a connected set of areas into contiguous parts of about equal weight.

    Each cut lies across the longer axis of what is cut, and pieces that a cut leaves behind are
    given to the other side, so that both sides hang together.

    Args:
        xy: places (n, 2).
        weight: n weights, such as people.
        pairs: neighbours, numbers from 0 to n - 1; all n hang together.
        parts: how many groups, at most n.
        turn: angle in radians by which every cut is turned: other groups of the same areas.

    Returns:
        Group of each area, from 0 to parts - 1, every one in use.
    """
    labels = np.zeros(len(xy), dtype=np.int64)
    waiting = [(np.arange(len(xy)), pairs, min(parts, len(xy)), 0)]
    while waiting:
        members, inner, wanted, first = waiting.pop()
        if wanted <= 1:
            labels[members] = first
            continue
        near = wanted // 2
        side = _cut(xy[members], weight[members], inner, near / wanted, turn)
        # A side that cannot hold its parts takes fewer of them, and the other more.
        near = int(np.clip(near, wanted - (~side).sum(), side.sum()))
        waiting.append((members[side], pairs_within(inner, side), near, first))
        waiting.append((members[~side], pairs_within(inner, ~side), wanted - near, first + near))
    return labels


def _cut(xy: Floats, weight: Floats, pairs: Ints, share: float, turn: float) -> Flags:
    """Which areas lie on the first side of a cut that leaves about `share` of the weight there."""
    centred = xy - np.average(xy, axis=0, weights=weight)
    _, axes = np.linalg.eigh(centred.T @ (centred * weight[:, None]))
    along = axes[:, 1] * np.sign(axes[np.argmax(np.abs(axes[:, 1])), 1])
    cosine, sine = np.cos(turn), np.sin(turn)
    order = np.argsort(centred @ np.array([[cosine, -sine], [sine, cosine]]) @ along, kind="stable")
    upto = np.searchsorted(np.cumsum(weight[order]), share * weight.sum())
    side = np.zeros(len(xy), dtype=bool)
    side[order[: int(np.clip(upto, 1, len(xy) - 1))]] = True
    side = _largest(pairs, side)
    return ~_largest(pairs, ~side)


def _largest(pairs: Ints, chosen: Flags) -> Flags:
    """The part of the chosen areas that hangs together and has most of them."""
    component = components(pairs_within(pairs, chosen), int(chosen.sum()))
    kept = np.zeros_like(chosen)
    kept[np.flatnonzero(chosen)[component == np.bincount(component).argmax()]] = True
    return kept


def pairs_within(pairs: Ints, chosen: Flags) -> Ints:
    """Pairs of which both areas are chosen, in the numbers that these have among themselves."""
    number = np.cumsum(chosen) - 1
    return np.asarray(number[pairs[chosen[pairs].all(axis=1)]])


def components(pairs: Ints, size: int) -> Ints:
    """Number of the connected part that each of `size` areas lies in, from 0, by first area."""
    above = list(range(size))

    def top(area: int) -> int:
        while above[area] != area:
            above[area] = above[above[area]]
            area = above[area]
        return area

    for one, other in pairs.tolist():
        low, high = sorted((top(one), top(other)))
        above[high] = low
    return renumbered(np.array([top(area) for area in range(size)], dtype=np.int64))


def parts_of(pairs: Ints, members: Ints, size: int) -> list[Ints]:
    """The connected parts of some of `size` areas, each as their numbers, by first area."""
    chosen = np.zeros(size, dtype=bool)
    chosen[members] = True
    ordered = np.flatnonzero(chosen)
    component = components(pairs_within(pairs, chosen), len(ordered))
    return [ordered[component == number] for number in range(component.max(initial=-1) + 1)]


def bisect_members(
    xy: Floats, weight: Floats, pairs: Ints, members: Ints, parts: int, *, turn: float = 0.0
) -> Ints:
    """Cut some of the areas, which must hang together, as `bisect` does.

    Args:
        xy: places of all areas (n, 2).
        weight: of all areas.
        pairs: neighbours among all areas.
        members: numbers of those to cut, rising.
        parts: how many groups.
        turn: as for `bisect`.

    Returns:
        Group of each member, from 0.
    """
    chosen = np.zeros(len(xy), dtype=bool)
    chosen[members] = True
    inner = pairs_within(pairs, chosen)
    return bisect(xy[members], weight[members], inner, parts, turn=turn)
