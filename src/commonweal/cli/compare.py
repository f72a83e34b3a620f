"""`commonweal compare`: who joins a list and who leaves it when the question changes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commonweal.cli.options import AtlasFolder, Geography, Json, Out, Within, examples

if TYPE_CHECKING:
    from commonweal.atlas import Atlas
    from commonweal.cli.screen import Screen
    from commonweal.find.compare import ComparisonResult
    from commonweal.find.request import Finding
    from commonweal.report.table import ReportTable


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "commonweal compare deprivation=2019 deprivation=2025",
            "commonweal compare cut=10 cut=5 --out changes.csv",
            "commonweal compare rule=intersection rule=combined --within Liverpool",
        )
    )(compare)


def compare(
    before: Annotated[str, typer.Argument(help="Settings of the first list: deprivation=2019.")],
    after: Annotated[str, typer.Argument(help="Settings of the second list: deprivation=2025.")],
    geography: Geography = None,
    within: Within = None,
    listed: Annotated[
        bool, typer.Option("--list", help="Print the areas that join or leave, one by one.")
    ] = False,
    out: Out = None,
    atlas_folder: AtlasFolder = None,
    as_json: Json = False,
) -> None:
    """Compare two lists: who joins, who leaves, how many people, and why.

    Each list is made by `commonweal find` with the settings you name, with commas between them:
    deprivation, infrastructure, geography, cut, rule, within. What you do not name is as in
    `find`.
    """
    from commonweal.atlas import Atlas
    from commonweal.cli import outside
    from commonweal.cli.editions import changed_settings, request_with
    from commonweal.find.request import find_neighbourhoods

    outside.check_ending(out)
    settings = [changed_settings(text) for text in (before, after)]
    atlas = Atlas.open(atlas_folder)
    given: dict[str, object] = {"geography": geography, "within": within}
    lists = [
        find_neighbourhoods(request_with(atlas, given, changes), atlas) for changes in settings
    ]
    show_comparison(lists[0], lists[1], atlas, out, listed=listed, as_json=as_json)


def show_comparison(
    before: Finding,
    after: Finding,
    atlas: Atlas,
    out: Path | None,
    *,
    listed: bool = False,
    as_json: bool = False,
) -> None:
    """Compare two findings and print, or write, what changes.

    Raises:
        MethodNotApplicable: social infrastructure is not held, so there are no lists.
    """
    from commonweal.cli import outside
    from commonweal.report.comparison import compare_findings, comparison_report

    result = compare_findings(before, after)
    report = comparison_report(before, after, result, outside.licensed())
    if out is not None:
        outside.write_out(report, out, atlas, after.request.geography)
    if as_json:
        _print_json(before, after, result, report, atlas)
        return
    from commonweal.cli.screen import Screen, console

    screen = Screen(console())
    screen.demonstration(atlas)
    screen.say(f"{report.title}.", result.explain())
    screen.heading("Areas and people")
    screen.table(result.summary.columns, result.summary.rows())
    if listed:
        _show_changes(screen, report)
    screen.sources(report.provenance.sources)
    if out is not None:
        screen.say(f"Written to {out}.", *report.notes)


def _show_changes(screen: Screen, report: ReportTable) -> None:
    from commonweal.report.comparison import changed_areas

    names = ["area_code", "area_name", "change", "because", "people"]
    rows = changed_areas(report)
    kept = [name for name in names if name in rows.columns]
    screen.heading("The areas that join or leave")
    screen.table([name.replace("_", " ") for name in kept], rows.select(kept).rows())


def _print_json(
    before: Finding, after: Finding, result: ComparisonResult, report: ReportTable, atlas: Atlas
) -> None:
    from dataclasses import asdict

    from commonweal.cli.screen import print_json, told_of
    from commonweal.report.finding import plain_rows

    print_json(
        {
            "finding": result.explain(),
            "before": asdict(before.request),
            "after": asdict(after.request),
            "summary": plain_rows(result.summary),
            "areas": plain_rows(report.table),
            "notes": list(report.notes),
            "provenance": report.provenance.as_dict(),
            "atlas": told_of(atlas),
        }
    )
