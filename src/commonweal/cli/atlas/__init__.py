"""`commonweal atlas`: build, check and describe the atlas, and add releases of one's own."""

from __future__ import annotations

import typer

from commonweal.cli.atlas import add, build, check, info

atlas = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Build, check and describe the atlas; add indicators of your own.",
)
build.register(atlas)
check.register(atlas)
info.register(atlas)
add.register(atlas)
