"""`commonweal open-index`: social infrastructure from open data alone, and what corrections do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commonweal.cli.options import AtlasFolder, Json, Out, TableOut, examples

if TYPE_CHECKING:
    import polars as pl

    from commonweal.atlas import Atlas
    from commonweal.find.open_index import IndexAgreement, OpenIndexResult

open_index = typer.Typer(rich_markup_mode=None)
_MOST = 10


def register(app: typer.Typer) -> None:
    """Add the command and those beneath it."""
    open_index.callback(
        invoke_without_command=True,
        epilog=examples(
            "commonweal open-index",
            "commonweal open-index --out open.xlsx",
            "commonweal open-index agreement",
            "commonweal open-index with-assets ours.csv",
        ),
    )(make)
    open_index.command(epilog=examples("commonweal open-index agreement"))(agreement)
    open_index.command(
        "with-assets",
        epilog=examples("commonweal open-index with-assets ours.csv --out moved.csv"),
    )(with_assets)
    app.add_typer(open_index, name="open-index")


def make(
    context: typer.Context, out: Out = None, atlas_folder: AtlasFolder = None, as_json: Json = False
) -> None:
    """Make the open social infrastructure index of every LSOA 2021.

    From open data alone: places to meet, connections and civic life. Prints what it is made of
    and what is missing. --out writes every area with its score, rank, decile and domain ranks.
    """
    if context.invoked_subcommand is not None:
        return
    from commonweal.atlas import Atlas
    from commonweal.atlas.geography.assets import unlocated
    from commonweal.cli import outside
    from commonweal.report.open_index import open_index_report

    outside.check_ending(out)
    atlas = Atlas.open(atlas_folder)
    result, report = open_index_report(atlas)
    if out is not None:
        outside.write_out(report, out, atlas, "lsoa21")
    places = unlocated(atlas.records("open_access"))
    lowest = report.table.drop_nulls("rank").sort("rank", "area_code").head(_MOST)
    if as_json:
        from commonweal.cli.screen import print_json, told_of

        print_json(
            {
                "title": report.title,
                "about": report.about,
                "coverage": result.coverage.to_dicts(),
                "places": places.to_dicts(),
                "lowest": lowest.to_dicts(),
                "notes": list(report.notes),
                "provenance": report.provenance.as_dict(),
                "atlas": told_of(atlas),
            }
        )
        return
    _show_index(atlas, result, places, lowest)
    from commonweal.cli.screen import Screen, console

    screen = Screen(console())
    screen.sources(report.provenance.sources)
    if out is not None:
        screen.say(f"Written to {out}.")


def _show_index(
    atlas: Atlas, result: OpenIndexResult, places: pl.DataFrame, lowest: pl.DataFrame
) -> None:
    from commonweal.cli.screen import Screen, Share, console

    screen = Screen(console())
    screen.demonstration(atlas)
    screen.say(result.explain())
    screen.heading("What it is made of")
    screen.table(
        ["domain", "measure", "date", "share of domain", "areas known", "weakness"],
        [
            (
                row["domain"].replace("_", " "),
                row["name"].replace("_", " "),
                row["period"],
                Share(row["weight"]),
                row["known"],
                row["weakness"],
            )
            for row in result.coverage.iter_rows(named=True)
        ],
    )
    screen.heading("Places: how many are on the map, and how many could not be put there")
    screen.table(
        ["kind", "list", "outcome", "places"],
        [(kind.replace("_", " "), *rest) for kind, *rest in places.iter_rows()],
    )
    screen.heading("Thought of and left out")
    for name, why in result.spec.left_out:
        screen.say(f"{name}: {why}")
    screen.heading(f"The {lowest.height} areas with the least social infrastructure")
    ranks = [name for name in lowest.columns if name.endswith("_rank")]
    screen.table(
        ["rank", "area", "code", *(name.removesuffix("_rank").replace("_", " ") for name in ranks)],
        lowest.select("rank", "area_name", "area_code", *ranks).rows(),
    )


def agreement(
    compare_recipes: Annotated[
        bool, typer.Option("--recipes", help="Print the agreement of the other recipes too.")
    ] = False,
    atlas_folder: AtlasFolder = None,
    as_json: Json = False,
) -> None:
    """Say how far the open index agrees with the Community Needs Index 2023, and finds its list.

    Needs both in the atlas. In a demonstration country, whose truth is known, says how far the
    open index agrees with the truth as well.
    """
    from commonweal.atlas import Atlas
    from commonweal.find.open_index import open_index_inputs, open_index_spec
    from commonweal.find.open_index import open_infrastructure_index as make_open_index
    from commonweal.report.open_index import (
        agreement_with_community_needs,
        agreement_with_truth,
        variant_rows,
    )

    atlas = Atlas.open(atlas_folder)
    spec = open_index_spec()
    table = open_index_inputs(atlas, spec).table
    result = make_open_index(table, spec)
    found = agreement_with_community_needs(atlas, result)
    recipes = variant_rows(atlas, spec, table) if compare_recipes else []
    truth = agreement_with_truth(atlas, result) if atlas.demonstration else None
    if as_json:
        from commonweal.cli.screen import print_json, told_of

        print_json(
            {
                **_agreement_json(found),
                "recipes": [{"recipe": name, **_figures(each)} for name, each in recipes],
                "truth": truth,
                "atlas": told_of(atlas),
            }
        )
        return
    _show_agreement(atlas, found, recipes, truth)


def _figures(found: IndexAgreement) -> dict[str, object]:
    doubly = found.doubly
    return {
        "areas": found.areas,
        "rank_correlation": round(found.rho, 4),
        "worst_on_both": found.worst.both,
        "doubly_disadvantaged_found": doubly.both if doubly else None,
        "of": doubly.other if doubly else None,
        "list": doubly.ours if doubly else None,
        "jaccard": round(doubly.jaccard, 4) if doubly else None,
    }


def _agreement_json(found: IndexAgreement) -> dict[str, object]:
    return {
        "finding": found.explain(),
        **_figures(found),
        "correlations": found.correlations.to_dicts(),
        "deciles": found.deciles.to_dicts(),
        "same_decile": round(found.same_decile(), 4),
        "within_one_decile": round(found.same_decile(1), 4),
    }


def _show_agreement(
    atlas: Atlas,
    found: IndexAgreement,
    recipes: list[tuple[str, IndexAgreement]],
    truth: float | None,
) -> None:
    from commonweal.cli.screen import Screen, console

    screen = Screen(console())
    screen.demonstration(atlas)
    screen.say(found.explain())
    if truth is not None:
        screen.say(
            f"The truth of this country is known: the rank correlation of the open index with true "
            f"need for social infrastructure is {truth:.2f}."
        )
    screen.heading("Rank correlation by domain (rows: ours; columns: theirs)")
    wide = found.correlations.pivot("theirs", index="ours", values="rho")
    screen.table(
        [name.replace("_", " ") for name in wide.columns],
        [(row[0].replace("_", " "), *(f"{value:.2f}" for value in row[1:])) for row in wide.rows()],
    )
    screen.heading("Areas by tenth (rows: theirs, 1 the worst; columns: ours)")
    screen.table(found.deciles.columns, found.deciles.rows())
    if recipes:
        screen.heading("Other recipes, none of which was chosen by its agreement")
        screen.table(
            ["recipe", "areas", "rank correlation", "worst on both", "found", "of", "list"],
            [
                (name, each.areas, f"{each.rho:.2f}", each.worst.both, *_doubly(each))
                for name, each in recipes
            ],
        )


def _doubly(found: IndexAgreement) -> tuple[int | None, int | None, int | None]:
    if found.doubly is None:
        return None, None, None
    return found.doubly.both, found.doubly.other, found.doubly.ours


def with_assets(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help=(
                "csv with the columns kind (library, sports_club, school, warm_space), name, "
                "action (add, close, move) and postcode, or easting and northing."
            ),
        ),
    ],
    out: TableOut = None,
    atlas_folder: AtlasFolder = None,
    as_json: Json = False,
) -> None:
    """Try corrected places: whose score and rank move, and by how much.

    Nothing is stored. To move a place give its name and the new postcode or position.
    """
    from commonweal.atlas import Atlas
    from commonweal.cli import outside
    from commonweal.find.open_index import open_index_with_assets
    from commonweal.report.open_index import corrected_report

    outside.check_ending(out, maps=False)
    changes = outside.read_text_table(file)
    atlas = Atlas.open(atlas_folder)
    corrected = open_index_with_assets(atlas, changes, name=file.name)
    report = corrected_report(atlas, corrected)
    if out is not None:
        outside.write_out(report, out)
    if as_json:
        from commonweal.cli.screen import print_json, told_of

        print_json(
            {
                "finding": corrected.explain(),
                "corrections": list(corrected.told),
                "areas": corrected.moved.to_dicts(),
                "others": corrected.others,
                "atlas": told_of(atlas),
            }
        )
        return
    from commonweal.cli.screen import Screen, console

    screen = Screen(console())
    screen.demonstration(atlas)
    screen.say(corrected.explain())
    if corrected.moved.height:
        screen.heading("Areas whose access changes, the largest change first")
        names = ["area_name", "area_code", *corrected.moved.columns[2:]]
        screen.table(
            [name.replace("_", " ") for name in names],
            corrected.moved.select(names).head(30).rows(),
        )
    if out is not None:
        screen.say(f"Written to {out}.")
