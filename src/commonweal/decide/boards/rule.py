"""A rule for who must sit on a board: a frozen, checked description."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, get_args

from commonweal.errors import InputError, InputProblem
from commonweal.parameters import Reference

Chair = Literal["not fixed", "one", "independent"]

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Places:
    """How many members must, or may, hold one of some capacities.

    Attributes:
        capacities: a member who holds any of them counts, once.
        least: fewest people; None where the rule fixes none.
        most: most people; None where the rule fixes none.
        share: least share of all members, 0 to 1; None where the rule fixes none.
        binding: whether the board breaks its rule without it; otherwise it is only looked for.
    """

    capacities: tuple[str, ...]
    least: int | None = None
    most: int | None = None
    share: float | None = None
    binding: bool = True

    @property
    def exact_share(self) -> Fraction:
        """The share as written, so that a half of eight is four and nothing is rounded."""
        return Fraction(str(self.share or 0))


@dataclass(frozen=True, slots=True)
class Statement:
    """Something about the body that the rule asks for and members cannot show: it is declared."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class CompositionRule:
    """Who must sit on a board.

    Attributes:
        name: short name, such as `big-local`.
        title: what such a board is called.
        set_by: who set the rule.
        source: where the rule stands.
        smallest: fewest members; None where the rule fixes none.
        largest: most members; None where the rule fixes none.
        term_years: longest term of a member before they are chosen again, in years.
        lasts_years: how long the board itself stands before it must be set up again, in years.
        chair: whether there must be one chair, and whether independent.
        chair_may_not_be: capacities that no chair may hold.
        places: how many of each kind.
        statements: what the body must declare.
        open: what the rule leaves open, in words.
        sources: source of single numbers, by field (`smallest`, `places.0`), where it is another.

    Raises:
        InputError: carries every problem; `column` names the field.
    """

    name: str
    title: str
    set_by: str
    source: Reference
    smallest: int | None = None
    largest: int | None = None
    term_years: int | None = None
    lasts_years: int | None = None
    chair: Chair = "not fixed"
    chair_may_not_be: tuple[str, ...] = ()
    places: tuple[Places, ...] = ()
    statements: tuple[Statement, ...] = ()
    open: tuple[str, ...] = ()
    sources: Mapping[str, Reference] = field(default_factory=dict)

    def __post_init__(self) -> None:
        problems = [*_rule_problems(self)]
        for position, places in enumerate(self.places):
            problems.extend(_places_problems(places, f"places.{position}"))
        if problems:
            raise InputError(problems, "This is no rule for a board:")

    def source_of(self, field_name: str) -> Reference:
        """Where a number of the rule was read."""
        return self.sources.get(field_name, self.source)

    def capacities(self) -> frozenset[str]:
        """Every capacity that the rule speaks of."""
        named = (capacity for places in self.places for capacity in places.capacities)
        return frozenset((*named, *self.chair_may_not_be))


def _rule_problems(rule: CompositionRule) -> Iterator[InputProblem]:
    if not _NAME.fullmatch(rule.name):
        expected = "small letters, digits and single hyphens"
        yield InputProblem(expected, repr(rule.name), column="name")
    for name in ("title", "set_by"):
        if not getattr(rule, name).strip():
            yield InputProblem("some words", "nothing", column=name)
    for name in ("smallest", "largest", "term_years", "lasts_years"):
        given = getattr(rule, name)
        if given is not None and given < 1:
            yield InputProblem("a whole number of 1 or more", str(given), column=name)
    if rule.smallest is not None and rule.largest is not None and rule.largest < rule.smallest:
        expected = f"at least the smallest size, {rule.smallest}"
        yield InputProblem(expected, str(rule.largest), column="largest")
    if rule.chair not in get_args(Chair):
        yield InputProblem(f"one of {', '.join(get_args(Chair))}", repr(rule.chair), column="chair")
    if rule.chair_may_not_be and rule.chair == "not fixed":
        expected = "chair = 'one' or 'independent', where the chair is spoken of"
        yield InputProblem(expected, "'not fixed'", column="chair")
    ids = [statement.id for statement in rule.statements]
    if len(set(ids)) < len(ids):
        yield InputProblem("each id once", "one twice", column="statements")


def _places_problems(places: Places, column: str) -> Iterator[InputProblem]:
    if not all(places.capacities) or not places.capacities:
        yield InputProblem("a capacity, such as resident", "nothing", column=f"{column}.of")
    if places.least is None and places.most is None and places.share is None:
        yield InputProblem("least, most or share", "none of them", column=column)
    for name, lowest in (("least", 1), ("most", 0)):
        given = getattr(places, name)
        if given is not None and given < lowest:
            expected = f"a whole number of {lowest} or more"
            yield InputProblem(expected, str(given), column=f"{column}.{name}")
    if places.least is not None and places.most is not None and places.most < places.least:
        expected = f"at least {places.least}, the fewest"
        yield InputProblem(expected, str(places.most), column=f"{column}.most")
    if places.share is not None and not 0 < places.share <= 1:
        came = f"{places.share:g}"
        yield InputProblem("a share above 0, at most 1", came, column=f"{column}.share")
