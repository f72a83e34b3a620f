"""Build an atlas as it was asked for now, or last time; with a bar or lines of progress."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from commonweal.atlas.atlas import atlas_folder
from commonweal.atlas.build import BuildResult, build_atlas
from commonweal.atlas.steps import Event
from commonweal.atlas.store import Store
from commonweal.catalogue import RELEASES
from commonweal.errors import SourceMissing
from commonweal.sources.acquire import Sources, publishers_reachable
from commonweal.sources.cache import atomic_write

_REMEMBERED = "wanted.json"
_WORDS = {
    "read": "Reading",
    "boundaries": "Mending outlines of",
    "lookups": "Weighing lookups",
    "areas": "Listing areas",
    "neighbours": "Finding neighbours",
    "tiles": "Drawing map tiles",
    "postcodes": "Placing postcodes",
    "access": "Measuring access to places",
    "hexes": "Reading hexes",
    "described": "Describing what is held",
}
Report = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a build was asked for; kept beside the atlas so that it can be asked again."""

    mirror: str | None = None
    demonstration: bool = False
    seed: int = 1
    areas: int = 3200
    online: bool | None = None
    accept_changed: bool = False


def remembered(root: Path) -> Wanted:
    """What the last build in a folder was asked for."""
    try:
        return Wanted(**json.loads((root / _REMEMBERED).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Wanted()


def build_here(folder: Path | None, wanted: Wanted, *, quiet: bool) -> BuildResult:
    """Build, and remember what was asked for.

    Raises:
        SourceMissing: nothing can be read, and a real country's atlas would be lost for it.
    """
    root = atlas_folder(folder)
    sources = _sources(root, wanted)
    if not wanted.demonstration:
        _keep_what_is_real(root, sources)
    with progress(quiet=quiet) as report:
        result = build_atlas(
            root,
            sources,
            demonstration=wanted.demonstration,
            seed=wanted.seed,
            areas=wanted.areas,
            report=report,
        )
    mirror = str(sources.mirror.absolute()) if sources.mirror is not None else None
    with atomic_write(root / _REMEMBERED) as stream:
        stream.write(json.dumps(asdict(replace(wanted, mirror=mirror)), indent=1).encode())
    return result


def build_again(folder: Path | None, *, quiet: bool) -> BuildResult:
    """Build as the last build in this folder was asked for."""
    root = atlas_folder(folder)
    wanted = remembered(root)
    invented = _in_use(root).get("demonstration") is True
    return build_here(folder, replace(wanted, demonstration=invented), quiet=quiet)


def _sources(root: Path, wanted: Wanted) -> Sources:
    """Where to look: what was asked for, else the environment, else the mirror of last time."""
    mirror = Path(wanted.mirror) if wanted.mirror else None
    sources = Sources.usual(mirror, online=wanted.online, accept_changed=wanted.accept_changed)
    last = remembered(root).mirror
    if sources.mirror is None and last and not wanted.demonstration and Path(last).is_dir():
        sources.mirror = Path(last)
    if wanted.demonstration or wanted.online is not None or sources.mirror is not None:
        return sources
    if not any(sources.has(release) for release in RELEASES if release.is_read):
        sources.online = publishers_reachable(RELEASES)
    return sources


def _keep_what_is_real(root: Path, sources: Sources) -> None:
    """Refuse to put an invented country in the place of a real one without being asked."""
    manifest = _in_use(root)
    if not manifest or manifest.get("demonstration"):
        return
    if not any(sources.has(release) for release in RELEASES if release.is_read):
        raise SourceMissing(
            f"The atlas in {root} is of {manifest.get('label')}, and none of the files it was "
            "made from is here now. It stays as it is. Name the folder with the files (--mirror), "
            "or use --demonstration to put the invented country in its place."
        )


def _in_use(root: Path) -> dict[str, Any]:
    store = Store(root)
    if store.current_id() is None:
        return {}
    manifest = store.current() / "manifest.json"
    return dict(json.loads(manifest.read_text(encoding="utf-8")))


@contextmanager
def progress(*, quiet: bool) -> Iterator[Report]:
    """A bar on a terminal, lines elsewhere, nothing when asked to be quiet."""
    if quiet:
        yield lambda _: None
    elif sys.stderr.isatty():
        with _bar() as report:
            yield report
    else:
        yield _line


def _line(event: Event) -> None:
    if event.what == "finished":
        words = step_in_words(event.step)
        print(f"{event.done} of {event.total}: {words}, {event.seconds:.1f} s", file=sys.stderr)  # noqa: T201


@contextmanager
def _bar() -> Iterator[Report]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    running: list[str] = []
    shown = Progress(*columns, console=Console(stderr=True), transient=True)
    task = shown.add_task("", start=False, visible=False)

    def report(event: Event) -> None:
        if event.what == "started":
            running.append(event.step)
        elif event.step in running:
            running.remove(event.step)
        if not shown.live.is_started:
            # Only now: what is fetched before has a bar of its own.
            shown.start()
            shown.start_task(task)
        shown.update(
            task,
            total=event.total,
            completed=event.done,
            description="; ".join(map(step_in_words, running)),
            visible=True,
        )

    try:
        yield report
    finally:
        shown.stop()


def step_in_words(step: str) -> str:
    """`read:iod2025` as `Reading iod2025`."""
    kind, _, what = step.partition(":")
    return f"{_WORDS.get(kind, kind)} {what}".strip()
