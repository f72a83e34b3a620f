"""`commonweal audit`: check the record against its log, and note where the log stands."""

from __future__ import annotations

from typing import Annotated

import typer

from commonweal.cli.options import Json, examples, noted_entry

audit = typer.Typer(rich_markup_mode=None, help="Check the record against its log.")


@audit.callback()
def _group() -> None:
    """Check that nobody has altered the record behind its log."""


def register(app: typer.Typer) -> None:
    """Add the group to the command line."""
    app.add_typer(audit, name="audit")


@audit.command(
    epilog=examples(
        "commonweal audit verify",
        "commonweal audit verify --head 417:5f0c… --json",
    )
)
def verify(
    head: Annotated[
        str | None,
        typer.Option(
            "--head",
            metavar="NUMBER:HASH",
            help="An entry that you noted earlier (`commonweal audit head`); it must be there.",
            show_default=False,
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Check the whole record: every entry of the log, and every row against its last entry.

    Leaves with 14 when anything was altered, and says where. Without --head nobody can see that
    the whole log was made anew.
    """
    from commonweal.errors import ERRORS, RecordAltered

    noted = None if head is None else noted_entry(head)
    from commonweal.web.record.prepare import prepare

    prepare()
    from commonweal.web.record.audit.verify import verify as check

    found = check(noted)
    if as_json:
        from commonweal.cli.screen import print_json

        print_json(
            {
                "ok": found.ok,
                "entries": found.entries,
                "rows": found.rows,
                "head": {"number": found.entries, "hash": found.head},
                "alterations": [
                    {"where": each.where, "what": each.what} for each in found.alterations
                ],
            }
        )
    else:
        typer.echo(found.explain())
    if not found.ok:
        raise typer.Exit(ERRORS[RecordAltered.code].exit_code)


@audit.command(epilog=examples("commonweal audit head", "commonweal audit head --json"))
def head(as_json: Json = False) -> None:
    """Print number and hash of the last entry of the log, to be kept outside this machine.

    Give them to `commonweal audit verify --head` later.
    """
    from commonweal.web.record.prepare import prepare

    prepare()
    from commonweal.web.record.published.tables import head as last

    number, digest = last()
    if as_json:
        from commonweal.cli.screen import print_json

        print_json({"number": number, "hash": digest})
    else:
        typer.echo(f"{number}:{digest}")
