"""Small counts are hidden with what they could be worked out from, in both tables together."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from commonweal.understand.people import hidden as module
from commonweal.understand.people.hidden import (
    Flags,
    hidden_areas,
    hidden_cells,
    hidden_figures,
)
from commonweal.understand.people.strata import Counted, Strata
from tests.records import spec

SETTINGS = settings(max_examples=60, deadline=None)
LARGE = 1000


def of(events: object, people: int = LARGE) -> Counted:
    x = np.array(events, dtype=float)
    n = np.full(x.shape, float(people))
    return Counted(n, x, n)


def strata(events: list[list[int]]) -> Strata:
    """Groups of areas; one stratum."""
    groups = tuple(f"g{place}" for place in range(len(events)))
    rows = [
        (f"A{place}{number:03}", group)
        for place, group in enumerate(groups)
        for number in range(len(events[place]))
    ]
    areas = pl.DataFrame(rows, schema=["area_code", "group"], orient="row")
    counts = of([value for each in events for value in each])
    cells = Counted(
        *(
            np.array([[[getattr(of(each), name).sum()]] for each in events])
            for name in ("people", "events", "usable")
        )
    )
    return Strata(groups, cells, areas, counts)


@pytest.mark.parametrize(("count", "shown"), [(4, False), (5, True), (6, True), (0, True)])
def test_at_the_threshold(count: int, shown: bool) -> None:
    cells = of(np.full((2, 2, 2), 50.0))
    cells.events[0, 0, 0] = count
    made = hidden_cells(spec(fewest=5), cells)
    assert made[0, 0, 0] == (not shown)
    assert bool(made[:, :-1, :-1].any()) == (not shown)


def test_the_few_without_the_outcome_and_few_people_are_hidden_too() -> None:
    for people, events in ((52, 50), (3, 0)):
        cells = of(np.full((2, 2, 2), 50.0))
        cells.people[0, 0, 0], cells.events[0, 0, 0] = people, events
        assert hidden_cells(spec(fewest=5), cells)[0, 0, 0]
    rates = of(np.full((2, 2, 2), 50.0))
    rates.people[0, 0, 0] = 52
    assert not hidden_cells(spec(fewest=5, measure="rate"), rates)[0, 0, 0]


def test_nothing_hidden_can_be_had_by_taking_away() -> None:
    cells = of(np.full((3, 2, 4), 50.0))
    cells.events[1, 1, 2] = 3
    made = hidden_cells(spec(fewest=5), cells)
    assert made[1, 1, 2]
    assert made.shape == (4, 3, 5)
    # Along groups and along bands there is never exactly one.
    inner = made[:, :-1, :]
    assert 1 not in inner.sum(axis=0)
    assert 1 not in inner.sum(axis=2)


def test_sums_that_repeat_are_hidden_with_what_they_repeat() -> None:
    one = hidden_cells(spec(fewest=5), of([[[3.0]]]))
    assert one.all()
    two_groups = hidden_cells(spec(fewest=5), of([[[3.0]], [[50.0]]]))
    assert two_groups[0, 0].all()
    assert two_groups[1, 0].all()


@pytest.mark.parametrize("block", [3, 500])
@SETTINGS
@given(values=st.lists(st.integers(0, 30), min_size=1, max_size=12))
def test_no_area_can_be_worked_out_from_its_group(block: int, values: list[int]) -> None:
    counted = of(values)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_BLOCK", block)
        made = hidden_areas(spec(fewest=5), counted, np.arange(len(values)))
    small = [0 < value < 5 for value in values]
    assert all(made[np.flatnonzero(small)])
    if sum(values) >= 5 and len(values) > 1 and made.any():
        rest = np.array(values)[made]
        # The sum of what is hidden is known: at least two, and more than one way to share it.
        assert made.sum() >= 2
        assert rest.sum() > np.count_nonzero(rest)


def test_areas_of_a_group_that_is_not_shown_are_not_shown() -> None:
    made = hidden_figures(spec(fewest=5), strata([[1, 2], [50, 60, 70], [80, 90]]))
    assert made.cells[0, -1, -1]
    assert made.areas[:2].all()
    # What hides the small group's total among the others hides their areas as well.
    for place, own in ((1, slice(2, 5)), (2, slice(5, 7))):
        assert made.areas[own].all() == made.cells[place, -1, -1]


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    made = hidden_figures(spec(fewest=5), strata([[50, 60], [70, 80]]))
    assert not made.areas.any()
    assert not made.cells[:, :-1].any()
    assert not made.cells[:, -1, -1].any()


def known_sums(made: Flags, cells: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Equations over the inner cells that whoever sees the table has: one a shown figure."""
    groups, sexes, bands = cells.shape
    rows, values = [], []
    for g, s, b in np.argwhere(~made):
        inside = np.zeros(cells.shape)
        inside[
            slice(None) if g == groups else g,
            slice(None) if s == sexes else s,
            slice(None) if b == bands else b,
        ] = 1
        rows.append(inside.ravel())
        values.append((inside * cells).sum())
    return np.array(rows).reshape(-1, cells.size), np.array(values)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=12, max_size=12))
def test_no_small_cell_can_be_solved_from_what_is_shown(values: list[int]) -> None:
    cells = of(np.reshape(values, (2, 2, 3)))
    made = hidden_cells(spec(fewest=5), cells)
    equations, sums = known_sums(made, cells.events)
    for place in np.flatnonzero((cells.events.ravel() > 0) & (cells.events.ravel() < 5)):
        assert made[:-1, :-1, :-1].ravel()[place]
        cost = np.zeros(12)
        cost[place] = 1
        ends = [
            linprog(
                sign * cost,
                A_eq=equations if len(sums) else None,
                b_eq=sums if len(sums) else None,
                bounds=(0, None if len(sums) else 1000),
            )
            for sign in (1, -1)
        ]
        least = ends[0].fun
        # A figure without an upper end is not known either.
        assert ends[1].status == 3 or -ends[1].fun - least > 1e-6
