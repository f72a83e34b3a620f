"""The result of a pot as people read it, and no more of it than is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from commonweal.parameters import number
from commonweal.web.pages.decide.ballot_papers import pounds
from commonweal.web.pages.decide.phase_words import PotWords, pot_words
from commonweal.web.record.counting_rules import COUNTING_RULES
from commonweal.web.record.models import Phase, Pot, Proposal
from commonweal.web.record.papers import standing
from commonweal.web.words import listed, plural

FEWEST = int(number("publication.fewest_ballots"))
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Paid:
    """Who paid for a winner: shares of its cost in per cent, for a bar, and words."""

    most: float
    words: str


@dataclass(frozen=True, slots=True)
class Won:
    """A winner; without votes where they are withheld."""

    proposal: Proposal
    cost: str
    votes: str = ""
    why: str = ""
    paid: Paid | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """A proposal that did not win, and what it lacked."""

    proposal: Proposal
    cost: str
    votes: str = ""
    lacked: str = ""


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What another rule would have done."""

    rule: str
    more: str
    fewer: str


@dataclass(frozen=True, slots=True)
class PotResult:
    """The result of one pot. `few` says that the ballots are too few for more than the winners."""

    pot: Pot
    rule: PotWords
    amount: str
    spent: str
    few: bool
    ballots: int | None
    won: tuple[Won, ...]
    lost: tuple[Lost, ...]
    otherwise: tuple[Otherwise, ...] = ()
    fair: tuple[str, ...] = ()
    share: str = ""


def result_of(pot: Pot, names: Mapping[str, str]) -> PotResult:
    """The result of a pot that is counted; `names` are those of its areas."""
    outcome, by_number = pot.result.outcome, {str(one.number): one for one in standing(pot)}
    few = pot.result.ballots < FEWEST
    won = sorted(outcome["winners"], key=int) if few else outcome["winners"]
    spent = sum((by_number[each].cost for each in won), start=0)
    shared = {
        "pot": pot,
        "rule": pot_words(pot, dict(names)),
        "amount": pounds(pot.amount),
        "spent": pounds(spent),
        "few": few,
    }
    if few:
        rest = [one for each, one in by_number.items() if each not in won]
        return PotResult(
            **shared,
            ballots=None,
            won=tuple(Won(by_number[each], pounds(by_number[each].cost)) for each in won),
            lost=tuple(Lost(one, pounds(one.cost)) for one in rest),
        )
    word = "vote" if pot.phase.ballot in (Phase.Ballot.APPROVAL, Phase.Ballot.KNAPSACK) else "point"
    return PotResult(
        **shared,
        ballots=pot.result.ballots,
        won=tuple(_won(by_number[one["id"]], one, word) for one in outcome["rounds"]),
        lost=tuple(_lost(by_number[one["id"]], one, word) for one in outcome["losers"]),
        otherwise=tuple(_otherwise(outcome, by_number)),
        fair=_fair(outcome),
        share=pounds(outcome["share"]) if outcome["share"] else "",
    )


def _won(proposal: Proposal, told: Mapping[str, Any], word: str) -> Won:
    return Won(
        proposal=proposal,
        cost=pounds(told["cost"]),
        votes=plural(told["votes"], word),
        why=told["why"],
        paid=_paid(told["payments"], Fraction(told["cost"])),
    )


def _paid(payments: list[Mapping[str, Any]], cost: Fraction) -> Paid | None:
    """Those who paid the most, each the same, and how many paid less."""
    if not payments or not cost:
        return None
    most, full = Fraction(payments[0]["amount"]), payments[0]["voters"]
    others = sum(each["voters"] for each in payments[1:])
    words = f"{plural(full, 'voter')} paid {_money(most)}{' each' if full > 1 else ''}"
    if others:
        words += f"; {others:,} others paid less"
    return Paid(float(WHOLE * most * full / cost), f"{words}.")


def _lost(proposal: Proposal, told: Mapping[str, Any], word: str) -> Lost:
    ways = []
    if told["votes_lacking"] is not None:
        ways.append(f"with {plural(told['votes_lacking'], 'more voter', 'more voters')} for it")
    if told["cost_to_win"] is not None:
        ways.append(f"at a cost of {pounds(told['cost_to_win'])}")
    lacked = f"It would have won {', or '.join(ways)}." if ways else ""
    return Lost(proposal, pounds(told["cost"]), plural(told["votes"], word), lacked)


def _otherwise(outcome: Mapping[str, Any], by_number: Mapping[str, Proposal]) -> list[Otherwise]:
    ours, found = set(outcome["winners"]), []
    for rule, winners in outcome["other_rules"].items():
        more = sorted(set(winners) - ours, key=int)
        fewer = sorted(ours - set(winners), key=int)
        titled = [listed([by_number[each].title for each in some]) for some in (more, fewer)]
        found.append(Otherwise(_rule_title(rule), *titled))
    return found


def _rule_title(rule: str) -> str:
    same = (each.title for each in COUNTING_RULES if each.rule == rule)
    return next(same, rule)


def _fair(outcome: Mapping[str, Any]) -> tuple[str, ...]:
    """How the spending met the voters, in words."""
    proportion = outcome["proportion"]
    if proportion is None:
        return ()
    served = round(WHOLE * Fraction(proportion["with_a_winner"]))
    share = Fraction(outcome["spent"]) / outcome["voters"]
    least = Fraction(proportion["smallest_tenth"]) * share
    return (
        f"{served} in 100 voters chose at least one idea that won.",
        f"Of {pounds(outcome['spent'])} that is spent, a voter in the tenth that got least sees "
        f"{pounds(round(least))} go to ideas that they chose, on average.",
    )


def _money(value: Fraction) -> str:
    """An amount that one voter pays: `£12.50`, `40p`, `less than 1p`."""
    if value >= 1:
        return pounds(Fraction(round(value * WHOLE), WHOLE))
    pence = round(value * WHOLE)
    return "nothing" if not value else f"{pence}p" if pence else "less than 1p"
