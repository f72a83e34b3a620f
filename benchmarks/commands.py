"""Commands as whole processes, from the start of Python to the last line printed."""

from __future__ import annotations

import statistics

from benchmarks.processes import COMMONWEAL, ran
from benchmarks.results import Figure, Place, Result

_TIMES = 7


def run(place: Place) -> Result:
    """`commonweal find` and `commonweal --help`, several times each; the median counts."""
    atlas = str(place.atlas())
    asked = {
        "find": [COMMONWEAL, "find", "--atlas", atlas],
        "help": [COMMONWEAL, "--help"],
    }
    figures = {}
    for name, command in asked.items():
        ran(command)  # Once before, so that compiled Python files and the atlas are at hand.
        seconds = sorted(ran(command).seconds for _ in range(_TIMES))
        note = f"Median of {_TIMES} runs; the slowest {seconds[-1]:.2f} s."
        figures[name] = Figure(statistics.median(seconds), note)
    return Result(figures)
