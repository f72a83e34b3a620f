"""Reads the exchange format of Pabulib (Stolicki, Szufa and Talmon 2020), strictly."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from commonweal.decide.election import Ballot, Election, Kind, Project, merged
from commonweal.errors import InputError, InputProblem

SECTIONS = ("META", "PROJECTS", "VOTES")
KINDS: dict[str, Kind] = {
    "approval": "approval",
    "ordinal": "ranked",
    "cumulative": "points",
    "scoring": "points",
}
Row = tuple[int, list[str]]


@dataclass(slots=True)
class _File:
    name: str
    rows: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[InputProblem] = field(default_factory=list)

    def wrong(self, expected: str, came: str, row: int | None = None, column: str = "") -> None:
        self.problems.append(InputProblem(expected, came, file=self.name, row=row, column=column))

    def records(
        self, section: str, required: tuple[str, ...]
    ) -> Iterator[tuple[int, dict[str, str]]]:
        """Rows of a section by the names of its heading."""
        if not self.rows.get(section):
            self.wrong(f"a section {section} with a heading", "none")
            return
        (line, heading), *rows = self.rows[section]
        missing = [name for name in required if name not in heading]
        for name in missing:
            self.wrong(f"a column {name!r} in {section}", ";".join(heading), line)
        if missing:
            return
        for line, row in rows:
            if len(row) != len(heading):
                self.wrong(f"{len(heading)} fields in {section}", f"{len(row)}", line)
            else:
                yield line, dict(zip(heading, row, strict=True))


def read_pabulib(data: bytes, name: str = "election.pb") -> Election:
    """Read a `.pb` file, gzipped or not.

    Points that are not given on a cumulative ballot count 1 each. Ballots are merged; what the
    file says of voters (age, sex) and its column `selected` are not taken.

    Raises:
        InputError: carries every problem with its line.
    """
    file = _File(name)
    _split(file, _text(file, data))
    meta = {row[0].strip(): row[1].strip() for _, row in file.rows.get("META", []) if len(row) > 1}
    lines = {row[0].strip(): line for line, row in file.rows.get("META", []) if row}
    budget = _amount(file, meta.get("budget", ""), lines.get("budget"), "budget")
    kind = KINDS.get(meta.get("vote_type", ""))
    if kind is None:
        came = repr(meta.get("vote_type", "nothing"))
        file.wrong(" or ".join(KINDS), came, lines.get("vote_type"), "vote_type")
    projects = _projects(file)
    ballots = _ballots(file, kind or "approval", {project.id for project in projects})
    _check_count(file, meta, lines, "num_projects", len(projects))
    _check_count(file, meta, lines, "num_votes", len(ballots))
    if file.problems or kind is None:
        raise InputError(file.problems, f"{name} is not a Pabulib file that can be counted:")
    longest = meta.get("max_length", "")
    return Election(
        projects=tuple(projects),
        ballots=merged(ballots),
        budget=budget,
        kind=kind,
        longest=int(longest) if kind == "ranked" and longest.isdecimal() else None,
        title=meta.get("description", ""),
    )


def _text(file: _File, data: bytes) -> str:
    try:
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
        return data.decode("utf-8-sig")
    except (OSError, EOFError, zlib.error):
        file.wrong("a whole gzipped file", "a damaged one")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        file.wrong("text in UTF-8", f"the byte {data[error.start]:#x}", line)
    return ""


def _split(file: _File, text: str) -> None:
    reader = csv.reader(io.StringIO(text), delimiter=";", strict=True)
    section = ""
    try:
        for row in reader:
            title = row[0].strip().upper() if len(row) == 1 else ""
            if title in SECTIONS:
                section = title
                if section in file.rows:
                    file.wrong("each section once", section, reader.line_num)
                file.rows[section] = []
            elif not "".join(row).strip():
                continue
            elif section:
                names = not file.rows[section]
                file.rows[section].append(
                    (reader.line_num, [each.strip().lower() for each in row] if names else row)
                )
            else:
                file.wrong("META as the first line", ";".join(row)[:60], reader.line_num)
                section = "before"
                file.rows[section] = []
    except csv.Error as error:
        file.wrong("fields with ; between, quotes closed", str(error), reader.line_num)


def _projects(file: _File) -> list[Project]:
    found: dict[str, Project] = {}
    for line, row in file.records("PROJECTS", ("project_id", "cost")):
        identity = row["project_id"].strip()
        if not identity or "," in identity:
            file.wrong("an id without commas", repr(identity), line, "project_id")
        elif identity in found:
            file.wrong("each project once", f"{identity!r} again", line, "project_id")
        cost = _amount(file, row["cost"], line, "cost")
        categories = row.get("category") or row.get("categories") or ""
        named = tuple(word.strip() for word in categories.split(",") if word.strip())
        found[identity] = Project(identity, cost, row.get("name", "").strip(), named)
    return list(found.values())


def _ballots(file: _File, kind: Kind, known: set[str]) -> list[Ballot]:
    found, voters = [], set()
    for line, row in file.records("VOTES", ("voter_id", "vote")):
        voter = row["voter_id"].strip()
        if voter in voters:
            file.wrong("each voter once", f"voter {voter!r} again", line, "voter_id")
        voters.add(voter)
        choices = _words(row["vote"])
        for choice in choices:
            if choice not in known:
                file.wrong("a project of the file", repr(choice), line, "vote")
        if len(set(choices)) < len(choices):
            file.wrong("each project once on a ballot", row["vote"], line, "vote")
        points = _points(file, row, line, len(choices)) if kind == "points" else ()
        found.append(Ballot(choices, points))
    return found


def _points(file: _File, row: dict[str, str], line: int, count: int) -> tuple[int, ...]:
    words = _words(row.get("points", "")) or ("1",) * count
    if len(words) != count or not all(word.isdecimal() for word in words):
        file.wrong(f"{count} whole numbers of points", ",".join(words), line, "points")
        return (0,) * count
    return tuple(map(int, words))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _amount(file: _File, text: str, line: int | None, column: str) -> Fraction:
    """An amount of 0 or more, exact; a decimal comma is read as a point, as some files have it."""
    whole, _, part = text.strip().replace(",", ".").partition(".")
    if not (whole + part).isdecimal() or not (whole + part).isascii():
        file.wrong("an amount of 0 or more", repr(text), line, column)
        return Fraction(0)
    return Fraction(f"{whole or '0'}.{part or '0'}")


def _check_count(
    file: _File, meta: dict[str, str], lines: dict[str, int], name: str, count: int
) -> None:
    said = meta.get(name)
    if said is not None and said != str(count):
        file.wrong(f"{count}, as many as there are", said, lines.get(name), name)
