"""Forms of a proposal and of what people say about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms

from commonweal.errors import InputError, InputProblem
from commonweal.web.data import held
from commonweal.web.data.spots import Spot, find_spot, refuse_far
from commonweal.web.pages.decide.phase_forms import Money
from commonweal.web.pages.decide.sending import text_area
from commonweal.web.record.changes.comments import LONGEST
from commonweal.web.record.changes.proposals import ProposalText
from commonweal.web.record.models import Phase, Pot, Proposal
from commonweal.web.record.pictures import Picture, clean, refuse_large

Found = TypeVar("Found")


class ProposalForm(forms.Form):
    """A proposal; pot and category are asked only where there is a choice."""

    pot = forms.ModelChoiceField(
        label="Which pot should pay",
        queryset=Pot.objects.none(),
        empty_label=None,
        to_field_name="slug",
        widget=forms.RadioSelect,
    )
    title = forms.CharField(
        label="Your idea in a few words",
        max_length=100,
        help_text="For example: Benches by the pond.",
    )
    summary = text_area(
        label="Your idea in one or two sentences",
        max_length=300,
        help_text="What it is and who it is for. It stands on the list and on the ballot paper.",
    )
    text = text_area(
        label="More about it",
        required=False,
        max_length=10_000,
        help_text="What would be done, who would do it, and how it would be looked after.",
    )
    cost = Money(label="What it would cost", help_text="Your best guess; it will be checked.")
    category = forms.ChoiceField(label="Category", required=False)
    where = forms.CharField(
        label="Where it would be",
        required=False,
        max_length=120,
        help_text="In words, such as “Rose Park, by the gate”.",
    )
    spot = forms.CharField(
        label="Where it is on the map",
        required=False,
        max_length=60,
        help_text="The nearest postcode, or latitude and longitude such as 52.4814, -1.8998. "
        "Not your home, unless you want it shown.",
    )
    picture = forms.FileField(
        label="A picture",
        required=False,
        help_text="A JPEG, PNG or WebP of 8 megabytes at most. Ask people in it first. We take "
        "out what the camera noted, such as the place and time.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    alt = forms.CharField(
        label="What the picture shows",
        required=False,
        max_length=200,
        help_text="In words, for people who cannot see it.",
    )
    drop_picture = forms.BooleanField(label="Take the picture away", required=False)
    named = forms.BooleanField(
        label="Show my name beside the idea",
        required=False,
        help_text="Otherwise the page does not say who sent it.",
    )

    def __init__(self, *args: Any, phase: Phase, pictured: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if not pictured:
            del self.fields["drop_picture"]
        pots = phase.pots.all()
        self.fields["pot"].queryset = pots
        self.fields["pot"].label_from_instance = _pot_label
        names = sorted({name for pot in pots for name in pot.categories})
        self.fields["category"].choices = [("", "Choose one"), *((name, name) for name in names)]
        if len(pots) == 1:
            self.fields["pot"].initial = pots[0]
            self.fields["pot"].widget = forms.HiddenInput()
            self.initial.setdefault("pot", pots[0].slug)
        self.fields["category"].required = all(pot.categories for pot in pots)
        if not names:
            del self.fields["category"]
        limits = [f"{pot.name}: £{pot.ceiling:,.0f} at most." for pot in pots if pot.ceiling]
        self.fields["cost"].help_text = " ".join((self.fields["cost"].help_text, *limits))


class CommentForm(forms.Form):
    """A comment."""

    text = text_area(
        label="Your comment",
        max_length=LONGEST,
        help_text="Everyone can read it, with your name. Be kind, and leave out other people's "
        "private matters.",
    )


def proposal_text(sent: dict[str, Any], phase: Phase) -> ProposalText:
    """What a form says, its place found and its picture made safe.

    Raises:
        InputError: the place or the picture cannot be used; carries both.
        AtlasMissing: a place is given and there is no atlas to find it in.
    """
    problems: list[InputProblem] = []
    spot = _tried(problems, lambda: _spot(sent["spot"], phase))
    picture = _tried(problems, lambda: _picture(sent["picture"]))
    if problems:
        raise InputError(problems)
    return ProposalText(
        pot=sent["pot"],
        title=sent["title"],
        summary=sent["summary"],
        text=sent["text"],
        cost=sent["cost"],
        category=sent.get("category", ""),
        where=sent["where"],
        longitude=spot.longitude if spot else None,
        latitude=spot.latitude if spot else None,
        named=sent["named"],
        picture=picture,
        drop_picture=sent.get("drop_picture", False),
        alt=sent["alt"],
    )


def proposal_initial(proposal: Proposal) -> dict[str, Any]:
    """What the form of a proposal begins with."""
    names = ("title", "summary", "text", "cost", "category", "where")
    image = proposal.images.defer("content").first()
    placed = proposal.latitude is not None and proposal.longitude is not None
    return {
        **{name: getattr(proposal, name) for name in names},
        "pot": proposal.pot.slug,
        "spot": f"{proposal.latitude}, {proposal.longitude}" if placed else "",
        "alt": image.alt if image else "",
        "named": bool(proposal.author),
    }


def _tried(problems: list[InputProblem], find: Callable[[], Found | None]) -> Found | None:
    try:
        return find()
    except InputError as error:
        problems.extend(error.problems)
        return None


def _spot(text: str, phase: Phase) -> Spot | None:
    if not text.strip():
        return None
    place = phase.neighbourhood
    spot = find_spot(held(), text)
    refuse_far(held(), place.geography, place.areas, spot)
    return spot


def _picture(upload: Any) -> Picture | None:
    if not upload:
        return None
    refuse_large(upload.size)
    return clean(upload.read())


def _pot_label(pot: Pot) -> str:
    return f"{pot.name} (£{pot.amount:,.0f})"
