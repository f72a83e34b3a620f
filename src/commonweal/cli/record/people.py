"""`commonweal record export` and `erase`: when someone asks the operator for their data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from commonweal.cli.options import Json, examples

if TYPE_CHECKING:
    from commonweal.web.record.models import Person

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="Address of their account.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(epilog=examples("commonweal record export ada@example.org"))(export)
    app.command(epilog=examples("commonweal record erase ada@example.org --names"))(erase)


def export(email: Email, as_json: Json = False) -> None:
    """Print everything that is held about someone, as JSON.

    Make sure first that it is them who asks.
    """
    from commonweal.cli.screen import print_json

    person = _person(email)
    from commonweal.web.record.personal import everything_about

    print_json(everything_about(person))


def erase(
    email: Email,
    names: Annotated[
        bool,
        typer.Option("--names", help="Also take their name off boards and checks."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether you are sure.")] = False,
    as_json: Json = False,
) -> None:
    """Erase someone's data; the log still verifies. It cannot be undone."""
    person = _person(email)
    if not yes:
        typer.confirm("This cannot be undone. Erase everything about them?", abort=True)
    from commonweal.web.record.audit.verify import verify
    from commonweal.web.record.changes.erase import erase as erase_person

    erase_person(person, names_too=names)
    found = verify()
    if as_json:
        from commonweal.cli.screen import print_json

        print_json({"erased": True, "log_verifies": found.ok})
    else:
        typer.echo(f"Erased. {found.explain()}")


def _person(email: str) -> Person:
    from commonweal.errors import InputError, InputProblem
    from commonweal.web.record.prepare import prepare

    prepare()
    from commonweal.web.record.models import Person

    found: Person | None = Person.objects.filter(email__iexact=email, erased=False).first()
    if found is None:
        raise InputError(
            InputProblem("the address of an account", "one that nobody has", column="EMAIL")
        )
    return found
