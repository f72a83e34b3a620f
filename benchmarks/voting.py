"""200 people vote at once for a minute, on SQLite and on PostgreSQL; the server is killed midway.

Each database has a record of its own, a site of its own on the loopback address, and voters in
another process who vote by code as a browser would, form by form. Halfway the server is killed
without warning and started again. A voter who gets no answer tries the same code again. At the
end the vote is closed and counted, and every receipt is looked for.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.results import Figure, Place, Result

_ROOT = Path(__file__).resolve().parent.parent
_ON_POSTGRESQL = [sys.executable, str(_ROOT / "scripts" / "with_postgresql.py")]


def run(place: Place) -> Result:
    figures: dict[str, Figure] = {}
    lines: list[str] = []
    for name, before in (("SQLite", []), ("PostgreSQL", _ON_POSTGRESQL)):
        told = _voted(place.atlas(), before)
        lines.append(f"{name}: {told['line']}")
        key = name.lower()
        figures[f"{key}_lost"] = Figure(told["lost"], told["line"])
        figures[f"{key}_doubled"] = Figure(told["doubled"])
        figures[f"{key}_a_second"] = Figure(told["a_second"])
    return Result(figures, tuple(lines))


def _voted(atlas: Path, before: list[str]) -> dict[str, object]:
    with tempfile.TemporaryDirectory(prefix="commonweal-voting-") as folder:
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment |= {"COMMONWEAL_DATA": folder, "COMMONWEAL_RATE_LIMIT": "0"}
        environment["COMMONWEAL_FORM_LIMIT"] = "0"
        environment |= {"COMMONWEAL_ATLAS": str(atlas), "COMMONWEAL_REQUIRE_POSTGRESQL": "1"}
        found = subprocess.run(
            [*before, sys.executable, "-m", "benchmarks.voters"],
            env=environment,
            cwd=_ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    told: dict[str, object] = json.loads(found.stdout.splitlines()[-1])
    return told
