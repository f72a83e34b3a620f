"""From the ballot paper to the sending: the steps that voting and changing a ballot share.

What a voter says first (who they are, or their receipt) goes with the form from page to page,
signed and for an hour. It is never in a session: nothing that could tell how somebody votes, or
that they are voting, is kept between two pages.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from commonweal.errors import CommonwealError, InputError, MethodNotApplicable
from commonweal.web.pages.decide.ballot_papers import as_sent, choices_sent, paper_of, part_of
from commonweal.web.pages.decide.phase_words import ballot_words
from commonweal.web.pages.decide.sending import WRONG, in_words
from commonweal.web.record.models import Phase, Pot
from commonweal.web.record.papers import Choice, check_papers

AN_HOUR = 3600
Send = Callable[[dict[str, Choice]], HttpResponse]


@dataclass(frozen=True, slots=True)
class Said:
    """What a voter said first, and the same signed, so that nobody can change it on its way."""

    fields: Mapping[str, Any]
    signed: str


@dataclass(frozen=True, slots=True)
class Booth:
    """One voter at their paper.

    Attributes:
        phase: the phase.
        pots: those they may vote on.
        said: what they said first.
        task: `vote`, `change` or `paper`; the pages' words differ.
        address: where its forms are sent.
    """

    phase: Phase
    pots: tuple[Pot, ...]
    said: Said
    task: str
    address: str


def sign(request: HttpRequest, phase: Phase, task: str, fields: Mapping[str, Any]) -> Said:
    """Sign what a voter said first; it is good for an hour and for this account only.

    The seed decides the order of the proposals, the same on each page of one voter.
    """
    whole = {**fields, "seed": secrets.token_hex(8), "account": _account(request)}
    return Said(whole, signing.dumps(whole, salt=_salt(phase, task)))


def read_said(request: HttpRequest, phase: Phase, task: str) -> Said:
    """What the voter said first, as the form brings it back.

    Raises:
        MethodNotApplicable: it is too old, not ours, or another account's.
    """
    signed = request.POST.get("said", "")
    try:
        fields = signing.loads(signed, salt=_salt(phase, task), max_age=AN_HOUR)
    except signing.BadSignature:
        fields = {}
    if fields.get("account") != _account(request):
        raise MethodNotApplicable(
            "This page was open for more than an hour, or somebody else has signed in since. "
            "Nothing was sent. Please start again."
        )
    return Said(fields, signed)


def fill_in(request: HttpRequest, booth: Booth, send: Send) -> HttpResponse:
    """The step that a form asks for: the paper, the check of what is chosen, or the sending."""
    step = request.POST.get("step")
    if step not in ("check", "send"):
        return show_paper(request, booth, request.POST)
    try:
        choices = choices_sent(booth.phase, request.POST)
        check_papers(booth.phase, booth.pots, choices)
    except InputError as error:
        return show_paper(request, booth, request.POST, error)
    if step == "check":
        return show_check(request, booth, choices)
    try:
        return send(choices)
    except (InputError, MethodNotApplicable) as error:
        return show_check(request, booth, choices, error)


def show_paper(
    request: HttpRequest, booth: Booth, data: QueryDict, error: InputError | None = None
) -> HttpResponse:
    """The ballot paper, with what was sent so far."""
    told, seed = _by_pot(booth, error), booth.said.fields["seed"]
    papers = [paper_of(booth.phase, pot, data, seed, told.get(pot.slug, ())) for pot in booth.pots]
    context = {
        **_context(booth),
        "papers": papers,
        "elsewhere": told.get("", []),
        "part": part_of(booth.phase),
        "task": ballot_words(booth.phase),
    }
    return render(request, "decide/vote_paper.html", context, status=WRONG if told else 200)


def show_check(
    request: HttpRequest,
    booth: Booth,
    choices: Mapping[str, Choice],
    error: CommonwealError | None = None,
) -> HttpResponse:
    """What is chosen, to be read once more before it is sent."""
    fields = as_sent(booth.phase, choices)
    data = QueryDict(mutable=True)
    for name, value in fields:
        data.appendlist(name, value)
    context = {
        **_context(booth),
        "papers": [paper_of(booth.phase, pot, data, "") for pot in booth.pots],
        "fields": fields,
        "part": part_of(booth.phase),
        "problems": words_of(error),
    }
    return render(request, "decide/vote_check.html", context, status=WRONG if error else 200)


def words_of(error: CommonwealError | None) -> list[str]:
    """What is wrong, a sentence for each thing."""
    if isinstance(error, InputError):
        return [in_words(problem, named=False) for problem in error.problems]
    return [str(error)] if error else []


def _context(booth: Booth) -> dict[str, Any]:
    return {"booth": booth, "phase": booth.phase, "place": booth.phase.neighbourhood}


def _by_pot(booth: Booth, error: InputError | None) -> dict[str, list[str]]:
    """Problems in words, by the pot's short name; those of no pot on the paper under nothing."""
    slugs = {pot.slug for pot in booth.pots}
    told: dict[str, list[str]] = {}
    for problem in error.problems if error else ():
        slug = problem.column if problem.column in slugs else ""
        told.setdefault(slug, []).append(in_words(problem, named=not slug))
    return told


def _account(request: HttpRequest) -> str:
    return str(request.user.pk) if request.user.is_authenticated else ""


def _salt(phase: Phase, task: str) -> str:
    return f"commonweal {task} {phase.pk}"
