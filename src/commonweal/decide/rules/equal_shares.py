"""The Method of Equal Shares and its completions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from commonweal.decide.limits import Limits
from commonweal.decide.rules.counted import Counted, Step
from commonweal.decide.rules.greedy import MOST, fill
from commonweal.decide.rules.purchases import buy, payments
from commonweal.decide.rules.steady import steady_for
from commonweal.decide.spec import CountSpec
from commonweal.decide.tally import Tally
from commonweal.errors import MethodNotApplicable
from commonweal.parameters import number

# Runs with the same winners after which it is worth finding out how long that goes on; and the
# most different ballots for which it is.
FEW_RUNS, FEW_KINDS = 8, 2_000


def equal_shares(held: Tally, spec: CountSpec, limits: Limits) -> Counted:
    """Elect by the Method of Equal Shares (Peters, Pierczyński and Skowron 2021, section 3).

    Every voter holds an equal share of the pot. A project can be bought when its supporters hold
    its cost together; they split it as equally as their money allows. The one whose supporters
    pay least for what it is worth to them is bought, until none can be.

    Completions: `utilitarian` fills what is left of the pot greedily by votes. `add1` raises the
    share from its whole part by one unit at a time while the winners still fit the pot and
    anything more could be bought with what is left; `add1e` is the same under the name that the
    reference tool gives it; `add1u` is `add1` and then `utilitarian`. Where all projects together
    fit the pot the share is not raised.

    Raises:
        MethodNotApplicable: there are no voters.
    """
    if not held.voters:
        raise MethodNotApplicable("Equal shares needs at least one voter: there is no ballot.")
    share = held.budget / held.voters
    if spec.completion.startswith("add1"):
        share, winners = _add_one(held, spec, limits)
    else:
        winners = buy(held, spec, limits, share)
    steps, _ = payments(held, winners, share)
    more: tuple[Step, ...] = ()
    if spec.completion in ("utilitarian", "add1u"):
        votes = held.votes
        why = f"money was left over, and {MOST}"
        more = fill(winners, held, spec, limits, lambda project: -votes[project], why)
    return Counted((*steps, *more), share)


def _add_one(held: Tally, spec: CountSpec, limits: Limits) -> tuple[Fraction, Sequence[int]]:
    if sum(held.costs) <= held.budget:
        # The pot never stops the raising: nothing is scarce, and the plain count stands.
        share = held.budget / held.voters
        return share, buy(held, spec, limits, share)
    added = int(number("decide.added_money")) * held.unit
    share = Fraction(held.budget / held.voters // added * added)
    winners = buy(held, spec, limits, share)
    # With this everybody could pay for everything; what remains cannot win at any share.
    enough = sum(held.costs) + held.budget
    same, patience = 0, FEW_RUNS
    while share <= enough and not _exhausts(held, limits, winners):
        more = buy(held, spec, limits, share + added)
        if _cost(held, more) > held.budget:
            break
        same = same + 1 if more == winners else 0
        share, winners = share + added, more
        if same >= patience and len(held.weights) <= FEW_KINDS:
            steps = _same_steps(held, spec, limits, share, winners, added, enough)
            share += steps * added
            # Following a run costs as much as several: try less often where it gains little.
            same, patience = 0, FEW_RUNS if steps > patience else 2 * patience
    return share, winners


def _same_steps(
    held: Tally,
    spec: CountSpec,
    limits: Limits,
    share: Fraction,
    winners: Sequence[int],
    added: int,
    enough: Fraction,
) -> int:
    """By how many steps the share can be raised at once, because the winners stay the same."""
    most = max(int((enough - share) // added) + 1, 0)
    steady = steady_for(held, spec, limits, share, winners)
    if steady is None:
        return most
    return min(most, max(-int(-steady // added) - 1, 0))


def _exhausts(held: Tally, limits: Limits, winners: Sequence[int]) -> bool:
    """Whether nothing that may still win fits what is left."""
    left = held.budget - _cost(held, winners)
    return not any(
        held.costs[project] <= left
        for project in limits.eligible
        if project not in winners and limits.allow(project, winners, held.costs)
    )


def _cost(held: Tally, winners: Sequence[int]) -> int:
    return sum(held.costs[project] for project in winners)
