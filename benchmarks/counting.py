"""A synthetic city counted by equal shares with add-one completion, beside plain fractions."""

from __future__ import annotations

import time
from fractions import Fraction

import numpy as np

from benchmarks.results import Figure, Place, Result
from commonweal.decide import Ballot, CountSpec, Election, Project, count
from commonweal.decide.limits import limits
from commonweal.decide.rules.purchases import Purchases, payments
from commonweal.decide.tally import tally

_VOTERS, _PROJECTS, _SEED = 100_000, 150, 1


def city(voters: int = _VOTERS, projects: int = _PROJECTS, seed: int = _SEED) -> Election:
    """Invented voters, each approving 1 to 10 projects, popular ones more often."""
    rng = np.random.default_rng(seed)
    costs = rng.integers(20, 2_000, projects) * 1_000
    popular = rng.pareto(1.5, projects) + 0.2
    # The largest of noise over rate: sampling without replacement, in one step for all voters.
    race = rng.exponential(size=(voters, projects)) / popular
    order = np.argpartition(race, 10, axis=1)[:, :10]
    lengths = rng.integers(1, 11, voters)
    ballots = tuple(
        Ballot(tuple(str(each) for each in row[:length]))
        for row, length in zip(order, lengths, strict=True)
    )
    return Election(
        tuple(Project(str(each), Fraction(int(cost))) for each, cost in enumerate(costs)),
        ballots,
        Fraction(int(costs.sum()) // 4),
    )


def run(_: Place) -> Result:
    """The whole count; then one run with a given share, by bounds and by fractions alone."""
    election = city()
    spec = CountSpec(completion="add1")
    start = time.perf_counter()
    outcome = count(spec, election, explained=False)
    whole = time.perf_counter() - start
    held = tally(election, spec)
    bounds = limits(election, spec, held)
    share = Fraction(outcome.share or 0)
    start = time.perf_counter()
    winners = Purchases(held, spec, bounds, share).run()
    ours = time.perf_counter() - start
    start = time.perf_counter()
    payments(held, winners, share)
    plain = time.perf_counter() - start
    if [held.ids[each] for each in winners] != list(outcome.winners):
        raise AssertionError("two runs with one share differ")
    line = (
        f"{_VOTERS:,} voters, {_PROJECTS} projects, {len(winners)} winners, share {share}: "
        f"{whole:.1f} s. One run {ours:.2f} s; paying for its winners in fractions {plain:.2f} s."
    )
    return Result(
        {"seconds": Figure(whole, line), "run": Figure(ours), "fractions": Figure(plain)}, (line,)
    )
