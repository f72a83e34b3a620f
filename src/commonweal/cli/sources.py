"""`commonweal sources`: the catalogue of releases: what is read, its licence, where to get it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from commonweal.cli.options import AtlasFolder, Json, Mirror, examples

if TYPE_CHECKING:
    from commonweal.catalogue import Release
    from commonweal.sources.acquire import Sources


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "commonweal sources",
            "commonweal sources deprivation",
            "commonweal sources cni2023",
        )
    )(sources)


def sources(
    what: Annotated[
        str | None,
        typer.Argument(metavar="[ID OR WORDS]", help="A release, or words to search for."),
    ] = None,
    mirror: Mirror = None,
    atlas_folder: AtlasFolder = None,
    as_json: Json = False,
) -> None:
    """List the releases of the catalogue, search them, or show one and where to get its files.

    `in the atlas`: read by the last build. `here`: its files are in the mirror or the cache.
    `not yet read`: listed, but no reader knows it.
    """
    from commonweal.catalogue import RELEASES
    from commonweal.errors import UnknownIndicator
    from commonweal.sources.acquire import Sources

    places = Sources.usual(mirror, online=False)
    held = _in_atlas(atlas_folder)
    exact = [item for item in RELEASES if item.id == what]
    found = exact or [item for item in RELEASES if _matches(item, what)]
    if not found:
        raise UnknownIndicator(
            f"there is no release {what!r} in the catalogue. List them: commonweal sources"
        )
    states = {item.id: _state(item, held, places) for item in found}
    if as_json:
        from commonweal.cli.screen import print_json

        print_json({"releases": [_as_json(item, states[item.id], places) for item in found]})
    elif exact:
        _show_one(exact[0], states[exact[0].id], places)
    else:
        from commonweal.cli.screen import Screen, console

        Screen(console()).table(
            ["release", "title", "published", "may be passed on", "state"],
            [
                (item.id, item.title, item.published, item.redistribute, states[item.id])
                for item in found
            ],
        )


def _in_atlas(folder: object) -> frozenset[str]:
    """Releases that the atlas in use was made from; none if there is no atlas."""
    import json

    from commonweal.atlas.atlas import atlas_folder
    from commonweal.atlas.store import Store
    from commonweal.errors import AtlasMissing

    try:
        build = Store(atlas_folder(folder)).current()  # type: ignore[arg-type]
    except AtlasMissing:
        return frozenset()
    manifest = json.loads((build / "manifest.json").read_text(encoding="utf-8"))
    return frozenset(manifest["releases"])


def _matches(release: Release, words: str | None) -> bool:
    text = f"{release.id} {release.title} {release.publisher}".lower()
    return all(word in text for word in (words or "").lower().split())


def _state(release: Release, held: frozenset[str], places: Sources) -> str:
    if not release.is_read:
        return "not yet read"
    if release.id in held:
        return "in the atlas"
    return "here" if places.has(release) else "not here"


def _as_json(release: Release, state: str, places: Sources) -> dict[str, object]:
    return {
        "id": release.id,
        "title": release.title,
        "publisher": release.publisher,
        "published": release.published,
        "landing_page": release.landing_page,
        "licence": release.licence.title,
        "attribution": release.licence.attribution,
        "redistribute": release.redistribute,
        "note": release.note,
        "official_form": release.official_form,
        "state": state,
        "files": [
            {
                "path": file.path,
                "address": file.address,
                "sha256": file.sha256,
                "form": file.form,
                "here": places.find(file) is not None,
            }
            for file in release.files
        ],
    }


def _show_one(release: Release, state: str, places: Sources) -> None:
    from commonweal.cli.screen import Screen, console

    screen = Screen(console())
    screen.console.print(f"{release.title} ({release.id})", style="bold")
    fields = {
        "state": state,
        "publisher": release.publisher,
        "published": release.published,
        "page": release.landing_page,
        "licence": release.licence.title,
        "may be passed on": release.redistribute,
        "attribution": release.licence.attribution,
        "note": release.note,
        "official form": release.official_form,
    }
    for name, value in fields.items():
        if value:
            screen.say(f"{name}: {value}")
    screen.heading("Files, under these paths in a mirror folder")
    for file in release.files:
        here = "here" if places.find(file) is not None else "not here"
        where = f", from {file.address}" if file.address else ""
        screen.say(f"- {file.path} ({here}; {file.form}{where})")
        if file.sha256:
            screen.say(f"  sha256 {file.sha256}")
