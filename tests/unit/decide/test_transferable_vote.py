"""A count worked by hand, stage by stage, by the Scottish rules."""

from __future__ import annotations

from fractions import Fraction

import pytest

from commonweal.decide import Ballot, CountSpec, Election, Project, count
from commonweal.decide.rules.transferable_vote import run_off, transferable_vote
from commonweal.errors import MethodNotApplicable


def _election(candidates: str, *ballots: tuple[str, int]) -> Election:
    return Election(
        tuple(Project(name) for name in candidates),
        tuple(Ballot(tuple(choices), times=times) for choices, times in ballots),
        Fraction(0),
        kind="ranked",
    )


def test_by_hand() -> None:
    """21 papers, 2 places: quota 21 // 3 + 1 = 8.

    A has 11, a surplus of 3: each paper goes on at 3 / 11 = 0.27272. Seven name B next
    (1.90904), four C (1.09088). B 6.90904, C 6.09088, D 0, then D out, and C out at the values
    held: no paper names anyone else, so B is left for the last place.
    """
    election = _election("ABCD", ("AB", 7), ("AC", 4), ("B", 5), ("C", 5))
    board = transferable_vote(election, 2)
    assert board.quota == 800_000
    assert board.stages[1].votes == {"A": 800_000, "B": 690_904, "C": 609_088, "D": 0}
    assert [stage.what for stage in board.stages] == [
        "first preferences",
        "surplus of A",
        "D excluded",
        "C excluded",
        "as many places as candidates left: all elected",
    ]
    assert board.elected == ["A", "B"]


def test_a_second_surplus_carries_the_value_received() -> None:
    """15 papers, 2 places: quota 6. A's 9 papers: surplus 3, each 3 / 9 = 0.33333 to B.

    B has 4 + 9 x 0.33333 = 6.99997, elected.
    """
    board = transferable_vote(_election("ABC", ("AB", 9), ("B", 4), ("C", 2)), 2)
    assert board.elected == ["A", "B"]
    assert board.stages[1].votes["B"] == 699_997


def test_earlier_stage_breaks_a_tie() -> None:
    """B and C are equal after A's surplus; C had fewer first preferences and is excluded."""
    election = _election("ABC", ("AC", 6), ("B", 4), ("C", 2))
    # Quota 12 // 3 + 1 = 5; surplus 1, 6 papers at 0.16666 to C: 2.99996.
    assert transferable_vote(election, 2).elected == ["A", "B"]


def test_run_off() -> None:
    """A leads with 4, but B's voters prefer C to A: B out, C wins 5 to 4."""
    election = _election("ABC", ("AB", 4), ("BC", 2), ("CB", 3))
    assert run_off(election).elected == ["C"]
    outcome = count(CountSpec(rule="run-off"), election)
    assert outcome.winners == ("C",)
    assert "Quota: 5 votes" in outcome.explain()


def test_approval_ballots_are_refused() -> None:
    election = Election((Project("A"),), (Ballot(("A",)),), Fraction(1))
    with pytest.raises(MethodNotApplicable, match="ranked"):
        run_off(election)


def test_constraints_are_refused() -> None:
    with pytest.raises(MethodNotApplicable, match="minimum"):
        count(CountSpec(rule="run-off", minimum_votes=2), _election("AB", ("A", 1)))


def test_what_a_candidate_lacked() -> None:
    """A 4, B 2, C 3: quota 5. With one voter more B stays, and C's three go to B: 6 of 10."""
    election = _election("ABC", ("AB", 4), ("BC", 2), ("CB", 3))
    outcome = count(CountSpec(rule="run-off"), election)
    lacked = {loser.id: loser.votes_lacking for loser in outcome.losers}
    assert lacked["B"] == 2
    assert lacked["A"] == 1
    assert "It would have won with 1 more voter choosing only it." in outcome.explain()
    quick = count(CountSpec(rule="run-off"), election, explained=False)
    assert all(loser.votes_lacking is None for loser in quick.losers)
