from __future__ import annotations

import numpy as np
import pytest

from commonweal.stats.transform import exponential


def test_the_worst_area_has_a_hundred() -> None:
    assert exponential([1], 32_844, 23)[0] == pytest.approx(100)


def test_the_worst_tenth_takes_half_of_the_scale() -> None:
    assert exponential([3285], 32_844, 23)[0] == pytest.approx(50, abs=0.5)


def test_it_falls_with_rank_and_stays_above_zero() -> None:
    found = exponential(np.arange(1, 101), 100, 23)
    assert (np.diff(found) < 0).all()
    assert found[-1] > 0


def test_an_unknown_rank_stays_unknown() -> None:
    assert np.isnan(exponential([float("nan"), 2], 3, 23)[0])


def test_single_precision_leaves_a_trace() -> None:
    ranks = np.arange(1, 1001)
    double, single = (exponential(ranks, 1000, 23, kind) for kind in ("double", "single"))
    assert not np.array_equal(double, single)
    assert single == pytest.approx(double, abs=1e-4)
