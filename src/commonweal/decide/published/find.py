"""Find one's own ballot in the published list."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.decide.published.receipts import tracker_of
from commonweal.decide.published.vote import PublishedVote


@dataclass(frozen=True, slots=True)
class FoundBallot:
    """The ballot of a receipt in one pot.

    Attributes:
        pot: the pot's id.
        choices: ids of the projects chosen; on a ranked ballot the first is the most wanted.
        points: on a ballot of points, one whole number for each choice.
    """

    pot: str
    choices: tuple[str, ...]
    points: tuple[int, ...] = ()

    def __str__(self) -> str:
        if self.points:
            pairs = zip(self.choices, self.points, strict=True)
            told = ", ".join(f"{choice} ({points})" for choice, points in pairs)
        else:
            told = ", ".join(self.choices)
        return f"{self.pot}: {told or 'nothing chosen'}"


def find_ballot(vote: PublishedVote, receipt: str) -> tuple[FoundBallot, ...]:
    """The ballots of a receipt, one for each pot in whose published list it is; none if in none.

    Raises:
        InputError: it cannot be a receipt.
    """
    trackers = {pot.id: tracker_of(receipt, pot.id) for pot in vote.pots}
    return tuple(
        FoundBallot(pot.id, paper.choices, paper.points)
        for pot in vote.pots
        for paper in pot.papers
        if paper.tracker == trackers[pot.id]
    )
