from __future__ import annotations

import numpy as np
import pytest

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.stats import overdispersion, proportion_funnel, ratio_funnel


def test_limits_by_hand() -> None:
    made = proportion_funnel([50.0, 90], [100.0, 100], baseline=0.5)
    assert made.lower_95[0] == pytest.approx(0.5 - 1.959964 * 0.05)
    assert made.upper_998[0] == pytest.approx(0.5 + 3.090232 * 0.05)
    assert list(made.significance) == ["within", "high 99.8"]


def test_without_events_an_area_is_low_once_enough_are_expected() -> None:
    # Exact upper limits of no event: -ln 0.025 = 3.69 and -ln 0.001 = 6.91.
    made = ratio_funnel([0, 0, 0], [3.6, 3.8, 7.0])
    assert list(made.significance) == ["within", "low 95", "low 99.8"]
    assert np.isinf(made.upper_95).all()


def test_overdispersion_widens_the_funnel() -> None:
    plain, wide = (ratio_funnel([20.0], [12.0], spread=spread) for spread in (1, 4))
    assert wide.lower_95[0] < plain.lower_95[0]
    assert wide.upper_998[0] > plain.upper_998[0]
    assert [plain.significance[0], wide.significance[0]] == ["high 95", "within"]


def test_overdispersion_is_the_mean_square_and_never_below_one() -> None:
    assert overdispersion([3.0, -3, 3, -3]) == pytest.approx(9)
    assert overdispersion([0.1, -0.1]) == 1
    trimmed = overdispersion([*[1.0, -1.0] * 20, 50.0])
    assert trimmed == pytest.approx(1)


@pytest.mark.parametrize("scores", [[1.0], []])
def test_one_area_has_no_overdispersion(scores: list[float]) -> None:
    with pytest.raises(MethodNotApplicable, match="two areas or more"):
        overdispersion(scores)


def test_wrong_input_is_refused() -> None:
    with pytest.raises(InputError, match="no more events than people, got 3 at index 0"):
        proportion_funnel([3], [2])
    with pytest.raises(InputError, match="expected"):
        ratio_funnel([3], [0])
    with pytest.raises(MethodNotApplicable, match="1 or more"):
        ratio_funnel([3], [2], spread=0.5)
    with pytest.raises(MethodNotApplicable, match="between 0 and 1"):
        proportion_funnel([1], [2], baseline=2)
