"""Prepare a phase, publish it, and close the list of proposals.

Until a phase is published everything may change. From then on nothing that people rely on does:
no function here takes a published phase but to move it on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from commonweal.decide.published.log import PUBLISHED, says_published
from commonweal.errors import InputError, InputProblem, MethodNotApplicable
from commonweal.web.record.audit.recording import Entry, recorded
from commonweal.web.record.changes.states import PhaseState, locked
from commonweal.web.record.models import Neighbourhood, Person, Phase, Pot
from commonweal.web.record.phase_plans import (
    PhasePlan,
    PotPlan,
    phase_problems,
    pot_problems,
    unready,
)
from commonweal.web.record.vote_file import phase_id
from commonweal.web.words import told_day

DRAFT = PhaseState.DRAFT
RESERVED = ("new",)  # addresses of forms stand beside those of phases


def prepare(by: Person, place: Neighbourhood, plan: PhasePlan) -> Phase:
    """A new draft of a phase.

    Raises:
        InputError: carries every problem of the plan.
    """
    _refuse(phase_problems(plan), "This phase cannot be prepared so:")
    with recorded("phase prepared", by=by, place=place) as entry:
        # One chair at a time, so that two phases never take one address.
        Neighbourhood.objects.select_for_update().get(pk=place.pk)
        phase = Phase(neighbourhood=place, slug=_free(plan.title, "phase", place.phases))
        _fill(phase, plan)
        phase.save()
        entry.about, entry.says = phase, {"phase": phase_id(phase)}
    return phase


def change(by: Person, phase: Phase, plan: PhasePlan) -> Phase:
    """Change a draft.

    Raises:
        InputError: carries every problem of the plan.
        MethodNotApplicable: the phase is published.
    """
    _refuse(phase_problems(plan), "This phase cannot be prepared so:")
    with _drafting("phase changed", by, phase) as (entry, found):
        _fill(found, plan)
        found.save()
        entry.about = found
    return found


def add_pot(by: Person, phase: Phase, plan: PotPlan) -> Pot:
    """Another pot of a draft.

    Raises:
        InputError: carries every problem of the plan.
        MethodNotApplicable: the phase is published.
    """
    _refuse(pot_problems(phase.neighbourhood, plan), "This pot cannot be added so:")
    with _drafting("pot added", by, phase) as (entry, found):
        pot = Pot(phase=found, slug=_free(plan.name, "pot", found.pots))
        _fill_pot(pot, plan)
        entry.about, entry.says["pot"] = pot, pot.slug
    return pot


def change_pot(by: Person, pot: Pot, plan: PotPlan) -> Pot:
    """Change a pot of a draft; see `add_pot`."""
    _refuse(pot_problems(pot.phase.neighbourhood, plan), "This pot cannot be changed so:")
    with _drafting("pot changed", by, pot.phase) as (entry, _):
        _fill_pot(pot, plan)
        entry.about, entry.says["pot"] = pot, pot.slug
    return pot


def remove_pot(by: Person, pot: Pot) -> None:
    """Take a pot out of a draft.

    Raises:
        MethodNotApplicable: the phase is published.
    """
    with _drafting("pot removed", by, pot.phase) as (entry, _):
        entry.says["pot"] = pot.slug
        pot.delete()


def publish(by: Person, phase: Phase, on: date | None = None) -> Phase:
    """Publish a draft: from here on its money, dates and rules are fixed.

    Args:
        by: who publishes.
        phase: a draft.
        on: the day; today unless it is said.

    Raises:
        InputError: carries everything that is missing.
        MethodNotApplicable: the phase is published already.
    """
    with recorded(PUBLISHED, by=by, place=phase.neighbourhood, about=phase) as entry:
        found = locked(phase, DRAFT)
        pots = list(found.pots.all())
        _refuse(unready(found, pots, on or timezone.localdate()), "It cannot be published yet:")
        found.state = PhaseState.PROPOSING
        found.save()
        entry.says = _published(found, pots)
    return found


def close_proposals(by: Person, phase: Phase, on: date | None = None) -> Phase:
    """Close the list of proposals, on its last day or later; what is on it is checked next.

    Raises:
        MethodNotApplicable: the last day has not come, or the list is not open.
    """
    with recorded("proposals closed", by=by, place=phase.neighbourhood, about=phase) as entry:
        found = locked(phase, PhaseState.PROPOSING)
        if (on or timezone.localdate()) < found.propose_until:
            raise MethodNotApplicable(
                f"Ideas may be sent until {told_day(found.propose_until)}, as published. "
                "The list cannot be closed before that day."
            )
        found.state = PhaseState.CHECKING
        found.save()
        proposals = found.proposals.filter(state__in=("sent", "feasible", "not feasible"))
        entry.says = {"phase": phase_id(found), "proposals": proposals.count()}
    return found


@contextmanager
def _drafting(action: str, by: Person, phase: Phase) -> Iterator[tuple[Entry, Phase]]:
    """`recorded` for a change of a draft: gives the entry and the phase as it is now."""
    place = phase.neighbourhood
    with recorded(action, by=by, place=place, phase=phase_id(phase)) as entry:
        yield entry, locked(phase, DRAFT)


def _fill(phase: Phase, plan: PhasePlan) -> None:
    for field in fields(plan):
        setattr(phase, field.name, getattr(plan, field.name))
    # What belongs to another kind of ballot would only mislead.
    if phase.ballot == "knapsack":
        phase.most_choices = None
    if phase.ballot != "points":
        phase.points = None


def _fill_pot(pot: Pot, plan: PotPlan) -> None:
    for field in fields(plan):
        value = getattr(plan, field.name)
        setattr(pot, field.name, list(value) if isinstance(value, tuple | list) else value)
    pot.save()


def _free(title: str, otherwise: str, taken: Any) -> str:
    """A short name from a title that no other row of the set has."""
    base = slugify(title).replace("_", "-").strip("-")[:36] or otherwise
    name, number = base, 1
    while name in RESERVED or taken.filter(slug=name).exists():
        number += 1
        name = f"{base}-{number}"
    return name


def _refuse(problems: Iterable[InputProblem], title: str) -> None:
    found = list(problems)
    if found:
        raise InputError(found, title)


def _published(phase: Phase, pots: list[Pot]) -> dict[str, Any]:
    """What the entry says; the published files of the vote are checked against it."""
    rules = {pot.slug: pot.rule for pot in pots}
    opens, closes = phase.vote_from.isoformat(), phase.vote_until.isoformat()
    return {
        **says_published(phase_id(phase), rules, opens, closes),
        "propose_from": phase.propose_from.isoformat(),
        "propose_until": phase.propose_until.isoformat(),
        "amounts": {pot.slug: f"{pot.amount:.2f}" for pot in pots},
        "ballot": str(phase.ballot),
        "most_choices": phase.most_choices,
        "points": phase.points,
        "who_proposes": str(phase.who_proposes),
        "eligibility": str(phase.eligibility),
        "least_age": phase.least_age,
        "may_change": phase.may_change,
    }
