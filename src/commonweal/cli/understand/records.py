"""`commonweal understand records`: prevalence from records of people or addresses."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commonweal.cli.options import AtlasFolder, Json, TableOut, examples

if TYPE_CHECKING:
    import polars as pl

    from commonweal.cli.screen import Screen
    from commonweal.understand.people.request import RecordsAnswer
    from commonweal.understand.people.spec import RecordsSpec


class EngineName(StrEnum):
    """What counts the records."""

    duckdb = "duckdb"
    polars = "polars"
    spark = "spark"


class TableName(StrEnum):
    """Which table is written."""

    groups = "groups"
    cells = "cells"
    areas = "areas"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "commonweal understand records admissions.parquet --spec admissions.toml",
            "commonweal understand records records/ --spec ill.toml --out ill.xlsx",
            "commonweal understand records records/ --spec ill.toml --table areas --out ill.csv",
            "commonweal understand records s3://bucket/records --spec ill.toml --engine polars",
        )
    )(records)


def records(
    place: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help=(
                "The records as Parquet: a file, a folder, a pattern in quotes, or an address in "
                "object storage."
            ),
        ),
    ],
    spec: Annotated[
        Path, typer.Option("--spec", metavar="FILE.toml", help="What to count, as TOML.")
    ],
    engine: Annotated[EngineName, typer.Option("--engine", help="What counts the records.")] = (
        EngineName.duckdb
    ),
    memory: Annotated[
        float,
        typer.Option(
            "--memory",
            metavar="GB",
            help="Memory that DuckDB may use before it puts things on disk.",
        ),
    ] = 2.0,
    groups: Annotated[
        Path | None,
        typer.Option(
            "--groups",
            metavar="FILE.csv",
            help="Groups of your own: area_code, group. They replace those of the spec.",
            show_default=False,
        ),
    ] = None,
    table: Annotated[
        TableName, typer.Option("--table", help="Which table --out writes.")
    ] = TableName.groups,
    out: TableOut = None,
    atlas_folder: AtlasFolder = None,
    as_json: Json = False,
) -> None:
    """Count records of people or addresses, and say what is more common in which neighbourhoods.

    The spec (TOML) names the columns of area, sex, age and outcome. Prints the level of each group
    of areas with its interval, made comparable by sex and age, and its gap to all areas. Small
    counts are hidden, and so is whatever they could be worked out from.

    Millions of records are counted without holding them in memory. Nothing of a single record is
    printed or written.
    """
    from commonweal.cli import outside
    from commonweal.report.records import records_report
    from commonweal.understand.people.written import records_spec

    outside.check_ending(out, maps=False)
    asked = records_spec(_text(spec), str(spec))
    own = outside.read_text_table(groups) if groups is not None else None
    with _working(quiet=as_json):
        answer = _answer(asked, place, engine, memory, own, atlas_folder)
    if out is not None:
        outside.write_out(records_report(answer, table), out)
    if as_json:
        _print_json(answer)
        return
    from commonweal.cli.screen import Screen, console

    screen = Screen(console())
    _show(screen, answer)
    screen.sources(answer.provenance.sources)
    if out is not None:
        screen.say(f"Written to {out}.")


def _answer(
    spec: RecordsSpec,
    place: str,
    engine: EngineName,
    memory: float,
    own: pl.DataFrame | None,
    atlas_folder: Path | None,
) -> RecordsAnswer:
    from commonweal.atlas import Atlas
    from commonweal.atlas.engines import open_engine
    from commonweal.errors import AtlasMissing, InputError, InputProblem
    from commonweal.understand.people.request import ask_records

    if not memory > 0:
        raise InputError(InputProblem("an amount above 0", f"{memory:g}", column="--memory"))
    atlas = None
    try:
        atlas = Atlas.open(atlas_folder)
    except AtlasMissing:
        # Groups of one's own need no atlas; it would only name the vintage of unknown codes.
        if own is None:
            raise
    options = {"memory_gb": memory} if engine == EngineName.duckdb else {}
    with open_engine(engine, **options) as opened:
        return ask_records(spec, place, opened, atlas, own)


@contextmanager
def _working(*, quiet: bool) -> Iterator[None]:
    """A sign on a terminal that the records are being counted."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        shown.add_task("Counting records", total=None)
        yield


def _text(path: Path) -> str:
    from commonweal.errors import InputError, InputProblem

    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        problem = InputProblem("a text file in UTF-8", "other bytes", file=str(path))
        raise InputError(problem) from None


def _show(screen: Screen, answer: RecordsAnswer) -> None:
    from commonweal.report.table import INVENTED_SENTENCE
    from commonweal.understand.people.result import per_words

    result = answer.result
    if answer.provenance.demonstration:
        screen.say(INVENTED_SENTENCE)
    screen.say(answer.explain())
    screen.heading(
        f"{result.spec.title[:1].upper()}{result.spec.title[1:]}, {per_words(result.spec)}"
    )
    names = ["areas", "people", "events", "value", "lower", "upper", "gap", "gap_lower"]
    names += ["gap_upper", *(["standardised"] if result.spec.standardised else [])]
    rows = result.groups.select("group", *names).rows()
    screen.table(["group", *(name.replace("_", " ") for name in names)], rows)


def _print_json(answer: RecordsAnswer) -> None:
    from commonweal.cli.screen import print_json
    from commonweal.report.finding import plain_rows

    result = answer.result
    print_json(
        {
            "finding": answer.explain(),
            "groups": plain_rows(result.groups),
            "cells": plain_rows(result.cells),
            "areas": plain_rows(result.areas),
            "records": result.records,
            "left_out": _told(result.left_out, result.spec.fewest),
            "notes": list(result.notes),
            "provenance": answer.provenance.as_dict(),
        }
    )


def _told(left_out: int, fewest: int) -> object:
    """A small count of records does not leave either."""
    return left_out if left_out == 0 or left_out >= fewest else f"fewer than {fewest}"
