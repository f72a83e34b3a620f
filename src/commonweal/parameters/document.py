"""TOML documents whose problems are told with the line they stand on.

A spec that a person wrote is checked whole: every problem is collected, each names its field and
its line, and all are raised once as an `InputError`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from commonweal.errors import InputError, InputProblem

Made = TypeVar("Made")

_HEADER = re.compile(r"^\s*\[(\[)?\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"""^\s*((?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)(?:\s*\.\s*[A-Za-z0-9_-]+)*)\s*=""")
_OPEN_LIST = re.compile(r"=\s*\[\s*(#.*)?$")
_INLINE_TABLE = re.compile(r"^\s*\{")
_PART = re.compile(r""""([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+)""")


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed TOML document that knows on which line each field stands.

    Attributes:
        name: what to call it in messages, usually its file name.
        data: the parsed content.
        lines: line number of each dotted field, list positions included (`domains.0.weight`).
    """

    name: str
    data: Mapping[str, Any]
    lines: Mapping[str, int]

    def line(self, path: str) -> int | None:
        """Line of a dotted field, or of the nearest table around it."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path.rpartition(".")[0]
        return None

    def place(self, problem: InputProblem) -> FieldProblem:
        """The same problem with this document's name and the line of its field."""
        return FieldProblem(
            problem.expected,
            problem.came,
            file=self.name,
            column=problem.column,
            row=self.line(problem.column),
            hint=problem.hint,
        )


@dataclass(frozen=True, slots=True)
class FieldProblem(InputProblem):
    """A problem in a document: `column` is the dotted field and `row` the line."""

    def __str__(self) -> str:
        line = f"line {self.row}" if self.row is not None else ""
        place = ", ".join(part for part in (self.file, line, self.column) if part)
        text = f"{place}: expected {self.expected}, got {self.came}"
        return f"{text}. {self.hint}" if self.hint else text


def read_document(text: str, name: str = "") -> Document:
    """Parse TOML.

    Raises:
        InputError: it is not TOML; says the line and column.
    """
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(InputProblem("a TOML document", str(error), file=name)) from None
    return Document(name, data, _lines(text))


def _lines(text: str) -> dict[str, int]:
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    table, listed = "", ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = _dotted(header[2], counts)
            if header[1]:
                position = counts.get(table, -1) + 1
                counts[table] = position
                table = f"{table}.{position}"
            lines.setdefault(table, number)
            listed = ""
        elif listed and _INLINE_TABLE.match(line):
            # A list written with one table a line: indicators = [ and then { ... }, { ... }.
            counts[listed] = counts.get(listed, -1) + 1
            lines.setdefault(f"{listed}.{counts[listed]}", number)
        elif key := _KEY.match(line):
            name = _dotted(key[1], {})
            path = f"{table}.{name}" if table else name
            lines.setdefault(path, number)
            listed = path if _OPEN_LIST.search(line) else ""
    return lines


def _dotted(written: str, counts: Mapping[str, int]) -> str:
    """Dotted path of a written key; a list of tables on the way is at its latest entry."""
    path = ""
    parts = [next(filter(None, found), "") for found in _PART.findall(written)]
    for place, part in enumerate(parts):
        path = f"{path}.{part}" if path else part
        if path in counts and place < len(parts) - 1:
            path = f"{path}.{counts[path]}"
    return path


@dataclass(slots=True)
class Fields:
    """Reads one table of a document field by field and collects what is wrong with it.

    Ask for every field, `close` every inner table, then `build` the spec from the answers.
    """

    document: Document
    path: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    problems: list[FieldProblem] = field(default_factory=list)
    _asked: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, document: Document) -> Fields:
        """The fields of the whole document."""
        return cls(document, data=document.data)

    def text(self, key: str, default: str | None = None) -> str:
        """A string; required when there is no default."""
        value = self._get(key, default)
        if value is not None and not isinstance(value, str):
            self._wrong(key, "text in quotes", value)
        return value if isinstance(value, str) else ""

    def number(self, key: str, default: float | None = None) -> float:
        """A number; required when there is no default."""
        value = self._get(key, default)
        if value is not None and not _is_number(value):
            self._wrong(key, "a number", value)
        usable = value if _is_number(value) else default
        return float("nan") if usable is None else float(usable)

    def whole(self, key: str) -> int | None:
        """A whole number, or None when it is not given."""
        self._asked.add(key)
        value = self.data.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            self._wrong(key, "a whole number", value)
            return None
        return value

    def flag(self, key: str, default: bool) -> bool:
        """`true` or `false`."""
        value = self._get(key, default)
        if not isinstance(value, bool):
            self._wrong(key, "true or false", value)
            return default
        return value

    def has(self, key: str) -> bool:
        """Whether the field is given."""
        return key in self.data

    def table(self, key: str) -> Fields:
        """A table of fields; empty when it is not given."""
        value = self._get(key, {})
        if not isinstance(value, dict):
            self._wrong(key, f"a table [{self._path(key)}]", value)
            value = {}
        return self._inner(key, value)

    def tables(self, key: str) -> list[Fields]:
        """A list of tables, `[[key]]`; empty when it is not given."""
        value = self._get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self._wrong(key, f"tables [[{self._path(key)}]]", value)
            return []
        return [self._inner(f"{key}.{place}", item) for place, item in enumerate(value)]

    def build(self, make: Callable[[], Made], title: str) -> Made:
        """What `make` returns, if it and every field read so far are right.

        Problems that `make` raises as an `InputError` are told with the line of their field, once
        a field.

        Raises:
            InputError: carries every problem, in the order of the lines.
        """
        self.close()
        made: list[Made] = []
        try:
            made.append(make())
        except InputError as error:
            told = {problem.column for problem in self.problems}
            new = [problem for problem in error.problems if problem.column not in told]
            self.problems.extend(self.document.place(problem) for problem in new)
        if self.problems:
            raise InputError(sorted(self.problems, key=lambda p: p.row or 0), title)
        return made[0]

    def close(self, expected: str = "") -> None:
        """Note every field of this table that nobody asked for."""
        for key in sorted(self.data.keys() - self._asked):
            known = expected or f"one of the fields {', '.join(sorted(self._asked))}"
            self._note(key, known, f"a field {key!r}")

    def _inner(self, key: str, data: Mapping[str, Any]) -> Fields:
        return Fields(self.document, self._path(key), data, self.problems)

    def _path(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def _get(self, key: str, default: Any) -> Any:
        self._asked.add(key)
        if key not in self.data and default is None:
            self._note(key, f"a field {key!r}", "nothing")
        return self.data.get(key, default)

    def _wrong(self, key: str, expected: str, came: object) -> None:
        self._note(key, expected, repr(came))

    def _note(self, key: str, expected: str, came: str) -> None:
        self.problems.append(
            self.document.place(InputProblem(expected, came, column=self._path(key)))
        )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
