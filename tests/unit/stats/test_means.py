from __future__ import annotations

import numpy as np
import pytest

from commonweal.stats import grouped_weighted_mean, weighted_mean


def test_weighted_mean() -> None:
    assert weighted_mean([10, 20], [1, 3]) == pytest.approx(17.5)


def test_a_missing_value_is_left_out() -> None:
    assert weighted_mean([10, float("nan")], [1, 3]) == 10


@pytest.mark.parametrize(("values", "weights"), [([float("nan")], [1]), ([5.0], [0]), ([], [])])
def test_without_a_known_weight_the_mean_is_not_known(
    values: list[float], weights: list[float]
) -> None:
    assert np.isnan(weighted_mean(values, weights))


@pytest.mark.parametrize("weight", [-1, float("nan")])
def test_bad_weights_are_refused(weight: float) -> None:
    with pytest.raises(ValueError, match="not negative"):
        weighted_mean([1, 2], [1, weight])


def test_groups_and_what_they_rest_on() -> None:
    found = grouped_weighted_mean([1, 3, float("nan"), 8], [1, 1, 2, 5], [0, 0, 0, 2], 3)
    assert found.mean[0] == pytest.approx(2)
    assert np.isnan(found.mean[1])
    assert found.mean[2] == 8
    assert found.weight.tolist() == [4, 0, 5]
    assert found.known.tolist() == [2, 0, 5]
