"""What is going on in a phase today, in one sentence and with one thing to do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from commonweal.web.record.models import Phase
from commonweal.web.words import plain_date


@dataclass(frozen=True, slots=True)
class Now:
    """What a reader can do in a phase today.

    Attributes:
        says: the next step with its date.
        button: what to do, in a few words.
        address: where to do it.
    """

    phase: Phase
    says: str
    button: str
    address: str


def now_of(phase: Phase, today: dt.date) -> Now:
    """The next step of a phase that is published."""
    says, button, page = _step(phase, today)
    where = {"place": phase.neighbourhood.slug, "phase": phase.slug}
    return Now(phase, says, button, reverse(page, kwargs=where))


def day(date: dt.date) -> str:
    """`1 May 2026`."""
    return plain_date(date.isoformat())


def _step(phase: Phase, today: dt.date) -> tuple[str, str, str]:
    match phase.state:
        case Phase.State.PROPOSING:
            return _proposing(phase, today)
        case Phase.State.CHECKING:
            opens = f"Voting opens on {day(phase.vote_from)}."
            return f"The ideas are being checked. {opens}", "See the ideas", "phase"
        case Phase.State.VOTING:
            if phase.vote_until < today:
                return "Voting has ended. The votes will be counted.", "See the ideas", "phase"
            return f"Vote by {day(phase.vote_until)}.", "Vote", "vote"
        case Phase.State.CLOSED:
            return "Voting has ended. The votes are being counted.", "See the ideas", "phase"
    return "The vote is counted and the ideas are chosen.", "See the result", "result"


def _proposing(phase: Phase, today: dt.date) -> tuple[str, str, str]:
    if today < phase.propose_from:
        says = f"Ideas can be sent from {day(phase.propose_from)}."
        return says, "See how it works", "phase"
    if today > phase.propose_until:
        opens = f"Voting opens on {day(phase.vote_from)}."
        return f"The time for ideas has passed. {opens}", "See the ideas", "phase"
    return f"Send your idea by {day(phase.propose_until)}.", "See the ideas or add yours", "phase"
