"""`commonweal neighbourhoods make`: neighbourhoods of what was found, listed or drawn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commonweal.cli.options import (
    AtlasFolder,
    Deprivation,
    Geography,
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
    from commonweal.cli.screen import Screen
    from commonweal.find.neighbourhoods import NeighbourhoodSpec
    from commonweal.find.neighbourhoods.request import Neighbourhoods

_MOST = 10

FromCodes = Annotated[
    Path | None,
    typer.Option(
        "--from-codes",
        metavar="FILE",
        help="Codes or postcodes to make them from: one a line, or a csv with a column of them.",
        show_default=False,
    ),
]
FromPolygon = Annotated[
    Path | None,
    typer.Option(
        "--from-polygon",
        metavar="FILE",
        help="Outlines to fit areas to: a GeoJSON file.",
        show_default=False,
    ),
]
SpecFile = Annotated[
    Path | None,
    typer.Option(
        "--spec",
        metavar="FILE",
        help="How to make them, as TOML: minimum, maximum, least_edge, one_district.",
        show_default=False,
    ),
]
Minimum = Annotated[
    int | None,
    typer.Option("--minimum", metavar="PEOPLE", help="Fewest people.", show_default="5000"),
]
Maximum = Annotated[
    int | None,
    typer.Option("--maximum", metavar="PEOPLE", help="Most people.", show_default="15000"),
]
OneDistrict = Annotated[
    bool | None,
    typer.Option(
        "--one-district/--any-district",
        help="Keep each neighbourhood to one district.",
        show_default="any district",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "commonweal neighbourhoods make --out neighbourhoods.csv",
            "commonweal neighbourhoods make --within Burnley --out outlines.geojson",
            "commonweal neighbourhoods make --geography msoa21",
            "commonweal neighbourhoods make --from-codes postcodes.csv",
            "commonweal neighbourhoods make --from-polygon estate.geojson",
        )
    )(make)


def make(
    from_codes: FromCodes = None,
    from_polygon: FromPolygon = None,
    minimum: Minimum = None,
    maximum: Maximum = None,
    one_district: OneDistrict = None,
    spec_file: SpecFile = None,
    deprivation: Deprivation = None,
    infrastructure: Infrastructure = None,
    geography: Geography = None,
    cut: Percent = 10.0,
    rule: RuleChoice = Rule.intersection,
    within: Within = None,
    out: Out = None,
    atlas_folder: AtlasFolder = None,
    as_json: Json = False,
) -> None:
    """Make neighbourhoods of the areas that `find` finds, of a list or of an outline.

    Each has 5,000 to 15,000 people and is in one piece. Every area found is in exactly one;
    adjoining areas are added so that the fewest other people come in. --out writes one row an
    area (csv, xlsx, json, parquet) or the outlines (gpkg, geojson).
    """
    from commonweal.atlas import Atlas
    from commonweal.cli import outside
    from commonweal.cli.neighbourhoods.answer import made_from, print_answer, write_files

    outside.check_ending(out)
    spec = _spec(spec_file, minimum, maximum, one_district)
    atlas = Atlas.open(atlas_folder)
    asked: dict[str, object] = {
        "deprivation": deprivation,
        "infrastructure": infrastructure,
        "geography": geography,
        "cut": cut,
        "rule": rule,
        "within": within,
    }
    made = made_from(atlas, spec, from_codes, from_polygon, asked)
    if out is not None:
        write_files(made, out, atlas)
    if as_json:
        print_answer(made, atlas)
        return
    from commonweal.cli.screen import Screen, console

    screen = Screen(console())
    screen.demonstration(atlas)
    _show(screen, made)
    if out is not None:
        screen.say(f"Written to {out}.")


def _spec(
    file: Path | None, minimum: int | None, maximum: int | None, one_district: bool | None
) -> NeighbourhoodSpec:
    """The spec of a file, or the usual one, with what was said on the command line changed."""
    from dataclasses import asdict

    from commonweal.cli.neighbourhoods.answer import text_of
    from commonweal.find.neighbourhoods import NeighbourhoodSpec, neighbourhood_spec

    spec = NeighbourhoodSpec() if file is None else neighbourhood_spec(text_of(file), str(file))
    said = {"minimum": minimum, "maximum": maximum, "one_district": one_district}
    changes = {name: value for name, value in said.items() if value is not None}
    return NeighbourhoodSpec(**{**asdict(spec), **changes})


def _show(screen: Screen, made: Neighbourhoods) -> None:
    from commonweal.cli.screen import Share

    table = made.result.table
    screen.say(made.explain())
    largest = table.sort("people", "neighbourhood", descending=[True, False])
    names = ("neighbourhood", "name", "district_name", "people", "chosen_share")
    shown = largest.select(names).head(_MOST)
    screen.heading(
        "The neighbourhoods"
        if table.height <= _MOST
        else f"The largest {_MOST} of {table.height:,}"
    )
    screen.table(
        ["id", "name", "district", "people", "of them chosen"],
        [(*row[:4], Share(row[4])) for row in shown.iter_rows()],
    )
    screen.say(*made.notes)
    screen.sources(made.provenance.sources)
