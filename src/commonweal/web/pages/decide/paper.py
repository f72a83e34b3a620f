"""Ballots on paper and with help: entering them, and what is printed for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.web.access import able
from commonweal.web.pages.decide.ballot_papers import as_typed, choices_sent, choices_typed, pounds
from commonweal.web.pages.decide.booth import Booth, fill_in, read_said, show_check, sign, words_of
from commonweal.web.pages.decide.lookup import phase_of
from commonweal.web.pages.decide.phase_words import ballot_words
from commonweal.web.pages.decide.sending import WRONG, in_words
from commonweal.web.pages.decide.vote_forms import Eligibility
from commonweal.web.record.abilities import Ability
from commonweal.web.record.changes import voting as changes
from commonweal.web.record.eligibility import Claim, right_to_vote
from commonweal.web.record.models import Neighbourhood, Phase, Pot, Roll
from commonweal.web.record.papers import Choice, check_papers, standing

CHANNELS = (
    ("paper", "A ballot paper that they filled in"),
    ("assisted", "With help: they told me what they choose"),
)
POT = "pot."
HOW = {
    "points": "Numbers with their points, such as 3=5, 7=2.",
    "ranked": "Numbers of the ideas, the most wanted first, such as 7, 3, 12.",
}
NUMBERS = "Numbers of the ideas, such as 3, 7, 12."


class EntryForm(forms.Form):
    """Who the voter is, how their ballot came, and what it says for each pot."""

    channel = forms.ChoiceField(
        label="How does the ballot come?", choices=CHANNELS, widget=forms.RadioSelect
    )
    name = forms.CharField(
        label="The voter’s full name",
        max_length=80,
        error_messages={"required": "Enter the voter’s full name."},
    )
    postcode = forms.CharField(
        label="The voter’s postcode",
        max_length=10,
        error_messages={"required": "Enter the voter’s postcode."},
    )
    code = forms.CharField(
        label="The voter’s code",
        max_length=30,
        error_messages={"required": "Enter the voter’s code."},
    )

    def __init__(self, phase: Phase, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if phase.eligibility == Eligibility.CODE:
            del self.fields["name"], self.fields["postcode"]
        if phase.eligibility == Eligibility.POSTCODE:
            del self.fields["code"]
        if phase.eligibility == Eligibility.EITHER:
            self.fields["code"].required = False
        self.fields["old_enough"] = forms.BooleanField(
            required=False, label=f"They say that they are {phase.least_age} or older"
        )
        pots = list(phase.pots.all())
        for pot in pots:
            self.fields[f"{POT}{pot.slug}"] = forms.CharField(
                required=False,
                max_length=2_000,
                label=f"The choices for {pot.name}" if len(pots) > 1 else "The choices",
                help_text=HOW.get(phase.ballot, NUMBERS) + " Leave it empty for a blank ballot.",
            )

    def texts(self) -> dict[str, str]:
        """What was typed for each pot."""
        sent = self.cleaned_data.items()
        return {name.removeprefix(POT): text for name, text in sent if name.startswith(POT)}


@able(Ability.ENTER_PAPER)
def paper(request: HttpRequest, place: Neighbourhood, phase: str) -> HttpResponse:
    """Enter a paper ballot, or one that somebody casts with help."""
    found = phase_of(place, phase)
    if request.method != "POST" or found.state != Phase.State.VOTING:
        return _entry(request, found, EntryForm(found, initial={"channel": "paper"}))
    if request.POST.get("step", "enter") == "enter":
        return _enter(request, found)
    try:
        said = read_said(request, found, "paper")
        claim = _claim(request, said.fields)
        pots = right_to_vote(found, claim).pots
    except (InputError, MethodNotApplicable) as error:
        form = EntryForm(found, initial={"channel": "paper"})
        return _entry(request, found, form, words_of(error))
    if request.POST["step"] == "back":
        return _again(request, found, said.fields)
    booth = Booth(found, pots, said, "paper", _address(found))
    return fill_in(request, booth, lambda choices: _send(request, found, claim, choices))


@able(Ability.ENTER_PAPER)
def blank(request: HttpRequest, place: Neighbourhood, phase: str) -> HttpResponse:
    """A ballot paper and a voter's slip to print, one pot after the other."""
    found = phase_of(place, phase)
    papers = [
        (pot, pounds(pot.amount), [(one, pounds(one.cost)) for one in standing(pot)])
        for pot in found.pots.all()
    ]
    context = {"place": place, "phase": found, "papers": papers, "task": ballot_words(found)}
    return render(request, "decide/paper_blank.html", context)


