"""The result of a count, with what people ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from commonweal.decide.election import Kind
from commonweal.decide.spec import CountSpec
from commonweal.decide.words import amount, explain

__all__ = ["Loser", "Outcome", "Proportion", "Winner", "amount"]


@dataclass(frozen=True, slots=True)
class Winner:
    """One project that won.

    Attributes:
        id: the project.
        name: what people call it.
        cost: in the currency of the pot.
        votes: votes, or points.
        why: which step took it.
        payments: amounts and how many voters paid each, largest first; empty without payments.
    """

    id: str
    name: str
    cost: Fraction
    votes: int
    why: str
    payments: tuple[tuple[Fraction, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Loser:
    """One project that did not win, and what it lacked.

    Attributes:
        id: the project.
        name: what people call it.
        cost: in the currency of the pot.
        votes: votes, or points.
        votes_lacking: fewest new voters, choosing only this project, with whom it would have
            won; None where it was not searched or none would do.
        cost_to_win: highest cost, on the grid of the costs, at which it would have won; None
            where it was not searched or none would do.
    """

    id: str
    name: str
    cost: Fraction
    votes: int
    votes_lacking: int | None = None
    cost_to_win: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Proportion:
    """How the spending met the voters.

    Attributes:
        with_a_winner: share of voters with at least one winner on their ballot.
        smallest_tenth: mean spending on chosen winners of the tenth of voters who got least, for
            each pound of an equal share of the spending.
    """

    with_a_winner: Fraction
    smallest_tenth: Fraction


@dataclass(frozen=True, slots=True)
class Outcome:
    """Winners in order, what was spent, and the explanation.

    Attributes:
        spec: the rule.
        title: what the vote is called.
        voters: number of voters.
        budget: the pot.
        spent: cost of the winners.
        rounds: the winners in the order in which they won.
        losers: all others, most votes first.
        other_rules: winners under other rules, as sets sorted by id.
        proportion: how the spending met the voters; None for a board.
        share: money of each voter at the end of equal shares.
        kind: what a ballot was: approval, points or ranked.
        notes: what else is to be known.
    """

    spec: CountSpec
    title: str
    voters: int
    budget: Fraction
    spent: Fraction
    rounds: tuple[Winner, ...]
    losers: tuple[Loser, ...] = ()
    other_rules: Mapping[str, tuple[str, ...]] | None = None
    proportion: Proportion | None = None
    share: Fraction | None = None
    kind: Kind = "approval"
    notes: tuple[str, ...] = ()

    @property
    def winners(self) -> tuple[str, ...]:
        """Ids of the winners, in the order in which they won."""
        return tuple(winner.id for winner in self.rounds)

    def explain(self) -> str:
        """The result in plain words."""
        return explain(self)

    def as_dict(self) -> dict[str, Any]:
        """For JSON: amounts as text, exact (a fraction where decimals do not end)."""
        shares = self.proportion
        return {
            "title": self.title,
            "rule": self.spec.rule,
            "completion": self.spec.completion,
            "voters": self.voters,
            "budget": str(self.budget),
            "spent": str(self.spent),
            "share": None if self.share is None else str(self.share),
            "winners": list(self.winners),
            "rounds": [_record(winner) for winner in self.rounds],
            "losers": [_record(loser) for loser in self.losers],
            "other_rules": {k: list(v) for k, v in (self.other_rules or {}).items()},
            "proportion": None
            if shares is None
            else {
                "with_a_winner": str(shares.with_a_winner),
                "smallest_tenth": str(shares.smallest_tenth),
            },
            "notes": list(self.notes),
            "explanation": self.explain(),
        }


def _record(project: Winner | Loser) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": project.id,
        "name": project.name,
        "cost": str(project.cost),
        "votes": project.votes,
    }
    if isinstance(project, Winner):
        paid = [{"amount": str(each), "voters": count} for each, count in project.payments]
        return {**record, "why": project.why, "payments": paid}
    needed = None if project.cost_to_win is None else str(project.cost_to_win)
    return {**record, "votes_lacking": project.votes_lacking, "cost_to_win": needed}
