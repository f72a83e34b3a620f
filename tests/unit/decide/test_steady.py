"""Raising the share in one leap gives what raising it step by step gives."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.decide import Ballot, CountSpec, Election, Project, count
from commonweal.decide.limits import Limits, limits
from commonweal.decide.rules import equal_shares as rule
from commonweal.decide.rules.purchases import buy
from commonweal.decide.rules.steady import steady_for
from commonweal.decide.tally import Tally, tally


def step_by_step(held: Tally, spec: CountSpec, bounds: Limits) -> tuple[Fraction, list[int]]:
    """The add-one completion as it is defined, one unit after the other."""
    share = Fraction(held.budget / held.voters // held.unit * held.unit)
    winners = list(buy(held, spec, bounds, share))
    while share <= sum(held.costs) + held.budget:
        if rule._exhausts(held, bounds, winners):
            break
        more = list(buy(held, spec, bounds, share + held.unit))
        if sum(held.costs[each] for each in more) > held.budget:
            break
        share, winners = share + held.unit, more
    return share, winners


@st.composite
def elections(draw: Any) -> tuple[Election, CountSpec]:
    ids = [f"p{number}" for number in range(draw(st.integers(2, 5)))]
    costs = {each: draw(st.integers(1, 300)) for each in ids}
    kind = draw(st.sampled_from(["approval", "points"]))
    ballots = []
    for _ in range(draw(st.integers(1, 6))):
        chosen = tuple(draw(st.lists(st.sampled_from(ids), unique=True)))
        points = tuple(draw(st.integers(1, 4)) for _ in chosen) if kind == "points" else ()
        ballots.append(Ballot(chosen, points, draw(st.integers(1, 3))))
    projects = tuple(Project(each, Fraction(cost)) for each, cost in costs.items())
    budget = Fraction(draw(st.integers(1, sum(costs.values()))))
    satisfaction = draw(st.sampled_from(["cost", "cardinality"]))
    spec = CountSpec(completion="add1", satisfaction=satisfaction)
    return Election(projects, tuple(ballots), budget, kind), spec


@given(elections())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_leaps_end_where_steps_end(case: tuple[Election, CountSpec]) -> None:
    election, spec = case
    held = tally(election, spec)
    bounds = limits(election, spec, held)
    if sum(held.costs) <= held.budget:
        return
    share, winners = rule._add_one(held, spec, bounds)
    assert (share, list(winners)) == step_by_step(held, spec, bounds)


@given(elections())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_changes_before_the_end_of_what_is_sure(case: tuple[Election, CountSpec]) -> None:
    election, spec = case
    held = tally(election, spec)
    bounds = limits(election, spec, held)
    share = held.budget / held.voters
    winners = list(buy(held, spec, bounds, share))
    steady = steady_for(held, spec, bounds, share, winners)
    far = Fraction(2_000) if steady is None else steady
    for part in (Fraction(1, 7), Fraction(1, 2), Fraction(99, 100)):
        assert list(buy(held, spec, bounds, share + far * part)) == winners


def test_few_voters_and_a_large_pot() -> None:
    """Five people and a million: a hundred thousand steps of a pound, in a few leaps."""
    costs = {"hall": 480_000, "park": 350_000, "bus": 260_000, "café": 90_000}
    projects = tuple(Project(each, Fraction(cost)) for each, cost in costs.items())
    ballots = (
        Ballot(("hall", "park")),
        Ballot(("hall", "café"), times=2),
        Ballot(("bus",)),
        Ballot(("park", "bus")),
    )
    election = Election(projects, ballots, Fraction(1_000_000))
    outcome = count(CountSpec(completion="add1"), election, explained=False)
    assert outcome.share is not None
    held = tally(election, outcome.spec)
    bounds = limits(election, outcome.spec, held)

    def bought(share: Fraction) -> list[int]:
        return list(buy(held, outcome.spec, bounds, share))

    assert [held.ids[each] for each in bought(outcome.share)] == list(outcome.winners)
    # It ends where nothing more fits, and a pound before that something did.
    assert rule._exhausts(held, bounds, bought(outcome.share))
    assert not rule._exhausts(held, bounds, bought(outcome.share - 1))


@pytest.mark.parametrize("completion", ["add1", "add1u"])
def test_a_pot_nobody_wants_ends_at_once(completion: Any) -> None:
    projects = (Project("a", Fraction(50_000)), Project("b", Fraction(60_000)))
    election = Election(projects, (Ballot(()),), Fraction(100_000))
    outcome = count(CountSpec(completion=completion), election, explained=False)
    assert set(outcome.winners) <= {"a", "b"}
