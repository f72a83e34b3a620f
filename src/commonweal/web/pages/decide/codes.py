"""Voting codes: made, and shown or downloaded this once."""

from __future__ import annotations

import csv
import io
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from commonweal.web.access import able
from commonweal.web.pages.decide.lookup import phase_of
from commonweal.web.pages.decide.phases import area_names
from commonweal.web.pages.decide.sending import changed, show
from commonweal.web.record.abilities import Ability
from commonweal.web.record.changes.voting import MOST_CODES, make_codes
from commonweal.web.record.models import Neighbourhood, Phase

FORMS = (
    ("slips", "Slips to print and cut"),
    ("csv", "A file for a mail merge or a spreadsheet (CSV)"),
)
ENDED = (Phase.State.CLOSED, Phase.State.DECIDED)


class CodesForm(forms.Form):
    """How many codes, for whom, and in which form."""

    number = forms.IntegerField(
        label="How many codes?",
        min_value=1,
        max_value=MOST_CODES,
        help_text=f"One for each voter, {MOST_CODES:,} at most at a time.",
        error_messages={
            "required": "Enter how many codes you need.",
            "min_value": "Enter 1 or more.",
            "max_value": f"Enter {MOST_CODES:,} or fewer.",
        },
    )
    form = forms.ChoiceField(
        label="How do you want them?", choices=FORMS, widget=forms.RadioSelect, initial="slips"
    )

    def __init__(self, areas: list[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if areas:
            self.fields["area"] = forms.ChoiceField(
                label="Where do their voters live?",
                choices=[("", "Choose an area"), *areas],
                help_text="Not everyone votes on the same pots here, so each code is for one area.",
                error_messages={"required": "Choose the area whose voters get these codes."},
            )


@able(Ability.SET_PHASES)
def codes(request: HttpRequest, place: Neighbourhood, phase: str) -> HttpResponse:
    """Make voting codes. The answer is the only time that they are told."""
    found = phase_of(place, phase)
    areas = area_names(place) if _by_area(found) else {}
    form = CodesForm(list(areas.items()), request.POST or None)
    usable = found.eligibility != Phase.Eligibility.POSTCODE and found.state not in ENDED
    if request.method == "POST" and usable and form.is_valid():
        sent = form.cleaned_data
        area = sent.get("area", "")
        made = changed(form, lambda: make_codes(request.user, found, sent["number"], area))
        if made is not None:
            answer = _file if sent["form"] == "csv" else _slips
            return answer(request, found, made, areas.get(area, ""))
    given = found.codes.count()
    return show(
        request, "decide/codes.html", form, place=place, phase=found, usable=usable, given=given
    )


def _slips(request: HttpRequest, phase: Phase, made: list[str], area: str) -> HttpResponse:
    context = {
        "place": phase.neighbourhood,
        "phase": phase,
        "codes": made,
        "area": area,
        "address": _address(request, phase),
    }
    return render(request, "decide/codes_slips.html", context)


def _file(request: HttpRequest, phase: Phase, made: list[str], area: str) -> HttpResponse:
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(("code", "area", "address"))
    rows.writerows((code, area, _address(request, phase)) for code in made)
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{phase.slug}-codes.csv"'
    return answer


def _by_area(phase: Phase) -> bool:
    return any(pot.areas for pot in phase.pots.all())


def _address(request: HttpRequest, phase: Phase) -> str:
    where = {"place": phase.neighbourhood.slug, "phase": phase.slug}
    return request.build_absolute_uri(reverse("vote", kwargs=where))
