"""`commonweal robustness`: what the list depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from commonweal.cli.options import (
    AtlasFolder,
    Deprivation,
    Draws,
    Geography,
    Infrastructure,
    Json,
    Percent,
    Rule,
    RuleChoice,
    Seed,
    Vary,
    examples,
)

if TYPE_CHECKING:
    import polars as pl

    from commonweal.cli.screen import Screen
    from commonweal.find.robustness import ListModel, RobustnessSpec, SensitivityResult

_POINTS = 64


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "commonweal robustness",
            "commonweal robustness --deprivation 2019 --draws 500",
            "commonweal robustness --vary weights,cut --points 256",
        )
    )(robustness)


def robustness(
    deprivation: Deprivation = None,
    infrastructure: Infrastructure = None,
    geography: Geography = None,
    cut: Percent = 10.0,
    rule: RuleChoice = Rule.intersection,
    draws: Draws = 400,
    seed: Seed = 1,
    vary: Vary = "all",
    points: Annotated[
        int,
        typer.Option(
            "--points",
            metavar="NUMBER",
            help="Base points of the shares of variance, a power of two.",
        ),
    ] = _POINTS,
    atlas_folder: AtlasFolder = None,
    as_json: Json = False,
) -> None:
    """Say what the list depends on: domains, choices of method, and the size of errors.

    Prints how far errors in the measures leave it open who is listed, at half to four times the
    errors assumed; who joins and leaves when one domain is dropped; and which choices (--vary)
    move the list most. For how sure each area is, see commonweal find --draws.
    """
    from commonweal.atlas import Atlas
    from commonweal.cli.editions import find_request
    from commonweal.cli.screen import Screen, console, print_json, told_of
    from commonweal.cli.simulation import simulation
    from commonweal.find.request import find_neighbourhoods
    from commonweal.find.robustness.asking import list_model

    spec = simulation(draws, seed, vary)
    atlas = Atlas.open(atlas_folder)
    request = find_request(
        atlas,
        deprivation=deprivation,
        infrastructure=infrastructure,
        geography=geography,
        cut=cut,
        rule=rule,
    )
    finding = find_neighbourhoods(request, atlas)
    model = list_model(finding, atlas)
    sweep, domains, choices = _worked_out(spec, model, points)
    if as_json:
        from dataclasses import asdict

        print_json(
            {
                "request": asdict(request),
                "robustness": spec.as_dict(),
                "measures": _measures(model),
                "errors": sweep.to_dicts(),
                "domains": domains.to_dicts() if domains is not None else None,
                "choices": choices.table.to_dicts() if choices else None,
                "provenance": finding.provenance.as_dict(),
                "atlas": told_of(atlas),
            }
        )
        return
    screen = Screen(console())
    screen.demonstration(atlas)
    screen.say(finding.explain())
    _show(screen, model, sweep, domains, choices)
    screen.sources(finding.provenance.sources)


def _worked_out(
    spec: RobustnessSpec, model: ListModel, points: int
) -> tuple[pl.DataFrame, pl.DataFrame | None, SensitivityResult | None]:
    """The three tables; without domains, or with one choice, there is nothing to compare."""
    from dataclasses import replace

    from commonweal.find.robustness import drop_one_domain, error_sweep, sensitivity

    sweep = error_sweep(replace(spec, vary=("error",)), model)
    whole = all(each.domains == 1 for each in model.models)
    domains = None if whole else drop_one_domain(model)
    choices = sensitivity(spec, model, points) if len(spec.vary) > 1 else None
    return sweep, domains, choices


def _measures(model: ListModel) -> list[dict[str, object]]:
    return [
        {
            "index": each.label,
            "measure": measure.name,
            "error_share": float(measure.variance.mean() / measure.values.var()),
            "basis": measure.basis,
        }
        for each in model.models
        for measure in each.measures
    ]


def _show(
    screen: Screen,
    model: ListModel,
    sweep: pl.DataFrame,
    domains: pl.DataFrame | None,
    choices: SensitivityResult | None,
) -> None:
    from commonweal.cli.screen import Share

    screen.heading("How exact each measure is taken to be (error, share of variance)")
    screen.table(
        ["index", "measure", "error", "where from"],
        [
            (row["index"], row["measure"], Share(row["error_share"]), row["basis"])  # type: ignore[arg-type]
            for row in _measures(model)
        ],
    )
    screen.heading("How sure the list is, as those errors are multiplied")
    screen.table([name.replace("_", " ") for name in sweep.columns], sweep.rows())
    if domains is not None:
        screen.heading("The list with one domain dropped")
        names = ["index", "domain", "weight", "listed", "join", "leave", "displaced", "mean_shift"]
        screen.table(
            [name.replace("_", " ") for name in names],
            [
                (*row[:2], Share(row[2]), *row[3:6], Share(row[6]), row[7])
                for row in domains.select(names).iter_rows()
            ],
        )
    if choices is not None:
        screen.heading("Which choices move the list (shares of the variance of who is listed)")
        screen.table(
            ["choice", "alone", "with the others"],
            [(row[0], Share(row[1]), Share(row[2])) for row in choices.table.iter_rows()],
        )
        screen.say(choices.explain())
