"""`commonweal districts`: the official summary measures of districts or other larger areas."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from commonweal.cli.options import AtlasFolder, Json, Out, examples


class Measure(StrEnum):
    """The official summary measures."""

    average_rank = "average_rank"
    average_score = "average_score"
    proportion = "proportion"
    extent = "extent"
    local_concentration = "local_concentration"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "commonweal districts",
            "commonweal districts --edition 2019 --sort extent --out districts.xlsx",
            "commonweal districts --by region24",
        )
    )(districts)


def districts(
    edition: Annotated[
        str | None,
        typer.Option(
            help="Edition of the Index of Multiple Deprivation.", show_default="the latest held"
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            help="The larger areas: district24, region24, msoa21 and others.",
            show_default="the districts of that edition",
        ),
    ] = None,
    sort: Annotated[Measure, typer.Option(help="Measure to sort by.")] = Measure.average_score,
    most: Annotated[int, typer.Option(min=1, help="How many to print.")] = 20,
    out: Out = None,
    atlas_folder: AtlasFolder = None,
    as_json: Json = False,
) -> None:
    """Summarise districts by the official measures of the Indices of Deprivation.

    Average rank, average score, proportion in the most deprived tenth, extent and local
    concentration, made here from the small areas.
    """
    from commonweal.atlas import Atlas
    from commonweal.cli import outside
    from commonweal.report.districts import district_summaries

    outside.check_ending(out)
    atlas = Atlas.open(atlas_folder)
    made = district_summaries(atlas, edition, by)
    rows = made.table.sort(f"rank_of_{sort.value}", "area_code")
    if out is not None:
        spec = made.report.provenance.run.spec
        outside.write_out(made.report, out, atlas, str(spec["by"]))
    if as_json:
        from commonweal.cli.screen import print_json, told_of
        from commonweal.report.finding import plain_rows

        print_json(
            {
                "title": made.report.title,
                "about": made.report.about,
                "areas": plain_rows(rows),
                "notes": list(made.report.notes),
                "provenance": made.report.provenance.as_dict(),
                "atlas": told_of(atlas),
            }
        )
        return
    from commonweal.cli.screen import Screen, console

    screen = Screen(console())
    screen.demonstration(atlas)
    screen.say(f"{made.report.title}.", made.report.about, made.note)
    screen.heading(f"The {min(most, rows.height)} most deprived on {sort.value.replace('_', ' ')}")
    names = [item.value for item in Measure]
    screen.table(
        ["place", "area", *(name.replace("_", " ") for name in names)],
        rows.select(f"rank_of_{sort.value}", "area_name", *names).head(most).rows(),
    )
    screen.sources(made.report.provenance.sources)
    if out is not None:
        screen.say(f"Written to {out}.")
