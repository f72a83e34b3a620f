"""Read a whole release: each table of each file by the reader of its kind, joined up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import polars as pl

from commonweal.catalogue.types import (
    AgeTable,
    BoundaryFile,
    Content,
    JsonRecords,
    LongTable,
    LookupTable,
    PointTable,
    PostcodeTable,
    RecordTable,
    Release,
    SourceFile,
    Table,
)
from commonweal.errors import InputError, InputProblem
from commonweal.sources.ages import read_ages
from commonweal.sources.boundaries import read_boundary_file
from commonweal.sources.canonical import ReleaseTables
from commonweal.sources.long import read_long
from commonweal.sources.lookups import read_lookup
from commonweal.sources.points import read_points, read_postcodes
from commonweal.sources.records import read_json_records, read_records
from commonweal.sources.tables import read_table

Reader = Callable[[Release, SourceFile, Any, Path], ReleaseTables]

READERS: dict[type, Reader] = {
    Table: read_table,
    LookupTable: lambda release, _, table, path: read_lookup(release, table, path),
    RecordTable: lambda release, _, table, path: read_records(release, table, path),
    AgeTable: read_ages,
    LongTable: read_long,
    JsonRecords: lambda release, _, table, path: read_json_records(release, table, path),
    PointTable: lambda release, _, table, path: read_points(release, table, path),
    PostcodeTable: lambda release, _, table, path: read_postcodes(release, table, path),
    BoundaryFile: lambda release, _, table, path: read_boundary_file(release, table, path),
}


def read_release(release: Release, paths: Mapping[str, Path]) -> ReleaseTables:
    """Everything that a release holds.

    Args:
        release: its record in the catalogue.
        paths: where each of its files stands on this machine, by the path in the catalogue.

    Raises:
        InputError: every problem of all its files, reported once.
    """
    read: list[ReleaseTables] = []
    problems: list[InputProblem] = []
    for file in release.files:
        if file.path not in paths:
            continue
        for content in file.contents:
            try:
                read.append(read_content(release, file, content, paths[file.path]))
            except InputError as error:
                problems += error.problems
    if problems:
        raise InputError(problems, f"{release.title}: not what was expected.")
    return join(read)


def read_content(release: Release, file: SourceFile, content: Content, path: Path) -> ReleaseTables:
    """One table of one file.

    Raises:
        InputError: with every problem of the table.
    """
    return READERS[type(content)](release, file, content, path)


def join(parts: Sequence[ReleaseTables]) -> ReleaseTables:
    """Several readings as one: frames one below the other, named tables side by side."""
    joined: dict[str, Any] = {}
    for item in fields(ReleaseTables):
        values = [getattr(part, item.name) for part in parts]
        if values and isinstance(values[0], pl.DataFrame):
            joined[item.name] = pl.concat(values)
        elif values:
            joined[item.name] = {key: frame for value in values for key, frame in value.items()}
    return ReleaseTables(**joined)
