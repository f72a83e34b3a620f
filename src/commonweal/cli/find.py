"""`commonweal find`: which neighbourhoods are doubly disadvantaged, and where they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commonweal.cli.options import (
    AtlasFolder,
    Deprivation,
    Draws,
    Geography,
    Infrastructure,
    Json,
    Out,
    Percent,
    Rule,
    RuleChoice,
    Seed,
    Vary,
    Within,
    examples,
)
from commonweal.cli.own_index import own_indices
from commonweal.cli.simulation import simulation

if TYPE_CHECKING:
    import polars as pl

    from commonweal.atlas import Atlas
    from commonweal.cli.screen import Screen
    from commonweal.find.request import Finding
    from commonweal.report.table import ReportTable

_MOST = 10


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "commonweal find",
            "commonweal find --cut 5 --out list.xlsx",
            "commonweal find --within Burnley --list",
            "commonweal find --deprivation 2019 --out map.geojson",
            "commonweal find --geography ward17",
            "commonweal find --spec my-index.toml",
            'commonweal find --compare-with "deprivation=2019"',
            "commonweal find --draws 10000 --seed 1 --out list.csv",
        )
    )(find)


def find(
    deprivation: Deprivation = None,
    infrastructure: Infrastructure = None,
    geography: Geography = None,
    cut: Percent = 10.0,
    rule: RuleChoice = Rule.intersection,
    within: Within = None,
    listed: Annotated[
        bool, typer.Option("--list", help="Print the areas found, one by one.")
    ] = False,
    only_found: Annotated[
        bool, typer.Option("--only-found", help="Write only the areas found to --out.")
    ] = False,
    compare_with: Annotated[
        str | None,
        typer.Option(
            "--compare-with",
            metavar="SETTINGS",
            help="Say who joins and who leaves against other settings, such as deprivation=2019.",
            show_default=False,
        ),
    ] = None,
    recipe: Annotated[
        Path | None,
        typer.Option(
            "--spec",
            metavar="FILE.toml",
            help="Use an index of your own in place of the one of deprivation, of social "
            "infrastructure, or both.",
            show_default=False,
        ),
    ] = None,
    draws: Draws = None,
    seed: Seed = 1,
    vary: Vary = "error",
    out: Out = None,
    atlas_folder: AtlasFolder = None,
    as_json: Json = False,
) -> None:
    """Find the doubly disadvantaged neighbourhoods.

    An area is doubly disadvantaged when it is among the worst tenth both in the Index of
    Multiple Deprivation and in the Community Needs Index (--cut and --rule change this). Prints
    the finding, how many areas and people are of each type, and the districts with most. --out
    writes every area with its type.

    --spec names a file that says how to make an index of your own from the indicators of the
    atlas (`commonweal index build` makes it alone).

    --draws simulates the list so many times and says how sure each area's place on it is: the
    columns probability, rank_low, rank_high and certainty. The same seed gives the same answer.
    """
    from commonweal.atlas import Atlas
    from commonweal.cli import outside
    from commonweal.cli.compare import show_comparison
    from commonweal.cli.editions import changed_settings, find_request, request_with
    from commonweal.find.request import find_neighbourhoods
    from commonweal.report.finding import districts_of, finding_report, how_made

    outside.check_ending(out)
    given: dict[str, object] = {
        "deprivation": deprivation,
        "infrastructure": infrastructure,
        "geography": geography,
        "cut": cut,
        "rule": rule,
        "within": within,
    }
    changes = changed_settings(compare_with) if compare_with else {}
    atlas = Atlas.open(atlas_folder)
    own = own_indices(recipe, given, atlas, draws=draws) if recipe is not None else {}
    request = find_request(atlas, **given)  # type: ignore[arg-type]
    simulated = simulation(draws, seed, vary) if draws is not None else None
    finding = find_neighbourhoods(request, atlas, own)
    if compare_with:
        other = find_neighbourhoods(request_with(atlas, given, changes), atlas)
        show_comparison(other, finding, atlas, out, listed=listed, as_json=as_json)
        return
    if simulated is not None:
        from commonweal.find.robustness.asking import how_sure

        finding = how_sure(finding, atlas, simulated)
    districts = districts_of(atlas, request.geography)
    report = finding_report(finding, outside.licensed(), districts)
    if out is not None:
        written = only_chosen(report, finding) if only_found else report
        outside.write_out(written, out, atlas, request.geography)
    if as_json:
        from commonweal.cli.screen import print_json

        print_json(finding_json(finding, report, districts, atlas))
        return
    from commonweal.cli.screen import Screen, console

    screen = Screen(console())
    show_finding(screen, finding, districts, atlas)
    if listed:
        _show_areas(screen, only_chosen(report, finding))
    screen.sources(finding.provenance.sources)
    if out is not None:
        said = {finding.note, *how_made(finding)}
        screen.say(f"Written to {out}.", *(note for note in report.notes if note not in said))


def only_chosen(report: ReportTable, finding: Finding) -> ReportTable:
    """The same table with the areas found only."""
    from dataclasses import replace

    kept = report.table.join(finding.chosen.select("area_code"), on="area_code", how="semi")
    return replace(report, title=f"{report.title}: the areas found", table=kept)


def show_finding(screen: Screen, finding: Finding, districts: pl.DataFrame, atlas: Atlas) -> None:
    """The finding in a sentence, then a summary, then the districts with most."""
    from commonweal.cli.screen import Share
    from commonweal.report.finding import districts_with_most, how_made, summary_rows

    screen.demonstration(atlas)
    if finding.request.within is not None:
        place = atlas.area(finding.request.within)
        screen.say(f"Within {place.local_name or place.name} ({place.code}):")
    screen.say(finding.explain(), *how_made(finding))
    screen.heading("Areas and people")
    screen.table(
        ["type", "areas", "share of areas", "people", "share of people"],
        [
            (kind, areas, Share(of_areas), people, Share(of_people))
            for kind, areas, people, of_areas, of_people in summary_rows(finding).iter_rows()
        ],
    )
    most = districts_with_most(finding, districts, _MOST)
    if most.height > 1:
        screen.heading("Districts with most")
        screen.table(
            ["district", "areas found", "people there", "share of its areas"],
            [
                (row["district_name"], row["areas"], row["people"], Share(row["share_of_areas"]))
                for row in most.iter_rows(named=True)
            ],
        )


def _show_areas(screen: Screen, report: ReportTable) -> None:
    names = [
        name
        for name in ("area_code", "area_name", "local_name", "district_name", "people")
        if name in report.table.columns and report.table[name].null_count() < report.table.height
    ]
    screen.heading("The areas found")
    screen.table([name.replace("_", " ") for name in names], report.table.select(names).rows())


def finding_json(
    finding: Finding, report: ReportTable, districts: pl.DataFrame, atlas: Atlas
) -> dict[str, object]:
    """The whole answer for machines; ranks that may not leave are not in it."""
    from dataclasses import asdict

    from commonweal.cli.screen import told_of
    from commonweal.report.finding import districts_with_most, plain_rows, summary_rows

    found = only_chosen(report, finding)
    return {
        "finding": finding.explain(),
        "double_disadvantage": finding.result is not None,
        "request": asdict(finding.request),
        "summary": plain_rows(summary_rows(finding)),
        "districts": plain_rows(districts_with_most(finding, districts, _MOST)),
        "areas": plain_rows(found.table),
        "notes": list(report.notes),
        "provenance": finding.provenance.as_dict(),
        "atlas": told_of(atlas),
    }
