"""`commonweal decide board`: a board held against its rule of composition."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commonweal.cli.options import Json, examples

if TYPE_CHECKING:
    from commonweal.cli.screen import Screen
    from commonweal.decide.boards import BoardCheck, CompositionRule, TermEnd

_DAY = ["%Y-%m-%d"]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    commands = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help="Hold a board against a rule for who must sit on it.",
    )
    commands.command(
        epilog=examples(
            "commonweal decide board check members.csv --rule big-local",
            "commonweal decide board check members.csv --rule our-rule.toml --on 2026-09-01 --json",
            "commonweal decide board check forum.csv --rule neighbourhood-forum "
            "--formed 2024-05-01 --declared constitution",
        )
    )(check)
    commands.command(epilog=examples("commonweal decide board rules"))(rules)
    app.add_typer(commands, name="board")


def check(
    members: Annotated[
        Path,
        typer.Argument(
            metavar="MEMBERS.csv",
            help="One row a member: name, capacities; if known position, since, until, lives_here.",
        ),
    ],
    rule_name: Annotated[
        str,
        typer.Option(
            "--rule", metavar="RULE", help="A rule's name (see board rules), or a .toml file."
        ),
    ],
    on: Annotated[
        dt.datetime | None,
        typer.Option("--on", formats=_DAY, help="The day that counts.", show_default="today"),
    ] = None,
    formed: Annotated[
        dt.datetime | None,
        typer.Option(
            "--formed",
            formats=_DAY,
            help="First day of the board or of its latest designation.",
            show_default=False,
        ),
    ] = None,
    declared: Annotated[
        list[str] | None,
        typer.Option(
            "--declared",
            metavar="ID",
            help="A statement of the rule that holds, by its id; once for each.",
            show_default=False,
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Say what the rule asks of a board, what there is, whose term ends and what to do."""
    from commonweal.cli.outside import read_text_table
    from commonweal.decide.boards import check as checked
    from commonweal.decide.boards import read_members

    rule = _rule(rule_name)
    people = read_members(read_text_table(members), rule, members.name)
    day = (on or dt.datetime.now(tz=dt.UTC)).date()
    found = checked(
        rule, people, day, formed=formed.date() if formed else None, declared=declared or ()
    )
    from commonweal.cli.screen import Screen, console, print_json

    if as_json:
        print_json(found.as_dict())
    else:
        _show(Screen(console()), found)


def rules(as_json: Json = False) -> None:
    """List the rules that ship with the package: what each asks, who set it and where it stands."""
    from commonweal.cli.screen import Screen, console, print_json
    from commonweal.decide.boards import asked, published_rules

    listed = published_rules()
    if as_json:
        print_json({"rules": [_plain(rule) for rule in listed]})
        return
    screen = Screen(console())
    for rule in listed:
        screen.heading(f"{rule.title}: {rule.name}")
        screen.say(f"Set by {rule.set_by}. {rule.source.title}, {rule.source.href}")
        screen.say(*(f"- {line}" for line in asked(rule)))
        screen.say(*(f"Left open: {text}" for text in rule.open))


def _rule(name: str) -> CompositionRule:
    from commonweal.cli.neighbourhoods.answer import text_of
    from commonweal.decide.boards import composition_rule, published_rule

    if name.endswith(".toml"):
        file = Path(name)
        return composition_rule(text_of(file), file.name)
    return published_rule(name)


def _plain(rule: CompositionRule) -> dict[str, object]:
    from dataclasses import asdict

    from commonweal.decide.boards import asked

    return {
        "name": rule.name,
        "title": rule.title,
        "set_by": rule.set_by,
        "source": asdict(rule.source),
        "asks": list(asked(rule)),
        "statements": [asdict(statement) for statement in rule.statements],
        "open": list(rule.open),
    }


def _show(screen: Screen, found: BoardCheck) -> None:
    screen.say(*found.explain().splitlines())
    screen.heading("Requirements")
    rows = [
        (each.needed, each.found, "not known" if each.met is None else each.met)
        for each in found.requirements
    ]
    screen.table(["needed", "found", "met"], rows)
    ends: list[TermEnd] = [*found.sitting.ended, *found.sitting.ending]
    if ends:
        screen.heading("Terms that ended or end soon")
        screen.table(
            ["name", "last day", "days left"],
            [(end.name, end.last_day.isoformat(), end.days_left) for end in ends],
        )
    screen.heading("Sources")
    sources = [found.rule.source, *(each.source for each in found.requirements)]
    screen.say(*(f"{source.title}. {source.href}" for source in dict.fromkeys(sources)))
