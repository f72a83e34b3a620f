"""Every command of `commonweal`, put together."""

from __future__ import annotations

from typing import Annotated

import typer

from commonweal.cli import (
    area,
    audit,
    change,
    compare,
    decide,
    districts,
    evidence,
    find,
    indicators,
    neighbourhoods,
    open_index,
    record,
    robustness,
    serve,
    sources,
    understand,
)
from commonweal.cli.atlas import atlas
from commonweal.cli.options import examples
from commonweal.cli.own_index import index

# Plain help texts: reading rich's formatter takes longer than all the rest of `--help`.
app = typer.Typer(
    name="commonweal",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    epilog=examples(
        "commonweal atlas build --mirror FOLDER",
        "commonweal find",
        "commonweal find --cut 5 --out list.xlsx",
        "commonweal area E01026129",
    ),
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"commonweal {version('commonweal')}")
        raise typer.Exit


@app.callback()
def commonweal(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show where a fault of commonweal itself happened.")
    ] = False,
) -> None:
    """Find doubly disadvantaged neighbourhoods, and what is known of them.

    Begin with `commonweal atlas build`, then `commonweal find`. Every command takes --json.
    """


app.add_typer(atlas, name="atlas")
app.add_typer(index, name="index")
find.register(app)
compare.register(app)
change.register(app)
neighbourhoods.register(app)
open_index.register(app)
area.register(app)
districts.register(app)
indicators.register(app)
sources.register(app)
robustness.register(app)
understand.register(app)
evidence.register(app)
decide.register(app)
audit.register(app)
record.register(app)
serve.register(app)
