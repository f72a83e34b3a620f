"""The published form of a vote, from the rows of the record."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from django.db.models import Count

from commonweal.decide.published import publish
from commonweal.decide.published.log import CLOSED
from commonweal.decide.published.vote import Paper, PublishedVote
from commonweal.decide.published.vote import Pot as PublishedPot
from commonweal.errors import MethodNotApplicable
from commonweal.provenance import Link
from commonweal.web.record.audit.verify import links
from commonweal.web.record.models import AuditEntry, Phase, Pot, Roll
from commonweal.web.record.papers import kind_of, longest_of, projects_of


def phase_id(phase: Phase) -> str:
    """What the log and the published files call a phase: `northfield/spring-fund`."""
    return f"{phase.neighbourhood.slug}/{phase.slug}"


def published_pot(pot: Pot, papers: Iterable[Paper] | None = None) -> PublishedPot:
    """A pot with its ballots (or those given), and its result where there is one."""
    if papers is None:
        rows = pot.ballots.values_list("tracker", "choices", "points")
        papers = [Paper(tracker, tuple(each), tuple(points)) for tracker, each, points in rows]
    result = getattr(pot, "result", None)
    return PublishedPot(
        id=pot.slug,
        name=pot.name,
        amount=Fraction(pot.amount),
        rule=pot.rule,
        projects=projects_of(pot),
        papers=tuple(papers),
        outcome=result.outcome if result else None,
    )


def published_vote(phase: Phase) -> PublishedVote:
    """The vote of a phase as it is published, with the log up to its close.

    Raises:
        MethodNotApplicable: it is not decided yet.
    """
    if phase.state != Phase.State.DECIDED:
        raise MethodNotApplicable("A vote is published when it is closed and counted.")
    close = AuditEntry.objects.get(action=CLOSED, subject=f"phase:{phase.pk}")
    return whole_vote(phase, tuple(links(until=close.number)))


def whole_vote(phase: Phase, log: tuple[Link, ...] = ()) -> PublishedVote:
    """The vote of a closed phase: its pots with what stood and every ballot."""
    channels = Roll.objects.filter(phase=phase).values_list("channel").annotate(Count("id"))
    return PublishedVote(
        title=phase.title,
        neighbourhood=phase.neighbourhood.slug,
        phase=phase_id(phase),
        opened=phase.vote_from.isoformat(),
        closed=phase.vote_until.isoformat(),
        kind=kind_of(phase),
        longest=longest_of(phase),
        eligibility=who_may_vote(phase),
        may_change=phase.may_change,
        voted=Roll.objects.filter(phase=phase).count(),
        channels=dict(sorted(channels)),
        pots=tuple(published_pot(pot) for pot in phase.pots.all()),
        log=log,
    )


def vote_file(phase: Phase) -> bytes:
    """The zip that anyone can check with `commonweal decide verify`."""
    return publish(published_vote(phase))


def who_may_vote(phase: Phase) -> str:
    """Who may vote, in one sentence."""
    how = {
        Phase.Eligibility.POSTCODE: "shown by their postcode",
        Phase.Eligibility.CODE: "shown by a code sent to each of them",
        Phase.Eligibility.EITHER: "shown by their postcode or by a code sent to them",
    }[phase.eligibility]
    return f"People of {phase.least_age} and over who live in {phase.neighbourhood.name}, {how}."
