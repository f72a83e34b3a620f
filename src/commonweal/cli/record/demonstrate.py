"""`commonweal record demonstrate`: fill an empty record with an invented neighbourhood."""

from __future__ import annotations

import typer

from commonweal.cli.options import Json, examples


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=examples("commonweal record demonstrate"))(demonstrate)


def demonstrate(as_json: Json = False) -> None:
    """Fill an empty record with an invented neighbourhood that decides.

    It has a board, meetings, a conversation, a vote that is counted and one that is open, and an
    account for each role, whose password is printed this once. Needs the demonstration country.
    """
    from dataclasses import asdict

    from commonweal.web.record.prepare import prepare

    prepare()
    from commonweal.web.record.demonstrate import demonstrate as fill

    if as_json:
        from commonweal.cli.screen import print_json

        print_json(asdict(fill(say=lambda _: None)))
    else:
        typer.echo(fill(say=typer.echo).explain())
