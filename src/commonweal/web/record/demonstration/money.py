"""The two phases of the story: one decided and being delivered, one open for votes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from commonweal.parameters import number as parameter
from commonweal.web.record.changes.comments import comment
from commonweal.web.record.changes.delivery import Report, report
from commonweal.web.record.changes.feasibility import Verdict, check
from commonweal.web.record.changes.phases import add_pot, prepare, publish
from commonweal.web.record.changes.proposals import ProposalText, propose, support
from commonweal.web.record.changes.voting import cast as cast_ballot
from commonweal.web.record.counting_rules import rule_text
from commonweal.web.record.demonstration.people import Cast
from commonweal.web.record.demonstration.words import COMMENTS, DELIVERY, Idea, Money
from commonweal.web.record.eligibility import Claim
from commonweal.web.record.models import Neighbourhood, Phase, Pot, Roll
from commonweal.web.record.papers import Choice, standing
from commonweal.web.record.phase_plans import PhasePlan, PotPlan

RULE = "equal-shares-add1u"
ON_PAPER = 8  # one ballot in so many comes on paper


def set_up(cast: Cast, place: Neighbourhood, money: Money, days: Sequence[date]) -> Phase:
    """Prepare and publish a phase on its first day; `days` are the four dates of a phase."""
    propose_from, propose_until, vote_from, vote_until = days
    plan = PhasePlan(
        title=money.title,
        about=money.about,
        propose_from=propose_from,
        propose_until=propose_until,
        vote_from=vote_from,
        vote_until=vote_until,
        least_age=int(parameter("participation.least_age")),
        may_change=True,
    )
    phase = prepare(cast.chair, place, plan)
    pot = PotPlan(
        name=money.pot,
        amount=Decimal(money.amount),
        ceiling=Decimal(money.ceiling),
        categories=money.categories,
        rule=rule_text(RULE),
    )
    add_pot(cast.chair, phase, pot)
    return publish(cast.chair, phase)


def gather_ideas(cast: Cast, phase: Phase, ideas: Sequence[Idea]) -> None:
    """Residents propose, comment and support."""
    pot = phase.pots.get()
    people = [cast.resident, *cast.neighbours]
    for place, idea in enumerate(ideas):
        sent = propose(people[place], phase, _text(pot, idea, named=place % 2 == 0))
        for person in people[place + 1 : place + 2 + idea.popular]:
            support(person, sent)
        for offset, text in enumerate(COMMENTS[place % len(COMMENTS)], start=3):
            comment(people[place + offset], sent, text)


def check_ideas(cast: Cast, phase: Phase, ideas: Sequence[Idea]) -> None:
    """The accountable body says of each idea whether it can be done, and why."""
    for proposal, idea in zip(phase.proposals.order_by("number"), ideas, strict=True):
        verdict = Verdict(
            feasible=idea.feasible,
            reasons=idea.reasons,
            cost=proposal.cost,
            checked_by=f"{cast.body.name}, accountable body",
        )
        check(cast.body, proposal, verdict)


def vote(
    cast: Cast, phase: Phase, ballots: int, postcodes: Sequence[str], rng: random.Random
) -> None:
    """Residents vote, most on the web and some on paper; popular ideas more often."""
    pot = phase.pots.get()
    ideas = standing(pot)
    wanted = [1 + proposal.supports.count() for proposal in ideas]
    for number in range(1, ballots + 1):
        liked = set(rng.choices(ideas, wanted, k=3))
        choices = tuple(str(each) for each in sorted(one.number for one in liked))
        on_paper = number % ON_PAPER == 0
        claim = Claim(
            name=f"Invented Voter {number}",
            postcode=rng.choice(postcodes),
            old_enough=True,
            channel=str(Roll.Channel.PAPER if on_paper else Roll.Channel.WEB),
            entered_by=cast.worker if on_paper else None,
        )
        cast_ballot(phase, claim, {pot.slug: Choice(choices)})


def deliver(cast: Cast, phase: Phase, day: date) -> None:
    """Reports on the first two ideas that won: one done, one under way."""
    winners = phase.pots.get().result.outcome["winners"]
    for won, (stage, text, share) in zip(winners, DELIVERY, strict=False):
        proposal = phase.proposals.get(number=int(won))
        spent = (proposal.cost * Decimal(share)).quantize(Decimal("0.01"))
        report(cast.body, proposal, Report(stage=stage, text=text, spent=spent, on=day))


def dates(first: date, *lengths: int) -> tuple[date, ...]:
    """A day and the days that follow it after so many days each."""
    found = [first]
    for length in lengths:
        found.append(found[-1] + timedelta(days=length))
    return tuple(found)


def _text(pot: Pot, idea: Idea, *, named: bool) -> ProposalText:
    return ProposalText(
        pot=pot,
        title=idea.title,
        summary=idea.summary,
        text=idea.text,
        cost=Decimal(idea.cost),
        category=idea.category,
        where=idea.where,
        named=named,
    )
