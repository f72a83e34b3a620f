"""Votes counted and panels drawn on the evidence page, and the second way to leximin."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.decided import _apart, _leximin, _panels, _pool
from commonweal.errors import MethodNotApplicable
from commonweal.report.evidence import Claim, Held
from commonweal.report.evidence.decided import DECIDED

FIGURES = {
    "counted": (40, "23 with approval ballots."),
    "counted_of": (40, ""),
    "rules": (101, ""),
    "rules_of": (102, ""),
    "leximin": (2e-15, ""),
}
RUN = {"figures": {name: {"value": value, "note": note} for name, (value, note) in FIGURES.items()}}


def claim(name: str) -> Claim:
    return next(each for each in DECIDED.claims if each.id == f"decided-{name}")


def held(**benchmarks: object) -> Held:
    return Held(None, benchmarks)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "shown", "agrees"),
    [("counted", "40 of 40", True), ("rules", "101 of 102", False), ("leximin", "less than", True)],
)
def test_the_last_run_is_held_against_what_is_expected(name: str, shown: str, agrees: bool) -> None:
    measured = claim(name).measure(held(decided=RUN))
    assert measured.shown.startswith(shown)
    assert claim(name).expected.holds(measured.figures) is agrees


def test_without_a_run_it_says_how_to_make_one() -> None:
    with pytest.raises(MethodNotApplicable, match="make bench ARGS=decided"):
        claim("tool").measure(held())


def test_leximin_of_every_panel_by_hand() -> None:
    """Of four people two sit; the first is on every panel, so the others share one seat."""
    sits = np.array([[1, 1, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]], dtype=float)
    assert _leximin(sits, 4) == pytest.approx([1, 1 / 3, 1 / 3, 1 / 3])


def test_a_pool_has_several_panels_and_both_ways_agree() -> None:
    spec, table = _pool(0)
    panels = _panels(spec, table)
    assert panels.shape[1] > 1
    assert set(panels.sum(axis=0)) == {spec.size}
    assert _apart(0) < 1e-6
