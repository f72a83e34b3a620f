"""Write many profiles: two at a time, each whole or not at all, and none twice unless asked."""

from __future__ import annotations

import json
import multiprocessing
import pickle
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commonweal.report.drawing import Outlines
    from commonweal.understand.profile import Profile, ProfileTables

_AT_ONCE = 8  # profiles handed to a process at a time


@dataclass(frozen=True, slots=True)
class Job:
    """One profile to write: the area's code, and the file."""

    code: str
    file: Path


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a process needs to make any profile."""

    tables: ProfileTables
    outlines: Outlines | None


def write_all(
    prepared: Prepared, jobs: Sequence[Job], processes: int, report: Callable[[int], None]
) -> None:
    """Write profiles in processes of their own.

    An error in one stops the rest; those that are written stay, so that the next run goes on
    from there.

    Args:
        prepared: what profiles are made from.
        jobs: what to write.
        processes: how many at a time.
        report: told how many more were written.
    """
    if processes == 1:
        for job in jobs:
            write_one(prepared, job)
            report(1)
        return
    # Handed over as a file: each process reads it once, and the pipe stays free for the jobs.
    with tempfile.TemporaryDirectory(prefix="commonweal-profiles-") as folder:
        held = Path(folder) / "prepared"
        held.write_bytes(pickle.dumps(prepared, protocol=pickle.HIGHEST_PROTOCOL))
        pool = ProcessPoolExecutor(
            max_workers=processes,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_prepare,
            initargs=(held,),
        )
        try:
            _hand_out(pool, jobs, processes, report)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _hand_out(
    pool: ProcessPoolExecutor, jobs: Sequence[Job], processes: int, report: Callable[[int], None]
) -> None:
    waiting = [jobs[start : start + _AT_ONCE] for start in range(0, len(jobs), _AT_ONCE)]
    running: set[Future[int]] = set()
    while waiting or running:
        while waiting and len(running) < 2 * processes:
            running.add(pool.submit(_write_some, waiting.pop(0)))
        finished, running = wait(running, return_when=FIRST_COMPLETED)
        for future in finished:
            report(future.result())


def write_one(prepared: Prepared, job: Job) -> None:
    """Write one profile in the format of its file's ending.

    Raises:
        DiskFull: there is no space left.
    """
    from commonweal.sources.cache import atomic_write
    from commonweal.understand.profile import ProfileSpec, make_profile

    made = make_profile(ProfileSpec(job.code), prepared.tables)
    with atomic_write(job.file) as stream:
        stream.write(document(made, prepared, job.file.suffix))


def document(made: Profile, prepared: Prepared, ending: str) -> bytes:
    """A profile as PDF, or as JSON where the ending asks for that."""
    from commonweal.report.profile import plain
    from commonweal.report.profile_map import map_svg
    from commonweal.report.profile_pdf import profile_pdf

    if ending.lower() == ".json":
        return json.dumps(plain(made), ensure_ascii=False, indent=1, allow_nan=False).encode()
    tables, outlines = prepared.tables, prepared.outlines
    picture = map_svg(outlines, tables.members_of(made.spec), tables.types) if outlines else None
    return profile_pdf(made, picture)


_held: Prepared | None = None


def _prepare(file: Path) -> None:
    """Read what profiles are made from, once in each process."""
    global _held  # noqa: PLW0603 - a process of a pool keeps its own copy between jobs
    _held = pickle.loads(file.read_bytes())  # noqa: S301 - written by the parent a moment ago


def _write_some(jobs: Sequence[Job]) -> int:
    if _held is None:
        raise RuntimeError("a process was asked for profiles before it was prepared")
    for job in jobs:
        write_one(_held, job)
    return len(jobs)
