from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.stats import quantiles


def test_ten_areas_in_five() -> None:
    assert list(quantiles(range(10), 5)) == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert list(quantiles(range(10), 5, highest_first=False)) == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


@given(st.integers(2, 200), st.integers(2, 20))
def test_the_rule_as_it_is_written(m: int, number: int) -> None:
    if m < number:
        return
    made = quantiles(range(m), number, highest_first=False)
    for rank in range(1, m + 1):
        ratio = round((m + 1 - rank) / (m / number), 9)
        assert made[rank - 1] == math.floor(number + 1 - math.ceil(ratio))
    assert set(made) == set(range(1, number + 1))


def test_unknown_values_are_left_out() -> None:
    assert list(quantiles([3, float("nan"), 1], 2)) == [1, 0, 2]


def test_equal_values_share_a_quantile() -> None:
    made = quantiles([1, 1, 1, 1, 9], 5)
    assert len(set(made[:4])) == 1
    assert made[4] == 1


def test_too_few_areas_are_refused() -> None:
    with pytest.raises(MethodNotApplicable, match="5 for 4 areas"):
        quantiles([1, 2, 3, 4], 5)
    assert np.array_equal(quantiles([1, 2, 3, 4, 5], 5), [5, 4, 3, 2, 1])
    with pytest.raises(InputError, match="inf at index 0"):
        quantiles([float("inf"), 1], 2)
