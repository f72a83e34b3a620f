"""A phase in plain words: its rules as people read them."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.web.record.counting_rules import rule_of
from commonweal.web.record.models import Phase, Pot
from commonweal.web.words import listed, plural

BALLOTS = {
    "approval": "Choose the ideas you support",
    "knapsack": "Choose ideas until the pot is spent",
    "ranked": "Put ideas in order, the one you want most first",
    "points": "Share out points between ideas",
}
HOW_WE_KNOW = {
    "postcode": "You give your name and your postcode",
    "code": "You use the code that was sent to you",
    "either": "You give your name and your postcode, or use the code that was sent to you",
}


@dataclass(frozen=True, slots=True)
class PotWords:
    """A pot with the names of its areas and how its votes are counted."""

    pot: Pot
    areas: str
    rule: str
    how: str
    why: str
    limits: tuple[str, ...]


def pot_words(pot: Pot, names: dict[str, str]) -> PotWords:
    """A pot in words; `names` are those of the small areas, where they are known."""
    rule, spec = rule_of(pot.rule)
    limits = []
    if spec.minimum_votes:
        limits.append(f"An idea needs {plural(spec.minimum_votes, 'vote')} or more to win.")
    for word, bounds in (("At most", spec.ceilings), ("At least", spec.floors)):
        limits += [
            f"{word} £{float(bound.amount):,.0f} goes to {bound.category}." for bound in bounds
        ]
    return PotWords(
        pot=pot,
        areas=listed([names.get(code, code) for code in pot.areas]),
        rule=rule.title if rule else spec.rule,
        how=rule.how if rule else "",
        why=rule.why if rule else "",
        limits=tuple(limits),
    )


def ballot_words(phase: Phase) -> str:
    """What a voter does, with its limits: `Choose the ideas you support, 3 at most`."""
    said = BALLOTS[phase.ballot]
    if phase.points:
        said = f"Share out {plural(phase.points, 'point')} between ideas"
    return f"{said}, {phase.most_choices} at most" if phase.most_choices else said


def proposers_words(phase: Phase) -> str:
    """Who may send ideas."""
    if phase.who_proposes == Phase.Proposers.ANYONE:
        return "Anyone with an account here"
    return f"People who live in {phase.neighbourhood.name}, and members of its board"


def voters_words(phase: Phase) -> str:
    """Who may vote, and how it is known."""
    who = f"People who live in {phase.neighbourhood.name}"
    age = f" and are {phase.least_age} or older" if phase.least_age else ""
    return f"{who}{age}. {HOW_WE_KNOW[phase.eligibility]}. Each person has one ballot."
