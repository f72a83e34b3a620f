"""`commonweal atlas check`: whether every file is whole and the tables agree."""

from __future__ import annotations

import typer

from commonweal.cli.options import AtlasFolder, Json, examples


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=examples("commonweal atlas check", "commonweal atlas check --json"))(check)


def check(atlas_folder: AtlasFolder = None, as_json: Json = False) -> None:
    """Check the atlas: every file against its checksum, and the tables against each other."""
    from commonweal.atlas import Atlas
    from commonweal.atlas.atlas import atlas_folder as folder_of
    from commonweal.atlas.check import check_atlas
    from commonweal.errors import AtlasDamaged

    problems = check_atlas(folder_of(atlas_folder))
    if problems:
        told = "\n".join(f"- {problem}" for problem in problems)
        raise AtlasDamaged(
            f"The atlas is not as it was built:\n{told}\nBuild it again: commonweal atlas build"
        )
    atlas = Atlas.open(atlas_folder)
    files = len(atlas.manifest["files"])
    if as_json:
        from commonweal.cli.screen import print_json, told_of

        print_json({"atlas": told_of(atlas), "files": files, "problems": []})
    else:
        typer.echo(f"{atlas.label}, atlas {atlas.id}: all {files} files are whole and agree.")
