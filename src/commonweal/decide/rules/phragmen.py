"""Sequential Phragmén: everyone earns at one speed, and projects are bought when they can be."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from commonweal.decide.limits import Limits
from commonweal.decide.rules.counted import Counted, Step
from commonweal.decide.spec import CountSpec
from commonweal.decide.tally import Tally, Whole
from commonweal.decide.ties import tie_order


def phragmen(held: Tally, spec: CountSpec, limits: Limits) -> Counted:
    """Elect by sequential Phragmén; on ballots with points, any point is support.

    Voters earn money at equal speed. As soon as the supporters of a project together hold its
    cost they buy it and start again from nothing. The first project that the pot cannot pay ends
    the count (Los, Christoff and Grossi 2022, section 3).

    A voter's last purchase decides when they began to save, so the time of each purchase and,
    for each ballot, which purchase was its last are all that must be kept; times are fractions.
    """
    ties = tie_order(spec, held)
    times, last = [Fraction(0)], np.zeros(len(held.weights), dtype=np.int64)
    steps: list[Step] = []
    open_, left = set(limits.eligible), held.budget
    sizes = held.sizes
    open_ -= {project for project in open_ if not sizes[project]}
    while open_:
        winners = [step.project for step in steps]
        open_ = {each for each in open_ if limits.allow(each, winners, held.costs)}
        due = {each: _due(held, each, times, last, sizes[each]) for each in open_}
        soonest = min(due.values(), default=None)
        tied = [each for each in open_ if due[each] == soonest]
        if soonest is None or any(held.costs[each] > left for each in tied):
            break
        project = min(tied, key=ties)
        who = held.supporters[project]
        paid = np.bincount(last[who], weights=held.weights[who], minlength=len(times))
        amounts = [
            (soonest - times[place], int(count)) for place, count in enumerate(paid) if count
        ]
        steps.append(
            Step(
                project, "its supporters were the first to have saved its cost", _by_amount(amounts)
            )
        )
        last[who] = len(times)
        times.append(soonest)
        left -= held.costs[project]
        open_.remove(project)
    return Counted(tuple(steps))


def _due(held: Tally, project: int, times: list[Fraction], last: Whole, size: int) -> Fraction:
    """When the supporters of a project will hold its cost."""
    who = held.supporters[project]
    # Counts of voters are far below 2**53, so the sums of bincount are exact.
    counts = np.bincount(last[who], weights=held.weights[who], minlength=len(times))
    began = sum((times[place] * int(counts[place]) for place in counts.nonzero()[0]), Fraction(0))
    return (held.costs[project] + began) / size


def _by_amount(amounts: list[tuple[Fraction, int]]) -> tuple[tuple[Fraction, int], ...]:
    return tuple(sorted(((a, n) for a, n in amounts if a), reverse=True))
