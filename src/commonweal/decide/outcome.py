"""The result of a count, with what people ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from commonweal.decide.spec import CountSpec


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
    notes: tuple[str, ...] = ()

    @property
    def winners(self) -> tuple[str, ...]:
        """Ids of the winners, in the order in which they won."""
        return tuple(winner.id for winner in self.rounds)

    def explain(self) -> str:
        """The result in plain words."""
        head = f"{len(self.rounds)} of {len(self.rounds) + len(self.losers)} won by {_rule(self)}."
        if self.budget:
            head += f" They cost {amount(self.spent)} of {amount(self.budget)}."
        lines = [head]
        if self.share is not None:
            lines.append(f"Each of the {self.voters:,} voters held {amount(self.share)}.")
        lines.extend(_winner(winner) for winner in self.rounds)
        lines.extend(_loser(loser) for loser in self.losers)
        for rule, winners in (self.other_rules or {}).items():
            lines.append(_other(rule, set(winners), set(self.winners)))
        if self.proportion is not None:
            percent = float(100 * self.proportion.with_a_winner)
            lines.append(f"{percent:.1f} in 100 voters chose at least one winner.")
        return "\n".join((*lines, *self.notes))

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


def amount(value: Fraction) -> str:
    """An amount for reading, to the penny; whole amounts without pence."""
    if value.denominator == 1:
        return f"{value.numerator:,}"
    pence = round(value * 100)
    return f"{pence // 100:,}.{pence % 100:02d}"


def _rule(outcome: Outcome) -> str:
    name = outcome.spec.rule.replace("-", " ")
    completion = outcome.spec.completion
    return name if completion == "none" else f"{name} with completion {completion}"


def _title(project: Winner | Loser) -> str:
    return f"{project.name} ({project.id})" if project.name else project.id


def _winner(winner: Winner) -> str:
    text = (
        f"Won: {_title(winner)}, cost {amount(winner.cost)}, {winner.votes:,} votes: {winner.why}."
    )
    if winner.payments:
        most, full = winner.payments[0]
        paid = sum(count for _, count in winner.payments)
        text += f" {paid:,} voters paid for it, {full:,} of them the most, {amount(most)}"
        text += "." if paid == full else "; the others gave all they had left for it."
    return text


def _loser(loser: Loser) -> str:
    text = f"Lost: {_title(loser)}, cost {amount(loser.cost)}, {loser.votes:,} votes."
    if loser.votes_lacking is not None:
        word = "vote" if loser.votes_lacking == 1 else "votes"
        text += f" {loser.votes_lacking:,} more {word} would have won."
    if loser.cost_to_win is not None:
        text += f" So would a cost of {amount(loser.cost_to_win)}."
    return text


def _other(rule: str, theirs: set[str], ours: set[str]) -> str:
    if theirs == ours:
        return f"By {rule} the same would have won."
    more, fewer = sorted(theirs - ours), sorted(ours - theirs)
    told = [f"{', '.join(more)} would have won too"] if more else []
    told += [f"{', '.join(fewer)} would have lost"] if fewer else []
    return f"By {rule} {', and '.join(told)}."


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
