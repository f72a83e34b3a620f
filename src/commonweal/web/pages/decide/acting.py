"""What pages of a phase share: what the reader may do, and buttons that do one thing."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from commonweal.errors import CommonwealError
from commonweal.web.data import Held, held
from commonweal.web.record.abilities import ABILITIES, roles_in
from commonweal.web.record.models import Neighbourhood, Proposal


def abilities_of(request: HttpRequest, place: Neighbourhood) -> dict[str, bool]:
    """What the reader may do in a neighbourhood, by the ability's name."""
    roles = roles_in(request.user, place)
    return {ability.name: bool(roles & kinds) for ability, kinds in ABILITIES.items()}


def act(
    request: HttpRequest, change: Callable[[], object], told: str, to: HttpResponse
) -> HttpResponse:
    """Do what a button asks and go on; what stands against it is told there. GET only goes on."""
    if request.method == "POST":
        try:
            change()
        except CommonwealError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, told)
    return to


def to_proposal(proposal: Proposal, part: str = "") -> HttpResponse:
    """To the page of a proposal, or a part of it (`#comments`)."""
    phase = proposal.phase
    where = {"place": phase.neighbourhood.slug, "phase": phase.slug, "number": proposal.number}
    answer: HttpResponse = redirect("proposal", **where)
    answer["Location"] += part
    return answer


def atlas_or_none() -> Held | None:
    """The atlas, or None: pages of the record are whole without its maps and names."""
    try:
        return held()
    except CommonwealError:
        return None
