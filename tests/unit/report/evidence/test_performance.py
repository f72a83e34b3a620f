"""Figures of benchmarks on the evidence page."""

from __future__ import annotations

import pytest

from commonweal.errors import MethodNotApplicable
from commonweal.report.evidence import Held
from commonweal.report.evidence.performance import TARGETS, last_run

COLD = next(target for target in TARGETS if target.id == "cold")
RUN = {"machine": "two cores", "figures": {"cold": {"value": 88.04, "note": "A note."}}}


def held(**benchmarks: object) -> Held:
    return Held(None, benchmarks)  # type: ignore[arg-type]


def test_the_last_run_counts_with_its_machine() -> None:
    measured = last_run(held(build=RUN), COLD)
    assert measured.figures == (88.04,)
    assert measured.shown == "88.0 s"
    assert measured.note == "A note. On two cores."


@pytest.mark.parametrize("benchmarks", [{}, {"build": {"machine": "m", "figures": {}}}])
def test_without_a_run_it_says_how_to_make_one(benchmarks: dict[str, object]) -> None:
    with pytest.raises(MethodNotApplicable, match="make bench ARGS=build"):
        last_run(held(**benchmarks), COLD)


def test_the_targets() -> None:
    assert {(item.benchmark, item.id): (item.limit, item.unit) for item in TARGETS} == {
        ("build", "cold"): (120, "s"),
        ("build", "memory"): (3, "GB"),
        ("build", "warm"): (3, "s"),
        ("commands", "find"): (2, "s"),
        ("commands", "help"): (0.5, "s"),
        ("tiles", "p95"): (50, "ms"),
        ("map", "ready"): (3, "s"),
        ("map", "transferred"): (1.8, "MB"),
        ("access", "nearest"): (5, "s"),
        ("neighbourhoods", "country"): (10, "s"),
        ("neighbourhoods", "found"): (10, "s"),
        ("counting", "seconds"): (10, "s"),
        ("sortition", "short"): (1, "%"),
        ("life_tables", "all"): (1, "s"),
        ("voting", "sqlite_lost"): (0, "ballots"),
        ("voting", "sqlite_doubled"): (0, "ballots"),
        ("voting", "postgresql_lost"): (0, "ballots"),
        ("voting", "postgresql_doubled"): (0, "ballots"),
        ("prevalence", "gaps"): (10, "s"),
        ("profiles", "batch"): (10, "min"),
        ("profiles", "page"): (300, "ms"),
        ("profiles", "pdf"): (2, "s"),
        ("records", "memory"): (3, "GB"),
        ("records", "seconds"): (10, "s"),
        ("simulation", "seconds"): (60, "s"),
        ("simulation", "memory"): (2, "GB"),
    }
