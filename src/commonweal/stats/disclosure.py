"""Disclosure control: small counts of people are not shown, and cannot be worked out.

Applied to counts, after counting and before any rate is made of them; a rate whose count is not
shown is not shown either. Two steps: counts below the threshold are suppressed (primary), then as
much more as keeps anybody from working them out of the totals (secondary). Both look alike in what
leaves: who can tell them apart learns that the second kind are not small.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.errors import InputError, InputProblem, MethodNotApplicable
from commonweal.stats.estimate import (
    Flags,
    Floats,
    as_floats,
    known,
    not_negative,
    problems,
    refuse,
)

Ints = NDArray[np.int64]
Pairs = list[tuple[int, int, float]]


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Counts that may leave.

    Attributes:
        shown: the counts; NaN where suppressed.
        primary: suppressed because they are small.
        secondary: suppressed because a small one could be worked out from them.
    """

    shown: Floats
    primary: Flags
    secondary: Flags

    @property
    def hidden(self) -> Flags:
        """Whatever is not shown, for either reason."""
        return self.primary | self.secondary


def small(counts: ArrayLike, *, threshold: int, keep_zero: bool = True) -> Flags:
    """Which counts are below the threshold; a count equal to it may be shown.

    Args:
        counts: whole numbers of people, in any shape of one or two dimensions.
        threshold: the least count that may be shown.
        keep_zero: whether 0 may be shown.

    Raises:
        InputError: counts that are negative, missing or not whole; names each index.
        MethodNotApplicable: a threshold below 1.
    """
    if threshold < 1:
        raise MethodNotApplicable(f"A threshold of counts is 1 or more, got {threshold}.")
    count = _whole(counts)
    return (count < threshold) & ((count > 0) | (not keep_zero))


def suppress(counts: ArrayLike, *, threshold: int, keep_zero: bool = True) -> Suppressed:
    """Suppress small counts of which no total is shown anywhere.

    Where totals are shown beside the counts, or could be had from another table, the suppressed
    ones could be worked out: use `suppress_table`.

    Raises:
        InputError, MethodNotApplicable: as `small`.
    """
    hidden = small(counts, threshold=threshold, keep_zero=keep_zero)
    count = _whole(counts)
    return Suppressed(np.where(hidden, np.nan, count), hidden, np.zeros_like(hidden))


def with_totals(counts: ArrayLike, groups: ArrayLike | None = None) -> Floats:
    """The table with the totals that are published with it.

    Args:
        counts: r rows by c columns; a single row of numbers counts as one column.
        groups: number of the group of each row, from 0, none empty; no groups if left out.

    Returns:
        The r rows, then one a group, then one of all rows (if there is more than one row); the c
        columns, then one of all columns (if there is more than one column).

    Raises:
        InputError: counts as `small`; groups that are not one whole number a row from 0 on.
    """
    inner = _table(counts)
    full = _full(inner, *_grouped(inner.shape[0], groups))
    return np.asarray(_published(full, *inner.shape), dtype=np.float64)


def suppress_table(
    counts: ArrayLike,
    *,
    threshold: int,
    keep_zero: bool = True,
    groups: ArrayLike | None = None,
) -> Suppressed:
    """Suppress small counts of a table and as many others as hide them among the totals.

    For each small count still open, the least sum of further counts is suppressed that lets another
    table have the same shown figures and one more there: changes that cancel in every row, column
    and group, no count below 0 (below 1 where zeros are shown), found as a flow of least cost. So
    each suppressed count, primary or secondary, differs between the true table and another that
    whoever sees the published one cannot tell from it, whatever the totals tell. Totals are counts
    like others: small ones are suppressed, and large ones where nothing else would do.

    It does not keep a count from being narrowed down to a short range, nor guard against other
    tables of the same people: for those see `differences`.

    Args:
        counts: r rows by c columns, whole numbers of people.
        threshold: the least count that may be shown.
        keep_zero: whether 0 may be shown; if not it is suppressed like other small counts.
        groups: number of the group of each row, such as the district of each area, from 0; a total
            of each group is published too.

    Returns:
        In the shape of `with_totals`.

    Raises:
        InputError: as `with_totals`.
        MethodNotApplicable: a threshold below 1.

    Sources: Cox (1980), Journal of the American Statistical Association 75, 377-385; Kelly, Golden
    and Assad (1992), Networks 22, 397-417 (suppression by flows of least cost); Gusfield (1988),
    SIAM Journal on Computing 17, 552-571 (what an onlooker can work out).
    """
    inner = _table(counts)
    rows, columns = inner.shape
    group, number = _grouped(rows, groups)
    table = _full(inner, group, number)
    first = small(table, threshold=threshold, keep_zero=keep_zero)
    hidden, moved = first.ravel().copy(), np.zeros(table.size, dtype=np.bool_)
    if hidden.any():
        network = _Network(table, rows, group, keep_zero)
        network.hide(np.flatnonzero(hidden))
        # The largest first: what hides it is more likely to hide the smaller ones too.
        for place in np.flatnonzero(hidden)[np.argsort(-table.ravel()[hidden], kind="stable")]:
            if not moved[place]:
                changed = network.round_trip(int(place))
                moved[changed] = hidden[changed] = True
                network.hide(changed)
    found = hidden.reshape(table.shape)
    shown, primary, secondary = (
        _published(each, rows, columns)
        for each in (np.where(found, np.nan, table), first, found & ~first)
    )
    return Suppressed(shown, primary, secondary)


