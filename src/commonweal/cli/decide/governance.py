"""`commonweal decide governance`: the forms of governance open to a neighbourhood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from commonweal.cli.options import Json, examples

if TYPE_CHECKING:
    from commonweal.cli.screen import Screen
    from commonweal.decide.governance import FormAnswer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "commonweal decide governance --electors 4200",
            "commonweal decide governance --name Alder --electors 4200 --unparished --json",
        )
    )(governance)


def governance(
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help="What the neighbourhood is called.")
    ] = "this neighbourhood",
    electors: Annotated[
        int | None,
        typer.Option(
            "--electors",
            metavar="NUMBER",
            help="Local government electors there; the council's electoral services know.",
            show_default=False,
        ),
    ] = None,
    estimated: Annotated[
        bool, typer.Option("--estimated", help="The number of electors is an estimate.")
    ] = False,
    population: Annotated[
        int | None,
        typer.Option(
            "--population", metavar="NUMBER", help="People who live there.", show_default=False
        ),
    ] = None,
    parished: Annotated[
        bool | None,
        typer.Option(
            "--parished/--unparished",
            help="Whether any of it is in a parish.",
            show_default="not known",
        ),
    ] = None,
    in_programme: Annotated[
        bool | None,
        typer.Option(
            "--in-programme/--not-in-programme",
            help="Whether it is a Pride in Place neighbourhood.",
            show_default="not known",
        ),
    ] = None,
    has_forum: Annotated[
        bool | None,
        typer.Option(
            "--forum/--no-forum",
            help="Whether a neighbourhood forum is designated.",
            show_default="not known",
        ),
    ] = None,
    has_plan: Annotated[
        bool | None,
        typer.Option(
            "--plan/--no-plan",
            help="Whether a neighbourhood plan is made.",
            show_default="not known",
        ),
    ] = None,
    reviewed_lately: Annotated[
        bool | None,
        typer.Option(
            "--reviewed/--not-reviewed",
            help="Whether a community governance review of the area ended in the last two years.",
            show_default="not known",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Say which forms of governance a neighbourhood may have, what each gives and what it takes."""
    from commonweal.cli.screen import Screen, console, print_json
    from commonweal.decide.governance import Place, compare

    found = compare(
        Place(
            name,
            population,
            electors,
            estimated,
            parished,
            in_programme,
            has_forum,
            has_plan,
            reviewed_lately,
        )
    )
    if as_json:
        print_json(found.as_dict())
        return
    screen = Screen(console())
    screen.say(*found.explain().splitlines())
    for answer in found.answers:
        if answer.status != "not open":
            _show(screen, answer)
    screen.heading("Sources")
    screen.say(*(f"{source.title}. {source.href}" for source in found.sources))


def _show(screen: Screen, answer: FormAnswer) -> None:
    form = answer.form
    screen.heading(f"{form.title} ({answer.status})")
    screen.say(form.what, f"Who decides: {form.decides}")
    screen.say("Say:", *(f"- {line}" for line in form.say))
    screen.say("Resources:", *(f"- {line}" for line in form.resources))
    screen.say("Steps:")
    for place, step in enumerate(form.steps, start=1):
        limit = f" Time: {step.limit}." if step.limit else ""
        screen.say(f"{place}. {step.text} ({step.who}){limit}")
    screen.say(*(f"Not known: {text}" for text in form.not_known))
