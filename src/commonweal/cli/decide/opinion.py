"""`commonweal decide opinion`: opinion groups in a conversation, and what they agree on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commonweal.cli.options import Json, examples

if TYPE_CHECKING:
    from commonweal.cli.screen import Screen
    from commonweal.decide.opinion import Opinions, Split


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "commonweal decide opinion responses.csv",
            "commonweal decide opinion responses.csv --statements statements.csv --json",
        )
    )(opinion)


def opinion(
    responses: Annotated[
        Path,
        typer.Argument(
            metavar="RESPONSES.csv",
            help="One row an answer: person, statement, response (agree, disagree or pass).",
        ),
    ],
    statements: Annotated[
        Path | None,
        typer.Option(
            "--statements",
            metavar="FILE",
            help="One row a statement: statement and text, its words.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option("--seed", metavar="NUMBER", help="Draws the starts of the search.")
    ] = 1,
    as_json: Json = False,
) -> None:
    """Find groups of people who answer alike, and what people agree on across the groups.

    Nothing of single people is printed, and counts that could reveal one are held back.
    """
    from commonweal.cli.outside import read_text_table
    from commonweal.decide.opinion import OpinionSpec, find_opinions, read_responses

    words = None if statements is None else _words(statements)
    held = read_responses(read_text_table(responses), words, responses.name)
    found = find_opinions(OpinionSpec(seed=seed), held)
    if as_json:
        from commonweal.cli.screen import print_json

        print_json(found.as_dict())
        return
    from commonweal.cli.screen import Screen, console

    _show(Screen(console()), found)


def _words(file: Path) -> dict[str, str]:
    """The words of each statement by its id."""
    from commonweal.cli.outside import read_text_table
    from commonweal.errors import InputError, InputProblem

    table = read_text_table(file)
    absent = [each for each in ("statement", "text") if each not in table.columns]
    if absent:
        raise InputError(
            [InputProblem(f"a column {each!r}", "none", file=file.name) for each in absent]
        )
    rows = table.select("statement", "text").iter_rows()
    return {(each or "").strip(): (text or "").strip() for each, text in rows}


def _show(screen: Screen, found: Opinions) -> None:
    screen.say(*found.explain().splitlines())
    screen.heading("Answers: agree, disagree, pass")
    columns = ["statement", "all", *(f"group {group.name}" for group in found.groups)]
    rows = [
        (each.text, *(_split(split) for split in (each.overall, *each.by_group)))
        for each in found.statements
    ]
    screen.table(columns, rows)


def _split(split: Split) -> str:
    """Three counts; a dash where one is held back."""
    counts = (split.agree, split.disagree, split.passed)
    return ", ".join("–" if count is None else f"{count:,}" for count in counts)