def _enter(request: HttpRequest, phase: Phase) -> HttpResponse:
    """Read what was typed; if it fits, show it in words to be checked."""
    form = EntryForm(phase, request.POST)
    if not form.is_valid():
        return _entry(request, phase, form)
    try:
        pots = right_to_vote(phase, _claim(request, form.cleaned_data)).pots
        choices = choices_typed(phase, form.texts())
        check_papers(phase, pots, choices)
    except InputError as error:
        _tell(form, error)
        return _entry(request, phase, form)
    kept = ("channel", "name", "postcode", "code", "old_enough")
    fields = {name: form.cleaned_data[name] for name in kept if name in form.cleaned_data}
    said = sign(request, phase, "paper", fields)
    return show_check(request, Booth(phase, pots, said, "paper", _address(phase)), choices)


def _again(request: HttpRequest, phase: Phase, fields: Mapping[str, Any]) -> HttpResponse:
    """The form once more, with what was entered."""
    try:
        typed = as_typed(choices_sent(phase, request.POST))
    except InputError:
        typed = {}
    again = {f"{POT}{slug}": text for slug, text in typed.items()}
    return _entry(request, phase, EntryForm(phase, initial={**fields, **again}))


def _send(
    request: HttpRequest, phase: Phase, claim: Claim, choices: dict[str, Choice]
) -> HttpResponse:
    """Take the ballot. The receipt is in this answer and nowhere else."""
    receipt = changes.cast(phase, claim, choices)
    context = {"place": phase.neighbourhood, "phase": phase, "receipt": receipt}
    return render(request, "decide/paper_receipt.html", {**context, "entered": _entered(phase)})


def _claim(request: HttpRequest, fields: Mapping[str, Any]) -> Claim:
    return Claim(
        name=fields.get("name", ""),
        postcode=fields.get("postcode", ""),
        code=fields.get("code", ""),
        old_enough=fields["old_enough"],
        channel=fields["channel"],
        entered_by=request.user,
    )


def _tell(form: EntryForm, error: InputError) -> None:
    """Put each problem to its field."""
    for problem in error.problems:
        names = (problem.column, f"{POT}{problem.column}")
        field = next((name for name in names if name in form.fields), None)
        form.add_error(field, in_words(problem, named=field is None))


def _entry(
    request: HttpRequest, phase: Phase, form: EntryForm, stopped: list[str] | None = None
) -> HttpResponse:
    context = {
        "place": phase.neighbourhood,
        "phase": phase,
        "form": form,
        "stopped": stopped or [],
        "entered": _entered(phase),
        "open": phase.state == Phase.State.VOTING,
        "pots": _listed(phase),
    }
    status = WRONG if form.errors or stopped else 200
    return render(request, "decide/paper.html", context, status=status)


def _entered(phase: Phase) -> dict[str, int]:
    """How many ballots were entered here in each way. Who entered which is not told."""
    rows = Roll.objects.filter(phase=phase).values_list("channel").annotate(Count("id"))
    return {"paper": 0, "assisted": 0, **dict(rows)}


def _listed(phase: Phase) -> list[tuple[Pot, list[Any]]]:
    """What stands in each pot, by number, to look up while entering."""
    return [(pot, standing(pot)) for pot in phase.pots.all()]


def _address(phase: Phase) -> str:
    return reverse("paper", kwargs={"place": phase.neighbourhood.slug, "phase": phase.slug})
