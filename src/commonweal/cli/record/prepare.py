"""`commonweal record prepare`: the record's folder, keys and tables."""

from __future__ import annotations

import typer

from commonweal.cli.options import Json, examples


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=examples("commonweal record prepare"))(prepare)


def prepare(as_json: Json = False) -> None:
    """Make the record ready: its folder, its keys and its tables; after an update as well.

    `commonweal serve` makes it ready by itself. Where several processes serve the site, do it
    once before they start. Sessions that have ended are removed; run it once a day for that.
    """
    from commonweal.web.record.prepare import prepare as make_ready

    make_ready()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    call_command("clearsessions")

    if as_json:
        from commonweal.cli.screen import print_json

        print_json({"folder": str(settings.DATA), "database": connection.vendor})
    else:
        typer.echo(f"The record is ready: {connection.vendor}, folder {settings.DATA}")
