"""The rules of counting that a board chooses from, in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from commonweal.decide import Bound, CountSpec, count_spec
from commonweal.decide.published.rules import write_count_spec
from commonweal.decide.spec import Completion, Rule


@dataclass(frozen=True, slots=True)
class CountingRule:
    """One rule on the list.

    Attributes:
        id: short name in forms.
        title: what people call it.
        how: how votes are counted by it.
        why: why a board would choose it.
    """

    id: str
    title: str
    how: str
    why: str
    rule: Rule
    completion: Completion = "none"


_SHARES = (
    "Every voter gets the same share of the money. An idea wins when the people who voted for it "
    "can pay for it together from their shares. Ideas that cost each supporter least go first. "
)
COUNTING_RULES = (
    CountingRule(
        "equal-shares-add1u",
        "Equal shares, and spend what is left",
        _SHARES + "Shares are then raised step by step while the pot can pay. Money that is "
        "still left goes to the most-voted ideas that it can pay for.",
        "Each group of people gets a fair part of the money, small groups too, and little is "
        "left over. We suggest this one.",
        "equal-shares",
        "add1u",
    ),
    CountingRule(
        "equal-shares-add1",
        "Equal shares, raised while the pot can pay",
        _SHARES + "Shares are then raised step by step while the pot can pay.",
        "Each group gets a fair part of the money. Some of the money may stay unspent.",
        "equal-shares",
        "add1",
    ),
    CountingRule(
        "equal-shares",
        "Equal shares only",
        _SHARES + "Money that is left stays in the pot.",
        "Each group gets a fair part of the money. Much of the money may stay unspent.",
        "equal-shares",
    ),
    CountingRule(
        "phragmen",
        "Money that grows with time (Phragmén)",
        "Every voter earns money at the same speed. As soon as the people who voted for an idea "
        "have earned what it costs, it wins and they pay for it.",
        "Each group gets its turn. It is fair in a like way to equal shares.",
        "phragmen",
    ),
    CountingRule(
        "greedy-votes",
        "Most votes first",
        "The idea with most votes wins, then the next, and so on. One that the money left cannot "
        "pay for is passed over.",
        "It is the simplest to explain. A large group can win everything.",
        "greedy-votes",
    ),
    CountingRule(
        "greedy-votes-per-cost",
        "Most votes for each pound",
        "Ideas are put in order by their votes for each pound that they cost. One that the money "
        "left cannot pay for is passed over.",
        "It helps small, cheap ideas. A large group can still win everything.",
        "greedy-votes-per-cost",
    ),
    CountingRule(
        "knapsack",
        "The set that spends most votes",
        "Of all sets of ideas that the pot can pay for, the one wins in which votes times cost "
        "add up to most.",
        "It can promise a least spending for a category. A large group can win everything.",
        "knapsack",
    ),
)
BY_ID = {rule.id: rule for rule in COUNTING_RULES}


def rule_text(
    id: str,
    *,
    minimum_votes: int = 0,
    floors: Iterable[Bound] = (),
    ceilings: Iterable[Bound] = (),
) -> str:
    """A rule of the list with its limits, as the TOML that is published.

    Raises:
        InputError: a limit is not one.
    """
    chosen = BY_ID[id]
    return write_count_spec(
        CountSpec(
            rule=chosen.rule,
            completion=chosen.completion,
            minimum_votes=minimum_votes,
            floors=tuple(floors),
            ceilings=tuple(ceilings),
        )
    )


def rule_of(text: str) -> tuple[CountingRule | None, CountSpec]:
    """The rule of the list that a text says, if it is on the list, and all its choices."""
    spec = count_spec(text)
    same = (
        rule
        for rule in COUNTING_RULES
        if (rule.rule, rule.completion) == (spec.rule, spec.completion)
    )
    return next(same, None), spec
