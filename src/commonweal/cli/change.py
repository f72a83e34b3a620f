"""`commonweal change`: the same areas at every edition, and who stayed where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from commonweal.cli.options import AtlasFolder, Geography, Json, Out, Within, examples

if TYPE_CHECKING:
    from commonweal.atlas import Atlas
    from commonweal.cli.screen import Screen
    from commonweal.find.change import Change, TypologyChange


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "commonweal change",
            "commonweal change --from 2019 --to 2025 --within Liverpool",
            "commonweal change --index imd.income --out income.csv",
            "commonweal change --types",
        )
    )(change)


def change(
    index: Annotated[
        str, typer.Option("--index", metavar="INDEX", help="Index or domain: imd, imd.income.")
    ] = "imd",
    start: Annotated[
        str,
        typer.Option("--from", metavar="EDITION", help="Earlier edition.", show_default="2004"),
    ] = "",
    end: Annotated[
        str,
        typer.Option("--to", metavar="EDITION", help="Later edition.", show_default="the latest"),
    ] = "",
    geography: Geography = None,
    within: Within = None,
    types: Annotated[
        bool,
        typer.Option(
            "--types", help="Follow the types of double disadvantage instead of deprivation alone."
        ),
    ] = False,
    out: Out = None,
    atlas_folder: AtlasFolder = None,
    as_json: Json = False,
) -> None:
    """Follow areas through the editions of an index, and say who stayed and who moved.

    All editions are put on the same areas. Prints how many of the areas in the worst tenth at
    the first edition still are at the last, in how many editions areas were in it, and how areas
    moved between tenths. --out writes every area with its rank and tenth at each edition.

    --types follows the types of double disadvantage, where a Community Needs Index exists.
    """
    from commonweal.atlas import Atlas
    from commonweal.cli import outside
    from commonweal.find.change import ChangeRequest, find_change, find_typology_change

    outside.check_ending(out)
    atlas = Atlas.open(atlas_folder)
    place = atlas.places.find(within).code if within else None
    kind = geography or ChangeRequest().geography
    if types:
        found_types = find_typology_change(atlas, kind, place)
        _types(found_types, atlas, out, _place(atlas, place), as_json=as_json)
        return
    found = find_change(ChangeRequest(index, start, end, kind, place), atlas)
    _deprivation(found, atlas, out, as_json=as_json)


def _deprivation(found: Change, atlas: Atlas, out: Out, *, as_json: bool) -> None:
    from commonweal.cli import outside
    from commonweal.report.change import change_report

    report = change_report(found, outside.licensed())
    if out is not None:
        outside.write_out(report, out, atlas, found.request.geography)
    if as_json:
        _print_json(found, atlas)
        return
    from commonweal.cli.screen import Screen, console

    screen = Screen(console())
    screen.demonstration(atlas)
    screen.say(*_place(atlas, found.request.within), found.explain())
    _show_persistence(screen, found)
    if found.result.flows.height:
        _show_transitions(screen, found)
    screen.heading("How the editions were put on the same areas")
    screen.say(*found.notes)
    screen.sources(found.provenance.sources)
    if out is not None:
        screen.say(f"Written to {out}.")


def _types(
    found: TypologyChange, atlas: Atlas, out: Out, place: list[str], *, as_json: bool
) -> None:
    from commonweal.cli import outside
    from commonweal.report.change import typology_report

    if out is not None:
        outside.write_out(typology_report(found), out, atlas, found.geography)
    if as_json:
        _print_types(found, atlas)
        return
    from commonweal.cli.screen import Screen, console

    screen = Screen(console())
    screen.demonstration(atlas)
    screen.say(*place, found.explain())
    screen.heading("Areas and people of each type")
    screen.table(["deprivation", "type", "areas", "people"], found.counts.rows())
    if found.flows.height:
        screen.heading("Who moved")
        rows = found.flows.select("before", "after", "areas", "people").rows()
        screen.table(["before", "after", "areas", "people"], [row for row in rows if row[2]])
    screen.sources(found.provenance.sources)
    if out is not None:
        screen.say(f"Written to {out}.")


def _place(atlas: Atlas, within: str | None) -> list[str]:
    if within is None:
        return []
    area = atlas.area(within)
    return [f"Within {area.local_name or area.name} ({area.code}):"]


def _show_persistence(screen: Screen, found: Change) -> None:
    from commonweal.cli.screen import Share

    rows = found.result.persistence.rows()
    total = sum(areas for _, areas, _ in rows) or 1
    screen.heading(f"In the worst tenth at how many of {len(found.result.editions)} editions")
    screen.table(
        ["editions", "areas", "share of areas", "people"],
        [(count, areas, Share(areas / total), people) for count, areas, people in rows],
    )


def _show_transitions(screen: Screen, found: Change) -> None:
    result = found.result
    tenths = result.transitions["after"].unique().sort().to_list()
    rows = result.transitions.pivot("after", index="before", values="areas").rows()
    screen.heading(
        f"Areas by tenth in {result.spec.start} (rows) and {result.spec.end} (columns); "
        "1 is the most deprived"
    )
    screen.table([result.spec.start, *map(str, tenths)], rows)


def _print_json(found: Change, atlas: Atlas) -> None:
    from dataclasses import asdict

    from commonweal.cli.screen import print_json, told_of
    from commonweal.report.finding import plain_rows

    result = found.result
    areas, people = result.stayed
    print_json(
        {
            "finding": found.explain(),
            "request": asdict(found.request),
            "editions": list(result.editions),
            "worst_tenth": {
                "before": result.worst_before,
                "after": result.worst_after,
                "both": areas,
                "people_in_both": people,
            },
            "persistence": plain_rows(result.persistence),
            "transitions": plain_rows(result.transitions),
            "flows": plain_rows(result.flows),
            "notes": list(found.notes),
            "provenance": found.provenance.as_dict(),
            "atlas": told_of(atlas),
        }
    )


def _print_types(found: TypologyChange, atlas: Atlas) -> None:
    from commonweal.cli.screen import print_json, told_of
    from commonweal.report.finding import plain_rows

    print_json(
        {
            "finding": found.explain(),
            "infrastructure": found.infrastructure,
            "deprivation": list(found.editions),
            "geography": found.geography,
            "caution": found.caution,
            "counts": plain_rows(found.counts),
            "flows": plain_rows(found.flows),
            "provenance": found.provenance.as_dict(),
            "atlas": told_of(atlas),
        }
    )
