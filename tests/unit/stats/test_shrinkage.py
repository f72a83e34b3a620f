from __future__ import annotations

import numpy as np
import pytest

from commonweal.errors import InputError
from commonweal.stats import empirical_bayes


def test_by_hand() -> None:
    made = empirical_bayes([10, 90], [100, 300])
    # m = 100/400; s2 = (100 x .15^2 + 300 x .05^2)/400 = .0075; A = .0075 - .25/200 = .00625.
    share = 0.00625 / (0.00625 + 0.25 / 100)
    assert made.own_share[0] == pytest.approx(share)
    assert made.rate[0] == pytest.approx(0.25 + share * (0.1 - 0.25))


def test_areas_that_differ_by_chance_alone_take_the_rate_of_all() -> None:
    np.testing.assert_allclose(empirical_bayes([5, 5], [50, 50]).rate, 0.1)
    assert (empirical_bayes([0, 0], [50, 50]).rate == 0).all()


def test_the_more_people_the_more_the_own_rate_counts() -> None:
    made = empirical_bayes([1, 40, 900], [100, 1000, 10_000])
    assert (np.diff(made.own_share) > 0).all()


def test_wrong_counts_are_refused() -> None:
    with pytest.raises(InputError, match="0 at index 1"):
        empirical_bayes([1, 1], [1, 0])
