"""Phases: the public page of one, and the forms with which a chair prepares and publishes it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from commonweal.errors import CommonwealError
from commonweal.web.access import able, public
from commonweal.web.pages.decide.acting import abilities_of, act, atlas_or_none
from commonweal.web.pages.decide.lookup import phase_of, place_of
from commonweal.web.pages.decide.now import now_of
from commonweal.web.pages.decide.phase_forms import (
    PhaseForm,
    PotForm,
    phase_plan,
    pot_initial,
    pot_plan,
)
from commonweal.web.pages.decide.phase_words import (
    ballot_words,
    pot_words,
    proposers_words,
    voters_words,
)
from commonweal.web.pages.decide.proposal_list import chosen_list, map_of
from commonweal.web.pages.decide.sending import changed, show
from commonweal.web.record.abilities import Ability
from commonweal.web.record.changes import phases as changes
from commonweal.web.record.changes.proposals import open_on
from commonweal.web.record.counting_rules import BY_ID
from commonweal.web.record.models import Neighbourhood, Phase, Pot
from commonweal.web.record.phase_plans import plan_of, unready


@public
def phases(request: HttpRequest, place: str) -> HttpResponse:
    """Every phase of a neighbourhood, with drafts for those who may read them."""
    found = place_of(place)
    can = abilities_of(request, found)
    rows = found.phases.all() if can["READ_LOG"] else found.phases.exclude(state="draft")
    return render(request, "decide/phases.html", {"place": found, "phases": rows, "can": can})


@public
def phase(request: HttpRequest, place: str, phase: str) -> HttpResponse:
    """One phase: its rules in plain words, what to do next, its ideas."""
    found = place_of(place)
    can = abilities_of(request, found)
    shown = phase_of(found, phase, drafts=can["READ_LOG"])
    today = timezone.localdate()
    listing = chosen_list(shown, request.GET)
    context = {
        "place": found,
        "phase": shown,
        "can": can,
        "draft": shown.state == Phase.State.DRAFT,
        "now": None if shown.state == Phase.State.DRAFT else now_of(shown, today),
        "open": open_on(shown, today),
        "last_day": shown.state == Phase.State.PROPOSING and today >= shown.propose_until,
        "listing": listing,
        "map": map_of(shown, listing.proposals),
        "gone": shown.proposals.filter(state__in=("hidden", "withdrawn")),
        **_words(shown),
    }
    return render(request, "decide/phase.html", context)


@able(Ability.SET_PHASES)
def new_phase(request: HttpRequest, place: Neighbourhood) -> HttpResponse:
    """Prepare a phase."""
    form = PhaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        plan = phase_plan(form.cleaned_data)
        made = changed(form, lambda: changes.prepare(request.user, place, plan))
        if made is not None:
            messages.success(request, "The phase is prepared. Now add the money: a pot.")
            return redirect("pot-new", place=place.slug, phase=made.slug)
    return show(request, "decide/phase_form.html", form, place=place, new=True)


@able(Ability.SET_PHASES)
def edit_phase(request: HttpRequest, place: Neighbourhood, phase: str) -> HttpResponse:
    """Change a draft."""
    found = _draft(place, phase)
    form = PhaseForm(request.POST or None, initial=asdict(plan_of(found)))
    if request.method == "POST" and form.is_valid():
        plan = phase_plan(form.cleaned_data)
        if changed(form, lambda: changes.change(request.user, found, plan)) is not None:
            messages.success(request, "The draft is changed.")
            return _to(found)
    return show(request, "decide/phase_form.html", form, place=place, phase=found, new=False)


@able(Ability.SET_PHASES)
def new_pot(request: HttpRequest, place: Neighbourhood, phase: str) -> HttpResponse:
    """Add a pot to a draft."""
    found = _draft(place, phase)
    form = PotForm(request.POST or None, areas=_area_choices(place))

    def add() -> Pot:
        return changes.add_pot(request.user, found, pot_plan(form.cleaned_data))

    if request.method == "POST" and form.is_valid() and changed(form, add) is not None:
        messages.success(request, "The pot is added.")
        return _to(found)
    return _pot_page(request, form, found)


@able(Ability.SET_PHASES)
def edit_pot(request: HttpRequest, place: Neighbourhood, phase: str, pot: str) -> HttpResponse:
    """Change a pot of a draft."""
    found = _draft(place, phase)
    row = get_object_or_404(Pot, phase=found, slug=pot)
    form = PotForm(request.POST or None, areas=_area_choices(place), initial=pot_initial(row))

    def change() -> Pot:
        return changes.change_pot(request.user, row, pot_plan(form.cleaned_data))

    if request.method == "POST" and form.is_valid() and changed(form, change) is not None:
        messages.success(request, "The pot is changed.")
        return _to(found)
    return _pot_page(request, form, found, row)


@able(Ability.SET_PHASES)
def remove_pot(request: HttpRequest, place: Neighbourhood, phase: str, pot: str) -> HttpResponse:
    """Take a pot out of a draft."""
    found = _draft(place, phase)
    row = get_object_or_404(Pot, phase=found, slug=pot)
    told = f"The pot {row.name} is taken out."
    return act(request, lambda: changes.remove_pot(request.user, row), told, _to(found))


@able(Ability.SET_PHASES)
def publish(request: HttpRequest, place: Neighbourhood, phase: str) -> HttpResponse:
    """Read the rules once more, then publish them: they do not change afterwards."""
    found = _draft(place, phase)
    problems: list[str] = []
    if request.method == "POST":
        try:
            changes.publish(request.user, found)
        except CommonwealError as error:
            problems = str(error).splitlines()
        else:
            messages.success(request, "The phase is published. Its rules are fixed from now on.")
            return _to(found)
    missing = list(unready(found, list(found.pots.all()), timezone.localdate()))
    context = {
        "place": place,
        "phase": found,
        "problems": problems,
        "missing": missing,
        **_words(found),
    }
    status = 422 if problems else 200
    return render(request, "decide/phase_publish.html", context, status=status)


@able(Ability.SET_PHASES)
def close_proposals(request: HttpRequest, place: Neighbourhood, phase: str) -> HttpResponse:
    """Close the list of ideas."""
    found = phase_of(place, phase)
    told = "The list of ideas is closed. Now each of them is checked."
    return act(request, lambda: changes.close_proposals(request.user, found), told, _to(found))


def area_names(place: Neighbourhood) -> dict[str, str]:
    """Names of the small areas of a neighbourhood; their codes where there is no atlas."""
    kept = atlas_or_none()
    if kept is None:
        return {code: code for code in place.areas}
    names = {}
    for code in place.areas:
        try:
            names[code] = kept.atlas.area(code).name
        except CommonwealError:
            names[code] = code
    return names


def _words(phase: Phase) -> dict[str, Any]:
    names = area_names(phase.neighbourhood)
    pots = [pot_words(pot, names) for pot in phase.pots.all()]
    return {
        "pots": pots,
        "total": sum(words.pot.amount for words in pots),
        "ballot": ballot_words(phase),
        "proposers": proposers_words(phase),
        "voters": voters_words(phase),
    }


def _draft(place: Neighbourhood, slug: str) -> Phase:
    """A phase that is not published; a published one has no such form."""
    found = phase_of(place, slug, drafts=True)
    if found.state != Phase.State.DRAFT:
        raise Http404
    return found


def _area_choices(place: Neighbourhood) -> list[tuple[str, str]]:
    return sorted(area_names(place).items(), key=lambda pair: pair[1])


def _pot_page(
    request: HttpRequest, form: PotForm, phase: Phase, pot: Pot | None = None
) -> HttpResponse:
    context = {"place": phase.neighbourhood, "phase": phase, "pot": pot, "rules": BY_ID}
    return show(request, "decide/phase_pot.html", form, **context)


def _to(phase: Phase) -> HttpResponse:
    answer: HttpResponse = redirect("phase", place=phase.neighbourhood.slug, phase=phase.slug)
    return answer
