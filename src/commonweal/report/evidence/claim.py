"""A claim of this project: what, the figure it is held against, and how it is measured."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from commonweal.parameters import Reference
from commonweal.report.evidence.held import Held

Kind = Literal["exactly", "at most", "at least", "about", "open"]
Basis = Literal["published", "target"]

_MANY = 3
"""From so many decimals on, people are told what a figure is rounded to."""

_ABOUT = 1 / 8
"""How far from a figure that is only given roughly a measured one may lie, as a share of it."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """The figure, or figures, that a claim is held against.

    Attributes:
        kind: how the measured figure must stand to it. "about" allows an eighth either way;
            "open" is a finding with nothing to hold it against.
        figures: one for each measured figure.
        basis: whether it was published, or is a target set for this project beforehand.
        of: what the figures are out of, if they count part of something.
        digits: decimals that the figures are given to; measured ones are rounded to them.
        unit: what follows the figure, such as `seconds`.
        beside: of an open finding, what was published of other years or places, in words.
    """

    kind: Kind
    figures: tuple[float, ...] = ()
    basis: Basis = "target"
    of: int | None = None
    digits: int = 0
    unit: str = ""
    beside: str = ""

    def holds(self, measured: tuple[float, ...]) -> bool | None:
        """Whether measured figures are as expected; None where nothing is expected."""
        if self.kind == "open":
            return None
        if len(measured) != len(self.figures):
            return False
        pairs = zip(measured, self.figures, strict=True)
        return all(self._one(came, wanted) for came, wanted in pairs)

    def _one(self, came: float, wanted: float) -> bool:
        if not math.isfinite(came):
            return False
        rounded = round(came, self.digits)
        # A figure of a few decimals may differ from itself in the last bit of its binary form.
        slack = 10.0**-self.digits * 1e-6
        if self.kind == "at most":
            return rounded <= wanted + slack
        if self.kind == "at least":
            return rounded >= wanted - slack
        if self.kind == "about":
            return abs(came - wanted) <= _ABOUT * wanted
        return abs(rounded - wanted) <= slack

    def in_words(self) -> str:
        """The expectation as people read it: `at least 219 of 225`."""
        if self.kind == "open":
            return self.beside or "nothing is published to hold it against"
        shown = " / ".join(self._figure(figure) for figure in self.figures)
        of = f" of {self.of:,}" if self.of is not None else ""
        unit = self.unit if self.unit == "%" else f" {self.unit}"
        words = "" if self.kind == "exactly" else f"{self.kind} "
        rounded = f", rounded to {self.digits} decimals" if self.digits >= _MANY else ""
        return f"{words}{shown}{of}{unit}".strip() + rounded

    def _figure(self, figure: float) -> str:
        return f"{figure:,.{self.digits}f}" if figure else "0"


@dataclass(frozen=True, slots=True)
class Detail:
    """A table of single areas beneath a group: those that differ, with the reason of each."""

    title: str
    about: str
    table: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Measured:
    """What a run found.

    Attributes:
        figures: to be held against the expectation.
        shown: the same as people read it.
        note: what else the run found, in a sentence or two.
        details: tables of single areas.
    """

    figures: tuple[float, ...]
    shown: str
    note: str = ""
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim.

    Attributes:
        id: short name; `commonweal evidence --only ID` measures it alone.
        what: the claim in a line.
        expected: what it is held against.
        measure: finds the figure in an atlas.
        releases: releases of the catalogue that it rests on.
        references: documents beside them.
        command: another command that shows the figure, if there is one.
        alone: whether only that other command measures it, as with the benchmarks.
        note: how to read it.
    """

    id: str
    what: str
    expected: Expectation
    measure: Callable[[Held], Measured]
    releases: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    command: str = ""
    alone: bool = False
    note: str = ""

    @property
    def commands(self) -> tuple[str, ...]:
        """Commands that show the figure again, the plainest first."""
        again = () if self.alone else (f"commonweal evidence --only {self.id}",)
        return (self.command, *again) if self.command else again


@dataclass(frozen=True, slots=True)
class Group:
    """Claims that belong together.

    Attributes:
        id: short name; `commonweal evidence --only ID` measures them alone.
        title: heading.
        about: what they show, in a few sentences.
        claims: the claims.
        gaps: what they leave open, each in a sentence.
    """

    id: str
    title: str
    about: str
    claims: tuple[Claim, ...]
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A claim and what came of measuring it; `why_not` says why it could not be measured."""

    claim: Claim
    measured: Measured | None
    why_not: str = ""

    @property
    def agrees(self) -> bool | None:
        """Whether it is as expected; None where it was not measured or nothing is expected."""
        if self.measured is None:
            return None
        return self.claim.expected.holds(self.measured.figures)


@dataclass(frozen=True, slots=True)
class GroupOutcome:
    """A group and the outcome of each of its claims."""

    group: Group
    outcomes: tuple[Outcome, ...] = field(default=())
