"""Close a vote and count it. At the close the last thing that could join voter and vote goes."""

from __future__ import annotations

import random
from fractions import Fraction

from django.db import transaction
from django.utils import timezone

from commonweal.decide import count
from commonweal.decide.election import Election
from commonweal.decide.outcome import Loser, Outcome
from commonweal.decide.published import FEWEST_BALLOTS
from commonweal.decide.published.log import CLOSED, says_closed
from commonweal.decide.published.vote import PublishedVote
from commonweal.decide.spec import CountSpec, count_spec
from commonweal.errors import InputError, InputProblem
from commonweal.web.record.audit.recording import recorded
from commonweal.web.record.changes.states import PhaseState, locked
from commonweal.web.record.models import (
    CastBallot,
    Person,
    Phase,
    Pot,
    Result,
    Roll,
    SealedBallot,
    VotingCode,
)
from commonweal.web.record.papers import kind_of, projects_of
from commonweal.web.record.sealing import destroy_key, open_sealed
from commonweal.web.record.vote_file import phase_id, published_pot, whole_vote
from commonweal.web.words import told_day

BATCH = 2_000


def close(by: Person, phase: Phase, reason: str = "") -> None:
    """Close the vote: open the ballots, write them and the roll in random order, lose the key.

    Args:
        by: who closes it.
        phase: a phase whose vote is open.
        reason: why it is closed before the day that was published; needed only then, and public.

    Raises:
        InputError: it is too early and no reason is given.
        MethodNotApplicable: the vote is not open.
        CommonwealError: a ballot cannot be opened; nothing is closed.
    """
    with recorded(CLOSED, by=by, place=phase.neighbourhood, about=phase) as entry:
        phase = locked(phase, PhaseState.VOTING)
        if timezone.localdate() <= phase.vote_until and not reason.strip():
            expected = f"a reason, because voting lasts until {told_day(phase.vote_until)}"
            raise InputError(InputProblem(expected, "none", column="reason"))
        for pot in phase.pots.all():
            _unseal(phase, pot)
        accepted = _rewrite_roll(phase)
        VotingCode.objects.filter(phase=phase).delete()
        phase.state, phase.closed_early = PhaseState.CLOSED, reason.strip()
        phase.save()
        entry.about = phase
        pots = [published_pot(pot) for pot in phase.pots.all()]
        entry.says.update(
            says_closed(phase_id(phase), accepted, pots, kind_of(phase), FEWEST_BALLOTS)
        )
        if reason.strip():
            entry.says["reason"] = reason.strip()
        transaction.on_commit(lambda: destroy_key(phase.key))


def count_phase(by: Person, phase: Phase) -> tuple[Result, ...]:
    """Count every pot of a closed phase by the rule that was published.

    Raises:
        MethodNotApplicable: the vote is not closed, or the rule is not defined for the ballots.
    """
    with recorded("result counted", by=by, place=phase.neighbourhood, about=phase) as entry:
        phase = locked(phase, PhaseState.CLOSED)
        vote = whole_vote(phase)
        results = tuple(_count_pot(vote, pot) for pot in phase.pots.all())
        phase.state = PhaseState.DECIDED
        phase.save()
        entry.says["phase"] = phase_id(phase)
        entry.says["winners"] = {
            result.pot.slug: sorted(result.outcome["winners"]) for result in results
        }
    return results


def clear_keys() -> int:
    """Destroy the keys of votes that are closed, should a stop have come in between; how many."""
    closed = Phase.objects.filter(state__in=(PhaseState.CLOSED, PhaseState.DECIDED))
    keys = [key for key in closed.values_list("key", flat=True) if key]
    for key in keys:
        destroy_key(key)
    return len(keys)


def _count_pot(vote: PublishedVote, pot: Pot) -> Result:
    published = next(each for each in vote.pots if each.id == pot.slug)
    spec, election = count_spec(pot.rule), vote.election(published)
    outcome = (count(spec, election) if published.papers else _nobody(spec, election)).as_dict()
    result = Result(pot=pot, outcome=outcome, ballots=len(published.papers))
    result.save()
    return result


def _nobody(spec: CountSpec, election: Election) -> Outcome:
    """The outcome where nobody voted: nothing wins. No rule is defined without a voter."""
    losers = tuple(Loser(each.id, each.name, each.cost, votes=0) for each in election.projects)
    return Outcome(
        spec=spec,
        title=election.title,
        voters=0,
        budget=election.budget,
        spent=Fraction(0),
        rounds=(),
        losers=losers,
        notes=("Nobody voted.",),
    )


def _unseal(phase: Phase, pot: Pot) -> None:
    sealed = [bytes(one) for one in pot.sealed.values_list("content", flat=True)]
    opened = open_sealed(phase.key, sealed, len(projects_of(pot)))
    random.SystemRandom().shuffle(opened)
    CastBallot.objects.bulk_create(
        [
            CastBallot(
                pot=pot, tracker=one.tracker, choices=list(one.choices), points=list(one.points)
            )
            for one in opened
        ],
        batch_size=BATCH,
    )
    SealedBallot.objects.filter(pot=pot).delete()


def _rewrite_roll(phase: Phase) -> int:
    """Write the roll anew in random order, so that it does not tell who voted when."""
    rows = list(Roll.objects.filter(phase=phase).values("phase_id", "mark", "person_id", "channel"))
    Roll.objects.filter(phase=phase).delete()
    random.SystemRandom().shuffle(rows)
    Roll.objects.bulk_create([Roll(**row) for row in rows], batch_size=BATCH)
    return len(rows)