def round_to(counts: ArrayLike, base: int) -> Floats:
    """Counts at the nearest multiple of the base, halves upwards; missing ones stay missing.

    Totals are rounded by themselves, so that rows need not add up.

    Raises:
        InputError: negative or infinite counts; names each index.
        MethodNotApplicable: a base below 1.
    """
    if base < 1:
        raise MethodNotApplicable(f"A base of rounding is 1 or more, got {base}.")
    count = np.asarray(counts, dtype=np.float64)
    refuse(not_negative(count, "counts"))
    return np.asarray(np.floor(count / base + 0.5) * base)


def differences(
    counts: ArrayLike, members: ArrayLike, *, threshold: int, keep_zero: bool = True
) -> Pairs:
    """Pairs of published sets of which one holds the other and the rest between them is small.

    Args:
        counts: of each of m units, such as areas; whole numbers.
        members: n sets by m units, whether the unit is in the set.
        threshold: the least count that may be known.
        keep_zero: whether it may be known that there is nobody in between.

    Returns:
        (larger, smaller, count between) by the numbers of the sets; empty where nothing is told.

    Raises:
        InputError: as `small`, or members of other units.
        MethodNotApplicable: a threshold below 1.
    """
    count, inside = _whole(counts), np.asarray(members, dtype=np.bool_)
    if inside.ndim != 2 or inside.shape[1:] != count.shape:
        came = f"members {inside.shape}, counts {count.shape}"
        raise InputError(InputProblem("sets by units, of the units counted", came))
    whole = inside.astype(np.float64)
    size, shared = whole.sum(axis=1), whole @ whole.T
    # i holds j where all of j are in both, and i has more.
    holds = (shared == size[np.newaxis, :]) & (size[:, np.newaxis] > size[np.newaxis, :])
    total = whole @ count
    pairs = [(int(i), int(j), float(total[i] - total[j])) for i, j in np.argwhere(holds)]
    between = np.array([left for _, _, left in pairs])
    risky = small(between, threshold=threshold, keep_zero=keep_zero)
    return [pair for pair, wrong in zip(pairs, risky, strict=True) if wrong]


