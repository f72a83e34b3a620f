"""Read tables of things that are not area by indicator: libraries, schools, grants."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path

import polars as pl

from commonweal.catalogue.types import Field, JsonRecords, RecordTable, Release
from commonweal.errors import InputError, InputProblem
from commonweal.sources.canonical import ReleaseTables
from commonweal.sources.columns import Checks, check_present, typed
from commonweal.sources.frames import ROW, read_text_frame


def read_records(release: Release, table: RecordTable, path: Path) -> ReleaseTables:
    """Read a table of things with typed columns, as `records` named after the release.

    Raises:
        InputError: with every problem of the table.
    """
    checks = Checks(path.name, table.sheet)
    frame = read_text_frame(path, table.sheet, table.skip)
    if not check_present(checks, frame, [item.column for item in table.fields]):
        checks.finish(f"{release.title}: not the table that was expected.")
    if table.rows_column:
        frame = frame.filter(pl.col(table.rows_column).is_not_null())
    return _typed_records(checks, release, table.fields, table.rows, frame)


def read_json_records(release: Release, table: JsonRecords, path: Path) -> ReleaseTables:
    """Read a JSON list of objects (packed or not), as `records` named after the release.

    The row of a record is its place in the list, from 1.

    Raises:
        InputError: not JSON, not a list of objects, or with every problem of its values.
    """
    things = _json_list(path)
    columns = {
        item.column: [_text(_at(thing, item.column.split("."))) for thing in things]
        for item in table.fields
    }
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    frame = frame.with_row_index(ROW, offset=1).cast({ROW: pl.Int32})
    return _typed_records(Checks(path.name), release, table.fields, table.rows, frame)


def _typed_records(
    checks: Checks, release: Release, fields: tuple[Field, ...], rows: int, frame: pl.DataFrame
) -> ReleaseTables:
    if frame.height != rows:
        checks.add(f"{rows:,} rows", f"{frame.height:,}", hint="Is the file cut off?")
    columns: dict[str, pl.Series] = {}
    for item in fields:
        missing = 0 if item.required else -1
        if item.blanks:
            known = pl.col(item.column).str.strip_chars().is_in(item.blanks)
            frame = frame.with_columns(pl.when(~known).then(pl.col(item.column)))
        values = typed(checks, frame, item.column, item.type, item.low, item.high, missing)
        columns[item.name] = values.cast(pl.Boolean) if item.type == "flag" else values
    checks.finish(f"{release.title}: the file does not hold what was expected.")
    return ReleaseTables(records={release.id: pl.DataFrame({**columns, "row": frame[ROW]})})


def _json_list(path: Path) -> list[dict[str, object]]:
    """The objects of a JSON list."""
    try:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        read = json.loads(data)
    except (EOFError, zlib.error, gzip.BadGzipFile, ValueError) as error:
        problem = InputProblem(
            "a whole JSON file", f"one that breaks off or is damaged ({error})", path.name
        )
        raise InputError(problem) from None
    if not isinstance(read, list) or not all(isinstance(thing, dict) for thing in read):
        raise InputError(InputProblem("a list of objects", "something else", path.name))
    return read


def _at(thing: object, keys: list[str]) -> object:
    """The value at a path of keys, None where the path ends early."""
    for key in keys:
        thing = thing.get(key) if isinstance(thing, dict) else None
    return thing


def _text(value: object) -> str | None:
    """A value as text, as `typed` reads it."""
    if value is None:
        return None
    return value if isinstance(value, str) else json.dumps(value)
