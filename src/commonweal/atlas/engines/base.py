"""What every engine for large record files can do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from commonweal.errors import InputError, InputProblem

if TYPE_CHECKING:
    import narwhals as nw
    import polars as pl

    Lazy: TypeAlias = nw.LazyFrame[Any]
else:
    Lazy = Any


class RecordsEngine(ABC):
    """Scans record files and reads the results of steps to the end.

    Use it in a `with` block: leaving the block closes it and removes what it wrote to disk.
    """

    name: ClassVar[str]
    title: ClassVar[str]

    @abstractmethod
    def scan(self, place: str | Path) -> Lazy:
        """The records of Parquet files, nothing read yet but their columns.

        Args:
            place: a file, a folder (with those below it), a pattern such as `2025-*.parquet`, or
                an address in object storage such as `s3://bucket/folder`.

        Raises:
            InputError: there are no Parquet files there, or they cannot be read.
        """

    @abstractmethod
    def hold(self, table: pl.DataFrame) -> Lazy:
        """A small table, for steps to join with."""

    @abstractmethod
    def read(self, frame: Lazy) -> pl.DataFrame:
        """All rows of what a step gives, in no settled order.

        Raises:
            InputError: a file cannot be read to its end.
            MethodNotApplicable: the engine has not enough memory for it.
        """

    def close(self) -> None:
        """Let go of memory, threads and temporary files."""
        return

    def __enter__(self) -> RecordsEngine:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


_NEAR = "Is a file damaged, cut off, or laid out otherwise than the first?"
_FAR = f"Is the address right, and may this machine read what is there? {_NEAR}"


@contextmanager
def told_without_records(place: str, *faults: type[Exception]) -> Iterator[None]:
    """Turn an engine's fault into a message that holds nothing of a record.

    Engines quote the value they stumbled over, which may be about a person: only the kind of
    fault is passed on.

    Raises:
        InputError: in place of the faults.
    """
    try:
        yield
    except faults as error:
        problem = InputProblem(
            "Parquet files of one layout that can be read",
            f"a fault of the kind {type(error).__name__}",
            file=place,
            hint=_FAR if "://" in place else _NEAR,
        )
        raise InputError(problem) from None
