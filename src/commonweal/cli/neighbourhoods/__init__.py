"""`commonweal neighbourhoods`: contiguous places of 5,000 to 15,000 people, from any areas."""

from __future__ import annotations

import typer

from commonweal.cli.neighbourhoods import make, show


def register(app: typer.Typer) -> None:
    """Add the commands."""
    commands = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help="Make neighbourhoods that people would recognise, from any set of areas.",
    )
    make.register(commands)
    show.register(commands)
    app.add_typer(commands, name="neighbourhoods")
