"""`commonweal understand`: the research report; prevalence from records; profiles of places."""

from __future__ import annotations

import typer

from commonweal.cli.understand import profile, profiles, records, report

understand = typer.Typer(rich_markup_mode=None)
report.register(understand)
records.register(understand)
profile.register(understand)
profiles.register(understand)


def register(app: typer.Typer) -> None:
    """Add the group to the command line."""
    app.add_typer(understand, name="understand")
