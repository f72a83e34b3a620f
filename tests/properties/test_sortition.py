"""What must hold of any panel: quotas, households, seats, and chances that are exactly leximin."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linprog

from commonweal.decide.sortition import (
    Feature,
    Panel,
    PanelSpec,
    Quota,
    QuotasConflict,
    draw_panel,
    read_volunteers,
)
from commonweal.decide.sortition import leximin as leximin_module
from commonweal.decide.sortition.model import Model

SETTINGS = settings(max_examples=12, deadline=None)
TIGHT = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}


@dataclass(frozen=True)
class Pool:
    spec: PanelSpec
    table: pl.DataFrame

    def draw(self) -> Panel:
        return draw_panel(self.spec, read_volunteers(self.table, self.spec))

    def keeps(self, people: tuple[int, ...]) -> bool:
        """Whether these rows are a panel that keeps every rule, by looking at each."""
        rows = [self.table.row(each, named=True) for each in people]
        for feature in self.spec.features:
            for quota in feature.quotas:
                count = sum(row[feature.name] == quota.value for row in rows)
                if not quota.least <= count <= quota.most:
                    return False
        if self.spec.household_limit is not None:
            homes = [row["household"] for row in rows if row["household"]]
            if any(homes.count(home) > self.spec.household_limit for home in homes):
                return False
        return set(self.spec.seats) <= {row["id"] for row in rows}

    def panels(self) -> list[tuple[int, ...]]:
        """Every panel that keeps every rule."""
        every = combinations(range(self.table.height), self.spec.size)
        return [each for each in every if self.keeps(each)]


@st.composite
def pools(draw: st.DrawFn) -> Pool:
    """Up to ten people, two or three features, quotas around what the pool has."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    people = draw(st.integers(5, 10))
    size = draw(st.integers(2, min(5, people - 1)))
    columns: dict[str, list[str]] = {"id": [f"p{number}" for number in range(people)]}
    features = []
    for name, values in (("age", 3), ("sex", 2), ("tenure", 2))[: draw(st.integers(1, 3))]:
        names = [f"{name}-{value}" for value in range(values)]
        columns[name] = [str(each) for each in random.choice(names, people)]
        quotas = []
        for value in names:
            due = size * random.dirichlet(np.ones(values))[0]
            least = max(0, int(due) - int(random.integers(0, 2)))
            quotas.append(Quota(value, least, max(least, int(due) + int(random.integers(1, 3)))))
        features.append(Feature(name, tuple(quotas)))
    limit = draw(st.sampled_from([None, 1, 2]))
    homes = random.choice(["", "a", "b", "c"], people)
    columns["household"] = [str(each) for each in homes]
    seats = ("p0",) if draw(st.booleans()) and draw(st.booleans()) else ()
    spec = PanelSpec(size, tuple(features), seats, limit, seed=1, tickets=200)
    return Pool(spec, pl.DataFrame(columns))


def exact(pool: Pool) -> NDArray[np.float64]:
    """Leximin over every panel, person by person: another way than the one under test.

    After each stage the people who cannot be raised are found by trying to raise each.
    """
    panels = pool.panels()
    people = pool.table.height
    sits = np.zeros((people, len(panels)))
    for place, panel in enumerate(panels):
        sits[list(panel), place] = 1
    floor = np.zeros(people)
    free = set(range(people))
    while free:
        rise = np.array([float(each in free) for each in range(people)])
        level = _most(sits, np.where(rise > 0, 0, floor), rise, None)
        for each in free:
            floor[each] = level
        stuck = {
            each
            for each in free
            if _most(sits, floor - 1e-10, np.zeros(people), each) < level + 1e-7
        }
        assert stuck
        free -= stuck
    return floor


def _most(
    sits: NDArray[np.float64],
    floor: NDArray[np.float64],
    rise: NDArray[np.float64],
    person: int | None,
) -> float:
    """The highest level of those who rise, or the highest chance of one person."""
    panels = sits.shape[1]
    cost = np.append(np.zeros(panels), -1.0)
    if person is not None:
        cost = np.append(-sits[person], 0.0)
    found = linprog(
        cost,
        A_ub=np.column_stack([-sits, rise]),
        b_ub=-floor + 1e-11,
        A_eq=np.append(np.ones(panels), 0.0)[None, :],
        b_eq=[1.0],
        bounds=[(0, None)] * panels + [(0, 1)],
        options=TIGHT,
    )
    assert found.x is not None
    return float(-found.fun)


@SETTINGS
@given(pools())
def test_chances_are_the_exact_leximin(pool: Pool) -> None:
    assume(pool.panels())
    drawn = pool.draw()
    chances = dict(drawn.chances.select("id", "chance").iter_rows())
    ours = np.array([chances[name] for name in pool.table["id"]])
    assert ours == pytest.approx(exact(pool), abs=1e-6)


def out_of_reach(model: Model, never: NDArray[np.bool_]) -> NDArray[np.float64]:
    """More than any lottery gives."""
    assert len(never) == model.kinds.count
    return np.where(never, 0.0, 2.0)


@SETTINGS
@given(pools())
def test_stage_after_stage_gives_the_same(pool: Pool) -> None:
    """The stages alone, as where the quick bound cannot be reached by panels of whole people."""
    assume(pool.panels())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(leximin_module, "relaxed_chances", out_of_reach)
        staged = pool.draw()
    assert staged.chances["chance"].to_list() == pytest.approx(
        pool.draw().chances["chance"].to_list(), abs=1e-6
    )
    assert staged.smallest <= staged.bound + 1e-9


@SETTINGS
@given(pools())
def test_every_ticket_keeps_every_rule(pool: Pool) -> None:
    assume(pool.panels())
    drawn = pool.draw()
    row = {name: place for place, name in enumerate(pool.table["id"])}
    assert drawn.tickets.height == pool.spec.tickets
    for members in {tuple(each) for each in drawn.tickets["members"].to_list()}:
        assert len(set(members)) == pool.spec.size
        assert pool.keeps(tuple(row[name] for name in members))
    assert drawn.chances["chance"].sum() == pytest.approx(pool.spec.size)
    assert drawn.chances["tickets"].sum() == pool.spec.size * pool.spec.tickets
    assert list(drawn.members) == drawn.tickets["members"].to_list()[drawn.ticket - 1]


@SETTINGS
@given(pools())
def test_there_is_a_panel_or_a_named_conflict(pool: Pool) -> None:
    if pool.panels():
        pool.draw()
        return
    with pytest.raises(QuotasConflict) as raised:
        pool.draw()
    assert raised.value.conflict
    assert len(raised.value.problems) >= 1


@SETTINGS
@given(pools(), st.integers(0, 2**32 - 1))
def test_the_order_of_rows_does_not_matter(pool: Pool, seed: int) -> None:
    assume(pool.panels())
    shuffled = pool.table.sample(fraction=1.0, shuffle=True, seed=seed)
    one, other = pool.draw(), Pool(pool.spec, shuffled).draw()
    assert one.members == other.members
    assert one.tickets.equals(other.tickets)
    assert one.chances.equals(other.chances)
