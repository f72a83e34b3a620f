"""Where people decide: all neighbourhoods that have begun, and the front page of one."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from commonweal.errors import CommonwealError
from commonweal.web.access import able, public
from commonweal.web.data import held
from commonweal.web.data.deciding import Chosen, chosen_areas, names_of
from commonweal.web.pages.decide.board_forms import FactsForm, PlaceForm, said
from commonweal.web.pages.decide.boards import live_check
from commonweal.web.pages.decide.lookup import place_of
from commonweal.web.pages.decide.now import Now, now_of
from commonweal.web.pages.decide.sending import changed, show
from commonweal.web.pages.decide.tasks import tasks_of
from commonweal.web.record.abilities import Ability, may
from commonweal.web.record.changes.places import Facts, add_place, change_facts
from commonweal.web.record.models import Board, Neighbourhood, Phase

LATEST = 3


@dataclass(frozen=True, slots=True)
class Card:
    """A neighbourhood in the list, with what is going on there."""

    place: Neighbourhood
    board: Board | None
    now: list[Now]


@public
def places(request: HttpRequest) -> HttpResponse:
    """Every neighbourhood that decides here."""
    open_phases = Phase.objects.exclude(state__in=(Phase.State.DRAFT, Phase.State.DECIDED))
    rows = Neighbourhood.objects.select_related("board").prefetch_related(
        Prefetch("phases", queryset=open_phases.select_related("neighbourhood"), to_attr="going_on")
    )
    today = timezone.localdate()
    cards = [
        Card(row, getattr(row, "board", None), [now_of(phase, today) for phase in row.going_on])
        for row in rows
    ]
    context = {"cards": cards, "adds": may(request.user, Ability.MAKE_PLACES)}
    return render(request, "decide/places.html", context)


@public
def place(request: HttpRequest, place: str) -> HttpResponse:
    """The front page of one neighbourhood."""
    found = place_of(place)
    today = timezone.localdate()
    board = getattr(found, "board", None)
    checked = live_check(board, today) if board else None
    phases = list(found.phases.exclude(state=Phase.State.DRAFT).select_related("neighbourhood"))
    decided = Phase.State.DECIDED
    keeps = may(request.user, Ability.KEEP_BOARD, found)
    context = {
        "place": found,
        "board": board,
        "check": checked,
        "now": [now_of(phase, today) for phase in phases if phase.state != decided],
        "earlier": [now_of(phase, today) for phase in phases if phase.state == decided],
        "conversations": found.conversations.all(),
        "decisions": board.decisions.all()[:LATEST] if board else [],
        "next_meeting": board.meetings.filter(on__gte=today).order_by("on").first()
        if board
        else None,
        "panels": found.panels.all(),
        "thread": _thread(found),
        "tasks": tasks_of(request.user, found, checked),
        "keeps": keeps,
        "moderates": may(request.user, Ability.MODERATE, found),
        "invites": may(request.user, Ability.GIVE_ROLES, found),
    }
    return render(request, "decide/place.html", context)


@public
def of_made(request: HttpRequest, id: str) -> HttpResponse:
    """From a neighbourhood to act on to the one that decides, if there is one.

    Pages of the atlas link here, so that they need not ask the record.
    """
    found = Neighbourhood.objects.filter(made=id).first()
    if found is not None:
        return redirect("decide-place", place=found.slug)
    context = {"id": id, "adds": may(request.user, Ability.MAKE_PLACES)}
    return render(request, "decide/place_none.html", context, status=HTTPStatus.NOT_FOUND)


@able(Ability.MAKE_PLACES)
def add(request: HttpRequest) -> HttpResponse:
    """Add a neighbourhood from areas of the atlas."""
    form = PlaceForm(request.POST or None, initial={"areas": request.GET.get("areas", "")})
    if request.method == "POST" and form.is_valid():
        place = changed(form, lambda: _add(request, form.cleaned_data))
        if place is not None:
            messages.success(request, f"{place.name} is added. Now form its board.")
            return redirect("decide-place", place=place.slug)
    return show(request, "decide/place_new.html", form)


@able(Ability.KEEP_BOARD)
def facts(request: HttpRequest, place: Neighbourhood) -> HttpResponse:
    """Change what is known of a neighbourhood."""
    known = {
        "name": place.name,
        "electors": place.electors,
        "parished": said(place.parished),
    }
    form = FactsForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():

        def change() -> bool:
            change_facts(request.user, place, Facts(**form.cleaned_data))
            return True

        if changed(form, change):
            messages.success(request, "Kept.")
            return redirect("governance", place=place.slug)
    return show(request, "decide/place_facts.html", form, place=place)


def _add(request: HttpRequest, given: dict[str, Any]) -> Neighbourhood:
    chosen: Chosen = chosen_areas(held(), given["areas"])
    facts = Facts(given["name"] or chosen.name, given["electors"], given["parished"])
    return add_place(
        request.user,
        facts,
        chosen.areas,
        chosen.population,
        made=chosen.made,
        counted=chosen.counted,
    )


def _thread(place: Neighbourhood) -> list[tuple[str, str]]:
    """Links to what find and understand tell of the neighbourhood: its profile, or its areas'."""
    if place.made:
        return [(reverse("neighbourhood", kwargs={"id": place.made}), f"Profile of {place.name}")]
    try:
        named = names_of(held(), place.areas)
    except CommonwealError:
        return []
    return [(reverse("area", kwargs={"code": code}), name) for code, name in named]
