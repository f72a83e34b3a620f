"""A vote as it is published: what was asked, by which rule, every ballot and the record's log."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from importlib.metadata import version
from typing import Any, get_args

from commonweal.decide.election import Ballot, Election, Kind, Project
from commonweal.errors import InputError, InputProblem
from commonweal.parameters import number
from commonweal.provenance import Link

FEWEST_BALLOTS = int(number("publication.fewest_ballots"))
_POT = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_WHEN = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\dZ)?")


@dataclass(frozen=True, slots=True)
class Paper:
    """One anonymous ballot of one pot.

    Attributes:
        tracker: the code beside it, which its voter alone knows (`receipts.tracker_of`).
        choices: ids of projects; on a ranked ballot the first is the most wanted.
        points: on a ballot of points, one whole number for each choice; otherwise empty.
    """

    tracker: str
    choices: tuple[str, ...]
    points: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Pot:
    """One pot of a vote: its money, its rule, what stood, how people voted, the result.

    Attributes:
        id: small letters, digits and hyphens; it names the pot's files.
        name: what people call it.
        amount: in the currency of the costs; 0 for the places of a board.
        rule: the rule of counting as TOML, the very text that was published before the vote.
        projects: everything that stood.
        papers: every ballot, in any order.
        outcome: the declared result, `Outcome.as_dict()`; None to have it counted when published.
        withheld: why ballots are not published; "" where they are.
    """

    id: str
    name: str
    amount: Fraction
    rule: str
    projects: tuple[Project, ...]
    papers: tuple[Paper, ...]
    outcome: Mapping[str, Any] | None = None
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class PublishedVote:
    """A vote with all that an outsider needs to count it again.

    Attributes:
        title: what the vote is called.
        neighbourhood: its short name.
        phase: the phase's id, as the log names it.
        opened: day, or minute in UTC: `2026-05-01` or `2026-05-01T09:30Z`.
        closed: the same.
        kind: what a ballot is: approval, points or ranked.
        eligibility: who could vote, in words.
        may_change: whether a ballot could be changed until the close.
        voted: how many people on the roll voted.
        pots: every pot of the phase.
        log: the record's log from its first entry to the close.
        channels: how many voted in which way (web, paper); published where every count is large
            enough.
        longest: most places of a ranked ballot, where the ballot paper had a limit.
        fewest_ballots: fewest ballots of a pot with which they are published.
        commonweal: version of this package that published it.

    Raises:
        InputError: carries every problem; `column` names the field.
    """

    title: str
    neighbourhood: str
    phase: str
    opened: str
    closed: str
    kind: Kind
    eligibility: str
    may_change: bool
    voted: int
    pots: tuple[Pot, ...]
    log: tuple[Link, ...]
    channels: Mapping[str, int] = field(default_factory=dict)
    longest: int | None = None
    fewest_ballots: int = FEWEST_BALLOTS
    commonweal: str = version("commonweal")

    def __post_init__(self) -> None:
        if problems := list(_problems(self)):
            raise InputError(problems, "This vote cannot be published:")

    def election(self, pot: Pot) -> Election:
        """What is counted for one pot, with the ballots in the order of their trackers.

        Raises:
            InputError: carries every problem of the projects and ballots.
        """
        return Election(
            projects=pot.projects,
            ballots=tuple(
                Ballot(each.choices, each.points) for each in in_order(pot.papers, self.kind)
            ),
            budget=pot.amount,
            kind=self.kind,
            longest=self.longest,
            title=f"{self.title}: {pot.name}" if pot.name else self.title,
        )


def in_order(papers: Iterable[Paper], kind: Kind) -> tuple[Paper, ...]:
    """Ballots by tracker; where the order of choices means nothing, choices by id.

    The order in which somebody ticked boxes might tell who it was.
    """
    ordered = papers if kind == "ranked" else map(_by_id, papers)
    return tuple(sorted(ordered, key=lambda each: each.tracker))


def _by_id(paper: Paper) -> Paper:
    if not paper.points:
        return Paper(paper.tracker, tuple(sorted(paper.choices)))
    pairs = sorted(zip(paper.choices, paper.points, strict=True))
    choices, points = zip(*pairs, strict=True)
    return Paper(paper.tracker, choices, points)


def _problems(vote: PublishedVote) -> Iterator[InputProblem]:
    for name in ("title", "phase"):
        if not getattr(vote, name):
            yield InputProblem("words", "nothing", column=name)
    for name in ("opened", "closed"):
        if not _WHEN.fullmatch(came := getattr(vote, name)):
            expected = "a day or a minute in UTC, such as 2026-05-01T09:30Z"
            yield InputProblem(expected, repr(came), column=name)
    if vote.kind not in get_args(Kind):
        known = " or ".join(map(repr, get_args(Kind)))
        yield InputProblem(known, repr(vote.kind), column="kind")
    if vote.fewest_ballots < 1:
        came = f"{vote.fewest_ballots}"
        yield InputProblem("1 ballot or more", came, column="fewest_ballots")
    for count in (vote.voted, *vote.channels.values()):
        if count < 0:
            yield InputProblem("0 voters or more", f"{count}", column="voted")
    yield from _pot_problems(vote)


def _pot_problems(vote: PublishedVote) -> Iterator[InputProblem]:
    if not vote.pots:
        yield InputProblem("at least one pot", "none", column="pots")
    seen: set[str] = set()
    for place, pot in enumerate(vote.pots):
        if not _POT.fullmatch(pot.id) or pot.id in seen:
            expected = "an id of small letters, digits and hyphens, each pot another"
            yield InputProblem(expected, repr(pot.id), column=f"pots.{place}.id")
        seen.add(pot.id)
        if pot.amount < 0:
            column = f"pots.{place}.amount"
            yield InputProblem("an amount of 0 or more, as text", f"{pot.amount}", column=column)
        for tracker, count in Counter(paper.tracker for paper in pot.papers).items():
            if count > 1:
                came = f"{tracker!r} {count} times"
                yield InputProblem("each tracker once", came, column=f"pots.{place}.papers")
        for paper in pot.papers:
            if len(paper.points) != (len(paper.choices) if vote.kind == "points" else 0):
                expected = "as many points as choices on ballots of points, else none"
                came = f"{len(paper.points)} for {len(paper.choices)}"
                yield InputProblem(expected, came, column=f"pots.{place}.papers")
