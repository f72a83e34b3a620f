"""Which forms of governance are open to a neighbourhood, side by side."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonweal.decide.governance import Comparison, Place, compare
from commonweal.parameters import parameter
from commonweal.web.access import public
from commonweal.web.pages.decide.board_forms import said, yes_no
from commonweal.web.pages.decide.lookup import place_of
from commonweal.web.pages.decide.sending import WRONG, changed
from commonweal.web.record.abilities import Ability, may
from commonweal.web.record.models import Neighbourhood

MARKS = {"open": "Open", "depends": "It depends", "not open": "Not open"}


class AskedForm(forms.Form):
    """What a reader says of the neighbourhood; nothing of it is kept."""

    electors = forms.IntegerField(
        label="Local government electors",
        required=False,
        min_value=1,
        max_value=10_000_000,
        help_text="People on the electoral register. The council's electoral office knows.",
    )
    parished = yes_no("Is any part of it in a parish?")
    in_programme = yes_no("Is it a Pride in Place neighbourhood?")
    has_forum = yes_no("Is there a neighbourhood forum?")
    reviewed_lately = yes_no("Has the council lately held a community governance review here?")


@public
def governance(request: HttpRequest, place: str) -> HttpResponse:
    """The comparison, with what the record knows and what the reader adds."""
    found = place_of(place)
    known = {"electors": found.electors, "parished": said(found.parished)}
    form = AskedForm({**known, **_given(request)})
    comparison = None
    if form.is_valid():
        comparison = changed(form, lambda: _compare(found, form.cleaned_data))
    context = {
        "place": found,
        "form": form,
        "comparison": comparison or compare(Place(found.name, found.population)),
        "marks": MARKS,
        "petition": parameter("governance.petition_middle"),
        "keeps": may(request.user, Ability.KEEP_BOARD, found),
    }
    status = WRONG if form.errors else 200
    return render(request, "decide/governance.html", context, status=status)


def _given(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in AskedForm.base_fields if name in request.GET}


def _compare(place: Neighbourhood, given: dict[str, Any]) -> Comparison:
    return compare(Place(place.name, place.population, **given))
