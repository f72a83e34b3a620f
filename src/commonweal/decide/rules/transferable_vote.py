"""The single transferable vote by the rules of Scottish local elections, and the run-off."""

from __future__ import annotations

from dataclasses import dataclass, field

from commonweal.decide.election import Election
from commonweal.errors import MethodNotApplicable
from commonweal.parameters import number

Paper = tuple[tuple[str, ...], int, int]


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: what was done, and the votes of every candidate after it.

    `votes` are in units of 1 / 10^decimals of a vote; excluded candidates stand at 0.
    """

    what: str
    votes: dict[str, int]


@dataclass(slots=True)
class Board:
    """A count of the transferable vote as it goes on.

    Attributes:
        elected: in order of election.
        stages: all stages.
        quota: votes that elect, in the same units.
    """

    quota: int
    elected: list[str] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    piles: dict[str, list[Paper]] = field(default_factory=dict)
    out: set[str] = field(default_factory=set)
    pending: list[str] = field(default_factory=list)

    def continuing(self) -> list[str]:
        """Candidates neither elected nor excluded, by id."""
        return sorted(self.piles.keys() - self.out - set(self.elected))

    def votes(self, name: str) -> int:
        """Votes of a candidate now."""
        return self.stages[-1].votes[name]


def transferable_vote(election: Election, seats: int) -> Board:
    """Fill seats by the Scottish Local Government Elections Order 2007, schedule 1, rules 45-52.

    Quota: valid papers / (seats + 1), the whole part, + 1. Surpluses are transferred largest
    first, all papers of the elected candidate at (surplus x value when received) / votes, cut to
    five decimals; the lowest candidate is excluded at the values held. Ties are decided by the
    latest earlier stage at which they differed, then (by lot in the order) here by id.

    Raises:
        MethodNotApplicable: ballots are not ranked.
    """
    if election.kind != "ranked":
        raise MethodNotApplicable("The transferable vote needs ranked ballots.")
    unit = 10 ** int(number("decide.transfer_decimals"))
    valid = sum(ballot.times for ballot in election.ballots if ballot.choices)
    board = Board(quota=(valid // (seats + 1) + 1) * unit)
    board.piles = {project.id: [] for project in election.projects}
    for ballot in election.ballots:
        if ballot.choices:
            board.piles[ballot.choices[0]].append((ballot.choices, ballot.times, unit))
    votes = {name: sum(n * v for _, n, v in pile) for name, pile in board.piles.items()}
    board.stages.append(Stage("first preferences", votes))
    _elect(board, seats)
    while len(board.elected) < seats and board.continuing():
        if len(board.continuing()) <= seats - len(board.elected):
            _fill(board)
        elif board.pending:
            _transfer_surplus(board)
        else:
            _exclude(board)
        _elect(board, seats)
    return board


def run_off(election: Election) -> Board:
    """Instant run-off: the transferable vote for one seat."""
    return transferable_vote(election, 1)


def _history(board: Board, name: str) -> tuple[int, ...]:
    """Votes from the latest stage back: the order of the tie rules."""
    return tuple(stage.votes[name] for stage in reversed(board.stages))


def _elect(board: Board, seats: int) -> None:
    reached = [name for name in board.continuing() if board.votes(name) >= board.quota]
    reached.sort(key=lambda name: (tuple(-each for each in _history(board, name)), name))
    for name in reached[: seats - len(board.elected)]:
        board.elected.append(name)
        if board.votes(name) > board.quota:
            board.pending.append(name)


def _fill(board: Board) -> None:
    names = board.continuing()
    names.sort(key=lambda name: (tuple(-each for each in _history(board, name)), name))
    board.elected.extend(names)
    votes = dict(board.stages[-1].votes)
    board.stages.append(Stage("as many places as candidates left: all elected", votes))


def _transfer_surplus(board: Board) -> None:
    board.pending.sort(key=lambda name: (tuple(-each for each in _history(board, name)), name))
    name = board.pending.pop(0)
    total = board.votes(name)
    surplus = total - board.quota
    papers = [(c, n, surplus * value // total) for c, n, value in board.piles[name]]
    _transfer(board, name, papers, board.quota, f"surplus of {name}")


def _exclude(board: Board) -> None:
    name = min(board.continuing(), key=lambda each: (*_history(board, each), each))
    papers = board.piles[name]
    board.out.add(name)
    _transfer(board, name, papers, 0, f"{name} excluded")


def _transfer(board: Board, name: str, papers: list[Paper], keeps: int, what: str) -> None:
    votes = dict(board.stages[-1].votes)
    votes[name] = keeps
    able = set(board.continuing())
    board.piles[name] = []
    for choices, times, value in papers:
        following = next((each for each in choices if each in able), None)
        if following is not None and value:
            board.piles[following].append((choices, times, value))
            votes[following] += times * value
    board.stages.append(Stage(what, votes))
