"""Forms of a neighbourhood, its board, members and interests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from commonweal.decide.boards import CAPACITIES, CompositionRule, published_rules
from commonweal.web.pages.decide.sending import Day, text_area
from commonweal.web.record.models import Board, Member, Person
from commonweal.web.words import first_letter

YES_NO = (("yes", "Yes"), ("no", "No"), ("", "Not known"))
FLAGS = {"yes": True, "no": False}
OWN_RULE = "own"


def yes_no(label: str, **options: Any) -> forms.TypedChoiceField:
    """A question with the answers yes, no and not known."""
    return forms.TypedChoiceField(
        label=label,
        choices=YES_NO,
        coerce=FLAGS.get,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        **options,
    )


def said(flag: bool | None) -> str:
    """A flag as the answer to such a question."""
    return "" if flag is None else "yes" if flag else "no"


class FactsForm(forms.Form):
    """What is known of a neighbourhood."""

    name = forms.CharField(label="Name", max_length=120)
    electors = forms.IntegerField(
        label="Local government electors",
        required=False,
        min_value=1,
        help_text="People on the electoral register. The council's electoral office knows. It "
        "decides how many must sign a petition for a parish council.",
    )
    parished = yes_no("Is any part of it in a parish?")


class PlaceForm(FactsForm):
    """A neighbourhood to be added."""

    name = forms.CharField(
        label="Name",
        max_length=120,
        required=False,
        help_text="Leave it empty to use the name that the atlas has.",
    )
    areas = text_area(
        label="Which areas",
        max_length=4_000,
        help_text="The id of a neighbourhood to act on, or codes of wards, MSOAs or small areas "
        "(LSOA 2021), with spaces or on lines of their own.",
    )
    field_order = ("areas", "name", "electors", "parished")


class BoardForm(forms.Form):
    """A board; `statements` are what its rule asks it to declare."""

    name = forms.CharField(label="Name of the board", max_length=120)
    purpose = text_area(label="What it is for", required=False, max_length=4_000)
    formed = Day(label="Formed, or last set up again, on")
    rule = forms.ChoiceField(label="Rule for who must sit on it", widget=forms.RadioSelect)
    own_rule = text_area(
        label="Your own rule",
        required=False,
        max_length=20_000,
        help_text="Only if you chose your own rule: as TOML. See the example above.",
    )

    def __init__(self, *args: Any, rule: CompositionRule | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        shipped = [(each.name, each.title) for each in published_rules()]
        self.fields["rule"].choices = [*shipped, (OWN_RULE, "Our own rule, written below")]
        if rule is not None and rule.statements:
            self.fields["declared"] = forms.MultipleChoiceField(
                label="What the board declares",
                help_text=f"Asked for by the rule: {rule.title}. Tick what is so.",
                choices=[(each.id, first_letter(each.text)) for each in rule.statements],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )


class MemberForm(forms.Form):
    """A member's place on a board."""

    name = forms.CharField(
        label="Name", max_length=80, help_text="Everybody can read it on the board's page."
    )
    position = forms.ChoiceField(
        label="Place on the board", choices=Member.Position.choices, widget=forms.RadioSelect
    )
    capacities = forms.MultipleChoiceField(
        label="Whom they speak for",
        help_text="Tick all that hold.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    lives_here = forms.BooleanField(label="Lives in the neighbourhood", required=False)
    since = Day(label="First day of the term")
    until = Day(
        label="Last day of the term",
        required=False,
        help_text="Leave it empty if none is set. To end a term, give its last day.",
    )
    account = forms.ModelChoiceField(
        label="Account",
        queryset=Person.objects.none(),
        required=False,
        empty_label="No account",
        help_text="So that they can declare their own interests. People appear here once they "
        "have taken up an invitation to this neighbourhood.",
    )

    def __init__(self, *args: Any, board: Board, rule: CompositionRule | None, **options: Any):
        super().__init__(*args, **options)
        self.fields["capacities"].choices = capacity_choices(rule)
        holders = Person.objects.filter(roles__neighbourhood=board.neighbourhood).distinct()
        self.fields["account"].queryset = holders.order_by("name")


class InterestForm(forms.Form):
    """An interest of one of some members."""

    member = forms.ModelChoiceField(label="Member", queryset=Member.objects.none())
    text = forms.CharField(
        label="What could sway them",
        max_length=400,
        help_text="For example: runs a shop on the high street. Everybody can read it.",
    )
    declared = Day(label="Declared on")

    def __init__(self, *args: Any, members: Sequence[Member], **options: Any) -> None:
        super().__init__(*args, **options)
        keys = [member.pk for member in members]
        field = self.fields["member"]
        field.queryset = Member.objects.filter(pk__in=keys)
        field.label_from_instance = _member_name
        field.empty_label = None if len(members) == 1 else "Choose a member"


class EndForm(forms.Form):
    """The day something ended."""

    ended = Day(label="Ended on")


def capacity_choices(rule: CompositionRule | None) -> list[tuple[str, str]]:
    """Capacities to tick: those the rule speaks of first, then all others."""
    named = sorted(rule.capacities()) if rule else []
    names = dict.fromkeys([*named, *CAPACITIES])
    return [(name, first_letter(capacity_words(name))) for name in names if name != "resident"]


def capacity_words(name: str) -> str:
    """One capacity as people say it."""
    return CAPACITIES.get(name, (f"{name} member", ""))[0]


def _member_name(member: Member) -> str:
    return str(member.name)
