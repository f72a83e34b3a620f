"""Small counts by hand: payments, what losers lacked, points, constraints, bad input."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest

from commonweal.decide import Ballot, Bound, CountSpec, Election, Project, count, count_spec
from commonweal.errors import InputError, MethodNotApplicable


def _election(
    costs: dict[str, int], ballots: list[tuple[str, int]], budget: int, **kinds: str
) -> Election:
    return Election(
        tuple(
            Project(name, Fraction(cost), categories=(kinds[name],) if name in kinds else ())
            for name, cost in costs.items()
        ),
        tuple(Ballot(tuple(choices), times=times) for choices, times in ballots),
        Fraction(budget),
    )


PARK = _election({"p": 60, "s": 40, "t": 30}, [("ps", 6), ("t", 4)], 100)


def test_equal_shares_by_hand() -> None:
    """Ten voters hold 10 each: six pay 6.67 each for s; four pay 7.50 each for t; p is left."""
    outcome = count(CountSpec(), PARK)
    assert outcome.winners == ("s", "t")
    paid = {winner.id: winner.payments for winner in outcome.rounds}
    assert paid["t"] == ((Fraction(15, 2), 4),)
    assert outcome.share == 10


def test_a_tie_goes_to_the_lower_cost() -> None:
    """p and s have six votes each: the cheaper is bought, and then p cannot be paid."""
    assert count(CountSpec(), PARK).winners == ("s", "t")


def test_what_a_loser_lacked() -> None:
    """p's six supporters keep 20 of 60: four new voters bring 10 each, three do not.

    But with one vote more p comes before s, so one is enough.
    """
    loser = count(CountSpec(), PARK).losers[0]
    assert (loser.id, loser.votes_lacking) == ("p", 1)
    # At 39 p is cheaper than s and takes the tie; at 40 it is tied in cost too, and by id first.
    assert loser.cost_to_win == 40


def test_greedy_says_what_was_lacking() -> None:
    election = _election({"a": 80, "b": 30}, [("a", 5), ("b", 3)], 100)
    loser = count(CountSpec(rule="greedy-votes"), election).losers[0]
    # At 5 votes the tie goes to the lower cost; at a cost of 20 it fits beside a.
    assert (loser.votes_lacking, loser.cost_to_win) == (2, 20)


def test_points_are_utility() -> None:
    """Two voters, 10 each: x is worth 3 and 1 to them, so they pay 9 and 3 for its cost of 12."""
    election = Election(
        (Project("x", Fraction(12)), Project("y", Fraction(12))),
        (Ballot(("x", "y"), (3, 1)), Ballot(("x", "y"), (1, 1))),
        Fraction(20),
        kind="points",
    )
    outcome = count(CountSpec(), election)
    assert outcome.winners == ("x",)
    assert outcome.rounds[0].payments == ((Fraction(9), 1), (Fraction(3), 1))


def test_borda_of_ranked_ballots() -> None:
    election = Election(
        (Project("a", Fraction(1)), Project("b", Fraction(1))),
        (Ballot(("a", "b"), times=2), Ballot(("b",))),
        Fraction(1),
        kind="ranked",
        longest=3,
    )
    outcome = count(CountSpec(rule="greedy-votes"), election)
    # a: 2 x 3; b: 2 x 2 + 3.
    assert outcome.winners == ("b",)
    assert outcome.rounds[0].votes == 7


def test_knapsack_is_the_best_set() -> None:
    costs = {"a": 5, "b": 4, "c": 3, "d": 7}
    election = _election(costs, [("ad", 4), ("bc", 5), ("c", 2), ("d", 3)], 10)
    votes = {"a": 4, "b": 5, "c": 7, "d": 7}
    sets = [s for n in range(5) for s in combinations(costs, n) if sum(map(costs.get, s)) <= 10]
    best = max(sum(votes[name] for name in each) for each in sets)
    outcome = count(CountSpec(rule="knapsack", satisfaction="cardinality"), election)
    assert sum(votes[name] for name in outcome.winners) == best


def test_constraints() -> None:
    election = _election(
        {"a": 10, "b": 10, "c": 10}, [("abc", 5), ("ab", 2), ("c", 1)], 30, a="road", b="road"
    )
    greedy = CountSpec(rule="greedy-votes", incompatible=(("a", "b"),))
    assert count(greedy, election).winners == ("a", "c")
    ceiling = CountSpec(rule="greedy-votes", ceilings=(Bound("road", Fraction(15)),))
    assert count(ceiling, election).winners == ("a", "c")
    minimum = CountSpec(rule="greedy-votes", minimum_votes=7)
    assert count(minimum, election).winners == ("a", "b")
    floor = (Bound("road", Fraction(20)),)
    assert set(count(CountSpec(rule="knapsack", floors=floor), election).winners) >= {"a", "b"}
    with pytest.raises(MethodNotApplicable, match="floor"):
        count(CountSpec(floors=floor), election)


def test_a_constraint_on_nothing_is_refused() -> None:
    spec = CountSpec(incompatible=(("p", "nowhere"),), ceilings=(Bound("none", Fraction(1)),))
    with pytest.raises(InputError, match="nowhere"):
        count(spec, PARK)


def test_no_voters() -> None:
    with pytest.raises(MethodNotApplicable, match="voter"):
        count(CountSpec(), _election({"a": 1}, [], 1))


def test_problems_of_an_election_come_together() -> None:
    with pytest.raises(InputError) as caught:
        _election({"a": -1}, [("ab", 1)], -5)
    assert len(caught.value.problems) == 3


def test_spec_from_toml() -> None:
    spec = count_spec(
        'rule = "greedy-votes"\ntie_breaking = "cost"\n[[ceilings]]\ncategory = "x"\namount = 0.1\n'
    )
    assert spec.tie_breaking == ("cost",)
    assert spec.ceilings == (Bound("x", Fraction(1, 10)),)
    with pytest.raises(InputError, match="equal-shares"):
        count_spec('rule = "most"\ncompletion = "all"\n')
    with pytest.raises(InputError, match="completion"):
        CountSpec(rule="phragmen", completion="add1")


def test_knapsack_says_what_was_lacking() -> None:
    """Only one of a and b fits: 5 votes against 3, and with 5 each a would be first by id."""
    election = _election({"a": 10, "b": 10}, [("a", 5), ("b", 3)], 12)
    loser = count(CountSpec(rule="knapsack"), election).losers[0]
    assert (loser.id, loser.votes_lacking, loser.cost_to_win) == ("b", 3, None)
    too_dear = _election({"a": 10, "b": 20}, [("a", 5), ("b", 3)], 12)
    assert count(CountSpec(rule="knapsack"), too_dear).losers[0].votes_lacking is None


def test_a_search_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonweal.decide.rules.knapsack.number", lambda name: 3)
    with pytest.raises(MethodNotApplicable, match="among 3 partial sets"):
        count(CountSpec(rule="knapsack"), PARK)


def test_explanation() -> None:
    assert count(CountSpec(), PARK).explain().splitlines() == [
        "2 of 3 won by equal shares. They cost 70 of the 100 in the pot.",
        "Each of the 10 voters had an equal share of 10 to spend.",
        "Won: s costs 40 and had 6 votes; its supporters could pay for it, and it cost them least "
        "for what it is worth. 6 voters paid 6.67 each.",
        "Won: t costs 30 and had 4 votes; its supporters could pay for it, and it cost them least "
        "for what it is worth. 4 voters paid 7.50 each.",
        "Lost: p costs 60 and had 6 votes. It would have won with 1 more voter choosing only it, "
        "or at a cost of 40.",
        "Counted by sequential Phragmén, the same would have won.",
        "Counted by most votes first, p would have won as well, and t would have lost.",
        "Counted by most votes for the money first, the same would have won.",
        "100.0 in 100 voters chose at least one winner.",
        "What losers lacked is found with the share of each voter held as it was.",
    ]


def test_explanation_of_points_and_of_those_who_gave_all() -> None:
    election = Election(
        (Project("x", Fraction(12), "Bench"), Project("y", Fraction(30), "Tree")),
        (Ballot(("x", "y"), (3, 1)), Ballot(("x", "y"), (1, 1))),
        Fraction(20),
        kind="points",
    )
    text = count(CountSpec(completion="utilitarian"), election).explain()
    assert "1 of 2 won by equal shares, and the rest of the pot spent by most votes." in text
    assert "Won: Bench (x) costs 12 and had 4 points;" in text
    assert "2 voters paid for it: 1 paid 9, the most, and the others paid less." in text
    # Three hold 10 each; after b the two who share it hold 5, and the third 10.
    mixed = _election({"a": 19, "b": 10}, [("ab", 2), ("a", 1)], 30)
    told = count(CountSpec(satisfaction="cardinality"), mixed).explain()
    assert "the others gave all that they had left" in told