class _Network:
    """The published table as a network, in which any change that keeps all sums is a round trip.

    Each sum is a node and each cell an arc between the two sums it is in: a row's sum across and
    its column's sum within the group; a group's total leads on to the column's sum of all. One
    more in a cell goes along its arc, one fewer back. (Sums across the totals of groups follow
    from the others and need no node.)
    """

    def __init__(self, table: Floats, rows: int, group: Ints, keep_zero: bool) -> None:
        from scipy.sparse import coo_array

        self.cells = table.ravel()
        self.tail, self.head = _ends(table.shape, rows, group)
        size = self.cells.size
        nodes = int(max(self.tail.max(), self.head.max())) + 1
        number = np.arange(2 * size)
        ends = np.append(self.tail, self.head), np.append(self.head, self.tail)
        self.arcs = coo_array((number + 1.0, ends), shape=(nodes, nodes)).tocsr()
        order = self.arcs.data.astype(np.int64) - 1
        self.cell = order % size
        self.position = np.empty_like(order)
        self.position[order] = number
        least = 1.0 if keep_zero else 0.0
        # Zeros that are shown stay; nothing falls below the least that an onlooker allows for.
        stays = np.append(self.cells < least, self.cells - 1 < least)
        self.arcs.data = np.where(stays[order], np.inf, 1.0 + self.cells[self.cell])

    def hide(self, cells: Ints) -> None:
        """Make hidden cells cost next to nothing, so that of equal ways the shortest is taken."""
        both = self.position[np.append(cells, cells + self.cells.size)]
        self.arcs.data[both[np.isfinite(self.arcs.data[both])]] = 1e-3

    def round_trip(self, place: int) -> Ints:
        """Cells of the cheapest change that puts one more in this cell, itself among them."""
        from scipy.sparse.csgraph import dijkstra

        own = self.position[[place, place + self.cells.size]]
        kept = self.arcs.data[own].copy()
        self.arcs.data[own] = np.inf
        start, end = int(self.head[place]), int(self.tail[place])
        _, before = dijkstra(self.arcs, indices=[start], return_predecessors=True)
        self.arcs.data[own] = kept
        changed = [place]
        while end != start:
            last = int(before[0, end])
            if last < 0:
                # Cannot be: all cells that are not 0 can rise in step with their totals.
                raise MethodNotApplicable(f"No way was found to hide the count at cell {place}.")
            row = slice(self.arcs.indptr[last], self.arcs.indptr[last + 1])
            changed.append(int(self.cell[row][self.arcs.indices[row] == end][0]))
            end = last
        return np.array(changed)


def _whole(counts: ArrayLike) -> Floats:
    count = np.atleast_1d(np.asarray(counts, dtype=np.float64))
    refuse(
        known(count, "counts"),
        not_negative(count, "counts"),
        problems(count != np.floor(count), count, "counts", "a whole number"),
    )
    return count


def _table(counts: ArrayLike) -> Floats:
    count = _whole(counts)
    return as_floats(count[:, np.newaxis] if count.ndim == 1 else count, 2)


def _full(inner: Floats, group: Ints, count: int) -> Floats:
    """Rows, groups and all; columns and all."""
    by_group = np.zeros((count, inner.shape[1]))
    if count:
        np.add.at(by_group, group, inner)
    rows = np.vstack([inner, by_group, inner.sum(axis=0)])
    return np.hstack([rows, rows.sum(axis=1, keepdims=True)])


def _grouped(rows: int, groups: ArrayLike | None) -> tuple[Ints, int]:
    """Number of the group of each row and how many there are; without groups, none."""
    if groups is None:
        return np.zeros(rows, dtype=np.int64), 0
    group = np.asarray(groups)
    kinds = np.unique(group)
    whole = group.dtype.kind in "iu" and np.array_equal(kinds, np.arange(kinds.size))
    if group.shape != (rows,) or not whole:
        came = f"{group.size} of {kinds.size} kinds for {rows} rows"
        expected = "a whole number from 0 a row, none left out"
        raise InputError(InputProblem(expected, came, column="groups"))
    return group.astype(np.int64), kinds.size


def _published(table: Floats | Flags, rows: int, columns: int) -> Any:
    """Without the totals that would only say a single row or column again."""
    kept = table if rows > 1 else np.delete(table, -1, axis=0)
    return kept if columns > 1 else kept[:, :-1]


def _ends(shape: tuple[int, ...], rows: int, group: Ints) -> tuple[Ints, Ints]:
    """Tail and head node of each cell, such that all sums keep if what enters a node leaves it.

    Nodes 0 to rows - 1 are the sums across rows, node `rows` that across the total; then those
    down the columns: of each group, and of all.
    """
    wide = shape[1]
    groups = shape[0] - rows - 1
    column = np.arange(wide)
    down = rows + 1 + np.arange(groups + 1)[:, np.newaxis] * wide + column
    first = down[group] if groups else np.broadcast_to(down[-1], (rows, wide))
    across = np.broadcast_to(np.arange(rows)[:, np.newaxis], (rows, wide))
    tail = np.vstack([first, np.broadcast_to(down[-1], (groups, wide)), np.full((1, wide), rows)])
    head = np.vstack([across, down[:-1], down[-1:]])
    # In the column of totals all signs turn.
    turned = np.broadcast_to(column == wide - 1, tail.shape)
    return np.where(turned, head, tail).ravel(), np.where(turned, tail, head).ravel()
