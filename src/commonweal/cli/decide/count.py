"""`commonweal decide count`: count a vote and say why each won or lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commonweal.cli.options import Json, examples

if TYPE_CHECKING:
    from commonweal.decide import CountSpec, Election, Outcome

RULES = (
    "equal-shares, phragmen, greedy-votes, greedy-votes-per-cost, knapsack, run-off or "
    "transferable-vote."
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "commonweal decide count vote.pb",
            "commonweal decide count vote.pb.gz --rule equal-shares --completion add1 --json",
            "commonweal decide count vote.pb --rule greedy-votes --out result.csv",
            "commonweal decide count board.pb --rule transferable-vote --seats 4",
        )
    )(count)


def count(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The vote, a Pabulib .pb file, gzipped or not.")
    ],
    rule: Annotated[
        str | None, typer.Option("--rule", help=RULES, show_default="equal-shares")
    ] = None,
    completion: Annotated[
        str | None,
        typer.Option(
            "--completion",
            help="What equal shares does with money left: none, add1, add1e, add1u, utilitarian.",
            show_default="none",
        ),
    ] = None,
    satisfaction: Annotated[
        str | None,
        typer.Option(
            "--satisfaction",
            help="What a project is worth to a supporter: its cost, or 1 (cardinality).",
            show_default="cost for approvals; points as they are",
        ),
    ] = None,
    seats: Annotated[
        int | None,
        typer.Option("--seats", metavar="NUMBER", help="Places to fill.", show_default="1"),
    ] = None,
    spec_file: Annotated[
        Path | None,
        typer.Option(
            "--spec",
            metavar="FILE",
            help="TOML with the whole rule; options given here count before it.",
            show_default=False,
        ),
    ] = None,
    explained: Annotated[
        bool,
        typer.Option(
            "--explain/--no-explain", help="Search what losers lacked; count by other rules too."
        ),
    ] = True,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help="Write the result there. The ending decides: pb, csv or json.",
            show_default=False,
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Count a vote by a published rule, exactly, and say why each project won or lost."""
    from commonweal.decide import count as counted
    from commonweal.decide import read_pabulib

    _check_ending(out)
    given = {
        "rule": rule,
        "completion": completion,
        "satisfaction": satisfaction,
        "seats": seats,
    }
    spec = _spec(spec_file, {name: value for name, value in given.items() if value is not None})
    election = read_pabulib(file.read_bytes(), file.name)
    outcome = counted(spec, election, explained=explained)
    if out is not None:
        out.write_text(_written(out, outcome, election), encoding="utf-8", newline="")
    if as_json:
        typer.echo(json.dumps(outcome.as_dict(), ensure_ascii=False, indent=2))
        return
    typer.echo(outcome.explain())
    if out is not None:
        typer.echo(f"Written to {out}.")


def _spec(file: Path | None, given: dict[str, object]) -> CountSpec:
    from dataclasses import replace

    from commonweal.decide import CountSpec, count_spec

    if file is None:
        return CountSpec(**given)  # type: ignore[arg-type]
    return replace(count_spec(file.read_text(encoding="utf-8"), file.name), **given)  # type: ignore[arg-type]


def _check_ending(out: Path | None) -> None:
    from commonweal.errors import InputError, InputProblem

    if out is not None and out.suffix not in (".pb", ".csv", ".json"):
        raise InputError(InputProblem("a file ending in .pb, .csv or .json", out.name))


def _written(out: Path, outcome: Outcome, election: Election) -> str:
    from commonweal.decide import write_pabulib

    if out.suffix == ".json":
        return json.dumps(outcome.as_dict(), ensure_ascii=False, indent=2) + "\n"
    if out.suffix == ".pb":
        return write_pabulib(election, outcome.spec.rule, outcome.winners)
    return _csv(outcome)


def _csv(outcome: Outcome) -> str:
    import csv
    import io

    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["project_id", "name", "cost", "votes", "won", "votes_lacking", "cost_to_win"])
    for winner in outcome.rounds:
        table.writerow([winner.id, winner.name, winner.cost, winner.votes, 1, "", ""])
    for loser in outcome.losers:
        lacking = "" if loser.votes_lacking is None else loser.votes_lacking
        needed = "" if loser.cost_to_win is None else loser.cost_to_win
        table.writerow([loser.id, loser.name, loser.cost, loser.votes, 0, lacking, needed])
    return text.getvalue()
