"""Open a vote, hand out codes, take ballots. Which ballot is whose is never written down."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from django.db import IntegrityError
from django.utils import timezone

from commonweal.decide import Ballot, Election, count, count_spec
from commonweal.decide.published.log import ACCEPTED, CHANGED, OPENED, says_accepted, says_opened
from commonweal.decide.published.receipts import locator_of, new_receipt, tracker_of
from commonweal.decide.published.vote import Pot as PublishedPot
from commonweal.errors import InputError, InputProblem, MethodNotApplicable
from commonweal.web.record.audit.recording import recorded
from commonweal.web.record.changes.states import PhaseState, locked
from commonweal.web.record.eligibility import Claim, digest_of_code, new_code, right_to_vote
from commonweal.web.record.models import Person, Phase, Pot, Roll, SealedBallot, VotingCode
from commonweal.web.record.papers import Choice, check_papers, kind_of, longest_of, projects_of
from commonweal.web.record.sealing import Opened, new_key, seal
from commonweal.web.record.vote_file import phase_id, published_pot
from commonweal.web.words import told_day

MOST_CODES = 20_000


def open_voting(by: Person, phase: Phase) -> None:
    """Open the vote on the proposals that were found feasible.

    Raises:
        InputError: a pot has no proposal, or one has not been checked; carries every problem.
        MethodNotApplicable: ideas are not being checked, or the day has not come.
    """
    with recorded(OPENED, by=by, place=phase.neighbourhood, about=phase) as entry:
        phase = locked(phase, PhaseState.CHECKING)
        if timezone.localdate() < phase.vote_from:
            raise MethodNotApplicable(
                f"Voting opens on {told_day(phase.vote_from)}, as published, and not before."
            )
        problems = [
            InputProblem("at least one idea that can be done", "none", column=pot.slug)
            for pot in phase.pots.all()
            if not projects_of(pot)
        ]
        problems += [
            InputProblem("a check of each idea", "none yet", column=f"idea {one.number}")
            for one in phase.proposals.filter(state="sent")
        ]
        problems += [problem for pot in phase.pots.all() for problem in _uncountable(phase, pot)]
        if problems:
            raise InputError(problems, "Voting cannot open yet:")
        phase.state, phase.key = PhaseState.VOTING, new_key()
        phase.save()
        entry.says.update(
            says_opened(phase_id(phase), _published_pots(phase), kind_of(phase), longest_of(phase))
        )


def make_codes(by: Person, phase: Phase, number: int, area: str = "") -> list[str]:
    """New voting codes, told this once: only their digests are kept.

    Args:
        by: who makes them.
        phase: a phase that goes by code.
        number: how many.
        area: the small area whose voters they are for, where pots differ by area.
    """
    if not 0 < number <= MOST_CODES:
        raise InputError(InputProblem(f"1 to {MOST_CODES:,} codes", f"{number}", column="number"))
    if phase.eligibility == Phase.Eligibility.POSTCODE:
        raise MethodNotApplicable("This vote goes by postcode; it has no codes.")
    codes = [new_code(secrets.token_bytes(8)) for _ in range(number)]
    with recorded(
        "voting codes made",
        by=by,
        place=phase.neighbourhood,
        about=phase,
        phase=phase_id(phase),
        number=number,
    ):
        VotingCode.objects.bulk_create(
            [VotingCode(phase=phase, digest=digest, area=area) for digest in _shuffled(codes)]
        )
    return codes


def cast(phase: Phase, claim: Claim, papers: Mapping[str, Choice]) -> str:
    """Take one voter's ballot and give their receipt, which is told this once.

    In one transaction: the voter is entered on the roll, the papers are stored sealed, the log
    says that a ballot was accepted. If any of it fails, none of it happened.

    Args:
        phase: a phase whose vote is open.
        claim: what gives the right to vote.
        papers: what they chose, by the pot's short name; a pot left out is a blank paper.

    Raises:
        InputError: no right to vote, voted already, or a paper that does not fit.
        MethodNotApplicable: the vote is not open.
    """
    receipt = new_receipt(secrets.token_bytes(16))
    try:
        with recorded(ACCEPTED, by=claim.entered_by, place=phase.neighbourhood) as entry:
            entry.says.update(says_accepted(phase_id(phase)))
            # Otherwise the log would show which ballots somebody else entered.
            entry.veiled = True
            phase = locked(phase, PhaseState.VOTING)
            entry.about = phase
            _refuse_late(phase)
            right = right_to_vote(phase, claim)
            check_papers(phase, right.pots, papers)
            Roll(phase=phase, mark=right.mark, person=claim.person, channel=claim.channel).save(
                force_insert=True
            )
            if right.code:
                right.code.delete()
            for pot in right.pots:
                name = locator(receipt, pot) if phase.may_change else secrets.token_hex(32)
                SealedBallot(id=name, pot=pot, content=_sealed(phase, pot, receipt, papers)).save(
                    force_insert=True
                )
    except IntegrityError:
        raise InputError(_voted_already(claim), "Each person has one ballot.") from None
    return receipt


def change(phase: Phase, receipt: str, papers: Mapping[str, Choice]) -> None:
    """Put other choices on the ballot of a receipt, where the board allows it until the close.

    Raises:
        InputError: no ballot has this receipt, or a paper does not fit.
        MethodNotApplicable: the vote is not open, or ballots cannot be changed.
    """
    with recorded(CHANGED, place=phase.neighbourhood, about=phase) as entry:
        entry.says.update(says_accepted(phase_id(phase)))
        phase = locked(phase, PhaseState.VOTING)
        _refuse_late(phase)
        if not phase.may_change:
            raise MethodNotApplicable("The board decided that ballots cannot be changed.")
        ballots = ballots_of(phase, receipt)
        check_papers(phase, tuple(ballots), papers)
        for pot, ballot in ballots.items():
            ballot.content = _sealed(phase, pot, receipt, papers)
            ballot.save(force_update=True)


def ballots_of(phase: Phase, receipt: str) -> dict[Pot, SealedBallot]:
    """The sealed ballots of a receipt by pot, in a vote where ballots can be changed.

    Raises:
        InputError: there is none.
    """
    found: dict[Pot, SealedBallot] = {}
    for pot in phase.pots.all():
        ballot = SealedBallot.objects.filter(pk=locator(receipt, pot), pot=pot).first()
        if ballot is not None:
            found[pot] = ballot
    if not found:
        expected = "the receipt of a ballot in this vote"
        raise InputError(InputProblem(expected, "another code", column="receipt"))
    return found


def locator(receipt: str, pot: Pot) -> str:
    """The name of the sealed ballot of a receipt for one pot."""
    return hashlib.sha256(f"{locator_of(receipt)}\n{pot.pk}".encode()).hexdigest()


def _uncountable(phase: Phase, pot: Pot) -> list[InputProblem]:
    """Why the rule of a pot could not count what stands, found out while it can be mended."""
    projects = projects_of(pot)
    if not projects:
        return []
    blank = Election(projects, (Ballot(()),), Fraction(pot.amount), kind_of(phase))
    try:
        # Whether it can count does not hang on what is done with money that is left.
        count(replace(count_spec(pot.rule), completion="none"), blank, explained=False)
    except InputError as error:
        return [replace(problem, column=pot.slug) for problem in error.problems]
    except MethodNotApplicable as error:
        return [InputProblem("a rule that can count this vote", str(error), column=pot.slug)]
    return []


def _refuse_late(phase: Phase) -> None:
    if timezone.localdate() > phase.vote_until:
        raise MethodNotApplicable(f"Voting ended on {told_day(phase.vote_until)}.")


def _published_pots(phase: Phase) -> list[PublishedPot]:
    return [published_pot(pot, papers=()) for pot in phase.pots.all()]


def _sealed(phase: Phase, pot: Pot, receipt: str, papers: Mapping[str, Choice]) -> bytes:
    choice = papers.get(pot.slug, Choice())
    ballot = Opened(tracker_of(receipt, pot.slug), choice.choices, choice.points)
    return seal(phase.key, ballot, len(projects_of(pot)))


def _shuffled(codes: list[str]) -> list[str]:
    """Digests in another order than the codes, which are printed in theirs."""
    return sorted(digest_of_code(code) for code in codes)


def _voted_already(claim: Claim) -> InputProblem:
    field = "code" if claim.code and not claim.name else "name"
    hint = "If it was not you, ask for help: a community worker can look into it."
    return InputProblem(
        "someone who has not voted yet",
        "this person's ballot a second time",
        column=field,
        hint=hint,
    )
