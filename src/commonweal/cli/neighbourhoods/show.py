"""`commonweal neighbourhoods show`: one neighbourhood, by its id."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commonweal.cli.options import (
    AtlasFolder,
    Deprivation,
    Infrastructure,
    Json,
    Out,
    Percent,
    Rule,
    RuleChoice,
    Within,
    examples,
)

if TYPE_CHECKING:
    from commonweal.atlas import Atlas
    from commonweal.cli.screen import Screen
    from commonweal.find.neighbourhoods.request import Neighbourhoods


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "commonweal neighbourhoods show n36fe82de3ff1",
            "commonweal neighbourhoods show n36fe82de3ff1 --from neighbourhoods.csv",
        )
    )(show)


def show(
    neighbourhood: Annotated[
        str, typer.Argument(metavar="ID", help="The id of a neighbourhood, such as n36fe82de3ff1.")
    ],
    made_file: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="A csv that `make --out` wrote; without it, those of the usual rule.",
            show_default=False,
        ),
    ] = None,
    deprivation: Deprivation = None,
    infrastructure: Infrastructure = None,
    cut: Percent = 10.0,
    rule: RuleChoice = Rule.intersection,
    within: Within = None,
    out: Out = None,
    atlas_folder: AtlasFolder = None,
    as_json: Json = False,
) -> None:
    """Print one neighbourhood: where it is, its people, and the areas in it."""
    from commonweal.atlas import Atlas
    from commonweal.cli import outside
    from commonweal.cli.neighbourhoods.answer import made_from, print_answer, write_files
    from commonweal.find.neighbourhoods import NeighbourhoodSpec
    from commonweal.find.neighbourhoods.request import one_of

    outside.check_ending(out)
    atlas = Atlas.open(atlas_folder)
    if made_file is not None:
        made = _written(atlas, made_file)
    else:
        asked: dict[str, object] = {
            "deprivation": deprivation,
            "infrastructure": infrastructure,
            "geography": None,
            "cut": cut,
            "rule": rule,
            "within": within,
        }
        made = made_from(atlas, NeighbourhoodSpec(), None, None, asked)
    one = one_of(made, neighbourhood)
    if out is not None:
        write_files(one, out, atlas)
    if as_json:
        print_answer(one, atlas)
        return
    from commonweal.cli.screen import Screen, console

    screen = Screen(console())
    screen.demonstration(atlas)
    _show_one(screen, one, atlas)
    if out is not None:
        screen.say(f"Written to {out}.")


def _written(atlas: Atlas, file: Path) -> Neighbourhoods:
    """The neighbourhoods of a csv that `make --out` wrote."""
    from commonweal.cli.neighbourhoods.answer import text_of
    from commonweal.find.neighbourhoods.request import neighbourhoods_of_file

    return neighbourhoods_of_file(atlas, text_of(file), str(file))


def _show_one(screen: Screen, one: Neighbourhoods, atlas: Atlas) -> None:
    row = one.result.table.row(0, named=True)
    screen.console.print(f"{row['name']} ({row['neighbourhood']})", style="bold")
    screen.say(f"District: {row['district_name'] or 'not known'}", one.result.explain())
    names = atlas.areas(one.result.geography).select("area_code", "area_name")
    areas = one.result.members.join(names, on="area_code", how="left", maintain_order="left")
    screen.heading("The areas in it")
    screen.table(
        ["area", "name", "people", "chosen"],
        areas.select("area_code", "area_name", "population", "chosen").rows(),
    )
    screen.say(*one.notes)
    screen.sources(one.provenance.sources)
