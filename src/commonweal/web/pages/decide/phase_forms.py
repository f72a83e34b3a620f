"""Forms of a phase and its pots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from django import forms

from commonweal.decide import Bound
from commonweal.errors import InputError, InputProblem
from commonweal.parameters import number
from commonweal.web.pages.decide.sending import Day, text_area
from commonweal.web.record.counting_rules import COUNTING_RULES, rule_of, rule_text
from commonweal.web.record.models import Phase, Pot
from commonweal.web.record.phase_plans import DAYS, PhasePlan, PotPlan


class Money(forms.DecimalField):
    """Pounds, also as people write them: £5,000."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_digits=12,
            decimal_places=2,
            error_messages={"invalid": "Give pounds as a number, such as 2,500."},
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        """What the form begins with: 6,400, or 5,410.50; what was sent stays as it was sent."""
        return f"{value:,.2f}".removesuffix(".00") if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        """The amount, without the pound sign and what groups its digits."""
        bare = value.replace("£", "").replace(",", "").strip() if isinstance(value, str) else value
        found: Decimal | None = super().to_python(bare)
        return found


class PhaseForm(forms.Form):
    """A phase; the fields are those of `PhasePlan`."""

    title = forms.CharField(
        label="What the phase is called", max_length=120, help_text="For example: Spring fund 2026."
    )
    about = text_area(
        label="What the money is for",
        max_length=4_000,
        help_text="Where it comes from, what it may pay for, and what it may not.",
    )
    propose_from = Day(label=DAYS["propose_from"])
    propose_until = Day(label=DAYS["propose_until"])
    vote_from = Day(label=DAYS["vote_from"])
    vote_until = Day(label=DAYS["vote_until"])
    who_proposes = forms.ChoiceField(
        label="Who may send ideas",
        choices=Phase.Proposers.choices,
        initial=Phase.Proposers.RESIDENTS,
        widget=forms.RadioSelect,
    )
    eligibility = forms.ChoiceField(
        label="How we know that someone may vote",
        choices=Phase.Eligibility.choices,
        initial=Phase.Eligibility.POSTCODE,
        widget=forms.RadioSelect,
    )
    least_age = forms.IntegerField(
        label="Youngest age to vote",
        min_value=0,
        max_value=120,
        help_text="In years. In local elections in Scotland it is 16.",
    )
    ballot = forms.ChoiceField(
        label="What people do on the ballot paper",
        choices=Phase.Ballot.choices,
        initial=Phase.Ballot.APPROVAL,
        widget=forms.RadioSelect,
    )
    most_choices = forms.IntegerField(
        label="Most ideas that one person may choose",
        required=False,
        min_value=1,
        max_value=1_000,
        help_text="Leave it empty for no limit. It has no meaning where people spend the pot.",
    )
    points = forms.IntegerField(
        label="Points that each person shares out",
        required=False,
        min_value=1,
        max_value=1_000,
        help_text="Only where people share out points.",
    )
    may_change = forms.BooleanField(
        label="People may change their vote until voting closes",
        required=False,
        help_text="It helps people who are pressed to vote some way. Until the close a ballot can "
        "then be found again by its receipt.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["least_age"].initial = int(number("participation.least_age"))


class PotForm(forms.Form):
    """A pot; `rule`, `minimum_votes`, `floors` and `ceilings` become its rule of counting."""

    name = forms.CharField(
        label="What the pot is called", max_length=120, help_text="For example: Young people."
    )
    amount = Money(label="How much money it holds")
    ceiling = Money(
        label="Most that one idea may cost",
        required=False,
        help_text="Leave it empty to allow the whole pot.",
    )
    areas = forms.MultipleChoiceField(
        label="Whose residents may vote on it",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick none for the whole neighbourhood.",
    )
    categories = text_area(
        label="Categories",
        required=False,
        max_length=2_000,
        help_text="One on each line, such as “Parks and play”. Leave it empty for none.",
    )
    rule = forms.ChoiceField(
        label="How votes are counted",
        choices=[(rule.id, rule.title) for rule in COUNTING_RULES],
        initial=COUNTING_RULES[0].id,
        widget=forms.RadioSelect,
    )
    minimum_votes = forms.IntegerField(
        label="Fewest votes with which an idea can win",
        required=False,
        min_value=0,
        max_value=1_000_000,
    )
    ceilings = text_area(
        label="Most spending for a category",
        required=False,
        max_length=2_000,
        help_text="One on each line, such as “Parks and play: 6000”.",
    )
    floors = text_area(
        label="Least spending for a category",
        required=False,
        max_length=2_000,
        help_text="As above. Only “The set that spends most votes” can promise it.",
    )

    def __init__(self, *args: Any, areas: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["areas"].choices = areas


def phase_plan(sent: dict[str, Any]) -> PhasePlan:
    """The plan that a form says."""
    return PhasePlan(**sent)


def pot_plan(sent: dict[str, Any]) -> PotPlan:
    """The plan that a form says.

    Raises:
        InputError: a limit of a category cannot be read, or the rule cannot have it.
    """
    floors, ceilings = _bounds(sent["floors"], "floors"), _bounds(sent["ceilings"], "ceilings")
    rule = rule_text(
        sent["rule"], minimum_votes=sent["minimum_votes"] or 0, floors=floors, ceilings=ceilings
    )
    return PotPlan(
        name=sent["name"],
        amount=sent["amount"],
        ceiling=sent["ceiling"],
        areas=sent["areas"],
        categories=[line.strip() for line in sent["categories"].splitlines() if line.strip()],
        rule=rule,
    )


def pot_initial(pot: Pot) -> dict[str, Any]:
    """What the form of a pot begins with."""
    rule, spec = rule_of(pot.rule)
    return {
        "name": pot.name,
        "amount": pot.amount,
        "ceiling": pot.ceiling,
        "areas": pot.areas,
        "categories": "\n".join(pot.categories),
        "rule": rule.id if rule else "",
        "minimum_votes": spec.minimum_votes or None,
        "ceilings": _lines(spec.ceilings),
        "floors": _lines(spec.floors),
    }


def _lines(bounds: Iterable[Bound]) -> str:
    return "\n".join(f"{bound.category}: {float(bound.amount):.15g}" for bound in bounds)


def _bounds(text: str, column: str) -> list[Bound]:
    bounds, problems = [], []
    for line in filter(None, map(str.strip, text.splitlines())):
        category, _, amount = line.rpartition(":")
        try:
            pounds = Decimal(amount.replace("£", "").replace(",", "").strip())
            bounds.append(Bound(category.strip(), Fraction(pounds)))
        except (InvalidOperation, ValueError, OverflowError):
            expected = "lines such as “Parks and play: 6000”"
            problems.append(InputProblem(expected, repr(line[:60]), column=column))
    if problems:
        raise InputError(problems)
    return bounds
