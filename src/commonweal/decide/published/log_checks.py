"""Checks of the log: unbroken, and what it says of the phase as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from commonweal.decide.published.log import CLOSED, PUBLISHED, PhaseLog
from commonweal.decide.published.manifest import LOG
from commonweal.decide.published.read import Files
from commonweal.decide.published.verification import Check
from commonweal.provenance import Link, check

SHOWN = 5


def log_checks(
    files: Files, links: Sequence[Link] | None, found: PhaseLog, head: tuple[int, str] | None
) -> Iterator[Check]:
    """Whether the log is whole, and whether as many voted as it says."""
    if links is None:
        yield Check("the log is unbroken", False, _one_line(str(files.problems[LOG])))
        return
    yield _unbroken(links)
    if head is not None:
        yield _head(links, head)
    yield _order(links, found)
    yield _accepted(files, found)
    if not files.vote.may_change:
        changed = len(found.changed)
        words = f"the log holds {changed} changes, and there should be none"
        yield Check("no ballot was changed", not changed, words)


def _unbroken(links: Sequence[Link]) -> Check:
    name = "the log is unbroken"
    breaks = check(links)
    if breaks:
        told = "; ".join(str(each) for each in breaks[:SHOWN])
        more = f"; and {len(breaks) - SHOWN} more" if len(breaks) > SHOWN else ""
        return Check(name, False, told + more)
    last = f", the last is {links[-1].number} with the hash {links[-1].hash}" if links else ""
    return Check(name, bool(links), f"{len(links)} entries, each seals the one before{last}")


def _head(links: Sequence[Link], head: tuple[int, str]) -> Check:
    breaks = [each for each in check(links, head) if each.kind in ("tail", "head")]
    words = str(breaks[0]) if breaks else f"entry {head[0]} is the one that you noted"
    return Check("the log holds the entry that you noted", not breaks, words)


def _order(links: Sequence[Link], found: PhaseLog) -> Check:
    """Published first, then ballots, then closed once, and nothing after."""
    name = "the phase was published, voted and closed in that order"
    if not found.published or len(found.closed) != 1:
        words = (
            f"expected {PUBLISHED!r} and one {CLOSED!r} in the log, got {len(found.published)} "
            f"and {len(found.closed)}"
        )
        return Check(name, False, words)
    first, last = found.published[0].number, found.closed[0].number
    votes = [link.number for link in (*found.opened, *found.accepted, *found.changed)]
    strange = [number for number in votes if not first < number < last]
    if strange:
        words = f"entry {strange[0]} of the vote stands outside entries {first} to {last}"
        return Check(name, False, words)
    if links[-1] != found.closed[0]:
        words = f"expected the log to end at the close, entry {last}, got {links[-1].number}"
        return Check(name, False, words)
    return Check(name, True, f"published in entry {first}, closed in entry {last}")


def _accepted(files: Files, found: PhaseLog) -> Check:
    said: list[object] = [link.says.get("accepted") for link in found.closed]
    counted = len(found.accepted)
    words = (
        f"{counted} ballot papers entered in the log, {_told(said)} said at the close, "
        f"{files.vote.voted} voters on the roll"
    )
    ok = said == [counted] and files.vote.voted == counted
    return Check("as many ballot papers were accepted as were said", ok, words)


def _told(said: list[object]) -> str:
    return ", ".join(map(str, said)) or "nothing"


def _one_line(text: str) -> str:
    return "; ".join(text.splitlines())
