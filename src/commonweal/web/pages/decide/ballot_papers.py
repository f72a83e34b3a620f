"""A ballot paper as a page shows it, and what comes back from one.

Fields are named `choice.POT` (a tick, whose value is the proposal's number), `rank.POT.NUMBER`
and `points.POT.NUMBER`, by the kind of ballot.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.http import QueryDict

from commonweal.decide.outcome import amount
from commonweal.errors import InputError, InputProblem
from commonweal.web.record.models import Phase, Pot, Proposal
from commonweal.web.record.papers import Choice, standing

LARGEST = 6  # digits of a number that somebody types
_TYPED = re.compile(r"[,;\s]+")
_SEPARATOR = re.compile(r"\s*[=:]\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """A proposal on a paper: whether it is chosen, and its place or points as they were typed."""

    proposal: Proposal
    cost: str
    chosen: bool
    typed: str


@dataclass(frozen=True, slots=True)
class PotPaper:
    """The paper of one pot, with what is wrong with it."""

    pot: Pot
    amount: str
    lines: tuple[Line, ...]
    problems: tuple[str, ...]

    @property
    def chosen(self) -> tuple[Line, ...]:
        """What is chosen; on a ranked ballot the most wanted first."""
        lines = [line for line in self.lines if line.chosen]
        return tuple(sorted(lines, key=lambda line: (len(line.typed), line.typed)))

    @property
    def spent(self) -> str:
        """What the chosen cost together."""
        return pounds(sum((line.proposal.cost for line in self.lines if line.chosen), start=0))


def pounds(value: object) -> str:
    """`£1,250` or `£3.10`."""
    return f"£{amount(Fraction(str(value)))}"


def part_of(phase: Phase) -> str:
    """How the fields of the phase's kind of ballot begin."""
    parts = {Phase.Ballot.RANKED: "rank", Phase.Ballot.POINTS: "points"}
    return parts.get(phase.ballot, "choice")


def paper_of(
    phase: Phase, pot: Pot, data: QueryDict, seed: str, problems: Iterable[str] = ()
) -> PotPaper:
    """The paper of a pot with what was sent so far, in an order that the seed decides."""
    stood = standing(pot)
    if seed:
        random.Random(f"{seed} {pot.pk}").shuffle(stood)  # noqa: S311
    part = part_of(phase)
    ticked = set(data.getlist(f"choice.{pot.slug}")) if part == "choice" else set()
    lines = []
    for proposal in stood:
        typed = data.get(f"{part}.{pot.slug}.{proposal.number}", "").strip()[:LARGEST]
        chosen = str(proposal.number) in ticked or typed not in ("", "0")
        lines.append(Line(proposal, pounds(proposal.cost), chosen, typed))
    return PotPaper(pot, pounds(pot.amount), tuple(lines), tuple(problems))


def choices_sent(phase: Phase, data: QueryDict) -> dict[str, Choice]:
    """What a form says was chosen, by pot. Whether the papers allow it is not looked at.

    Raises:
        InputError: a place or a number of points is none; `column` names the pot.
    """
    part = part_of(phase)
    keys = [key for key in data if key.startswith(f"{part}.")]
    if part == "choice":
        # In one order, so that the order of the page is not kept.
        pairs = ((key.removeprefix("choice."), sorted(data.getlist(key))) for key in keys)
        return {slug: Choice(tuple(numbers)) for slug, numbers in pairs}
    typed: dict[str, list[tuple[str, str]]] = {}
    for key in keys:
        slug, _, number = key.removeprefix(f"{part}.").rpartition(".")
        if (value := data[key].strip()) not in ("", "0"):
            typed.setdefault(slug, []).append((number, value))
    return _counted(part, typed)


def choices_typed(phase: Phase, texts: Mapping[str, str]) -> dict[str, Choice]:
    """What somebody typed from a paper ballot, by pot: `3, 7, 12`, or `3=5, 7=2` for points.

    Raises:
        InputError: it cannot be read; `column` names the pot.
    """
    split = {
        slug: [part for part in _TYPED.split(_SEPARATOR.sub("=", text.strip())) if part]
        for slug, text in texts.items()
    }
    if part_of(phase) != "points":
        return {slug: Choice(tuple(parts)) for slug, parts in split.items() if parts}
    pairs = {
        slug: [(number, points) for number, _, points in (each.partition("=") for each in parts)]
        for slug, parts in split.items()
        if parts
    }
    return _counted("points", pairs)


def as_typed(choices: Mapping[str, Choice]) -> dict[str, str]:
    """Choices as somebody would type them from a paper ballot."""
    return {slug: ", ".join(_typed(choice)) for slug, choice in choices.items()}


def as_sent(phase: Phase, choices: Mapping[str, Choice]) -> list[tuple[str, str]]:
    """Choices as the fields of a form, name and value."""
    part = part_of(phase)
    fields: list[tuple[str, str]] = []
    for slug, choice in choices.items():
        if part == "choice":
            fields += [(f"choice.{slug}", number) for number in choice.choices]
        else:
            values = choice.points or range(1, len(choice.choices) + 1)
            pairs = zip(choice.choices, values, strict=True)
            fields += [(f"{part}.{slug}.{number}", str(value)) for number, value in pairs]
    return fields


def _typed(choice: Choice) -> Iterator[str]:
    if not choice.points:
        yield from choice.choices
    else:
        for number, points in zip(choice.choices, choice.points, strict=True):
            yield f"{number}={points}"


def _counted(part: str, typed: Mapping[str, list[tuple[str, str]]]) -> dict[str, Choice]:
    """Places or points as whole numbers; every problem is told at once."""
    problems: list[InputProblem] = []
    found: dict[str, Choice] = {}
    for slug, pairs in typed.items():
        pairs_read = [(number, _whole(value)) for number, value in pairs]
        for (number, value), (_, read) in zip(pairs, pairs_read, strict=True):
            if read is None:
                what = "a place" if part == "rank" else "a whole number of points"
                expected = f"{what} for idea {number[:LARGEST]}"
                problems.append(InputProblem(expected, repr(value[:20]), column=slug))
        read_all = [(number, read) for number, read in pairs_read if read is not None]
        if part == "rank":
            problems.extend(_ties(slug, read_all))
            in_order = sorted(read_all, key=lambda pair: pair[1])
            found[slug] = Choice(tuple(number for number, _ in in_order))
        else:
            found[slug] = Choice(
                tuple(number for number, _ in read_all), tuple(points for _, points in read_all)
            )
    if problems:
        raise InputError(problems, "This ballot cannot be read:")
    return found


def _whole(text: str) -> int | None:
    plain = text.isascii() and text.isdigit() and len(text) <= LARGEST
    return int(text) if plain else None


def _ties(slug: str, ranks: list[tuple[str, int]]) -> Iterator[InputProblem]:
    places = [place for _, place in ranks]
    for place in sorted({place for place in places if places.count(place) > 1}):
        came = f"{places.count(place)} ideas in place {place}"
        yield InputProblem("each place once", came, column=slug)
