from __future__ import annotations

import numpy as np
import pytest

from benchmarks.life_tables import agree, generated, in_pandas, one_by_one
from commonweal.stats import life_expectancy


def test_the_plain_ways_give_the_same_figures() -> None:
    deaths, people = generated(12, seed=2)
    made = life_expectancy(deaths, people)
    assert (made.value[:, 0] > 70).all()
    assert (made.value[:, 0] < 90).all()
    agree(made, slice(0, 12), one_by_one(deaths, people), in_pandas(deaths, people))


def test_a_difference_would_be_seen() -> None:
    deaths, people = generated(3, seed=2)
    made = life_expectancy(deaths, people)
    other = life_expectancy(deaths * 1.001, people)
    with pytest.raises(AssertionError):
        agree(other, slice(0, 3), one_by_one(deaths, people), in_pandas(deaths, people))
    assert np.isfinite(made.lower).all()
