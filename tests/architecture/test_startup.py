"""Help appears at once: no command's heavy libraries load before the command runs."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = {
    "django",
    "altair",
    "duckdb",
    "esda",
    "geopandas",
    "libpysal",
    "narwhals",
    "pandas",
    "polars",
    "pyarrow",
    "pyogrio",
    "pyspark",
    "scipy",
    "shapely",
    "typst",
    "vl_convert",
}
# Asks for help on the whole and on every command in turn, then says what has been loaded.
PROGRAM = """
import json, sys
from commonweal.cli import main

wanted = sys.argv[1]

def help_on(*names):
    sys.argv = ["commonweal", *names, "--help"]
    try:
        main()
    except SystemExit as end:
        assert not end.code, (names, end.code)

help_on()
if wanted == "every command":
    from commonweal.cli.app import app
    from typer.main import get_command

    def walk(command, names):
        for name, inner in getattr(command, "commands", {}).items():
            help_on(*names, name)
            walk(inner, (*names, name))

    walk(get_command(app), ())
print("\\n" + json.dumps(sorted(name for name in sys.modules if "." not in name)))
"""


@pytest.mark.parametrize("wanted", ["the whole", "every command"])
def test_help_loads_nothing_heavy(wanted: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, wanted],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Usage: ") > (8 if wanted == "every command" else 0)
    assert set(json.loads(done.stdout.splitlines()[-1])) & HEAVY == set()


SLOW_TO_LOAD = {
    "altair",
    "django",
    "esda",
    "geopandas",
    "pandas",
    "pyspark",
    "scipy.optimize",
    "scipy.spatial",
    "scipy.stats",
    "sklearn",
    "typst",
}
"""What `find` does not need, and would take most of its time to load."""


def test_find_loads_only_what_it_needs() -> None:
    program = (
        "import json, sys; import commonweal.find.request; "
        f"print(json.dumps(sorted(set(sys.modules) & set({sorted(SLOW_TO_LOAD)!r}))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert json.loads(done.stdout) == []
