"""Send a proposal, change it, withdraw it, support it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.utils import timezone

from commonweal.errors import InputError, InputProblem, MethodNotApplicable
from commonweal.parameters import number
from commonweal.web.record.abilities import Ability, may
from commonweal.web.record.audit.recording import recorded
from commonweal.web.record.changes.states import (
    BEFORE_VOTING,
    PhaseState,
    ProposalState,
    locked,
    locked_proposal,
    refuse_gone,
    refuse_too_many,
)
from commonweal.web.record.models import Feasibility, Image, Person, Phase, Pot, Proposal, Support
from commonweal.web.record.pictures import Picture
from commonweal.web.record.vote_file import phase_id
from commonweal.web.words import told_day

OPEN = PhaseState.PROPOSING


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalText:
    """What a proposer writes.

    Attributes:
        pot: the pot that is to pay.
        cost: in pounds.
        named: whether the proposer's name stands beside it.
        picture: a new picture; without one, that of before stays.
        drop_picture: that of before goes.
        alt: what the picture shows, in words.
    """

    pot: Pot
    title: str
    summary: str
    text: str = ""
    cost: Decimal
    category: str = ""
    where: str = ""
    longitude: float | None = None
    latitude: float | None = None
    named: bool = False
    picture: Picture | None = None
    drop_picture: bool = False
    alt: str = ""


def may_propose(person: Person, phase: Phase) -> bool:
    """Whether someone is among those who may propose in a phase; the day is not asked."""
    if phase.who_proposes == "anyone":
        return bool(person.is_authenticated)
    return may(person, Ability.PROPOSE, phase.neighbourhood)


def open_on(phase: Phase, on: date) -> bool:
    """Whether ideas may be sent on a day."""
    return bool(phase.state == OPEN and phase.propose_from <= on <= phase.propose_until)


def propose(by: Person, phase: Phase, text: ProposalText, on: date | None = None) -> Proposal:
    """Send a proposal.

    Args:
        by: the proposer.
        phase: a phase that is open for ideas.
        text: what they propose.
        on: the day; today unless it is said.

    Raises:
        PermissionDenied: they are not among those who may propose.
        InputError: carries every problem of the proposal.
        MethodNotApplicable: it is not the time, or they have sent too many of late.
    """
    if not may_propose(by, phase):
        raise PermissionDenied(f"Ideas may be sent by residents of {phase.neighbourhood}.")
    with recorded("proposal sent", by=by, place=phase.neighbourhood) as entry:
        found = locked(phase, OPEN)
        _refuse_day(found, on or timezone.localdate())
        most = int(number("participation.proposals_an_hour"))
        refuse_too_many(by, Proposal.objects.filter(proposer=by), most, "ideas")
        last = found.proposals.aggregate(last=Max("number"))["last"] or 0
        proposal = Proposal(
            phase=found, number=last + 1, proposer=by, sent=timezone.now(), state="sent"
        )
        _fill(proposal, found, text, by)
        entry.about, entry.says = proposal, _says(proposal)
    return proposal


def change(by: Person, proposal: Proposal, text: ProposalText, on: date | None = None) -> Proposal:
    """Change one's own proposal while ideas may be sent; a check that was made is void.

    Raises:
        PermissionDenied: it is someone else's.
        InputError: carries every problem of the proposal.
        MethodNotApplicable: the list is closed, or the proposal is hidden or withdrawn.
    """
    refuse_others(by, proposal)
    with recorded("proposal changed", by=by, place=proposal.phase.neighbourhood) as entry:
        found = locked_proposal(proposal, OPEN)
        _refuse_day(found.phase, on or timezone.localdate())
        refuse_gone(found)
        Feasibility.objects.filter(proposal=found).delete()
        found.state = ProposalState.SENT
        _fill(found, found.phase, text, by)
        entry.about, entry.says = found, _says(found)
    return found


def withdraw(by: Person, proposal: Proposal) -> None:
    """Withdraw one's own proposal before the vote.

    Raises:
        PermissionDenied: it is someone else's.
        MethodNotApplicable: voting has opened, or it is hidden or withdrawn already.
    """
    refuse_others(by, proposal)
    with recorded("proposal withdrawn", by=by, place=proposal.phase.neighbourhood) as entry:
        found = locked_proposal(proposal, *BEFORE_VOTING)
        refuse_gone(found)
        found.state = ProposalState.WITHDRAWN
        found.save()
        entry.about, entry.says = found, _says(found)


def support(by: Person, proposal: Proposal) -> None:
    """Support a proposal, once a person; a second time changes nothing.

    Raises:
        MethodNotApplicable: voting has opened, or the proposal is hidden or withdrawn.
    """
    if Support.objects.filter(proposal=proposal, person=by).exists():
        return
    with recorded("support given", by=by, place=proposal.phase.neighbourhood) as entry:
        found = locked_proposal(proposal, *BEFORE_VOTING)
        refuse_gone(found)
        Support.objects.get_or_create(proposal=found, person=by)
        entry.about, entry.says = found, _says(found)


def take_back(by: Person, proposal: Proposal) -> None:
    """Take back one's support; where there is none, nothing changes.

    Raises:
        MethodNotApplicable: voting has opened.
    """
    if not Support.objects.filter(proposal=proposal, person=by).exists():
        return
    with recorded("support taken back", by=by, place=proposal.phase.neighbourhood) as entry:
        found = locked_proposal(proposal, *BEFORE_VOTING)
        Support.objects.filter(proposal=found, person=by).delete()
        entry.about, entry.says = found, _says(found)


def refuse_others(by: Person, proposal: Proposal) -> None:
    """Refuse whoever is not the proposer.

    Raises:
        PermissionDenied: it is someone else's.
    """
    if proposal.proposer_id != by.pk:
        raise PermissionDenied("Only the person who sent an idea may change it.")


def _says(proposal: Proposal) -> dict[str, object]:
    return {"phase": phase_id(proposal.phase), "proposal": proposal.number}


def _refuse_day(phase: Phase, on: date) -> None:
    if not open_on(phase, on):
        raise MethodNotApplicable(
            f"Ideas may be sent from {told_day(phase.propose_from)} to "
            f"{told_day(phase.propose_until)}. Today is {told_day(on)}."
        )


def _fill(proposal: Proposal, phase: Phase, text: ProposalText, by: Person) -> None:
    kept = _has_picture(proposal) and not text.drop_picture
    _refuse(_problems(phase, text, kept))
    for name in ("pot", "title", "summary", "text", "cost", "category", "where"):
        setattr(proposal, name, getattr(text, name))
    proposal.longitude, proposal.latitude = text.longitude, text.latitude
    proposal.author = by.name if text.named else ""
    proposal.save()
    if text.picture is not None or text.drop_picture:
        proposal.images.all().delete()
    if text.picture is not None:
        Image(
            proposal=proposal,
            alt=text.alt,
            content=text.picture.content,
            width=text.picture.width,
            height=text.picture.height,
        ).save()
    elif kept:
        proposal.images.update(alt=text.alt)


def _has_picture(proposal: Proposal) -> bool:
    return proposal.pk is not None and proposal.images.exists()


def _refuse(problems: Iterable[InputProblem]) -> None:
    found = list(problems)
    if found:
        raise InputError(found, "This idea cannot be sent so:")


def _problems(phase: Phase, text: ProposalText, has_picture: bool) -> Iterator[InputProblem]:
    pot = text.pot
    if pot.phase_id != phase.pk:
        yield InputProblem(f"a pot of {phase.title}", "another", column="pot")
        return
    for column in ("title", "summary"):
        if not getattr(text, column).strip():
            yield InputProblem("some words", "nothing", column=column)
    most = pot.amount if pot.ceiling is None else min(pot.ceiling, pot.amount)
    if not 0 < text.cost <= most:
        expected = f"more than £0 and no more than £{most:,}, which is the most in {pot.name}"
        yield InputProblem(expected, f"£{text.cost:,}", column="cost")
    if pot.categories and text.category not in pot.categories:
        expected = f"a category of {pot.name}: {', '.join(pot.categories)}"
        yield InputProblem(expected, repr(text.category), column="category")
    if not pot.categories and text.category:
        expected = f"no category, as {pot.name} has none"
        yield InputProblem(expected, repr(text.category), column="category")
    if (text.picture is not None or has_picture) and not text.alt.strip():
        hint = "People who cannot see the picture will hear or read these words."
        yield InputProblem("what the picture shows", "nothing", column="alt", hint=hint)
