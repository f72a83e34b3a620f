"""Find what an address names, always within its neighbourhood: no number reaches another's."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from commonweal.web.record.models import (
    Board,
    Interest,
    Meeting,
    Member,
    Neighbourhood,
    Panel,
    Phase,
    Proposal,
)


def place_of(slug: str) -> Neighbourhood:
    """The neighbourhood of an address."""
    return get_object_or_404(Neighbourhood, slug=slug)


def phase_of(place: Neighbourhood, slug: str, *, drafts: bool = False) -> Phase:
    """A phase of the neighbourhood; one that is not published only where `drafts` says so."""
    phase: Phase = get_object_or_404(Phase, neighbourhood=place, slug=slug)
    if phase.state == Phase.State.DRAFT and not drafts:
        raise Http404
    return phase


def proposal_of(phase: Phase, number: int, *, hidden: bool = False) -> Proposal:
    """A proposal of the phase; one that a moderator hid only where `hidden` says so."""
    proposal: Proposal = get_object_or_404(Proposal, phase=phase, number=number)
    if proposal.state == Proposal.State.HIDDEN and not hidden:
        raise Http404
    return proposal


def board_of(place: Neighbourhood) -> Board:
    """The board of the neighbourhood."""
    return get_object_or_404(Board, neighbourhood=place)


def member_of(place: Neighbourhood, number: int) -> Member:
    """A member of the neighbourhood's board."""
    return get_object_or_404(Member, board__neighbourhood=place, pk=number)


def interest_of(place: Neighbourhood, number: int) -> Interest:
    """An interest that a member of the neighbourhood's board declared."""
    return get_object_or_404(Interest, member__board__neighbourhood=place, pk=number)


def meeting_of(place: Neighbourhood, number: int) -> Meeting:
    """A meeting of the neighbourhood's board."""
    return get_object_or_404(Meeting, board__neighbourhood=place, pk=number)


def panel_of(place: Neighbourhood, number: int) -> Panel:
    """A panel of the neighbourhood, by its number there."""
    return get_object_or_404(Panel, neighbourhood=place, number=number)
