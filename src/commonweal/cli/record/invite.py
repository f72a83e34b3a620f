"""`commonweal record invite`: invite the first administrator, or anyone else, by a link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from commonweal.cli.options import Json, examples

if TYPE_CHECKING:
    from commonweal.web.record.models import Neighbourhood


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "commonweal record invite ada@example.org --role administrator",
            "commonweal record invite ben@example.org --role chair --place northfield",
        )
    )(invite)


def invite(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="Where the invitation goes.")],
    role: Annotated[
        str,
        typer.Option(
            "--role",
            help="administrator, unit officer, chair, board member, community worker, "
            "accountable body or observer.",
            show_default=False,
        ),
    ],
    place: Annotated[
        str | None,
        typer.Option(
            "--place",
            metavar="NAME",
            help="Short name of the neighbourhood, as in its address. Without it, everywhere.",
            show_default=False,
        ),
    ] = None,
    site: Annotated[
        str, typer.Option("--site", metavar="ADDRESS", help="Address of the site, for the link.")
    ] = "http://localhost:8000",
    as_json: Json = False,
) -> None:
    """Invite someone to a role: mails a link that works once, and prints it.

    Whoever has the link can have the role, so pass it on in private or not at all.
    """
    from commonweal.web.record.prepare import prepare

    prepare()
    from commonweal.web.pages.account.invitations import invite_by_mail

    found = _place(place)
    invited, link = invite_by_mail(None, email=email, kind=role, place=found, site=site)
    if as_json:
        from commonweal.cli.screen import print_json

        print_json({"link": link, "role": role, "place": place, "until": invited.until})
    else:
        typer.echo(f"Invited {email}. The link, which works once: {link}")


def _place(slug: str | None) -> Neighbourhood | None:
    from commonweal.errors import InputError, InputProblem
    from commonweal.web.record.models import Neighbourhood

    if slug is None:
        return None
    found: Neighbourhood | None = Neighbourhood.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Neighbourhood.objects.values_list("slug", flat=True)) or "none yet"
        raise InputError(InputProblem(f"one of: {known}", repr(slug), column="--place"))
    return found
