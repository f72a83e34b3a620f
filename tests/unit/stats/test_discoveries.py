from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.stats import discoveries

# Benjamini and Hochberg (1995), section 3.2: four of fifteen are found at 5%.
PAPER = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0),
]


def test_the_example_of_the_paper() -> None:
    made = discoveries(PAPER)
    assert made.found.sum() == 4
    assert made.adjusted[3] == pytest.approx(0.0095 * 15 / 4)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_order_does_not_matter_and_nothing_gets_surer(p: list[float]) -> None:
    made = discoveries(p)
    assert (made.adjusted >= np.array(p) - 1e-12).all()
    np.testing.assert_allclose(discoveries(p[::-1]).adjusted, made.adjusted[::-1])


def test_nothing_compared_nothing_found() -> None:
    assert discoveries([]).found.size == 0


def test_what_is_no_p_value_is_refused() -> None:
    with pytest.raises(InputError, match=r"1\.5 at index 1"):
        discoveries([0.1, 1.5])
    with pytest.raises(MethodNotApplicable, match="between 0 and 1"):
        discoveries([0.1], share=5)
