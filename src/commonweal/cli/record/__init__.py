"""`commonweal record`: what the operator of the site does with the record."""

from __future__ import annotations

import typer

from commonweal.cli.record import demonstrate, invite, people, prepare

record = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Make the record ready, invite people, hand out or erase someone's data.",
)
prepare.register(record)
demonstrate.register(record)
invite.register(record)
people.register(record)


def register(app: typer.Typer) -> None:
    """Add the group to the command line."""
    app.add_typer(record, name="record")
