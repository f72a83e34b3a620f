"""What a board decides about a phase and its pots, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from itertools import pairwise

from django.utils.text import slugify

from commonweal.errors import InputError, InputProblem
from commonweal.web.record.counting_rules import rule_of
from commonweal.web.record.models import Neighbourhood, Phase, Pot
from commonweal.web.words import told_day

DAYS = {
    "propose_from": "First day for ideas",
    "propose_until": "Last day for ideas",
    "vote_from": "First day of voting",
    "vote_until": "Last day of voting",
}
LONGEST_CATEGORY = 60  # letters that the column of a proposal holds


@dataclass(frozen=True, slots=True, kw_only=True)
class PhasePlan:
    """What a board decides about a phase; the fields are those of `Phase`."""

    title: str
    about: str = ""
    propose_from: date
    propose_until: date
    vote_from: date
    vote_until: date
    ballot: str = "approval"
    most_choices: int | None = None
    points: int | None = None
    who_proposes: str = "residents"
    eligibility: str = "postcode"
    least_age: int
    may_change: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PotPlan:
    """What a board decides about a pot; the fields are those of `Pot`."""

    name: str
    amount: Decimal
    ceiling: Decimal | None = None
    areas: Sequence[str] = ()
    categories: Sequence[str] = ()
    rule: str


def plan_of(phase: Phase) -> PhasePlan:
    """A phase as its plan."""
    return PhasePlan(**{field.name: getattr(phase, field.name) for field in fields(PhasePlan)})


def pot_plan_of(pot: Pot) -> PotPlan:
    """A pot as its plan."""
    return PotPlan(**{field.name: getattr(pot, field.name) for field in fields(PotPlan)})


def phase_problems(plan: PhasePlan) -> Iterator[InputProblem]:
    """What is wrong with a phase as a plan."""
    if not slugify(plan.title):
        yield InputProblem("a title with letters in it", repr(plan.title), column="title")
    days = [(name, getattr(plan, name)) for name in DAYS]
    for (earlier, first), (later, second) in pairwise(days):
        if second < first:
            came = f"{told_day(second)}, before {told_day(first)} ({DAYS[earlier]})"
            yield InputProblem(f"a day for “{DAYS[later]}” in order", came, column=later)
    if plan.ballot == "points" and not plan.points:
        yield InputProblem("how many points each voter shares out", "none", column="points")
    if plan.most_choices == 0:
        yield InputProblem("1 choice or more, or no limit", "0", column="most_choices")


def pot_problems(place: Neighbourhood, plan: PotPlan) -> Iterator[InputProblem]:
    """What is wrong with a pot as a plan, in its neighbourhood."""
    if not slugify(plan.name):
        yield InputProblem("a name with letters in it", repr(plan.name), column="name")
    if plan.amount <= 0:
        yield InputProblem("more than £0", f"£{plan.amount:,}", column="amount")
    if plan.ceiling is not None and not 0 < plan.ceiling <= plan.amount:
        expected = f"more than £0 and no more than the pot, £{plan.amount:,}"
        yield InputProblem(expected, f"£{plan.ceiling:,}", column="ceiling")
    for code in plan.areas:
        if code not in place.areas:
            yield InputProblem(f"an area of {place.name}", repr(code)[:20], column="areas")
    yield from _category_problems(plan.categories)
    yield from _rule_problems(plan)


def _category_problems(categories: Sequence[str]) -> Iterator[InputProblem]:
    for category in categories:
        # Files of elections put commas between the categories of a project.
        if "," in category or ";" in category or not 0 < len(category) <= LONGEST_CATEGORY:
            expected = f"categories of 1 to {LONGEST_CATEGORY} letters without commas"
            yield InputProblem(expected, repr(category), column="categories")
    if len({category.casefold() for category in categories}) < len(categories):
        yield InputProblem("each category once", ", ".join(categories), column="categories")


def _rule_problems(plan: PotPlan) -> Iterator[InputProblem]:
    try:
        rule, spec = rule_of(plan.rule)
    except InputError as error:
        yield from error.problems
        return
    if rule is None:
        yield InputProblem("a rule of the list", f"{spec.rule} {spec.completion}", column="rule")
    for column in ("floors", "ceilings"):
        for bound in getattr(spec, column):
            if bound.category not in plan.categories:
                expected = "a category of this pot"
                yield InputProblem(expected, repr(bound.category), column=column)
    if spec.floors and spec.rule != "knapsack":
        expected = "no least spending, or the rule “The set that spends most votes”"
        hint = "Other rules take ideas one at a time and cannot promise it."
        yield InputProblem(expected, "least spending", column="floors", hint=hint)
    if sum(bound.amount for bound in spec.floors) > plan.amount:
        yield InputProblem("least spending that the pot can pay", "more", column="floors")


def unready(phase: Phase, pots: list[Pot], today: date) -> Iterator[InputProblem]:
    """What keeps a draft from being published on a day."""
    if not phase.about.strip():
        yield InputProblem("what the money is for, in words", "nothing", column="about")
    if phase.propose_from < today:
        expected = f"{DAYS['propose_from']} today or later"
        hint = "Residents must be able to read the rules before anyone proposes."
        came = told_day(phase.propose_from)
        yield InputProblem(expected, came, column="propose_from", hint=hint)
    if not pots:
        yield InputProblem("at least one pot", "none", column="pots")
    yield from phase_problems(plan_of(phase))
    for pot in pots:
        yield from pot_problems(phase.neighbourhood, pot_plan_of(pot))
