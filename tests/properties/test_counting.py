"""What holds for every vote."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.decide import Ballot, CountSpec, Election, Project, count
from commonweal.decide.limits import limits
from commonweal.decide.rules.equal_shares import equal_shares
from commonweal.decide.rules.money import ExactMoney
from commonweal.decide.spec import Completion, Rule
from commonweal.decide.tally import tally

NAMES = "abcdef"
RULES: tuple[Rule, ...] = ("equal-shares", "phragmen", "greedy-votes", "greedy-votes-per-cost")


@st.composite
def elections(draw: st.DrawFn) -> Election:
    costs = draw(st.lists(st.integers(1, 12), min_size=1, max_size=6))
    names = NAMES[: len(costs)]
    points = draw(st.booleans())
    chosen = draw(st.lists(st.sets(st.sampled_from(names)), min_size=1, max_size=12))
    ballots = []
    for each in chosen:
        choices = tuple(sorted(each))
        given_points = tuple(draw(st.integers(0, 4)) for _ in choices) if points else ()
        ballots.append(Ballot(choices, given_points))
    return Election(
        tuple(Project(name, Fraction(cost)) for name, cost in zip(names, costs, strict=True)),
        tuple(ballots),
        Fraction(draw(st.integers(1, 40)), draw(st.integers(1, 3))),
        kind="points" if points else "approval",
    )


@given(elections(), st.sampled_from(RULES), st.randoms())
@settings(max_examples=60, deadline=None)
def test_within_the_pot_and_blind_to_order(election: Election, rule: Rule, random: object) -> None:
    outcome = count(CountSpec(rule=rule), election, explained=False)
    assert outcome.spent <= election.budget
    projects, ballots = list(election.projects), list(election.ballots)
    random.shuffle(projects)  # type: ignore[attr-defined]
    random.shuffle(ballots)  # type: ignore[attr-defined]
    turned = Election(tuple(projects), tuple(ballots), election.budget, election.kind)
    assert count(CountSpec(rule=rule), turned, explained=False).winners == outcome.winners


@given(elections(), st.sampled_from(["none", "add1", "add1u", "utilitarian"]))
@settings(max_examples=60, deadline=None)
def test_payments_make_a_price_system(election: Election, completion: Completion) -> None:
    """Winners that voters paid for cost exactly the payments; nobody pays more than a share."""
    outcome = count(CountSpec(completion=completion), election, explained=False)
    assert outcome.share is not None
    total = Fraction(0)
    for winner in outcome.rounds:
        if winner.payments:
            assert sum(amount * n for amount, n in winner.payments) == winner.cost
            assert max(amount for amount, _ in winner.payments) <= outcome.share
            total += winner.cost
    assert total <= outcome.share * outcome.voters
    assert outcome.spent <= election.budget


@given(elections())
@settings(max_examples=80, deadline=None)
def test_bounds_and_fractions_agree(election: Election) -> None:
    """The count by bounds is that of fractions alone, written as the definition says."""
    spec = CountSpec()
    held = tally(election, spec)
    bounds = limits(election, spec, held)
    money = ExactMoney(held, held.budget / held.voters)
    left = {each for each in bounds.eligible if held.votes[each]}
    winners = []
    while True:
        prices = {each: money.price(each) for each in left}
        rates = {k: v / held.worth(k) for k, v in prices.items() if v is not None}
        if not rates:
            break
        tied = [each for each in rates if rates[each] == min(rates.values())]
        best = min(tied, key=lambda k: (-held.votes[k], held.costs[k], held.ids[k]))
        money.pay(best, prices[best] or Fraction(0))
        winners.append(best)
        left.remove(best)
    assert list(equal_shares(held, spec, bounds).winners) == winners


@given(elections(), st.integers(1, 5))
@settings(max_examples=60, deadline=None)
def test_more_votes_never_harm_under_greedy(election: Election, more: int) -> None:
    spec = CountSpec(rule="greedy-votes")
    for name in count(spec, election, explained=False).winners:
        points = (1,) if election.kind == "points" else ()
        ballots = (*election.ballots, Ballot((name,), points, more))
        richer = Election(election.projects, ballots, election.budget, election.kind)
        assert name in count(spec, richer, explained=False).winners
