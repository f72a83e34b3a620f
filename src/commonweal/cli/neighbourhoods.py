"""`commonweal neighbourhoods`: contiguous places of 5,000 to 15,000 people, from any areas."""

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
    from commonweal.atlas import Atlas
    from commonweal.cli.screen import Screen
    from commonweal.find.neighbourhoods import NeighbourhoodSpec
    from commonweal.find.neighbourhoods.request import Neighbourhoods

_MOST = 10

neighbourhoods = typer.Typer(
    no_args_is_help=True,
    help="Make neighbourhoods that people would recognise, from any set of areas.",
)

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


@neighbourhoods.command(
    epilog=examples(
        "commonweal neighbourhoods make --out neighbourhoods.csv",
        "commonweal neighbourhoods make --within Burnley --out outlines.geojson",
        "commonweal neighbourhoods make --geography msoa21",
        "commonweal neighbourhoods make --from-codes postcodes.csv",
        "commonweal neighbourhoods make --from-polygon estate.geojson",
    )
)
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
    area (csv, xlsx, parquet) or the outlines (gpkg, geojson).
    """
    from commonweal.atlas import Atlas
    from commonweal.cli import outside

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
    made = _made(atlas, spec, from_codes, from_polygon, asked)
    if out is not None:
        _write(made, out, atlas)
    if as_json:
        _print_json(made, atlas)
        return
    from commonweal.cli.screen import Screen, console

    screen = Screen(console())
    screen.demonstration(atlas)
    _show(screen, made)
    if out is not None:
        screen.say(f"Written to {out}.")


@neighbourhoods.command(
    epilog=examples(
        "commonweal neighbourhoods show n36fe82de3ff1",
        "commonweal neighbourhoods show n36fe82de3ff1 --from neighbourhoods.csv",
    )
)
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
        made = _made(atlas, NeighbourhoodSpec(), None, None, asked)
    one = one_of(made, neighbourhood)
    if out is not None:
        _write(one, out, atlas)
    if as_json:
        _print_json(one, atlas)
        return
    from commonweal.cli.screen import Screen, console

    screen = Screen(console())
    screen.demonstration(atlas)
    _show_one(screen, one, atlas)
    if out is not None:
        screen.say(f"Written to {out}.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(neighbourhoods, name="neighbourhoods")


def _spec(
    file: Path | None, minimum: int | None, maximum: int | None, one_district: bool | None
) -> NeighbourhoodSpec:
    """The spec of a file, or the usual one, with what was said on the command line changed."""
    from dataclasses import asdict

    from commonweal.find.neighbourhoods import NeighbourhoodSpec, neighbourhood_spec

    spec = NeighbourhoodSpec() if file is None else neighbourhood_spec(_text(file), str(file))
    said = {"minimum": minimum, "maximum": maximum, "one_district": one_district}
    changes = {name: value for name, value in said.items() if value is not None}
    return NeighbourhoodSpec(**{**asdict(spec), **changes})


def _made(
    atlas: Atlas,
    spec: NeighbourhoodSpec,
    from_codes: Path | None,
    from_polygon: Path | None,
    asked: dict[str, object],
) -> Neighbourhoods:
    from commonweal.cli.editions import find_request
    from commonweal.errors import InputError, InputProblem
    from commonweal.find.neighbourhoods import request as ways
    from commonweal.find.neighbourhoods.drawn import read_drawn
    from commonweal.find.neighbourhoods.places import read_listed
    from commonweal.find.request import find_neighbourhoods

    if from_codes is not None and from_polygon is not None:
        raise InputError(InputProblem("--from-codes or --from-polygon", "both"))
    if from_codes is not None:
        listed = read_listed(_text(from_codes), str(from_codes))
        return ways.neighbourhoods_of_list(spec, atlas, listed, str(from_codes))
    if from_polygon is not None:
        drawn = read_drawn(_text(from_polygon), str(from_polygon))
        return ways.neighbourhoods_of_outlines(spec, atlas, drawn, str(from_polygon))
    request = find_request(atlas, **asked)  # type: ignore[arg-type]
    return ways.neighbourhoods_of_finding(spec, atlas, find_neighbourhoods(request, atlas))


def _written(atlas: Atlas, file: Path) -> Neighbourhoods:
    """The neighbourhoods of a csv that `make --out` wrote."""
    from commonweal.find.neighbourhoods.request import neighbourhoods_of_file

    return neighbourhoods_of_file(atlas, _text(file), str(file))


def _text(file: Path) -> str:
    from commonweal.errors import InputError, InputProblem

    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(InputProblem("a text file in UTF-8", "other bytes", str(file))) from None


def _write(made: Neighbourhoods, out: Path, atlas: Atlas) -> None:
    from commonweal.cli import outside
    from commonweal.find.neighbourhoods.outlines import outlines_of
    from commonweal.report.export import MAP_FORMATS, format_of
    from commonweal.report.neighbourhoods import members_report, outlines_report

    if format_of(out) in MAP_FORMATS:
        outlines = outlines_of(made.result, atlas.boundaries(made.result.geography))
        outside.write_outlines(outlines_report(made), out, outlines)
    else:
        outside.write_out(members_report(made), out)


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


def _print_json(made: Neighbourhoods, atlas: Atlas) -> None:
    from dataclasses import asdict

    from commonweal.cli.screen import print_json, told_of
    from commonweal.report.finding import plain_rows

    print_json(
        {
            "finding": made.explain(),
            "spec": asdict(made.result.spec),
            "pieces": made.result.pieces,
            "people": made.result.people,
            "chosen_people": made.result.chosen_people,
            "chosen_share": made.result.chosen_share,
            "neighbourhoods": plain_rows(made.result.table),
            "areas": plain_rows(made.result.members),
            "fits": [
                {**asdict(fit), "people_share": fit.people_share, "land_share": fit.land_share}
                for fit in made.fits
            ],
            "notes": list(made.notes),
            "provenance": made.provenance.as_dict(),
            "atlas": told_of(atlas),
        }
    )
