"""Where record files are: a file, a folder, a pattern, or an address in object storage."""

from __future__ import annotations

import glob
from dataclasses import dataclass
from pathlib import Path

from commonweal.errors import InputError, InputProblem

_PARQUET = b"PAR1"
_PATTERN = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class RecordFiles:
    """Parquet files to scan together.

    Attributes:
        place: as it was given.
        files: paths on this machine, in order; empty for an address in object storage.
    """

    place: str
    files: tuple[str, ...] = ()

    @property
    def remote(self) -> bool:
        """Whether this is an address, which the engine's own means must resolve."""
        return not self.files


def record_files(place: str | Path) -> RecordFiles:
    """The Parquet files at a place; those with a name that begins with `.` or `_` are passed over.

    Raises:
        InputError: there are none, or one of them is no Parquet file; names each.
    """
    text = str(place)
    if "://" in text:
        return RecordFiles(text)
    found = _found(Path(text).expanduser())
    if not found:
        problem = InputProblem(
            "Parquet files (ending in .parquet)",
            "none there",
            file=text,
            hint="Name a file, a folder, a pattern in quotes or an address such as s3://bucket/x.",
        )
        raise InputError(problem)
    problems = [
        InputProblem("a Parquet file", "other bytes", file=str(path))
        for path in found
        if not _is_parquet(path)
    ]
    if problems:
        raise InputError(problems)
    return RecordFiles(text, tuple(map(str, found)))


def _found(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if path.is_dir():
        return sorted(
            inner
            for inner in path.rglob("*.parquet")
            if inner.is_file() and not _hidden(inner.relative_to(path))
        )
    if _PATTERN & set(str(path)):
        return sorted(Path(name) for name in glob.glob(str(path), recursive=True))  # noqa: PTH207
    return []


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "_")) for part in path.parts)


def _is_parquet(path: Path) -> bool:
    """Whether a file begins and ends as Parquet does."""
    with path.open("rb") as stream:
        start = stream.read(len(_PARQUET))
        if path.stat().st_size < 2 * len(_PARQUET):
            return False
        stream.seek(-len(_PARQUET), 2)
        return start == stream.read() == _PARQUET
