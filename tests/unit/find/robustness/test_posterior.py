"""What measured values leave possible, held against textbook cases."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtri

from commonweal.find.robustness import known_errors, of_rate, posterior
from commonweal.find.robustness.posterior import Measure
from commonweal.stats.normal import normal_scores, quick_normals


def test_one_measure_is_shrunk_by_its_reliability() -> None:
    values = np.random.default_rng(1).standard_normal(5000) * 1.5
    error = 0.5
    known = posterior((Measure("m", values, np.full(5000, error)),))
    truth = values.var(ddof=1) - error
    share = truth / (truth + error)
    expected = values.mean() + share * (values - values.mean())
    assert known.mean[0] == pytest.approx(expected, abs=1e-5)
    assert known.factor[0, 0] == pytest.approx(np.sqrt(share * error), abs=1e-5)


def test_two_measures_help_each_other() -> None:
    rng = np.random.default_rng(2)
    truth = rng.standard_normal(4000)
    values = [truth + 0.5**0.5 * rng.standard_normal(4000) for _ in range(2)]
    measures = tuple(
        known_errors(str(n), each, np.full(4000, 0.5), "") for n, each in enumerate(values)
    )
    both, alone = posterior(measures), posterior(measures[:1])
    left = (both.factor[0, 0] ** 2).mean()
    assert left < 0.85 * (alone.factor[0, 0] ** 2).mean()
    # Truths that are nearly one: what is left has the variance 1 / (1 / 1 + 2 / 0.5) = 0.2.
    assert left == pytest.approx(0.2, abs=0.02)
    away = both.mean[0] - (truth - truth.mean())
    assert away.std() == pytest.approx(left**0.5, abs=0.02)


def test_an_area_with_more_error_is_pulled_in_more() -> None:
    values = np.array([3.0, 3.0, *np.linspace(-2, 2, 200)])
    error = np.full(202, 0.1)
    error[0] = 1.0
    known = posterior((Measure("m", values, error),))
    assert known.mean[0, 0] < known.mean[0, 1]
    assert known.factor[0, 0, 0] > known.factor[0, 0, 1]


def test_no_error_leaves_values_as_they_are() -> None:
    values = np.linspace(-1, 1, 50)
    known = posterior((Measure("m", values, np.zeros(50)),))
    assert known.mean[0] == pytest.approx(values, abs=1e-6)
    assert np.abs(known.factor).max() < 1e-5


def test_the_spread_has_the_covariance_of_the_posterior() -> None:
    rng = np.random.default_rng(3)
    truth = rng.standard_normal(300)
    measures = tuple(
        known_errors(str(n), truth + rng.standard_normal(300), np.full(300, 1.0), "")
        for n in range(3)
    )
    known = posterior(measures)
    drawn = np.stack(
        [known.spread(rng.standard_normal((3, 300), dtype=np.float32)) for _ in range(4000)]
    )
    lower = known.factor[:, :, 7]
    assert np.cov(drawn[:, :, 7].T) == pytest.approx(lower @ lower.T, abs=0.03)


def test_the_variance_of_a_rate_is_that_of_the_technical_report() -> None:
    measure = of_rate("income", np.array([0.2, 0.2]), np.array([1000.0, 100.0]), "")
    assert measure.values[0] == pytest.approx(np.log(200.5 / 800.5))
    assert measure.variance[0] == pytest.approx(1001 * 1002 / (1000 * 201 * 801))
    assert measure.variance[1] > 9 * measure.variance[0]


def test_normal_scores() -> None:
    assert normal_scores([3.0, 1.0, 2.0]) == pytest.approx([0.967422, -0.967422, 0.0], abs=1e-6)
    assert normal_scores([1.0, 1.0]) == pytest.approx([0.0, 0.0])


def test_quick_normals_are_normal() -> None:
    drawn = quick_normals(np.random.default_rng(5), (4, 250_001))
    assert drawn.shape == (4, 250_001)
    assert drawn.mean() == pytest.approx(0, abs=0.003)
    assert drawn.std() == pytest.approx(1, abs=0.003)
    for level in (0.001, 0.05, 0.5, 0.9, 0.999):
        assert np.quantile(drawn, level) == pytest.approx(ndtri(level), abs=0.02)
    assert np.abs(np.corrcoef(drawn)[np.triu_indices(4, 1)]).max() < 0.01
