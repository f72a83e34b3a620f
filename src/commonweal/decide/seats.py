"""Fill the places of a board by run-off or transferable vote, and say what losers lacked."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from commonweal.decide.election import Ballot, Election, Project
from commonweal.decide.losers import fewest
from commonweal.decide.outcome import Loser, Outcome, Winner
from commonweal.decide.rules.transferable_vote import Board, transferable_vote
from commonweal.decide.spec import CountSpec
from commonweal.errors import MethodNotApplicable
from commonweal.parameters import number


def fill_places(spec: CountSpec, election: Election, *, explained: bool = True) -> Outcome:
    """Count ranked ballots for a board.

    Args:
        spec: run-off or transferable vote, and how many places.
        election: candidates and ranked ballots.
        explained: whether to search what losers lacked.

    Raises:
        MethodNotApplicable: constraints are given, or ballots are not ranked.
    """
    if spec.minimum_votes or spec.incompatible or spec.floors or spec.ceilings:
        raise MethodNotApplicable(
            f"{spec.rule} fills places and knows no minimum, incompatible projects or categories."
        )
    seats = spec.seats if spec.rule == "transferable-vote" else 1
    board = transferable_vote(election, seats)
    known = {project.id: project for project in election.projects}
    first, unit = board.stages[0].votes, _unit()
    rounds = tuple(
        Winner(name, known[name].name, known[name].cost, first[name] // unit, _why(board, name))
        for name in board.elected
    )
    losers, note = _losers(election, seats, board, known, explained)
    return Outcome(
        spec=spec,
        title=election.title,
        voters=election.voters,
        budget=election.budget,
        spent=sum((known[name].cost for name in board.elected), Fraction(0)),
        rounds=rounds,
        losers=losers,
        kind="ranked",
        notes=(f"Quota: {board.quota // unit:,} votes for {seats} places.", *_stages(board), *note),
    )


def _unit() -> int:
    """Units in one vote."""
    return int(10 ** int(number("decide.transfer_decimals")))


def _why(board: Board, name: str) -> str:
    for place, stage in enumerate(board.stages, start=1):
        if stage.votes[name] >= board.quota:
            return f"reached the quota at stage {place}"
    return "was still standing when as many were left as places"


def _stages(board: Board) -> tuple[str, ...]:
    unit = _unit()
    return tuple(
        f"Stage {place}, {stage.what}: "
        + ", ".join(f"{name} {votes / unit:.5f}" for name, votes in sorted(stage.votes.items()))
        for place, stage in enumerate(board.stages, start=1)
    )


def _losers(
    election: Election, seats: int, board: Board, known: dict[str, Project], explained: bool
) -> tuple[tuple[Loser, ...], tuple[str, ...]]:
    first, unit = board.stages[0].votes, _unit()
    order = sorted(known.keys() - set(board.elected), key=lambda name: (-first[name], name))
    room = int(number("decide.searched_recounts")) // max(len(election.ballots), 1)
    searched = min(room, len(order)) if explained else 0
    losers = []
    for place, name in enumerate(order):
        loser = Loser(name, known[name].name, known[name].cost, first[name] // unit)
        if place < searched:
            loser = replace(loser, votes_lacking=_votes_lacking(election, seats, name))
        losers.append(loser)
    note = ""
    if explained and searched < len(order):
        note = (
            f"What was lacking is searched for {searched} of {len(order)} losers, most votes "
            "first: each takes many recounts."
        )
    return tuple(losers), (note,) if note else ()


def _votes_lacking(election: Election, seats: int, name: str) -> int:
    """Fewest new voters who name only this candidate with whom the candidate is elected.

    Found by halving. In a run-off more such voters never harm; with several places they raise
    the quota too, so a smaller number might do by chance.
    """

    def elected(more: int) -> bool:
        ballots = (*election.ballots, Ballot((name,), times=more))
        return name in transferable_vote(replace(election, ballots=ballots), seats).elected

    # With one voter more than all others together the candidate has the quota at once.
    return fewest(1, election.voters + 1, elected)
