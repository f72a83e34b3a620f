"""`commonweal atlas build`: from published files to an atlas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from commonweal.cli.options import AtlasFolder, Json, Mirror, examples

if TYPE_CHECKING:
    from commonweal.atlas.build import BuildResult
    from commonweal.cli.screen import Screen

_FALLBACK = (
    "No published file was found: there is no mirror, nothing in the cache and no network. So "
    "this is the demonstration country, which is invented. Name a folder with the published "
    "files (--mirror) or use --online to build England."
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "commonweal atlas build --mirror FOLDER",
            "commonweal atlas build --online",
            "commonweal atlas build --demonstration --areas 800 --seed 7",
        )
    )(build)


def build(
    mirror: Mirror = None,
    atlas_folder: AtlasFolder = None,
    demonstration: Annotated[
        bool, typer.Option("--demonstration", help="Build the invented demonstration country.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Seed of the demonstration country.")] = 1,
    areas: Annotated[
        int, typer.Option(help="Number of small areas in the demonstration country.")
    ] = 3200,
    online: Annotated[
        bool | None,
        typer.Option(
            "--online/--offline",
            help="Whether to fetch what is not here from its publisher.",
            show_default="fetch only where there is no mirror",
        ),
    ] = None,
    accept_changed: Annotated[
        bool,
        typer.Option(
            "--accept-changed",
            help="Read files that differ from those tested; their form is still checked.",
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Build the atlas, or bring it up to date.

    Files are looked for in the mirror, then in the cache, then at their publishers. Only what
    changed is done again. The atlas in use stays as it is until the new one is whole.
    With nothing to read, the invented demonstration country is built.
    """
    from commonweal.cli.atlas.building import Wanted, build_here

    wanted = Wanted(
        mirror=str(mirror.absolute()) if mirror else None,
        demonstration=demonstration,
        seed=seed,
        areas=areas,
        online=online,
        accept_changed=accept_changed,
    )
    result = build_here(atlas_folder, wanted, quiet=as_json)
    show_result(result, asked_for_demonstration=demonstration, as_json=as_json)


def show_result(
    result: BuildResult,
    *,
    asked_for_demonstration: bool,
    as_json: bool,
    more: dict[str, object] | None = None,
) -> None:
    """What was built, what was read, and what was missing with how to get it."""
    if as_json:
        from dataclasses import asdict

        from commonweal.cli.screen import print_json

        print_json({**(more or {}), **asdict(result)})
        return
    from commonweal.cli.screen import Screen, console

    screen = Screen(console())
    if result.demonstration and not asked_for_demonstration:
        screen.say(_FALLBACK)
    read = len(result.releases_read)
    releases = f"{read} release{'' if read == 1 else 's'} read, " if read else ""
    screen.say(
        f"{result.label}: {releases}{result.steps_run} steps done, {result.steps_kept} kept from "
        f"before, in {result.seconds:.1f} seconds."
    )
    _show_missing(screen, result)
    screen.say(f"Atlas {result.id} is in use. Next: commonweal find")


def _show_missing(screen: Screen, result: BuildResult) -> None:
    if result.demonstration or not result.releases_missing:
        return
    screen.heading(f"{len(result.releases_missing)} releases are missing")
    for missing in result.releases_missing:
        screen.say(f"- {missing.how}")
    screen.say("")
