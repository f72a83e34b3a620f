from __future__ import annotations

import pytest

from commonweal.stats import round_half_up, stored


@pytest.mark.parametrize(
    ("value", "digits", "printed"),
    [(2.345, 2, 2.35), (-2.345, 2, -2.35), (0.5, 0, 1), (1.005, 2, 1.01), (21226.305, 2, 21226.31)],
)
def test_halves_go_away_from_zero(value: float, digits: int, printed: float) -> None:
    assert round_half_up(value, digits) == pytest.approx(printed, abs=1e-12)


def test_below_a_half_goes_down() -> None:
    assert round_half_up(2.34499, 2) == pytest.approx(2.34)


def test_single_precision_keeps_about_seven_digits() -> None:
    assert stored(0.1, "double") == 0.1
    assert stored(0.1, "single") != 0.1
    assert stored(0.1, "single") == pytest.approx(0.1, rel=1e-7)
