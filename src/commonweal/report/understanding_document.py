"""The research report as blocks in the order of reading, whatever they are then written as."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from commonweal.report.charts import Chart
from commonweal.report.table import INVENTED_SENTENCE
from commonweal.report.understanding import issue_chart, shareable_understanding, title
from commonweal.understand.request import IssueAnswer, Understanding
from commonweal.understand.wording import between, figure

FIRST = 8
"""Findings at the head of the report; the others stand with their issues."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the title."""

    words: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `strong` where it must not be missed."""

    words: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """A list without order."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A small table: the first column names the row."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block: TypeAlias = Heading | Paragraph | Lines | Grid | Chart


@dataclass(frozen=True, slots=True)
class Document:
    """A title and the blocks below it."""

    title: str
    blocks: tuple[Block, ...]


def understanding_document(found: Understanding, licensed: Iterable[str]) -> Document:
    """The research report: findings first, then each issue, then how it was done.

    Args:
        found: the answer.
        licensed: releases that the operator declares a licence for.
    """
    shared = shareable_understanding(found, licensed)
    return Document(title(shared), tuple(_blocks(shared)))


def _blocks(found: Understanding) -> Iterator[Block]:
    if found.provenance.demonstration:
        yield Paragraph(INVENTED_SENTENCE, strong=True)
    yield Heading("Key findings")
    told = tuple(item.text for item in found.findings[:FIRST])
    yield Lines(told) if told else Paragraph("No key issue has figures here.")
    for answer in found.issues:
        yield from _issue(found, answer)
    yield Heading("How this was done")
    yield Paragraph(found.prevalence.explain())
    if found.like is not None:
        yield Paragraph(found.like.explain())
    yield from (Paragraph(note) for note in found.notes)
    yield Heading("Sources")
    sources = found.provenance.sources
    yield Lines(tuple(source.sentence() for source in sources))
    yield from (Paragraph(words) for words in dict.fromkeys(each.attribution for each in sources))


def _issue(found: Understanding, answer: IssueAnswer) -> Iterator[Block]:
    yield Heading(answer.issue.title)
    yield Paragraph(answer.issue.question, strong=True)
    chart = issue_chart(found, answer)
    if chart is not None:
        yield chart
    if answer.table.height:
        yield _grid(found, answer)
    else:
        yield Paragraph("No figures are held for this issue.")
    yield Paragraph(answer.issue.caution)
    if answer.missing:
        yield Paragraph("Not here:")
        yield Lines(tuple(f"{item.title}: {item.reason}" for item in answer.missing))


def _grid(found: Understanding, answer: IssueAnswer) -> Grid:
    grouping = found.grouping
    heads = ("Measure", _capital(grouping.reference), _capital(grouping.whole), "Difference")
    rows = tuple(_cells(row) for row in answer.table.iter_rows(named=True))
    return Grid(f"{answer.issue.title}: every measure", heads, rows)


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    unit = row["unit"]
    marked = f" ({row['part_of_rule']})" if row["part_of_rule"] else ""
    name = f"{row['title']}, {row['period']}{marked}"
    if row["gap_lower"] is None:
        gap = "not known"
    elif row["stands_out"]:
        gap = f"{row['direction']}: {between(row['gap_lower'], row['gap_upper'], unit)}"
    else:
        gap = f"none that we can tell: {between(row['gap_lower'], row['gap_upper'], unit)}"
    return name, _shown(row["value"], unit), _shown(row["against_value"], unit), gap


def _shown(value: float | None, unit: str) -> str:
    return "not known" if value is None else figure(value, unit)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
