"""A chart as a record: what it says in words, how it is drawn, and the figures behind it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from commonweal.errors import InputError, InputProblem
from commonweal.provenance import Provenance, Source

_ID = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Caption:
    """The words around a chart.

    Attributes:
        id: lower-case letters, digits and hyphens; once on a page and once in a file.
        title: what the chart shows, as a finding: a sentence, not a heading.
        subtitle: what is measured, in which unit, when.
        provenance: where the figures come from.

    Raises:
        InputError: something of this is missing, or the id is no name for a file.
    """

    id: str
    title: str
    subtitle: str
    provenance: Provenance

    def __post_init__(self) -> None:
        needed = {
            "title": self.title,
            "subtitle": self.subtitle,
            "provenance.sources": self.provenance.sources or self.provenance.demonstration,
        }
        problems = [
            InputProblem(f"a chart with its {name}", "nothing", column=name)
            for name, value in needed.items()
            if not value
        ]
        if not _ID.fullmatch(self.id):
            expected = "an id of lower-case letters, digits and hyphens"
            problems.append(InputProblem(expected, repr(self.id), column="id"))
        if problems:
            raise InputError(problems, "This chart cannot be drawn:")


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that is ready to be drawn, with its words and its figures.

    Attributes:
        id: its name on a page and in a file.
        title: the finding it shows.
        subtitle: what is measured, in which unit, when.
        alt: what a person who cannot see it needs to know, in a sentence or two.
        spec: the drawing, in Vega-Lite; all its figures are inside.
        sources: where the figures come from.
        table: the figures that it shows.
        width: pixels across, at the size it was laid out for.
        height: pixels down.
    """

    id: str
    title: str
    subtitle: str
    alt: str
    spec: Mapping[str, Any]
    sources: tuple[Source, ...]
    table: pl.DataFrame
    width: int
    height: int
