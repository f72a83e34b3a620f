"""Each requirement of a rule against those who sit: needed, found, met or not, what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence

from commonweal.decide.boards.capacities import INDEPENDENT, RESIDENT, one_of
from commonweal.decide.boards.members import Member
from commonweal.decide.boards.places import of_places
from commonweal.decide.boards.requirement import Requirement
from commonweal.decide.boards.rule import CompositionRule
from commonweal.decide.boards.terms import Sitting, day_in_words, years_on

_SAYS_NOTHING = frozenset({RESIDENT, INDEPENDENT, "elector", "works-here"})
"""Capacities that bind a chair to nobody."""


def requirements(
    rule: CompositionRule,
    who: Sitting,
    on: dt.date,
    formed: dt.date | None,
    declared: Collection[str],
) -> Iterator[Requirement]:
    """Every requirement of a rule, in the order of the rule."""
    yield from _size(rule, who.members)
    yield from _chair(rule, who.members)
    for position, places in enumerate(rule.places):
        source = rule.source_of(f"places.{position}")
        yield from of_places(places, who.members, source)
    yield from _terms(rule, who)
    yield from _lasts(rule, on, formed)
    for statement in rule.statements:
        said = statement.id in declared
        yield Requirement(
            f"statement-{statement.id}",
            statement.text,
            "declared" if said else "nobody has said so",
            True if said else None,
            "" if said else "Say whether this is so.",
            rule.source,
        )


def _size(rule: CompositionRule, members: Sequence[Member]) -> Iterator[Requirement]:
    there = len(members)
    if rule.smallest is not None:
        lacking = max(0, rule.smallest - there)
        yield Requirement(
            "smallest-size",
            f"at least {_people(rule.smallest)}",
            _people(there),
            lacking == 0,
            f"Find {lacking} more." if lacking else "",
            rule.source_of("smallest"),
            missing=lacking,
            wanted=("member", "members"),
        )
    if rule.largest is not None:
        over = max(0, there - rule.largest)
        yield Requirement(
            "largest-size",
            f"at most {_people(rule.largest)}",
            _people(there),
            over == 0,
            f"{over} too many: agree who leaves." if over else "",
            rule.source_of("largest"),
        )


def _chair(rule: CompositionRule, members: Sequence[Member]) -> Iterator[Requirement]:
    if rule.chair == "not fixed":
        return
    chairs = [member for member in members if member.position == "chair"]
    one = len(chairs) == 1
    yield Requirement(
        "chair",
        "one chair",
        f"{len(chairs) or 'no'} {'chair' if len(chairs) < 2 else 'chairs'}",
        one,
        "" if one else "Choose a chair." if not chairs else "Settle on one chair.",
        rule.source_of("chair"),
        missing=0 if chairs else 1,
        wanted=("chair", "chairs"),
        names=tuple(member.name for member in chairs),
    )
    if rule.chair == "independent" or rule.chair_may_not_be:
        yield _free_chair(rule, chairs)


def _free_chair(rule: CompositionRule, chairs: Sequence[Member]) -> Requirement:
    """That the chair holds nothing that bars them, and is independent if that is asked.

    Independent is who has declared it, or is there as nothing but a resident, an elector or
    somebody who works in the area.
    """
    barred = [name for name in rule.chair_may_not_be if any(each.holds(name) for each in chairs)]
    bound = list(barred)
    if rule.chair == "independent":
        for chair in chairs:
            if INDEPENDENT not in chair.capacities:
                bound += [each for each in chair.capacities if each not in _SAYS_NOTHING]
    bound = list(dict.fromkeys(bound))
    needed = "an independent chair" if rule.chair == "independent" else "a chair"
    if rule.chair_may_not_be:
        needed += f" who is not {one_of(rule.chair_may_not_be)}"
    free = bool(chairs) and not bound
    to_do = ""
    if bound:
        to_do = f"Choose a chair who is not {one_of(bound)}"
        to_do += "." if barred else ", or have the chair declare that they are independent."
    found = f"the chair is {one_of(bound)} too" if bound else "nothing against it"
    return Requirement(
        "chair-independent" if rule.chair == "independent" else "chair-may-not-be",
        needed,
        found if chairs else "no chair",
        free,
        to_do if chairs else "Choose a chair.",
        rule.source_of("chair_may_not_be"),
        names=tuple(chair.name for chair in chairs),
    )


def _terms(rule: CompositionRule, who: Sitting) -> Iterator[Requirement]:
    if rule.term_years is None:
        return
    past = tuple(end.name for end in who.ended if end.by_rule)
    found = "nobody is past it"
    met: bool | None = not past
    to_do = ""
    if past:
        found = f"past it: {', '.join(past)}"
        to_do = "Choose again or replace them; until then they are not counted."
    elif who.unknown:
        found, met = f"first day not known: {', '.join(who.unknown)}", None
        to_do = "Write down since when they sit."
    needed = f"nobody sits longer than {_years(rule.term_years)} without being chosen again"
    source = rule.source_of("term_years")
    yield Requirement("term", needed, found, met, to_do, source, names=past)


def _lasts(rule: CompositionRule, on: dt.date, formed: dt.date | None) -> Iterator[Requirement]:
    if rule.lasts_years is None:
        return
    found, met, to_do = "its first day is not known", None, "Say since when it stands."
    if formed is not None:
        end = years_on(formed, rule.lasts_years)
        met = formed <= on < end
        found = f"since {day_in_words(formed)}; it runs out on {day_in_words(end)}"
        to_do = "" if met else "Have it set up or designated again."
    needed = f"it was set up or designated within the last {_years(rule.lasts_years)}"
    yield Requirement("lasts", needed, found, met, to_do, rule.source_of("lasts_years"))


def _people(number: int) -> str:
    return f"{number or 'no'} {'member' if number == 1 else 'members'}"


def _years(number: int) -> str:
    return "a year" if number == 1 else f"{number} years"
