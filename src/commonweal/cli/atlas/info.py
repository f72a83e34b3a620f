"""`commonweal atlas info`: what the atlas holds."""

from __future__ import annotations

import typer

from commonweal.cli.options import AtlasFolder, Json, examples


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=examples("commonweal atlas info", "commonweal atlas info --json"))(info)


def info(atlas_folder: AtlasFolder = None, as_json: Json = False) -> None:
    """Describe the atlas: its country, its areas, what was read and what is missing."""
    from commonweal.atlas import Atlas
    from commonweal.catalogue import GEOGRAPHIES
    from commonweal.cli.screen import Screen, console, print_json, told_of
    from commonweal.report.finding import plain_rows

    atlas = Atlas.open(atlas_folder)
    areas = atlas.query("select geography, count(*) as areas from {areas} group by 1 order by 1")
    releases = atlas.query(
        "select p.release, any_value(p.title) as title, any_value(p.redistribute) as redistribute, "
        "(select count(*) from {series} s where s.release = p.release) as series "
        "from {provenance} p group by p.release order by p.release"
    )
    missing = atlas.manifest["missing"]
    size = sum(file["bytes"] for file in atlas.manifest["files"])
    if as_json:
        print_json(
            {
                "atlas": told_of(atlas),
                "folder": str(atlas.folder),
                "bytes": size,
                "areas": plain_rows(areas),
                "releases": plain_rows(releases),
                "missing": missing,
            }
        )
        return
    screen = Screen(console())
    screen.demonstration(atlas)
    screen.say(f"{atlas.label}, atlas {atlas.id}, {size / 1e6:,.0f} MB in {atlas.folder}")
    screen.heading("Areas")
    titles = {name: GEOGRAPHIES[name].title for name in areas["geography"] if name in GEOGRAPHIES}
    screen.table(
        ["geography", "title", "areas"],
        [(name, titles.get(name, name), count) for name, count in areas.iter_rows()],
    )
    screen.heading("Releases read")
    screen.table(["release", "title", "may be passed on", "series"], releases.rows())
    if missing and not atlas.demonstration:
        screen.heading("Releases missing")
        for item in missing:
            screen.say(f"- {item['how']}")
