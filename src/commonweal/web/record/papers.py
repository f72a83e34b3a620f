"""What a ballot paper allows, and whether what came fits it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from commonweal.decide.election import Kind, Project
from commonweal.decide.outcome import amount
from commonweal.errors import InputError, InputProblem
from commonweal.web.record.models import Phase, Pot, Proposal


@dataclass(frozen=True, slots=True)
class Choice:
    """What a voter put on the paper of one pot: proposals' numbers, with points if asked for.

    On a ranked ballot the first is the most wanted.
    """

    choices: tuple[str, ...] = ()
    points: tuple[int, ...] = ()


def kind_of(phase: Phase) -> Kind:
    """What a ballot of the phase is to the count; on a knapsack ballot people approve."""
    if phase.ballot == Phase.Ballot.RANKED:
        return "ranked"
    return "points" if phase.ballot == Phase.Ballot.POINTS else "approval"


def longest_of(phase: Phase) -> int | None:
    """Most places of a ranked ballot, where there is a limit."""
    ranked = phase.ballot == Phase.Ballot.RANKED
    return int(phase.most_choices) if ranked and phase.most_choices else None


def standing(pot: Pot) -> list[Proposal]:
    """The proposals on a pot's paper: those that were found feasible, by number."""
    return list(pot.proposals.filter(state=Proposal.State.FEASIBLE).order_by("number"))


def projects_of(pot: Pot) -> tuple[Project, ...]:
    """The same, as the count takes them."""
    return tuple(
        Project(
            id=str(proposal.number),
            cost=Fraction(proposal.cost),
            name=proposal.title,
            categories=(proposal.category,) if proposal.category else (),
        )
        for proposal in standing(pot)
    )


def check_papers(phase: Phase, pots: tuple[Pot, ...], given: Mapping[str, Choice]) -> None:
    """Refuse what the papers do not allow.

    Raises:
        InputError: carries every problem; `column` names the pot.
    """
    known = {pot.slug for pot in pots}
    problems = [
        InputProblem("a pot that you may vote on", repr(slug), column=slug)
        for slug in given
        if slug not in known
    ]
    for pot in pots:
        problems.extend(_problems(phase, pot, given.get(pot.slug, Choice())))
    if problems:
        raise InputError(problems, "This ballot does not fit its paper:")


def _problems(phase: Phase, pot: Pot, choice: Choice) -> Iterator[InputProblem]:
    costs = {project.id: project.cost for project in projects_of(pot)}
    unknown = [one for one in choice.choices if one not in costs]
    for one in unknown:
        yield InputProblem("an idea on this paper", repr(one)[:20], column=pot.slug)
    if len(set(choice.choices)) < len(choice.choices):
        came = ", ".join(choice.choices)
        yield InputProblem("each idea once", came, column=pot.slug)
    most = phase.most_choices
    if most and len(choice.choices) > most:
        came = f"{len(choice.choices)}"
        yield InputProblem(f"{most} choices at most", came, column=pot.slug)
    if phase.ballot == Phase.Ballot.KNAPSACK and not unknown:
        spent = sum((costs[one] for one in choice.choices), Fraction(0))
        if spent > pot.amount:
            most_money = f"£{amount(Fraction(pot.amount))} at most"
            yield InputProblem(most_money, f"£{amount(spent)}", column=pot.slug)
    yield from _points(phase, pot, choice)


def _points(phase: Phase, pot: Pot, choice: Choice) -> Iterator[InputProblem]:
    wanted = len(choice.choices) if phase.ballot == Phase.Ballot.POINTS else 0
    if len(choice.points) != wanted:
        came = f"{len(choice.points)}"
        yield InputProblem(f"{wanted} numbers of points", came, column=pot.slug)
    if any(points < 1 for points in choice.points):
        yield InputProblem("1 point or more for each choice", "fewer", column=pot.slug)
    if phase.points and sum(choice.points) > phase.points:
        came = f"{sum(choice.points)}"
        yield InputProblem(f"{phase.points} points at most", came, column=pot.slug)
