"""Time and memory of commands, with all the processes they start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.processes import family, ran

HUNDRED_MB = 100_000_000
ALLOCATE = f"import time; held = bytearray(b'x' * {HUNDRED_MB}); time.sleep(0.6)"
IN_A_CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {ALLOCATE!r}])"
needs_proc = pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc")


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_seconds_are_those_of_the_clock_and_not_of_work() -> None:
    slept = ran(python("import time; time.sleep(0.4)"))
    assert slept.seconds >= 0.4
    assert slept.worked < slept.seconds


def test_what_was_said_is_kept() -> None:
    assert ran(python("print('hello')")).said == "hello\n"


@needs_proc
@pytest.mark.parametrize("code", [ALLOCATE, IN_A_CHILD], ids=["itself", "a child"])
def test_memory_of_a_child_counts(code: str) -> None:
    peak = ran(python(code)).peak
    assert HUNDRED_MB < peak < 3 * HUNDRED_MB


def test_a_command_that_fails_stops_the_benchmark() -> None:
    with pytest.raises(SystemExit, match="ended with 3"):
        ran(python("raise SystemExit(3)"))


@needs_proc
def test_a_family_is_a_process_and_its_descendants() -> None:
    child = subprocess.Popen(python("import time; time.sleep(30)"))
    try:
        assert {os.getpid(), child.pid} <= set(family(os.getpid()))
        assert family(child.pid) == [child.pid]
    finally:
        child.kill()
        child.wait()
