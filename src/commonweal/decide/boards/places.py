"""Requirements about kinds of people: how many there must be, may be, and of what share."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from commonweal.decide.boards.capacities import in_words, one_of
from commonweal.decide.boards.members import Member
from commonweal.decide.boards.requirement import Requirement
from commonweal.decide.boards.rule import Places
from commonweal.parameters import Reference


def of_places(
    places: Places, members: Sequence[Member], source: Reference
) -> Iterator[Requirement]:
    """What a rule asks of one kind of people, against the members there are."""
    holders = tuple(member.name for member in members if member.holds_any(places.capacities))
    if places.least is not None:
        yield _least(places, places.least, holders, source)
    if places.most is not None:
        yield _most(places, places.most, holders, source)
    if places.share is not None:
        yield _share(places, holders, len(members), source)


def _least(places: Places, least: int, holders: tuple[str, ...], source: Reference) -> Requirement:
    lacking = max(0, least - len(holders))
    return Requirement(
        f"least-{'-or-'.join(places.capacities)}",
        f"at least {_counted(places, least)}",
        _counted(places, len(holders)),
        lacking == 0,
        f"Find {_lacking(places, lacking, len(holders))}." if lacking else "",
        source,
        places.binding,
        lacking,
        _wanted(places),
        holders,
    )


def _most(places: Places, most: int, holders: tuple[str, ...], source: Reference) -> Requirement:
    over = max(0, len(holders) - most)
    return Requirement(
        f"most-{'-or-'.join(places.capacities)}",
        f"at most {_counted(places, most)}",
        _counted(places, len(holders)),
        over == 0,
        f"{over} too many: agree who leaves." if over else "",
        source,
        places.binding,
        names=holders,
    )


def _share(places: Places, holders: tuple[str, ...], there: int, source: Reference) -> Requirement:
    share, held = places.exact_share, len(holders)
    replace = max(0, math.ceil(share * there) - held)
    # Each newcomer counts in the whole too: held + n ≥ share × (there + n).
    add = 0 if share == 1 else max(0, math.ceil((share * there - held) / (1 - share)))
    add = max(add, 0 if there else 1)
    met = there > 0 and replace == 0
    several = in_words(places.capacities, 2)
    part = "all" if share == 1 else f"at least {100 * float(share):g}%"
    found = f"{held} of {there}" + (f" ({held / there:.1%})" if there else "")
    return Requirement(
        f"share-{'-or-'.join(places.capacities)}",
        f"{part} of the members are {several}",
        found,
        met,
        "" if met else _mend_share(places, add, replace),
        source,
        places.binding,
        0 if met else add,
        _wanted(places),
        holders,
    )


def _mend_share(places: Places, add: int, replace: int) -> str:
    ways = []
    if add:
        ways.append(f"find {add} more {in_words(places.capacities, add)}")
    if replace:
        ways.append(f"have {replace} of the others replaced, each by {one_of(places.capacities)}")
    text = ", or ".join(ways)
    return f"{text[:1].upper()}{text[1:]}."


def _counted(places: Places, people: int) -> str:
    return f"{people or 'no'} {in_words(places.capacities, people or 2)}"


def _lacking(places: Places, people: int, held: int) -> str:
    return f"{people} {'more ' if held else ''}{in_words(places.capacities, people)}"


def _wanted(places: Places) -> tuple[str, str]:
    return in_words(places.capacities, 1), in_words(places.capacities, 2)
