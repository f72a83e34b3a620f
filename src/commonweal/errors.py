"""One family of errors, for people: each says what was expected, what came and what to do.

The table `ERRORS` decides, in one place, the exit code of the command line and the status of
the web for every kind of error. Several problems of one input are collected and reported once
(`InputError`), never one at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InputProblem:
    """One thing that is wrong with an input: where it is, what was expected, what came.

    `row` counts as a person counts in the file: the heading is row 1.
    """

    expected: str
    came: str
    file: str = ""
    sheet: str = ""
    column: str = ""
    row: int | None = None
    hint: str = ""

    def __str__(self) -> str:
        where = [self.file]
        if self.sheet:
            where.append(f"sheet {self.sheet!r}")
        if self.column:
            where.append(f"column {self.column!r}")
        if self.row is not None:
            where.append(f"row {self.row}")
        place = ", ".join(part for part in where if part)
        text = f"expected {self.expected}, got {self.came}"
        if place:
            text = f"{place}: {text}"
        return f"{text}. {self.hint}" if self.hint else text


class CommonwealError(Exception):
    """Base of every error that a person can act on. Its text is the message they read."""

    code = "error"


class InputError(CommonwealError):
    """An input (file, table, spec) does not hold what it should; carries every problem found."""

    code = "input"

    def __init__(self, problems: InputProblem | Iterable[InputProblem], title: str = "") -> None:
        self.problems: Sequence[InputProblem] = (
            (problems,) if isinstance(problems, InputProblem) else tuple(problems)
        )
        shown = [str(problem) for problem in self.problems[:20]]
        if len(self.problems) > len(shown):
            shown.append(f"… and {len(self.problems) - len(shown)} more problems")
        lines = [title, *(f"- {line}" for line in shown)] if title else shown
        super().__init__("\n".join(lines))
        self._title = title

    def __reduce__(self) -> tuple[type[InputError], tuple[Sequence[InputProblem], str]]:
        """Pickled with its problems, so that it crosses from one process to another whole."""
        return type(self), (self.problems, self._title)


class SourceMissing(CommonwealError):
    """A release's file is nowhere to be had; the message says where to get it."""

    code = "source-missing"


class ChecksumMismatch(CommonwealError):
    """A file is not the one the release was tested with; the message names both checksums."""

    code = "checksum"


class DiskFull(CommonwealError):
    """There is no space left where something had to be written; nothing half-written remains."""

    code = "disk-full"


class AtlasMissing(CommonwealError):
    """There is no built atlas at the place asked for."""

    code = "atlas-missing"


class AtlasDamaged(CommonwealError):
    """A file of the atlas is missing or differs from its manifest."""

    code = "atlas-damaged"


class UnknownArea(CommonwealError):
    """A code, postcode or name that is not held; says the vintage and successors if known."""

    code = "unknown-area"


class UnknownIndicator(CommonwealError):
    """An indicator or period that the atlas does not hold; names the nearest it does."""

    code = "unknown-indicator"


class UnknownRecord(CommonwealError):
    """Something of the record (a neighbourhood, a result) that is not there or not public."""

    code = "unknown-record"


class RecordAltered(CommonwealError):
    """The record is not what its log says; the message says where."""

    code = "record-altered"


class MethodNotApplicable(CommonwealError):
    """The method is not defined for this input; names the assumption that does not hold."""

    code = "method"


class NotLicensed(CommonwealError):
    """Values of a release that may not leave this machine under its licence."""

    code = "licence"


@dataclass(frozen=True, slots=True)
class ErrorKind:
    """How one kind of error leaves the program: exit code and HTTP status."""

    exit_code: int
    http_status: int


ERRORS: dict[str, ErrorKind] = {
    CommonwealError.code: ErrorKind(1, 500),
    InputError.code: ErrorKind(2, 422),
    SourceMissing.code: ErrorKind(3, 503),
    ChecksumMismatch.code: ErrorKind(4, 503),
    AtlasMissing.code: ErrorKind(5, 503),
    AtlasDamaged.code: ErrorKind(6, 503),
    UnknownArea.code: ErrorKind(7, 404),
    UnknownIndicator.code: ErrorKind(8, 404),
    MethodNotApplicable.code: ErrorKind(9, 422),
    NotLicensed.code: ErrorKind(10, 403),
    DiskFull.code: ErrorKind(11, 507),
    UnknownRecord.code: ErrorKind(13, 404),
    RecordAltered.code: ErrorKind(14, 500),
}


def exit_code(error: CommonwealError) -> int:
    """Exit code of the command line for an error."""
    return ERRORS[error.code].exit_code


def http_status(error: CommonwealError) -> int:
    """HTTP status of the web for an error."""
    return ERRORS[error.code].http_status
