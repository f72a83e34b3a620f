"""The result of a vote, its file, and one's own ballot in it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from commonweal.decide.published.log import CLOSED
from commonweal.decide.published.receipts import normal_receipt, tracker_of
from commonweal.errors import InputError
from commonweal.web.access import anyone, public
from commonweal.web.pages.decide.ballot_papers import pounds
from commonweal.web.pages.decide.lookup import phase_of, place_of
from commonweal.web.pages.decide.phases import area_names
from commonweal.web.pages.decide.result_words import FEWEST, PotResult, result_of
from commonweal.web.pages.decide.sending import show
from commonweal.web.pages.decide.vote_forms import ReceiptForm
from commonweal.web.record.models import AuditEntry, Phase, Pot, Proposal, Roll
from commonweal.web.record.papers import standing
from commonweal.web.record.vote_file import vote_file, who_may_vote

KEPT_FILES = 8


@dataclass(frozen=True, slots=True)
class Found:
    """The ballot of a receipt in one pot: what was chosen, each with its points if any."""

    pot: Pot
    tracker: str
    chosen: tuple[tuple[Proposal, int | None], ...]


@public
def result(request: HttpRequest, place: str, phase: str) -> HttpResponse:
    """What was decided, why, and how to check it."""
    found = phase_of(place_of(place), phase)
    if found.state != Phase.State.DECIDED:
        context = {"place": found.neighbourhood, "phase": found}
        return render(request, "decide/result_none.html", context)
    return render(request, "decide/result.html", _context(found))


@public
def file(request: HttpRequest, place: str, phase: str) -> HttpResponse:
    """The published vote: everything that an outsider needs to count it again."""
    found = _decided(place, phase)
    answer = HttpResponse(_file_of(found), content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_file_name(found)}"'
    return answer


@anyone
def ballot(request: HttpRequest, place: str, phase: str) -> HttpResponse:
    """One's own ballot in the published list, by the receipt. The receipt is not kept."""
    found = _decided(place, phase)
    form = ReceiptForm(request.POST if request.method == "POST" else None)
    ballots: list[Found] = []
    searched = request.method == "POST" and form.is_valid()
    if searched:
        try:
            receipt = normal_receipt(form.cleaned_data["receipt"])
            ballots = _ballots(found, receipt)
        except InputError as error:
            searched = False
            expected = error.problems[0]
            form.add_error("receipt", f"We expected {expected.expected}, and got {expected.came}.")
    few = [pot for pot in found.pots.all() if pot.result.ballots < FEWEST]
    return show(
        request,
        "decide/result_ballot.html",
        form,
        place=found.neighbourhood,
        phase=found,
        ballots=ballots,
        searched=searched,
        few=few,
        file_name=_file_name(found),
    )


def _context(phase: Phase) -> dict[str, Any]:
    place = phase.neighbourhood
    names = area_names(place)
    results = [result_of(pot, names) for pot in phase.pots.select_related("result")]
    closed = AuditEntry.objects.get(action=CLOSED, subject=f"phase:{phase.pk}")
    voted = Roll.objects.filter(phase=phase).count()
    published = _file_of(phase)
    return {
        "place": place,
        "phase": phase,
        "results": results,
        "headline": _headline(results),
        "voted": voted,
        "population": place.population,
        "of_100": _of_100(voted, place.population),
        "who": who_may_vote(phase),
        "fewest": FEWEST,
        "closed_on": closed.at[:10],
        "entry": closed,
        "file_name": _file_name(phase),
        "size": max(1, round(len(published) / 1_000)),
        "sha256": hashlib.sha256(published).hexdigest(),
    }


def _headline(results: list[PotResult]) -> dict[str, Any]:
    """What won of how many, and what it costs of how much, over all pots."""
    won = [one for each in results for one in each.won]
    stood = len(won) + sum(len(each.lost) for each in results)
    return {
        "won": len(won),
        "stood": stood,
        "cost": pounds(sum((one.proposal.cost for one in won), start=0)),
        "amount": pounds(sum((each.pot.amount for each in results), start=0)),
    }


def _of_100(voted: int, population: int | None) -> str:
    """Voters for each 100 people; `fewer than 1` where it rounds to none."""
    if not population:
        return ""
    share = 100 * voted / population
    return f"{share:.0f}" if share >= 1 else "fewer than 1"


def _decided(place: str, phase: str) -> Phase:
    found = phase_of(place_of(place), phase)
    if found.state != Phase.State.DECIDED:
        raise Http404
    return found


def _ballots(phase: Phase, receipt: str) -> list[Found]:
    """The ballots of a receipt, in those pots whose ballots are published."""
    found = []
    for pot in phase.pots.select_related("result"):
        tracker = tracker_of(receipt, pot.slug)
        row = pot.ballots.filter(tracker=tracker).first()
        if row is None or pot.result.ballots < FEWEST:
            continue
        titled = {str(one.number): one for one in standing(pot)}
        points = row.points or [None] * len(row.choices)
        pairs = zip(row.choices, points, strict=True)
        chosen = tuple((titled[number], given) for number, given in pairs)
        found.append(Found(pot, tracker, chosen))
    return found


def _file_name(phase: Phase) -> str:
    return f"{phase.neighbourhood.slug}-{phase.slug}-vote.zip"


def _file_of(phase: Phase) -> bytes:
    closed = AuditEntry.objects.get(action=CLOSED, subject=f"phase:{phase.pk}")
    return _kept_file(phase.pk, closed.hash)


@lru_cache(maxsize=KEPT_FILES)
def _kept_file(phase: int, closed: str) -> bytes:
    """The file of a phase, made once: nothing in it changes after the count.

    The hash of the entry of the close stands for everything that the file is made of.
    """
    return vote_file(Phase.objects.get(pk=phase))
