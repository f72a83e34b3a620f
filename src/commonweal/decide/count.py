"""Count an election by a declared rule and explain the result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import numpy as np

from commonweal.decide.election import Election
from commonweal.decide.limits import Limits, limits
from commonweal.decide.losers import Recount, cost_to_win, votes_lacking, wins_at_share
from commonweal.decide.outcome import Loser, Outcome, Proportion, Winner
from commonweal.decide.rules.counted import Counted
from commonweal.decide.rules.equal_shares import equal_shares
from commonweal.decide.rules.greedy import greedy_by_votes, greedy_by_votes_per_cost
from commonweal.decide.rules.knapsack import knapsack, knapsack_votes_lacking
from commonweal.decide.rules.phragmen import phragmen
from commonweal.decide.seats import fill_places
from commonweal.decide.spec import Completion, CountSpec, Rule
from commonweal.decide.tally import Tally, tally
from commonweal.errors import MethodNotApplicable
from commonweal.parameters import number

Count = Callable[[Tally, CountSpec, Limits], Counted]
COUNTS: dict[Rule, Count] = {
    "equal-shares": equal_shares,
    "phragmen": phragmen,
    "greedy-votes": greedy_by_votes,
    "greedy-votes-per-cost": greedy_by_votes_per_cost,
    "knapsack": knapsack,
}
COMPARED: tuple[Rule, ...] = ("equal-shares", "phragmen", "greedy-votes", "greedy-votes-per-cost")


def count(spec: CountSpec, election: Election, *, explained: bool = True) -> Outcome:
    """Count an election.

    Args:
        spec: the rule and its choices.
        election: what was voted.
        explained: whether to search what losers lacked and to count by other rules too.

    Raises:
        InputError: a constraint names what does not stand.
        MethodNotApplicable: the rule is not defined for these ballots or constraints.
    """
    if spec.rule in ("run-off", "transferable-vote"):
        return fill_places(spec, election, explained=explained)
    if spec.floors and spec.rule != "knapsack":
        raise MethodNotApplicable(
            f"{spec.rule} takes projects one at a time and cannot promise a floor for a category. "
            "Use knapsack, or give the category a pot and a vote of its own."
        )
    held = tally(election, spec)
    bounds = limits(election, spec, held)
    counted = COUNTS[spec.rule](held, spec, bounds)
    names = {project.id: project.name for project in election.projects}
    losers, note = _losers(held, spec, bounds, counted, names, explained)
    return Outcome(
        spec=spec,
        title=election.title,
        voters=held.voters,
        budget=election.budget,
        spent=held.money(sum(held.costs[each] for each in counted.winners)),
        rounds=_rounds(held, counted, names),
        losers=losers,
        other_rules=_others(held, spec, bounds) if explained else None,
        proportion=_proportion(held, counted),
        share=None if counted.share is None else held.money(counted.share),
        kind=election.kind,
        notes=(*counted.notes, *note),
    )


def _rounds(held: Tally, counted: Counted, names: dict[str, str]) -> tuple[Winner, ...]:
    votes = held.votes
    return tuple(
        Winner(
            id=held.ids[step.project],
            name=names[held.ids[step.project]],
            cost=held.money(held.costs[step.project]),
            votes=votes[step.project],
            why=step.why,
            payments=tuple((held.money(each), paid) for each, paid in step.payments),
        )
        for step in counted.steps
    )


def _losers(
    held: Tally,
    spec: CountSpec,
    bounds: Limits,
    counted: Counted,
    names: dict[str, str],
    explained: bool,
) -> tuple[tuple[Loser, ...], tuple[str, ...]]:
    votes = held.votes
    order = sorted(set(range(len(held.ids))) - set(counted.winners))
    order.sort(key=lambda each: -votes[each])
    searched = _searched(held, spec, order, counted) if explained else 0
    found = []
    for place, project in enumerate(order):
        loser = Loser(
            id=held.ids[project],
            name=names[held.ids[project]],
            cost=held.money(held.costs[project]),
            votes=votes[project],
        )
        if place < searched and project in bounds.eligible:
            loser = _lacked(loser, project, held, spec, bounds, counted)
        found.append(loser)
    return tuple(found), _search_note(spec, len(order), searched) if explained else ()


def _lacked(
    loser: Loser, project: int, held: Tally, spec: CountSpec, bounds: Limits, counted: Counted
) -> Loser:
    """The loser with what it lacked."""
    if spec.rule == "knapsack":
        # A lower cost is worth less too where worth is the cost, so no cost is searched.
        fewest = knapsack_votes_lacking(held, spec, bounds, counted.winners, project)
        return replace(loser, votes_lacking=fewest)
    wins = _recount(project, spec, bounds, counted)
    cost = cost_to_win(held, project, wins)
    return replace(
        loser,
        votes_lacking=votes_lacking(held, project, wins),
        cost_to_win=None if cost is None else held.money(cost),
    )


def _searched(held: Tally, spec: CountSpec, order: list[int], counted: Counted) -> int:
    """How many losers, most votes first, there is time to search for."""
    if spec.rule.startswith("greedy"):
        return len(order)
    if spec.rule == "knapsack":
        # A search with the loser in the set takes about as long, and so may one that ends a tie.
        room = int(number("decide.searched_sets")) // (2 * counted.effort + 1)
    else:
        room = int(number("decide.searched_recounts")) // max(len(held.weights), 1)
    return min(room, len(order))


def _search_note(spec: CountSpec, losers: int, searched: int) -> tuple[str, ...]:
    notes = []
    if searched < losers:
        notes.append(
            f"What was lacking is searched for {searched} of {losers} losers, most votes first: "
            "each takes many recounts."
        )
    if searched and spec.rule == "equal-shares":
        notes.append("What losers lacked is found with the share of each voter held as it was.")
    return tuple(notes)


def _recount(project: int, spec: CountSpec, bounds: Limits, counted: Counted) -> Recount:
    if spec.rule == "equal-shares":
        return wins_at_share(project, spec, bounds, counted)
    return lambda held: project in COUNTS[spec.rule](held, spec, bounds).winners


def _others(held: Tally, spec: CountSpec, bounds: Limits) -> dict[str, tuple[str, ...]]:
    """Winners by the other rules; equal shares is completed by votes, so that all spend the pot."""
    found: dict[str, tuple[str, ...]] = {}
    for rule in COMPARED:
        if rule != spec.rule and held.voters:
            completion: Completion = "utilitarian" if rule == "equal-shares" else "none"
            other = replace(spec, rule=rule, completion=completion, floors=())
            winners = COUNTS[rule](held, other, bounds).winners
            found[rule] = tuple(sorted(held.ids[each] for each in winners))
    return found


def _proportion(held: Tally, counted: Counted) -> Proportion | None:
    """Shares of voters served, and how little the tenth with least got."""
    spent = sum(held.costs[each] for each in counted.winners)
    if not held.voters or not spent:
        return None
    got = np.zeros(len(held.weights), dtype=object)
    for project in counted.winners:
        got[held.supporters[project]] += held.costs[project]
    served = int(held.weights[got > 0].sum())
    room, total = -(-held.voters // 10), 0
    tenth = room
    for place in np.argsort(got, kind="stable"):
        taken = min(room, int(held.weights[place]))
        total += taken * int(got[place])
        room -= taken
    mean = Fraction(total, tenth)
    return Proportion(Fraction(served, held.voters), mean * held.voters / spent)
