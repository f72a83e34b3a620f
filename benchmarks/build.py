"""The whole atlas from raw files, cold and again; beside it a plain reading of the same files."""

from __future__ import annotations

import json
import shutil
import sys

from benchmarks.processes import COMMONWEAL, Ran, ran
from benchmarks.results import Figure, Place, Result


def run(place: Place) -> Result:
    """Build in an empty folder with an empty cache, then again; read the files with pandas."""
    mirror = str(place.files())
    cache = place.folder / "cache"
    for folder in (place.built, cache):
        shutil.rmtree(folder, ignore_errors=True)
    environment = {"COMMONWEAL_CACHE": str(cache)}
    command = [COMMONWEAL, "atlas", "build", "--mirror", mirror, "--offline", "--json"]
    command += ["--atlas", str(place.built)]
    cold, warm = ran(command, environment), ran(command, environment)
    _check(cold, warm)
    plain = ran([sys.executable, "-m", "benchmarks.plain_reading", mirror])
    read = json.loads(plain.said)
    ratio = cold.seconds / plain.seconds
    told = json.loads(cold.said)
    note = (
        f"{len(told['releases_read'])} releases in {told['steps_run']} steps, with "
        f"{cold.worked:.0f} seconds of processor time over all cores. Reading the same "
        f"{read['files']} files with pandas and doing nothing with them took {plain.seconds:.0f} "
        f"seconds: the build takes {ratio:.1f} times that."
    )
    figures = {
        "cold": Figure(cold.seconds, note),
        "warm": Figure(warm.seconds),
        "plain": Figure(plain.seconds),
    }
    if cold.peak:
        figures["memory"] = Figure(cold.peak / 1e9)
    return Result(
        figures,
        (
            f"Plain pandas reading of {read['files']} files: {plain.seconds:.1f} s, "
            f"{plain.peak / 1e9:.2f} GB; cold build {ratio:.2f} times that.",
        ),
    )


def _check(cold: Ran, warm: Ran) -> None:
    """The first build did everything and the second nothing, or the figures mean nothing."""
    first, second = json.loads(cold.said), json.loads(warm.said)
    if first["demonstration"] or first["steps_kept"]:
        sys.exit("The cold build was not one: it kept steps, or built the demonstration country.")
    if second["steps_run"] or second["id"] != first["id"]:
        sys.exit(f"The warm build did {second['steps_run']} steps again.")
