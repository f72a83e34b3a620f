"""`commonweal evidence`: every figure that is claimed, measured again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commonweal.cli.options import AtlasFolder, Json, examples

if TYPE_CHECKING:
    from commonweal.report.evidence import GroupOutcome, Outcome

DISAGREES = 1


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "commonweal evidence",
            "commonweal evidence --only dd-2025 --only districts",
            "commonweal evidence --out docs/evidence.md",
        )
    )(evidence)


def evidence(
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            help="Measure this claim, or group of claims, only. May be given again.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write the evidence page there, in Markdown.", show_default=False
        ),
    ] = None,
    benchmarks: Annotated[
        Path,
        typer.Option(metavar="FOLDER", help="Folder with the results of the benchmarks."),
    ] = Path("build/benchmarks"),
    atlas_folder: AtlasFolder = None,
    as_json: Json = False,
) -> int:
    """Measure every figure that Commonweal claims against the published ones.

    Needs the atlas of England. Prints each claim, what was expected and what was measured. The
    exit code is 1 if a figure is not as expected.
    """
    from commonweal.atlas import Atlas
    from commonweal.report.evidence import Held, evidence_page, measure_all
    from commonweal.sources.cache import atomic_write

    atlas = Atlas.open(atlas_folder)
    held = Held(atlas, read_benchmarks(benchmarks))
    groups = measure_all(held, only or (), report=(lambda _: None) if as_json else _print_outcome)
    if out is not None:
        with atomic_write(out) as stream:
            stream.write(evidence_page(groups, atlas).encode())
    outcomes = [outcome for group in groups for outcome in group.outcomes]
    if as_json:
        from commonweal.cli.screen import print_json, told_of

        print_json({"atlas": told_of(atlas), "claims": claims_json(groups)})
    else:
        typer.echo(_summary(outcomes))
        if out is not None:
            typer.echo(f"Written to {out}.")
    return DISAGREES if any(outcome.agrees is False for outcome in outcomes) else 0


def read_benchmarks(folder: Path) -> dict[str, dict[str, Any]]:
    """Results of the last run of each benchmark, by its name; none if there was no run."""
    import json

    return {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.json"))
    }


def claims_json(groups: tuple[GroupOutcome, ...]) -> list[dict[str, object]]:
    """Claims and outcomes for machines."""
    return [
        {
            "id": outcome.claim.id,
            "group": group.group.id,
            "claim": outcome.claim.what,
            "expected": outcome.claim.expected.in_words(),
            "basis": outcome.claim.expected.basis,
            "measured": outcome.measured.shown if outcome.measured else None,
            "figures": list(outcome.measured.figures) if outcome.measured else None,
            "agrees": outcome.agrees,
            "not_measured_because": outcome.why_not or None,
            "commands": list(outcome.claim.commands),
        }
        for group in groups
        for outcome in group.outcomes
    ]


def _print_outcome(outcome: Outcome) -> None:
    words = {True: "as expected", False: "NOT as expected", None: "no figure to hold it against"}
    claim = outcome.claim
    if outcome.measured is None:
        typer.echo(f"{claim.id}: not measured. {outcome.why_not}")
        return
    expected = "" if outcome.agrees is None else f" ({claim.expected.in_words()})"
    typer.echo(
        f"{claim.id}: {claim.what}: {outcome.measured.shown}; {words[outcome.agrees]}{expected}"
    )


def _summary(outcomes: list[Outcome]) -> str:
    agree = sum(outcome.agrees is True for outcome in outcomes)
    differ = sum(outcome.agrees is False for outcome in outcomes)
    return f"{len(outcomes)} figures: {agree} as expected, {differ} not."
