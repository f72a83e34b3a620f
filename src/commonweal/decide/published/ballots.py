"""The list of ballots: one row a ballot, beside the tracker that its voter alone knows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from commonweal.decide.election import Kind
from commonweal.decide.published.receipts import ALPHABET
from commonweal.decide.published.vote import Paper, in_order
from commonweal.errors import InputError, InputProblem

HEADING = ["tracker", "choices", "points"]
_GROUP = f"[{ALPHABET}]{{5}}"
_TRACKER = re.compile(f"{_GROUP}(-{_GROUP}){{3}}")


def write_ballots(papers: Iterable[Paper], kind: Kind) -> str:
    """CSV of ballots sorted by tracker; ids and points have commas between."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(HEADING)
    for paper in in_order(papers, kind):
        points = ",".join(map(str, paper.points))
        table.writerow([paper.tracker, ",".join(paper.choices), points])
    return out.getvalue()


def read_ballots(text: str, kind: Kind, name: str = "ballots.csv") -> tuple[Paper, ...]:
    """Read a list of ballots.

    Raises:
        InputError: carries every problem with its row.
    """
    problems: list[InputProblem] = []
    papers: list[Paper] = []
    try:
        heading, *rows = [*csv.reader(io.StringIO(text, newline=""), strict=True)] or [[]]
    except csv.Error as error:
        raise InputError(InputProblem("a CSV file", str(error), file=name)) from None
    if heading != HEADING:
        problems.append(InputProblem(",".join(HEADING), ",".join(heading)[:60], file=name, row=1))
    for number, row in enumerate(rows, start=2):
        if wrong := [*_wrong(row, kind)]:
            problems += [InputProblem(*each, file=name, row=number) for each in wrong]
        else:
            points = tuple(map(int, _words(row[2])))
            papers.append(Paper(row[0], _words(row[1]), points))
    if problems:
        raise InputError(problems, f"{name} is not a list of ballots:")
    return tuple(papers)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()


def _wrong(row: list[str], kind: Kind) -> Iterator[tuple[str, str]]:
    """What was expected of a row and what came."""
    if len(row) != len(HEADING):
        yield f"{len(HEADING)} fields", f"{len(row)}"
        return
    if not _TRACKER.fullmatch(row[0]):
        yield "a tracker: four groups of five letters and digits", repr(row[0])[:60]
    choices, points = _words(row[1]), _words(row[2])
    expected = len(choices) if kind == "points" else 0
    if len(points) != expected or not all(re.fullmatch("[0-9]{1,15}", each) for each in points):
        yield f"{expected} whole numbers of points", repr(row[2])[:60]
