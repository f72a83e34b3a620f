"""`commonweal serve`: the map and the pages, on this machine."""

from __future__ import annotations

import re
import sys
from typing import Annotated

import typer

from commonweal.cli.options import AtlasFolder, Json, examples


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=examples("commonweal serve", "commonweal serve --port 9000 --open"))(serve)


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
    open_page: Annotated[
        bool, typer.Option("--open", help="Open the first page in your browser.")
    ] = False,
    atlas_folder: AtlasFolder = None,
    as_json: Json = False,
) -> None:
    """Serve the map and the pages, until you stop it with Ctrl-C."""
    from commonweal.atlas.atlas import atlas_folder as folder_of
    from commonweal.web.serve import serve as serve_site

    def listening(words: str) -> None:
        """Told once the site answers; only then is its port known."""
        address = _address(words)
        if as_json:
            from commonweal.cli.screen import print_json

            print_json({"address": address})
        else:
            typer.echo(words)
        sys.stdout.flush()
        if open_page:
            typer.launch(address)

    serve_site(folder_of(atlas_folder), host, port, say=listening)


def _address(words: str) -> str:
    found = re.search(r"https?://\S+", words)
    return found.group() if found else ""
