"""`commonweal understand profiles`: a file for every place of a kind."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commonweal.cli.options import AtlasFolder, Json, Within, examples

if TYPE_CHECKING:
    from commonweal.atlas import Atlas
    from commonweal.understand.profile import ProfileTables


class Kind(StrEnum):
    """Which small areas are written."""

    doubly = "doubly disadvantaged"
    deprived = "deprived only"
    infrastructure = "infrastructure-poor only"
    neither = "neither"
    all = "all"


class Level(StrEnum):
    """Which places are written."""

    lsoa = "lsoa"
    msoa = "msoa"
    ward = "ward"
    district = "district"


class Format(StrEnum):
    """What is written of each."""

    pdf = "pdf"
    json = "json"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "commonweal understand profiles --out profiles",
            "commonweal understand profiles --within Burnley --typology all --out burnley",
            "commonweal understand profiles --level msoa --format json --out msoas",
        )
    )(profiles)


def profiles(
    out: Annotated[
        Path, typer.Option("--out", metavar="FOLDER", help="Write them there, one file a place.")
    ],
    typology: Annotated[
        Kind, typer.Option("--typology", help="Small areas of this type; all for every one.")
    ] = Kind.doubly,
    level: Annotated[
        Level, typer.Option("--level", help="Kind of place; the type counts for small areas only.")
    ] = Level.lsoa,
    within: Within = None,
    format: Annotated[Format, typer.Option("--format", help="What to write of each.")] = Format.pdf,
    again: Annotated[
        bool, typer.Option("--again", help="Write those that are there already once more.")
    ] = False,
    processes: Annotated[
        int, typer.Option("--processes", min=1, max=64, help="How many to make at a time.")
    ] = 2,
    atlas_folder: AtlasFolder = None,
    as_json: Json = False,
) -> None:
    """Write the profile of every place of a kind: by default, of the doubly disadvantaged.

    A file that is there already is kept, so that a run that was stopped goes on where it was.
    Each file is written whole or not at all.
    """
    from commonweal.atlas import Atlas
    from commonweal.cli.understand.batch import Job, Prepared, write_all
    from commonweal.cli.understand.gathered import gathered, outlines_held

    atlas = Atlas.open(atlas_folder)
    inside = atlas.places.find(within).code if within else None
    _check_folder(out)
    tables = gathered(atlas)
    codes = _codes(tables, level, typology, inside)
    jobs = [Job(code, out / f"{code}.{format}") for code in codes]
    todo = [job for job in jobs if again or not job.file.is_file()]
    with _progress(len(todo), quiet=as_json) as report:
        write_all(Prepared(tables, outlines_held(atlas)), todo, processes, report)
    _tell(atlas, out, len(todo), len(jobs) - len(todo), as_json)


def _check_folder(out: Path) -> None:
    from commonweal.errors import InputError, InputProblem

    if out.exists() and not out.is_dir():
        raise InputError(InputProblem("a folder", "a file of this name", file=str(out)))


def _codes(tables: ProfileTables, level: Level, kind: Kind, inside: str | None) -> list[str]:
    """Codes of the places asked for, in order.

    Raises:
        InputError: there are none.
        UnknownArea: no place of today has the code of the place they must lie in.
    """
    import polars as pl

    from commonweal.errors import InputError, InputProblem, MethodNotApplicable

    places = tables.levels.get(level.value)
    if places is None:
        raise MethodNotApplicable(f"This atlas does not say which {level}s there are.")
    chosen = list(places.codes)
    if inside is not None:
        around = tables.level_of(inside)
        column = "area_code" if around.id == "lsoa" else f"{around.id}_code"
        own = "area_code" if level is Level.lsoa else f"{level}_code"
        held = set(tables.small.filter(pl.col(column) == inside)[own])
        chosen = [code for code in chosen if code in held]
    if level is Level.lsoa and kind is not Kind.all:
        chosen = [code for code in chosen if tables.types.get(code) == kind.value]
    if not chosen:
        raise InputError(InputProblem(f"places that are {kind.value}", "none there"))
    return chosen


@contextmanager
def _progress(total: int, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, a line now and then elsewhere, nothing when asked to be quiet."""
    if quiet or not total:
        yield lambda _: None
    elif sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

        columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True)) as shown:
            task = shown.add_task("", total=total)
            yield lambda more: shown.update(task, advance=more)
    else:
        yield _Lines(total)


class _Lines:
    """Says every tenth part on a line of its own."""

    def __init__(self, total: int) -> None:
        self._total, self._done = total, 0

    def __call__(self, more: int) -> None:
        before, self._done = self._done, self._done + more
        if 10 * before // self._total < 10 * self._done // self._total:
            print(f"{self._done:,} of {self._total:,} written", file=sys.stderr)  # noqa: T201


def _tell(atlas: Atlas, out: Path, written: int, kept: int, as_json: bool) -> None:
    if as_json:
        from commonweal.cli.screen import print_json, told_of

        told = {"folder": str(out), "written": written, "kept": kept, "atlas": told_of(atlas)}
        print_json(told)
        return
    from commonweal.cli.screen import Screen, console

    screen = Screen(console())
    screen.demonstration(atlas)
    beside = f"; {kept:,} were there already" if kept else ""
    screen.say(f"{written:,} profiles written to {out}{beside}.")
