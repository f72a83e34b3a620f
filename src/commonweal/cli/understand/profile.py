"""`commonweal understand profile`: one place on the screen, as a PDF or as a file of figures."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commonweal.cli.options import AtlasFolder, Json, examples

if TYPE_CHECKING:
    from commonweal.atlas import Atlas
    from commonweal.cli.screen import Screen
    from commonweal.find.neighbourhoods.request import Neighbourhoods
    from commonweal.understand.profile import Profile, ProfileTables, Row

_ID = re.compile(r"^n[0-9a-f]{12}$", re.IGNORECASE)
_DOCUMENTS = (".pdf", ".json")

Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help="Write it there. The ending decides: pdf, json, csv, xlsx or parquet.",
        show_default=False,
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "commonweal understand profile E01005348",
            'commonweal understand profile "BB11 3EP" --out profile.pdf',
            "commonweal understand profile Burnley --out burnley.xlsx",
            "commonweal understand profile --from-polygon estate.geojson --out estate.pdf",
        )
    )(profile)


def profile(
    place: Annotated[
        str | None,
        typer.Argument(
            metavar="PLACE",
            help="A code, a postcode, a name, or the id of a neighbourhood (n36fe82de3ff1).",
            show_default=False,
        ),
    ] = None,
    from_polygon: Annotated[
        Path | None,
        typer.Option(
            "--from-polygon",
            metavar="FILE",
            help="A drawn neighbourhood: a GeoJSON file with one outline.",
            show_default=False,
        ),
    ] = None,
    other_districts: Annotated[
        bool,
        typer.Option("--other-districts", help="Look for similar places in other districts only."),
    ] = False,
    out: Out = None,
    atlas_folder: AtlasFolder = None,
    as_json: Json = False,
) -> None:
    """Describe one place: who lives there, how it stands, what is strong and what is harder.

    It is held against the places that are most like it, its region and the country. Counts are
    added for a neighbourhood; ranks and tenths of it are refused, and the reason is told.
    """
    from commonweal.atlas import Atlas
    from commonweal.cli.understand.gathered import gathered

    _check(place, from_polygon, out)
    atlas = Atlas.open(atlas_folder)
    # Before anything is gathered: a place that is not known should not have to be waited for.
    chosen = _chosen(atlas, place, from_polygon)
    tables = gathered(atlas)
    made = _made(chosen, tables, other_districts)
    if out is not None:
        _write(made, tables, out, atlas)
    if as_json:
        from commonweal.cli.screen import print_json
        from commonweal.report.profile import plain

        print_json(plain(made))
        return
    from commonweal.cli.screen import Screen, console

    screen = Screen(console())
    screen.demonstration(atlas)
    _show(screen, made)
    if out is not None:
        screen.say(f"Written to {out}.")


def _check(place: str | None, from_polygon: Path | None, out: Path | None) -> None:
    from commonweal.cli import outside
    from commonweal.errors import InputError, InputProblem

    if (place is None) == (from_polygon is None):
        came = "neither" if place is None else "both"
        raise InputError(InputProblem("a PLACE or --from-polygon FILE", came))
    if out is not None and out.suffix.lower() not in _DOCUMENTS:
        outside.check_ending(out, maps=False)


def _chosen(atlas: Atlas, place: str | None, from_polygon: Path | None) -> str | Neighbourhoods:
    """The code of an area, or one neighbourhood.

    Raises:
        InputError: a file of several outlines.
        UnknownArea: nothing is known by this name.
    """
    if from_polygon is not None or (place is not None and _ID.match(place)):
        from commonweal.cli.neighbourhoods.answer import made_from
        from commonweal.errors import InputError, InputProblem
        from commonweal.find.neighbourhoods import NeighbourhoodSpec
        from commonweal.find.neighbourhoods.request import one_of

        asked: dict[str, object] = {"deprivation": None, "infrastructure": None, "geography": None}
        asked |= {"cut": 10.0, "rule": "intersection", "within": None}
        made = made_from(atlas, NeighbourhoodSpec(), None, from_polygon, asked)
        if place is not None:
            return one_of(made, place.lower())
        if made.result.table.height != 1:
            came = f"{made.result.table.height} of them"
            raise InputError(InputProblem("one outline", came, file=str(from_polygon)))
        return made
    return atlas.places.find(place or "").code


def _made(chosen: str | Neighbourhoods, tables: ProfileTables, other_districts: bool) -> Profile:
    from commonweal.understand.profile import ProfileSpec, make_profile, neighbourhood_spec

    if isinstance(chosen, str):
        return make_profile(ProfileSpec(chosen, other_districts=other_districts), tables)
    row = chosen.result.table.row(0, named=True)
    codes = chosen.result.members["area_code"].to_list()
    made = make_profile(neighbourhood_spec(row["name"], codes, row["neighbourhood"]), tables)
    fits = tuple(fit.explain() for fit in chosen.fits)
    return replace(made, notes=(*fits, *made.notes))


def _write(made: Profile, tables: ProfileTables, out: Path, atlas: Atlas) -> None:
    from commonweal.cli import outside
    from commonweal.cli.understand.batch import Prepared, document
    from commonweal.cli.understand.gathered import outlines_held
    from commonweal.report.profile import figures_report
    from commonweal.sources.cache import atomic_write

    if out.suffix.lower() not in _DOCUMENTS:
        outside.write_out(figures_report(made), out)
        return
    with atomic_write(out) as stream:
        stream.write(document(made, Prepared(tables, outlines_held(atlas)), out.suffix))


def _show(screen: Screen, made: Profile) -> None:
    screen.console.print(made.identity.name, style="bold")
    screen.say(made.explain(), made.standing.certainty)
    _table(screen, "Who lives there", made.living)
    _table(screen, "How it stands", made.spine)
    if made.assets:
        screen.heading(f"Within {made.walk:,.0f} m")
        screen.say(*(near.sentence() for near in made.assets))
    if made.history.claimants is not None:
        screen.heading("How it changed")
        screen.say(made.history.claimants.sentence())
    if made.similar:
        screen.heading("Places like this one")
        screen.say(*(f"{place.name}: {place.reason.sentence()}" for place in made.similar))
    if made.refused:
        screen.heading("What cannot be said of it")
        screen.say(*(f"{item.title}: {item.reason}" for item in made.refused))
    screen.console.print()
    screen.say(*made.notes)
    screen.sources(made.provenance.sources)


def _table(screen: Screen, title: str, rows: tuple[Row, ...]) -> None:
    if not rows:
        return
    screen.heading(title)
    screen.table(
        ["measure", "when", "here", "margin", "similar places", "country", "beside similar"],
        [
            (
                row.label,
                row.measure.period,
                row.told,
                row.margin,
                row.figure("similar"),
                row.figure("country"),
                row.against_similar,
            )
            for row in rows
        ],
    )
