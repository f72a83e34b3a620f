"""`commonweal decide verify`: check a published vote from its files alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commonweal.cli.options import Json, examples, noted_entry

if TYPE_CHECKING:
    from commonweal.decide.published import FoundBallot


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "commonweal decide verify vote.zip",
            "commonweal decide verify vote.zip --receipt 7M2QK-0WX4T-R1B8Z-HN5VC-3DG6J",
            "commonweal decide verify vote.zip --head 417:5f0c… --json",
        )
    )(verify)


def verify(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.zip", help="The vote as the board published it.")
    ],
    receipt: Annotated[
        str | None,
        typer.Option(
            "--receipt",
            metavar="CODE",
            help="Your receipt: shows your own ballot. Do it where nobody looks on.",
            show_default=False,
        ),
    ] = None,
    head: Annotated[
        str | None,
        typer.Option(
            "--head",
            metavar="NUMBER:HASH",
            help="An entry of the log that you noted earlier; it must still be there.",
            show_default=False,
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Count a published vote again and check it against the log, with nothing but its files.

    Leaves with 1 when anything is wrong. What is withheld is said, and is not wrong.
    """
    from commonweal.decide.published import find_ballot, read_published
    from commonweal.decide.published import verify as verified

    noted = None if head is None else noted_entry(head)
    data = file.read_bytes()
    found = verified(data, noted)
    # A file that is not what its manifest says shows nobody a ballot.
    own = find_ballot(read_published(data), receipt) if receipt is not None and found.ok else None
    if as_json:
        from commonweal.cli.screen import print_json

        print_json({**found.as_dict(), "ballots": None if own is None else list(map(_told, own))})
    else:
        typer.echo(found.explain())
        if own is not None:
            typer.echo(_own(own))
    if not found.ok:
        raise typer.Exit(1)


def _own(found: tuple[FoundBallot, ...]) -> str:
    if not found:
        return (
            "No published ballot has this receipt. Look at the code again. If a pot is withheld "
            "its ballots are not here; otherwise ask the board."
        )
    return "\n".join(("Your ballot, as it was counted:", *map(str, found)))


def _told(found: FoundBallot) -> dict[str, object]:
    return {"pot": found.pot, "choices": found.choices, "points": found.points}
