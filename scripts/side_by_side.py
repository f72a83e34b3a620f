"""Run several commands at once, one a core; fails if any fails.

    python scripts/side_by_side.py "pytest -m 'not record'" "pytest -m record"

The first is seen as it runs; what the others say is printed when they end.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time


def main(commands: list[str]) -> int:
    first, *others = commands
    behind = []
    for command in others:
        said = tempfile.TemporaryFile("w+")  # noqa: SIM115 (it outlives this loop)
        # The commands are those of the Makefile.
        process = subprocess.Popen(command, shell=True, stdout=said, stderr=said)  # noqa: S602
        behind.append((command, process, said))
    start = time.monotonic()
    failed = subprocess.run(first, shell=True, check=False).returncode  # noqa: S602
    print(f"{first}: {time.monotonic() - start:.0f} s", flush=True)
    for command, process, said in behind:
        code = process.wait()
        said.seek(0)
        print(f"\n{command}: {time.monotonic() - start:.0f} s\n{said.read()}", flush=True)
        failed = failed or code
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
