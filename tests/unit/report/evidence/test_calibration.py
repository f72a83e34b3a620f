"""Intervals and probabilities against a known truth."""

from __future__ import annotations

import pytest

from commonweal.report.evidence.calibration import calibrate


def test_a_few_small_countries_are_covered_about_as_often_as_said() -> None:
    found = calibrate((1, 2, 3), areas=150, draws=100)
    assert found.seeds == 3
    assert 0.8 < found.coverage < 0.98
    assert found.table["areas"].sum() == 450
    assert found.found == pytest.approx(found.true, rel=0.4)


@pytest.mark.slow
def test_over_200_countries_intervals_and_probabilities_keep_their_word() -> None:
    found = calibrate(range(1, 201))
    print(f"90% intervals cover {found.coverage:.1%}, worst tenth {found.worst:.1%}")  # noqa: T201
    print(found.table)  # noqa: T201
    assert 0.88 <= found.coverage <= 0.92
    full = found.table.filter(found.table["areas"] >= 100)
    assert (full["said"] - full["true"]).abs().max() < 0.1
