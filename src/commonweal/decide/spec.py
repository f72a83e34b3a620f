"""How a vote is counted, as data that a board can publish before anyone votes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from typing import Any, Literal, get_args

from commonweal.errors import InputError, InputProblem
from commonweal.parameters import number
from commonweal.parameters.document import Fields, read_document

Rule = Literal[
    "equal-shares",
    "phragmen",
    "greedy-votes",
    "greedy-votes-per-cost",
    "knapsack",
    "run-off",
    "transferable-vote",
]
Completion = Literal["none", "add1", "add1e", "add1u", "utilitarian"]
Satisfaction = Literal["cost", "cardinality"]
Scoring = Literal["borda", "approval"]
TieBreak = Literal["votes", "cost", "id"]

RULES: tuple[Rule, ...] = get_args(Rule)
TIES: tuple[TieBreak, ...] = get_args(TieBreak)


@dataclass(frozen=True, slots=True)
class Bound:
    """The least or the most that may be spent on one category, in the currency of the costs."""

    category: str
    amount: Fraction


@dataclass(frozen=True, slots=True)
class CountSpec:
    """A rule of counting with all its choices.

    Attributes:
        rule: which rule.
        completion: how equal shares goes on when money is left.
        satisfaction: what a project is worth to a supporter: its cost, or 1. Points and scores
            are worth themselves; with "cost" named they are multiplied by the cost. None is cost
            for approval ballots and the points themselves for the others.
        scoring: how a ranked ballot becomes points where a rule needs them.
        tie_breaking: what decides a tie, first to last: most votes, lowest cost, id. The id
            always comes last, so that no tie remains.
        minimum_votes: fewest votes (points) with which a project can win.
        incompatible: groups of projects of which at most one can win.
        floors: least spending in a category.
        ceilings: most spending in a category.
        seats: places to fill by the transferable vote.

    Raises:
        InputError: carries every problem; `column` names the field.
    """

    rule: Rule = "equal-shares"
    completion: Completion = "none"
    satisfaction: Satisfaction | None = None
    scoring: Scoring = "borda"
    tie_breaking: tuple[TieBreak, ...] = TIES
    minimum_votes: int = 0
    incompatible: tuple[tuple[str, ...], ...] = ()
    floors: tuple[Bound, ...] = ()
    ceilings: tuple[Bound, ...] = ()
    seats: int = int(number("decide.seats"))

    def __post_init__(self) -> None:
        problems = list(_problems(self))
        if problems:
            raise InputError(problems, "A vote cannot be counted so:")


def count_spec(text: str, name: str = "count.toml") -> CountSpec:
    """Read a spec from TOML.

    Fields: `rule`, `completion`, `satisfaction`, `scoring`, `tie_breaking` (words with commas
    between), `minimum_votes`, `seats`; tables `[[incompatible]]` with `projects` (ids with commas
    between), `[[floors]]` and `[[ceilings]]` with `category` and `amount`.

    Raises:
        InputError: carries every problem with its line.
    """
    fields = Fields.of(read_document(text, name))
    least, seats = fields.whole("minimum_votes"), fields.whole("seats")
    given: dict[str, Any] = {
        "rule": fields.text("rule", "equal-shares"),
        "completion": fields.text("completion", "none"),
        "satisfaction": fields.text("satisfaction", "") or None,
        "scoring": fields.text("scoring", "borda"),
        "tie_breaking": _words(fields.text("tie_breaking", ",".join(TIES))),
        "minimum_votes": 0 if least is None else least,
        "seats": int(number("decide.seats")) if seats is None else seats,
        "incompatible": tuple(_group(table) for table in fields.tables("incompatible")),
        "floors": tuple(_bound(table) for table in fields.tables("floors")),
        "ceilings": tuple(_bound(table) for table in fields.tables("ceilings")),
    }
    return fields.build(lambda: CountSpec(**given), f"{name} does not say how to count:")


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _group(fields: Fields) -> tuple[str, ...]:
    group = _words(fields.text("projects"))
    fields.close()
    return group


def _bound(fields: Fields) -> Bound:
    amount = fields.number("amount")
    # repr gives the digits that were written, so that 0.1 is a tenth and not its nearest double.
    exact = Fraction(repr(amount)) if isfinite(amount) else Fraction(-1)
    bound = Bound(fields.text("category"), exact)
    fields.close()
    return bound


def _problems(spec: CountSpec) -> Iterator[InputProblem]:
    yield from _among("rule", spec.rule, RULES)
    yield from _among("completion", spec.completion, get_args(Completion))
    yield from _among("scoring", spec.scoring, get_args(Scoring))
    if spec.satisfaction is not None:
        yield from _among("satisfaction", spec.satisfaction, get_args(Satisfaction))
    if spec.completion != "none" and spec.rule != "equal-shares":
        came = f"{spec.completion} with {spec.rule}"
        yield InputProblem("a completion with equal-shares only", came, column="completion")
    for name in spec.tie_breaking:
        yield from _among("tie_breaking", name, TIES)
    if spec.minimum_votes < 0:
        came = f"{spec.minimum_votes}"
        yield InputProblem("0 votes or more", came, column="minimum_votes")
    if spec.seats < 1:
        yield InputProblem("at least 1 seat", f"{spec.seats}", column="seats")
    yield from _constraint_problems(spec)


def _constraint_problems(spec: CountSpec) -> Iterator[InputProblem]:
    for group in spec.incompatible:
        if len(set(group)) < 2:
            came = ", ".join(group) or "none"
            yield InputProblem("at least two projects", came, column="incompatible")
    for column in ("floors", "ceilings"):
        for bound in getattr(spec, column):
            if not bound.category or bound.amount < 0:
                came = f"{bound.amount} for {bound.category!r}"
                yield InputProblem("a category and an amount of 0 or more", came, column=column)


def _among(column: str, came: str, known: tuple[str, ...]) -> Iterator[InputProblem]:
    if came not in known:
        yield InputProblem(" or ".join(map(repr, known)), repr(came), column=column)
