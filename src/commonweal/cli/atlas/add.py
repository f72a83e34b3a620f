"""`commonweal atlas add` and `commonweal atlas remove`: releases of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli.options import AtlasFolder, Json, examples


def register(app: typer.Typer) -> None:
    """Add the two commands."""
    app.command(
        epilog=examples(
            "commonweal atlas add gardens.csv --spec gardens.toml",
            "commonweal indicators gardens",
        )
    )(add)
    app.command(epilog=examples("commonweal atlas remove gardens2026"))(remove)


def add(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The table, one row an area: csv, xlsx or ods.")
    ],
    spec: Annotated[Path, typer.Option("--spec", metavar="FILE", help="What is in it, as TOML.")],
    check_only: Annotated[
        bool, typer.Option("--check", help="Check the file and its spec; add nothing.")
    ] = False,
    atlas_folder: AtlasFolder = None,
    as_json: Json = False,
) -> None:
    """Add indicators of your own, or a newer release, to the atlas.

    The file has one row an area, by code of any vintage; the spec says what its columns are
    (see docs/how-to/add-your-own-data.md). Both are kept with the atlas, so that every later
    build has them. Adding a release again takes the place of what was there.
    """
    from commonweal.atlas import Atlas
    from commonweal.atlas.adding import kept, prepare
    from commonweal.atlas.atlas import atlas_folder as folder_of
    from commonweal.cli.atlas.build import show_result
    from commonweal.cli.atlas.building import build_again

    atlas = Atlas.open(atlas_folder)
    addition = prepare(file, spec, atlas)
    names = [indicator.id for indicator in addition.release.indicators]
    told: dict[str, object] = {
        "release": addition.release.id,
        "indicators": names,
        "areas": addition.areas,
        "notes": list(addition.notes),
        "added": not check_only,
    }
    if check_only:
        if as_json:
            from commonweal.cli.screen import print_json

            print_json(told)
        else:
            typer.echo("\n".join(["This can be added.", *addition.notes]))
        return
    with kept(folder_of(atlas_folder), addition):
        result = build_again(atlas_folder, quiet=as_json)
    if not as_json:
        shown = ", ".join(names)
        typer.echo(f"{addition.release.id}: {shown}, for {addition.areas:,} areas.")
        for note in addition.notes:
            typer.echo(note)
    show_result(result, asked_for_demonstration=True, as_json=as_json, more=told)


def remove(
    release: Annotated[str, typer.Argument(metavar="ID", help="Id of a release you added.")],
    atlas_folder: AtlasFolder = None,
    as_json: Json = False,
) -> None:
    """Take a release that you added out of the atlas again."""
    from commonweal.atlas import Atlas
    from commonweal.atlas.adding import removed
    from commonweal.atlas.atlas import atlas_folder as folder_of
    from commonweal.cli.atlas.build import show_result
    from commonweal.cli.atlas.building import build_again

    Atlas.open(atlas_folder)
    with removed(folder_of(atlas_folder), release):
        result = build_again(atlas_folder, quiet=as_json)
    show_result(result, asked_for_demonstration=True, as_json=as_json, more={"removed": release})
