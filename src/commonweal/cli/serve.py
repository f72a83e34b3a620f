"""`commonweal serve`: the map and the pages, on this machine."""

from __future__ import annotations

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
    from commonweal.atlas import Atlas
    from commonweal.atlas.atlas import atlas_folder as folder_of
    from commonweal.web.serve import serve as serve_site

    atlas = Atlas.open(atlas_folder)
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host  # noqa: S104
    address = f"http://{shown}:{port}/"
    if as_json:
        from commonweal.cli.screen import print_json, told_of

        print_json({"address": address, "atlas": told_of(atlas)})
    else:
        typer.echo(f"{atlas.label}: {address} (stop with Ctrl-C)")
    if open_page:
        import threading

        threading.Timer(1.0, typer.launch, [address]).start()
    serve_site(folder_of(atlas_folder), host, port)
