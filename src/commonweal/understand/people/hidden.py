"""Which figures may not leave, because a small count stands behind them or could be worked out.

Two tables leave together: groups by sex and band with their sums, and the list of areas with the
sums of groups. Both are made safe by `stats.disclosure`, then together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.stats import suppress_table
from commonweal.understand.people.spec import RecordsSpec
from commonweal.understand.people.strata import Counted, Strata

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_BLOCK = 500
"""Areas that are made safe together: the work grows with the square of their number."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is not shown.

    Attributes:
        cells: g + 1 groups (the last is all of them) by s + 1 sexes (the last is both) by b + 1
            bands (the last is all ages). Sums over sexes of a single band are none of what
            leaves: they are marked as hidden.
        areas: one entry an area.
    """

    cells: Flags
    areas: Flags


def hidden_figures(spec: RecordsSpec, strata: Strata) -> Hidden:
    """What must be hidden so that no count below the spec's can be read or worked out."""
    cells = hidden_cells(spec, strata.cells)
    totals = cells[:-1, -1, -1]
    number = {name: place for place, name in enumerate(strata.groups)}
    group = np.array([number[name] for name in strata.areas["group"]], dtype=np.int64)
    areas = np.zeros(group.size, dtype=np.bool_)
    for place in range(len(strata.groups)):
        own = np.flatnonzero(group == place)
        areas[own] = totals[place] or hidden_areas(spec, strata.area_counts, own)
    return Hidden(cells, areas)


def hidden_cells(spec: RecordsSpec, cells: Counted) -> Flags:
    """Of groups by sexes by bands and their sums, which may not be shown; see `Hidden`."""
    groups, sexes, bands = cells.events.shape
    made = np.ones((groups + 1, sexes + 1, bands + 1), dtype=np.bool_)
    found = np.zeros((sexes * bands + sexes + 1, groups + 1), dtype=np.bool_)
    for count in _sensitive(spec, cells):
        found |= _table(spec, count.reshape(groups, sexes * bands).T, sexes)
    inner = found[: sexes * bands].reshape(sexes, bands, groups + 1)
    made[:, :-1, :-1] = inner.transpose(2, 0, 1)
    made[:, :-1, -1] = found[sexes * bands : -1].T
    made[:, -1, -1] = found[-1]
    return made


def hidden_areas(spec: RecordsSpec, counts: Counted, own: Ints) -> Flags:
    """Of the areas of one group, of which the sum is shown, which may not be shown.

    They are made safe in blocks, each as if its sum were shown as well. Where the sum of a block
    would have to be hidden, they are made safe all together; where that of all would, none is
    shown, for it is.
    """
    found = np.zeros(own.size, dtype=np.bool_)
    for count in _sensitive(spec, counts):
        values = count[own]
        hidden = _in_blocks(spec, values)
        found |= _list(spec, values) if hidden is None else hidden
    return found


def _in_blocks(spec: RecordsSpec, values: Floats) -> Flags | None:
    """None where the sum of a block cannot be shown."""
    found = []
    for start in range(0, values.size, _BLOCK):
        block = values[start : start + _BLOCK]
        made = suppress_table(block, threshold=spec.fewest).hidden.ravel()
        if block.size > 1 and made[-1]:
            return None
        if block.size == 1 and made[0]:
            return None
        found.append(made[: block.size])
    return np.concatenate(found) if found else np.zeros(0, dtype=np.bool_)


def _list(spec: RecordsSpec, values: Floats) -> Flags:
    made = suppress_table(values, threshold=spec.fewest).hidden.ravel()
    return np.full(values.size, fill_value=True) if made[-1] else made[: values.size]


def _table(spec: RecordsSpec, counts: Floats, sexes: int) -> Flags:
    """Strata by groups, with sums by sex, of all strata and of all groups, also where they repeat.

    A sum of a single row or column says the same again and is hidden with it.
    """
    strata, groups = counts.shape
    of_sex = np.repeat(np.arange(sexes), strata // sexes)
    made = suppress_table(counts, threshold=spec.fewest, groups=of_sex).hidden
    if groups == 1:
        made = np.repeat(made, 2, axis=1)
    if strata == 1:
        made = np.vstack([made, made[-1:]])
    return made


def _sensitive(spec: RecordsSpec, counted: Counted) -> Iterator[Floats]:
    """The counts that must not be small.

    People with the outcome, those without it, and all; of a rate, whose people may be years lived,
    the events and the records.
    """
    yield counted.events
    if spec.measure == "rate":
        yield counted.usable
    else:
        yield counted.people
        yield counted.people - counted.events
