"""`commonweal decide sortition`: a panel drawn by lot from volunteers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commonweal.cli.options import Json, examples

if TYPE_CHECKING:
    import polars as pl

    from commonweal.cli.screen import Screen
    from commonweal.decide.sortition import Panel, PanelSpec


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "commonweal decide sortition volunteers.csv --spec panel.toml --seed 417208",
            "commonweal decide sortition volunteers.csv --spec panel.toml --seed 7 --out drawn",
        )
    )(sortition)


def sortition(
    volunteers: Annotated[
        Path,
        typer.Argument(
            metavar="VOLUNTEERS.csv",
            help="One row a volunteer: id, a column for each feature, household if it matters.",
        ),
    ],
    spec_file: Annotated[
        Path, typer.Option("--spec", metavar="FILE", help="Size, quotas and seats, as TOML.")
    ],
    seed: Annotated[
        int | None,
        typer.Option(
            "--seed",
            metavar="NUMBER",
            help="Published number that draws the ticket; it goes before that of the spec.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FOLDER",
            help="Write panel.csv, chances.csv, tickets.csv and balance.csv there.",
            show_default=False,
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Draw a representative panel from volunteers, every quota met and chances as fair as can be.

    Ids are all that is printed of people. The list of tickets does not depend on the seed: publish
    it first, then the seed. Where no panel keeps every quota, the quotas that conflict are named.
    """
    from commonweal.cli.outside import read_text_table
    from commonweal.decide.sortition import draw_panel, read_volunteers

    spec = _spec(spec_file, seed)
    panel = draw_panel(spec, read_volunteers(read_text_table(volunteers), spec, volunteers.name))
    if out is not None:
        _write(panel, out)
    if as_json:
        _print_answer(panel)
        return
    from commonweal.cli.screen import Screen, console

    screen = Screen(console())
    _show(screen, panel)
    if out is not None:
        screen.say(f"Written to {out}.")


def _spec(file: Path, seed: int | None) -> PanelSpec:
    """The spec of a file, with the seed that was said on the command line."""
    from dataclasses import replace

    from commonweal.cli.neighbourhoods.answer import text_of
    from commonweal.decide.sortition import panel_spec

    spec = panel_spec(text_of(file), file.name)
    return spec if seed is None else replace(spec, seed=seed)


def _write(panel: Panel, folder: Path) -> None:
    """Write who was drawn, everybody's chances, the list of tickets and the balance."""
    import polars as pl

    from commonweal.sources.cache import atomic_write

    listed = panel.tickets.with_columns(pl.col("members").list.join(" "))
    tables: dict[str, pl.DataFrame] = {
        "panel.csv": pl.DataFrame({"id": panel.members}),
        "chances.csv": panel.chances,
        "tickets.csv": listed,
        "balance.csv": panel.balance,
    }
    for name, table in tables.items():
        with atomic_write(folder / name) as stream:
            table.write_csv(stream)


def _print_answer(panel: Panel) -> None:
    """The whole answer for machines."""
    from dataclasses import asdict

    from commonweal.cli.screen import print_json

    print_json(
        {
            "finding": panel.explain(),
            "members": list(panel.members),
            "ticket": panel.ticket,
            "seed": panel.spec.seed,
            "smallest_chance": panel.smallest,
            "bound": panel.bound,
            "shut_out": panel.shut_out,
            "chances": panel.chances.to_dicts(),
            "balance": panel.balance.to_dicts(),
            "tickets": panel.tickets.to_dicts(),
            "spec": asdict(panel.spec),
        }
    )


def _show(screen: Screen, panel: Panel) -> None:
    from commonweal.cli.screen import Share

    screen.say(panel.explain())
    screen.heading("The panel")
    screen.table(["id"], [(member,) for member in panel.members])
    if panel.balance.height:
        screen.heading("Its balance")
        rows = [
            (
                row["feature"],
                row["value"],
                f"{row['least']} to {row['most']}",
                row["members"],
                Share(row["panel_share"]),
                Share(row["volunteer_share"]),
                None if row["population_share"] is None else Share(row["population_share"]),
            )
            for row in panel.balance.iter_rows(named=True)
        ]
        columns = ["feature", "value", "quota", "members", "panel", "volunteers", "population"]
        screen.table(columns, rows)
