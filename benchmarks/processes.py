"""Run a command as people do, and measure its time and the memory of all its processes."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

COMMONWEAL = str(Path(sys.executable).with_name("commonweal"))
_EVERY = 0.1
_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Ran:
    """A command that has ended.

    Attributes:
        seconds: on the clock.
        worked: seconds that processors worked for it and all it started, together.
        peak: bytes at its peak; 0 where the system does not tell.
        said: its standard output.
    """

    seconds: float
    worked: float
    peak: int
    said: str


def ran(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Ran:
    """Run a command to its end; stops the benchmark if it fails."""
    start, before = time.perf_counter(), _worked()
    process = subprocess.Popen(
        command,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    watch = Watch(process.pid)
    said, _ = process.communicate()
    seconds, worked = time.perf_counter() - start, _worked() - before
    peak = watch.stop()
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}:\n{said}")
    return Ran(seconds, worked, peak, said)


def _worked() -> float:
    """Seconds of work of all processes that this one has waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Watch:
    """Samples the memory of a process and all that it started, until it is stopped.

    Memory shared between processes is counted once (PSS), so that the sum is what the machine
    must have. Short peaks between two samples are missed.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peak = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        self._done.set()
        self._thread.join()
        return self._peak

    def _sample(self) -> None:
        while not self._done.wait(_EVERY):
            self._peak = max(self._peak, sum(map(_bytes, family(self._pid))))


def family(pid: int) -> list[int]:
    """A process and all that descend from it; empty where the system does not tell."""
    if not _PROC.is_dir():
        return []
    parents: dict[int, list[int]] = {}
    for status in _PROC.glob("[0-9]*/stat"):
        try:
            # The name of a program may hold spaces and brackets: what follows the last is safe.
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(status.parent.name))
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += parents.get(one, [])
    return found


def _bytes(pid: int) -> int:
    try:
        text = (_PROC / str(pid) / "smaps_rollup").read_text()
    except OSError:
        return 0
    for line in text.splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0
