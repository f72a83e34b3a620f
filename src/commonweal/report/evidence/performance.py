"""How fast things are: figures of the last run of the benchmarks, if there was one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from commonweal.errors import MethodNotApplicable
from commonweal.report.evidence.claim import Claim, Expectation, Group, Measured
from commonweal.report.evidence.held import Held


@dataclass(frozen=True, slots=True)
class Target:
    """A limit that a benchmark holds a figure against.

    Attributes:
        benchmark: `python -m benchmarks NAME` measures it.
        id: of the figure within the benchmark.
        what: what is measured.
        limit: the most it may be.
        unit: of the limit and the figure.
        digits: decimals shown.
    """

    benchmark: str
    id: str
    what: str
    limit: float
    unit: str
    digits: int = 1


TARGETS: tuple[Target, ...] = (
    Target("build", "cold", "Building the whole atlas from the raw files, tiles too", 120, "s"),
    Target("build", "memory", "Memory of that build at its peak, all processes", 3, "GB", 2),
    Target("build", "warm", "Building it again when nothing has changed", 3, "s"),
    Target("commands", "find", "`commonweal find`, as a whole process", 2, "s", 2),
    Target("commands", "help", "`commonweal --help`, as a whole process", 0.5, "s", 2),
    Target("tiles", "p95", "A map tile over HTTP, at the 95th percentile", 50, "ms"),
    Target("map", "ready", "The map in headless Chromium, from opening to usable", 3, "s", 2),
    Target("simulation", "seconds", "`commonweal find --draws 10000`, as a whole process", 60, "s"),
    Target("simulation", "memory", "Memory of that at its peak", 2, "GB", 2),
    Target("map", "transferred", "Transferred for the first view of the map", 1.8, "MB", 2),
    Target(
        "access",
        "nearest",
        "Distances from 1.49 million postcodes to the nearest three of 3,000 libraries",
        5,
        "s",
        2,
    ),
    Target("neighbourhoods", "found", "Neighbourhoods of the areas found, all England", 10, "s", 2),
    Target("neighbourhoods", "country", "All England's areas put in neighbourhoods", 10, "s", 2),
    Target("prevalence", "gaps", "Every gap: all measures, 4 types, 9 regions", 10, "s", 2),
    Target("records", "seconds", "40 million records of people counted", 10, "s"),
    Target("records", "memory", "Memory of that at its peak", 3, "GB", 2),
    Target("profiles", "page", "A profile's page over HTTP, at the 95th percentile", 300, "ms", 0),
    Target("profiles", "pdf", "A profile's PDF over HTTP, at the 95th percentile", 2, "s", 2),
    Target("profiles", "batch", "PDFs of all doubly disadvantaged areas of England", 10, "min"),
    Target("counting", "seconds", "A city of 100,000 voters by equal shares with add1", 10, "s"),
    Target("sortition", "short", "Smallest chance of 2,000 volunteers, below its bound", 1, "%", 2),
    Target("voting", "sqlite_lost", "Ballots lost, 200 voters at once, SQLite", 0, "ballots", 0),
    Target("voting", "sqlite_doubled", "Ballots counted twice in that", 0, "ballots", 0),
    Target("voting", "postgresql_lost", "The same, PostgreSQL: lost", 0, "ballots", 0),
    Target("voting", "postgresql_doubled", "Counted twice in that", 0, "ballots", 0),
    Target("life_tables", "all", "All life tables of England's MSOAs, both sexes", 1, "s", 2),
)


def last_run(held: Held, target: Target) -> Measured:
    """The figure of the last run.

    Raises:
        MethodNotApplicable: the benchmark has not been run here.
    """
    run: Mapping[str, Any] | None = held.benchmarks.get(target.benchmark)
    figure = run["figures"].get(target.id) if run else None
    if run is None or figure is None:
        raise MethodNotApplicable(
            f"the benchmark has not been run here: make bench ARGS={target.benchmark}"
        )
    note = " ".join(part for part in (figure.get("note", ""), f"On {run['machine']}.") if part)
    value = float(figure["value"])
    return Measured((value,), f"{value:,.{target.digits}f} {target.unit}", note)


PERFORMANCE = Group(
    id="performance",
    title="Speed and size",
    about=(
        "What a person waits for. The figures are those of the last run of the benchmarks on the "
        "machine named, beside whatever else it was doing."
    ),
    claims=tuple(
        Claim(
            id=f"speed-{target.benchmark}-{target.id}",
            what=target.what,
            expected=Expectation(
                "at most", (target.limit,), digits=target.digits, unit=target.unit
            ),
            measure=partial(last_run, target=target),
            command=f"python -m benchmarks {target.benchmark}",
            alone=True,
        )
        for target in TARGETS
    ),
)
