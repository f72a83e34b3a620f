"""The site as an operator starts it, on a free port, for benchmarks that ask it things."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue

from benchmarks.processes import COMMONWEAL

_PATIENCE = 60.0


@contextmanager
def serving(atlas: Path) -> Iterator[str]:
    """Start `commonweal serve` and give its address; stops it at the end."""
    process = subprocess.Popen(
        [COMMONWEAL, "serve", "--port", "0", "--atlas", str(atlas)],
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield _address(process)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _address(process: subprocess.Popen[str]) -> str:
    """The address that the server says once it answers."""
    lines: Queue[str] = Queue()

    def listen() -> None:
        # To the very end, so that the server never waits for somebody to read.
        for line in process.stdout or ():
            lines.put(line)

    threading.Thread(target=listen, daemon=True).start()
    said = ""
    while process.poll() is None:
        try:
            line = lines.get(timeout=_PATIENCE)
        except Empty:
            break
        said += line
        if found := re.search(r"http://[\w.]+:([1-9]\d*)/", line):
            return f"http://127.0.0.1:{found[1]}"
    sys.exit(f"The server did not start:\n{said}")
