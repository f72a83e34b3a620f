"""`commonweal indicators`: what is measured, and for which areas and dates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commonweal.cli.options import AtlasFolder, Json, TableOut, examples

if TYPE_CHECKING:
    import polars as pl

    from commonweal.atlas import Atlas


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "commonweal indicators",
            "commonweal indicators income",
            "commonweal indicators imd.income.rank",
        )
    )(indicators)


def indicators(
    what: Annotated[
        str | None,
        typer.Argument(metavar="[ID OR WORDS]", help="An indicator, or words to search for."),
    ] = None,
    out: TableOut = None,
    atlas_folder: AtlasFolder = None,
    as_json: Json = False,
) -> None:
    """List the indicators in the atlas, search them, or show one with its series and sources."""
    from commonweal.atlas import Atlas
    from commonweal.cli import outside

    outside.check_ending(out, maps=False)
    atlas = Atlas.open(atlas_folder)
    held = atlas.indicators()
    if what is not None and what in set(held["indicator"]) and out is None:
        _show_one(atlas, what, as_json=as_json)
        return
    found = _search(held, what) if what else held
    if not found.height:
        # Says which are near.
        atlas.indicator(str(what))
    if out is not None:
        _write(atlas, found, out)
    if as_json:
        from commonweal.cli.screen import print_json, told_of
        from commonweal.report.finding import plain_rows

        print_json({"indicators": plain_rows(found), "atlas": told_of(atlas)})
        return
    from commonweal.cli.screen import Screen, console, sentence

    screen = Screen(console())
    screen.demonstration(atlas)
    for topic in found["topic"].unique().sort():
        screen.heading(sentence(topic))
        rows = found.filter(found["topic"] == topic)
        screen.table(
            ["indicator", "title", "dates", "areas"],
            [
                (row["indicator"], row["title"], _span(row["periods"]), _span(row["geographies"]))
                for row in rows.iter_rows(named=True)
            ],
        )


def _search(held: pl.DataFrame, words: str) -> pl.DataFrame:
    """Rows in which every word stands somewhere."""
    import polars as pl

    text = pl.concat_str("indicator", "title", "topic", "description", separator=" ")
    wanted = [text.str.to_lowercase().str.contains(w, literal=True) for w in words.lower().split()]
    return held.filter(pl.all_horizontal(wanted))


def _span(values: list[str]) -> str:
    return ", ".join(values) if len(values) < 5 else f"{values[0]} … {values[-1]} ({len(values)})"


def _show_one(atlas: Atlas, indicator_id: str, *, as_json: bool) -> None:
    from dataclasses import asdict

    from commonweal.cli.screen import Screen, console, print_json, told_of

    record = atlas.indicator(indicator_id)
    sources = [atlas.source(name) for name in dict.fromkeys(s.release for s in record.series)]
    if as_json:
        shown = {"indicator": asdict(record), "sources": [asdict(item) for item in sources]}
        print_json({**shown, "atlas": told_of(atlas)})
        return
    screen = Screen(console())
    screen.demonstration(atlas)
    screen.console.print(f"{record.title} ({record.id})", style="bold")
    screen.say(record.description)
    fields = ("unit", "polarity", "kind", "apportion", "numerator", "denominator")
    values = [(name, str(getattr(record, name)).replace("_", " ")) for name in fields]
    screen.table(["", ""], [(name, value) for name, value in values if value])
    screen.heading("Series")
    screen.table(
        ["date", "areas", "number", "release", "may be passed on", "file", "sheet", "column"],
        [
            (s.period, s.geography, s.areas, s.release, s.redistribute, s.file, s.sheet, s.column)
            for s in record.series
        ],
    )
    screen.sources(sources)


def _write(atlas: Atlas, found: pl.DataFrame, out: Path) -> None:
    from commonweal.cli import outside
    from commonweal.report.listing import indicators_report

    outside.write_out(indicators_report(atlas, found), out)
