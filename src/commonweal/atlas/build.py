"""Build an atlas: releases to tables, boundaries and tiles; only what changed is done again."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from commonweal.atlas.adding import added_releases
from commonweal.atlas.plan import plan_steps
from commonweal.atlas.steps import Event, run_steps
from commonweal.atlas.store import Store
from commonweal.catalogue import RELEASES
from commonweal.catalogue.types import Release
from commonweal.errors import (
    ChecksumMismatch,
    CommonwealError,
    InputError,
    InputProblem,
    SourceMissing,
)
from commonweal.sources.acquire import Sources
from commonweal.sources.cache import full_disk_explained
from commonweal.sources.read import read_content


@dataclass(frozen=True, slots=True)
class Missing:
    """A release that could not be read because a file is not here, and how to supply it."""

    release: str
    title: str
    how: str


@dataclass(frozen=True, slots=True)
class Held:
    """A release that can be read: where each file is, and its checksum and size."""

    release: Release
    paths: Mapping[str, str]
    checksums: Mapping[str, tuple[str, int]]


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build made, and what it could not find."""

    id: str
    label: str
    demonstration: bool
    releases_read: tuple[str, ...]
    releases_missing: tuple[Missing, ...]
    steps_run: int
    steps_kept: int
    seconds: float


@dataclass(slots=True)
class _Tally:
    run: int = 0
    kept: int = 0
    report: Callable[[Event], None] = field(default=lambda _: None)

    def __call__(self, event: Event) -> None:
        self.run += event.what == "finished"
        self.kept += event.what == "kept"
        self.report(event)


def build_atlas(
    root: Path,
    sources: Sources,
    *,
    demonstration: bool = False,
    seed: int = 1,
    areas: int = 3200,
    report: Callable[[Event], None] = lambda _: None,
) -> BuildResult:
    """Build the atlas in `root` from what `sources` can find, and put it in use.

    The atlas in use stays as it is until the new one is whole; a build that fails or is killed
    changes nothing. With nothing to read at all, the demonstration country is built.

    Args:
        root: the atlas folder.
        sources: where files are looked for.
        demonstration: build the invented country, whatever files there are.
        seed: of the invented country.
        areas: how many small areas the invented country has.
        report: called with what happens, for progress.

    Raises:
        InputError, ChecksumMismatch: a file is not what was expected.
        DiskFull: there is no space left.
        CommonwealError: another build is at work in the folder.
    """
    start = time.perf_counter()
    with full_disk_explained(root):
        root.mkdir(parents=True, exist_ok=True)
    with _alone(root):
        added = [_held_here(release, paths, sources) for release, paths in added_releases(root)]
        held, missing = ([], ()) if demonstration else locate_releases(sources, added)
        invented = demonstration or not held
        held = [*held, *added]
        steps = plan_steps(held, invented=(seed, areas) if invented else None)
        tally = _Tally(report=report)
        store = Store(root)
        keys = run_steps(store, steps, tally)
        label = "Demonstration country (invented)" if invented else "England"
        manifest: dict[str, object] = {
            "label": label,
            "demonstration": invented,
            "seed": seed if invented else None,
            "releases": [item.release.id for item in held],
            "missing": [
                {"release": item.release, "title": item.title, "how": item.how} for item in missing
            ],
        }
        build_id = store.publish(keys, manifest)
    return BuildResult(
        id=build_id,
        label=label,
        demonstration=invented,
        releases_read=tuple(item.release.id for item in held),
        releases_missing=tuple(missing),
        steps_run=tally.run,
        steps_kept=tally.kept,
        seconds=time.perf_counter() - start,
    )


def _alone(root: Path) -> FileLock:
    """A lock that a killed build lets go of by itself."""
    lock = FileLock(root / ".building")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise CommonwealError(
            f"another build is at work in {root}. Wait for it to end, or build elsewhere with "
            "--atlas."
        ) from None
    return lock


def locate_releases(
    sources: Sources, added: Sequence[Held] = ()
) -> tuple[list[Held], tuple[Missing, ...]]:
    """The releases of the catalogue whose files are all to be had, and those that are not.

    What was `added` to an atlas takes the place of a release that it supersedes.
    """
    superseded = {item.release.supersedes for item in added}
    held: list[Held] = []
    missing: list[Missing] = []
    for release in RELEASES:
        if not release.is_read or release.id in superseded:
            continue
        try:
            located = sources.locate_all(release)
        except ChecksumMismatch as error:
            raise _what_differs(release, sources, error) from None
        except SourceMissing as error:
            missing.append(Missing(release.id, release.title, str(error)))
            continue
        held.append(
            Held(
                release,
                {item.file.path: str(item.path) for item in located},
                {item.file.path: (item.sha256, item.path.stat().st_size) for item in located},
            )
        )
    return held, tuple(missing)


def _what_differs(release: Release, sources: Sources, error: ChecksumMismatch) -> CommonwealError:
    """The mismatch, with what is wrong inside the file where its form differs too."""
    problems: list[InputProblem] = []
    for item in sources.accepting_changes().locate_all(release):
        for content in item.file.contents if item.changed else ():
            try:
                read_content(release, item.file, content, item.path)
            except InputError as found:
                problems += found.problems
    return InputError(problems, str(error)) if problems else error


def _held_here(release: Release, paths: Mapping[str, Path], sources: Sources) -> Held:
    return Held(
        release,
        {name: str(path) for name, path in paths.items()},
        {name: (sources.checksum(path), path.stat().st_size) for name, path in paths.items()},
    )


def seconds_of(events: Sequence[Event]) -> dict[str, float]:
    """Seconds that each step took, from the events of a build."""
    return {event.step: event.seconds for event in events if event.what == "finished"}
