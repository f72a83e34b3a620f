"""The result of a count told to residents."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commonweal.decide.outcome import Loser, Outcome, Winner

_RULES = {
    "equal-shares": "equal shares",
    "phragmen": "sequential Phragmén",
    "greedy-votes": "most votes first",
    "greedy-votes-per-cost": "most votes for the money first",
    "knapsack": "the affordable set with most votes",
    "run-off": "run-off",
    "transferable-vote": "transferable vote",
}
_COMPLETIONS = {
    "none": "",
    "add1": ", the shares raised while the winners fit the pot",
    "add1e": ", the shares raised while the winners fit the pot",
    "add1u": ", the shares raised while the winners fit the pot, and the rest spent by most votes",
    "utilitarian": ", and the rest of the pot spent by most votes",
}


def explain(outcome: Outcome) -> str:
    """The result in plain words: who won and why, what losers lacked, what other rules say."""
    lines = [*_head(outcome)]
    lines += [_winner(winner, outcome) for winner in outcome.rounds]
    lines += [_loser(loser, outcome) for loser in outcome.losers]
    lines += _others(outcome)
    if outcome.proportion is not None:
        percent = float(100 * outcome.proportion.with_a_winner)
        lines.append(f"{percent:.1f} in 100 voters chose at least one winner.")
    return "\n".join((*lines, *outcome.notes))


def amount(value: Fraction) -> str:
    """An amount for reading, to the penny; whole amounts without pence."""
    if value.denominator == 1:
        return f"{value.numerator:,}"
    pence = round(value * 100)
    return f"{pence // 100:,}.{pence % 100:02d}"


def _head(outcome: Outcome) -> Iterator[str]:
    rule = _RULES[outcome.spec.rule] + _COMPLETIONS[outcome.spec.completion]
    head = f"{len(outcome.rounds)} of {len(outcome.rounds) + len(outcome.losers)} won by {rule}."
    if outcome.budget:
        head += f" They cost {amount(outcome.spent)} of the {amount(outcome.budget)} in the pot."
    yield head
    if outcome.share is not None:
        yield (
            f"Each of the {outcome.voters:,} voters had an equal share of "
            f"{amount(outcome.share)} to spend."
        )


def _title(project: Winner | Loser) -> str:
    return f"{project.name} ({project.id})" if project.name else project.id


def _had(project: Winner | Loser, outcome: Outcome) -> str:
    """Cost and votes, as far as there are any."""
    votes = f"{project.votes:,} {_unit(project.votes, outcome)}"
    return f"costs {amount(project.cost)} and had {votes}" if project.cost else f"had {votes}"


def _unit(count: int, outcome: Outcome) -> str:
    if outcome.spec.rule in ("run-off", "transferable-vote"):
        word = "first choice"
    elif outcome.kind == "approval":
        word = "vote"
    else:
        word = "point"
    return word if count == 1 else f"{word}s"


def _winner(winner: Winner, outcome: Outcome) -> str:
    text = f"Won: {_title(winner)} {_had(winner, outcome)}; {winner.why}."
    if not winner.payments:
        return text
    most, full = winner.payments[0]
    paid = sum(count for _, count in winner.payments)
    who = "1 voter" if paid == 1 else f"{paid:,} voters"
    if paid == full:
        return f"{text} {who} paid {amount(most)} each." if paid > 1 else f"{text} {who} paid it."
    rest = "the others gave all that they had left"
    if outcome.spec.rule == "phragmen" or outcome.kind != "approval":
        rest = "the others paid less"
    return f"{text} {who} paid for it: {full:,} paid {amount(most)}, the most, and {rest}."


def _loser(loser: Loser, outcome: Outcome) -> str:
    text = f"Lost: {_title(loser)} {_had(loser, outcome)}."
    ways = []
    if loser.votes_lacking is not None:
        word = "voter" if loser.votes_lacking == 1 else "voters"
        ways.append(f"with {loser.votes_lacking:,} more {word} choosing only it")
    if loser.cost_to_win is not None:
        ways.append(f"at a cost of {amount(loser.cost_to_win)}")
    return f"{text} It would have won {', or '.join(ways)}." if ways else text


def _others(outcome: Outcome) -> Iterator[str]:
    titles = {each.id: each.name or each.id for each in outcome.rounds}
    titles |= {each.id: each.name or each.id for each in outcome.losers}
    ours = set(outcome.winners)
    for rule, winners in (outcome.other_rules or {}).items():
        more, fewer = sorted(set(winners) - ours), sorted(ours - set(winners))
        told = [f"{_list(more, titles)} would have won as well"] if more else []
        told += [f"{_list(fewer, titles)} would have lost"] if fewer else []
        result = ", and ".join(told) or "the same would have won"
        yield f"Counted by {_RULES[rule]}, {result}."


def _list(ids: list[str], titles: dict[str, str]) -> str:
    *others, last = (titles[each] for each in ids)
    return f"{', '.join(others)} and {last}" if others else last
