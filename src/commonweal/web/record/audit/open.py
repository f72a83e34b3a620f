"""What is being recorded at the moment: without it, no row of the record may change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

DIGEST_DIGITS = 32

_touched: ContextVar[dict[str, tuple[type[Any], Any]] | None] = ContextVar("touched", default=None)
_reading: ContextVar[bool] = ContextVar("reading", default=False)


class NotRecorded(RuntimeError):
    """A row of the record was changed outside `recorded`: a mistake in the program."""


def touch(row: Any) -> None:
    """Note that a row changes.

    Raises:
        NotRecorded: nothing is being recorded.
    """
    touched = _touched.get()
    if touched is None:
        raise NotRecorded(f"{type(row).__name__} changes only inside `recorded`.")
    if row.witnessed and row.pk is not None:
        touched[row_name(row)] = (row._meta.model, row.pk)


def touch_all(rows: Any) -> None:
    """Note that all rows of a query change.

    Raises:
        NotRecorded: nothing is being recorded.
    """
    if _touched.get() is None:
        raise NotRecorded(f"{rows.model.__name__} changes only inside `recorded`.")
    if rows.model.witnessed:
        for row in rows:
            touch(row)


def row_name(row: Any) -> str:
    """What the audit calls a row."""
    # Not its type: Django's `request.user` stands in for a row and is of a type of its own.
    return name_of(row._meta.model, row.pk)


def name_of(model: type[Any], pk: Any) -> str:
    """What the audit calls a row: `proposal:12`.

    The log is public, so a row whose key is somebody's id is called by a digest of it; the id is
    random, and so cannot be found from the digest.
    """
    # Forms and sessions bring ids as text; they are the same ids.
    pk = model._meta.pk.to_python(pk)
    if isinstance(pk, UUID):
        pk = hashlib.sha256(f"commonweal row\n{pk}".encode()).hexdigest()[:DIGEST_DIGITS]
    return f"{model._meta.model_name}:{pk}"


@contextmanager
def touching() -> Iterator[dict[str, tuple[type[Any], Any]]]:
    """Collect the rows that change from here on.

    Raises:
        NotRecorded: the request may only read.
    """
    if _reading.get():
        raise NotRecorded("A request that reads (GET) changes nothing.")
    outer = _touched.get()
    touched: dict[str, tuple[type[Any], Any]] = {}
    token = _touched.set(touched)
    try:
        yield touched
    finally:
        _touched.reset(token)
        if outer is not None:
            # An entry of its own holds these rows; the outer one has nothing to add.
            for name in touched:
                outer.pop(name, None)


@contextmanager
def only_reading() -> Iterator[None]:
    """Refuse every change of the record for a while."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)
