"""`commonweal index build`: an index of one's own from a recipe written in TOML."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commonweal.cli.options import AtlasFolder, Json, Out, examples

if TYPE_CHECKING:
    from commonweal.atlas import Atlas
    from commonweal.cli.screen import Screen
    from commonweal.find.building.checked import Checks
    from commonweal.find.building.chosen import Chosen
    from commonweal.find.building.held import Built
    from commonweal.find.building.spec import BuildSpec

index = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Build an index of your own from the indicators of the atlas.",
)
_MOST = 10


@index.callback()
def _group() -> None:
    """Build an index of your own from the indicators of the atlas."""


@index.command(
    epilog=examples(
        "commonweal index build my-index.toml",
        "commonweal index build my-index.toml --checks",
        "commonweal index build my-index.toml --out my-index.xlsx",
    )
)
def build(
    recipe: Annotated[Path, typer.Argument(metavar="RECIPE.toml", help="The recipe, as TOML.")],
    checks: Annotated[
        bool,
        typer.Option(
            "--checks",
            help="Print correlations, Cronbach's alpha and what weighs how much in the end.",
        ),
    ] = False,
    measure: Annotated[
        str | None,
        typer.Option(
            help="Which, where the file holds two: deprivation or infrastructure.",
            show_default=False,
        ),
    ] = None,
    out: Out = None,
    atlas_folder: AtlasFolder = None,
    as_json: Json = False,
) -> None:
    """Build an index: scores, ranks and deciles of every area, and its rank on each domain.

    The recipe names indicators of the atlas (`commonweal indicators` lists them), groups them in
    domains and says what is done to them. Every step is told.
    """
    from commonweal.atlas import Atlas
    from commonweal.cli import outside
    from commonweal.find.building.checked import checks_of
    from commonweal.find.building.held import build_from_atlas
    from commonweal.report.own_index import own_index_report

    outside.check_ending(out)
    spec = _one(recipe, measure)
    atlas = Atlas.open(atlas_folder)
    built = build_from_atlas(spec, atlas)
    report = own_index_report(built, atlas, outside.licensed())
    found = checks_of(built.result) if checks else None
    if out is not None:
        outside.write_out(report, out, atlas, str(report.provenance.run.spec["geography"]))
    if as_json:
        from commonweal.cli.screen import print_json, told_of
        from commonweal.report.finding import plain_rows

        told: dict[str, object] = {
            "title": report.title,
            "about": report.about,
            "areas": plain_rows(report.table),
            "weights": plain_rows(built.result.weights),
            "record": plain_rows(built.result.record),
            "notes": list(report.notes),
            "provenance": report.provenance.as_dict(),
            "atlas": told_of(atlas),
        }
        print_json(told | ({"checks": _checks_json(found)} if found else {}))
        return
    from commonweal.cli.screen import Screen, console

    screen = Screen(console())
    _show(screen, built, atlas)
    if found is not None:
        _show_checks(screen, found)
    screen.sources(report.provenance.sources)
    if out is not None:
        screen.say(f"Written to {out}.", *report.notes)


def read_chosen(path: Path) -> Chosen:
    """What a file chooses for `find`: indices of one's own, published ones, or both.

    Raises:
        InputError: carries every problem with its line.
    """
    from commonweal.find.building.chosen import chosen_indices

    return chosen_indices(_text(path), str(path))


def own_indices(
    path: Path, given: dict[str, object], atlas: Atlas, *, draws: int | None
) -> dict[str, Built]:
    """The indices that a file has made, by what they measure, for `find`.

    Editions that it chooses are put into `given` where the command line names none, and so is the
    geography of its indices.

    Raises:
        InputError: carries every problem of the file with its line.
        MethodNotApplicable: a simulation is asked for beside.
    """
    from commonweal.errors import MethodNotApplicable
    from commonweal.find.building.held import build_from_atlas

    chosen = read_chosen(path)
    if draws is not None and chosen.indices:
        raise MethodNotApplicable(
            "--draws needs the errors of every measure, which are known of the published indices "
            "only. Leave out --draws or --spec."
        )
    for measure, edition in chosen.published.items():
        given[measure] = given[measure] or edition
    for spec in chosen.indices.values():
        given["geography"] = given["geography"] or spec.geography
    return {name: build_from_atlas(spec, atlas) for name, spec in chosen.indices.items()}


def _one(path: Path, measure: str | None) -> BuildSpec:
    """The recipe of a file: the whole of it, or the one asked for of two."""
    from commonweal.errors import InputError, InputProblem
    from commonweal.find.building.spec import MEASURES_OF
    from commonweal.find.building.written import build_spec
    from commonweal.parameters.document import read_document

    text = _text(path)
    if not any(name in read_document(text, str(path)).data for name in MEASURES_OF):
        return build_spec(text, str(path))
    held = read_chosen(path).indices
    if measure is None and len(held) == 1:
        return next(iter(held.values()))
    if measure not in held:
        expected = f"--measure {' or '.join(held)}" if held else "a recipe in the file"
        raise InputError(InputProblem(expected, repr(measure or "nothing"), file=str(path)))
    return held[measure]


def _text(path: Path) -> str:
    from commonweal.errors import InputError, InputProblem

    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        problem = InputProblem("a text file in UTF-8", "other bytes", file=str(path))
        raise InputError(problem) from None


def _show(screen: Screen, built: Built, atlas: Atlas) -> None:
    screen.demonstration(atlas)
    screen.say(built.result.explain())
    screen.heading(f"The {_MOST} worst")
    names = atlas.areas(built.spec.geography).select("area_code", "area_name", "local_name")
    worst = built.result.table.drop_nulls("rank").sort("rank", "area_code").head(_MOST)
    rows = worst.join(names, on="area_code", how="left", maintain_order="left")
    screen.table(
        ["rank", "area", "name", "score"],
        [
            (row["rank"], row["area_code"], row["local_name"] or row["area_name"], row["score"])
            for row in rows.iter_rows(named=True)
        ],
    )


def _show_checks(screen: Screen, found: Checks) -> None:
    screen.heading("Indicators: weights, and correlations with their domain and the index")
    screen.table([name.replace("_", " ") for name in found.indicators.columns], _rows(found))
    screen.heading("Domains: Cronbach's alpha, share of the first component, correlation")
    screen.table(
        [name.replace("_", " ") for name in found.domains.columns],
        [tuple(_short(value) for value in row) for row in found.domains.rows()],
    )
    screen.heading("Correlations of indicators")
    screen.table(
        found.between.columns, [tuple(_short(v) for v in row) for row in found.between.rows()]
    )
    if found.against:
        screen.say(f"Running against their domain: {', '.join(found.against)}.")


def _rows(found: Checks) -> list[tuple[object, ...]]:
    return [tuple(_short(value) for value in row) for row in found.indicators.rows()]


def _short(value: object) -> object:
    return round(value, 3) if isinstance(value, float) else value


def _checks_json(found: Checks) -> dict[str, object]:
    from commonweal.report.finding import plain_rows

    return {
        "indicators": plain_rows(found.indicators),
        "domains": plain_rows(found.domains),
        "correlations": plain_rows(found.between),
        "against": list(found.against),
    }
