"""`commonweal decide`: count votes, find what people agree on, and draw panels by lot."""

from __future__ import annotations

import typer

from commonweal.cli.decide import board, count, governance, opinion, sortition, verify

decide = typer.Typer(rich_markup_mode=None, help="Count votes over proposals and places.")
count.register(decide)
opinion.register(decide)
sortition.register(decide)
board.register(decide)
governance.register(decide)
verify.register(decide)


@decide.callback()
def _group() -> None:
    """Count votes over proposals and for boards."""


def register(app: typer.Typer) -> None:
    """Add the group to the command line."""
    app.add_typer(decide, name="decide")
