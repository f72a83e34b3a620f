"""Worked examples of the index, with the numbers that were published.

From the Northern Ireland Multiple Deprivation Measures 2017: technical report, Annex D (NISRA),
which uses the English transformation and prints whole numbers.
"""

from __future__ import annotations

import polars as pl
import pytest

from commonweal.find import Domain, IndexSpec, make_index
from commonweal.stats.transform import exponential


def test_five_areas_transformed() -> None:
    assert exponential([1, 2, 3, 4, 5], 5, 23).round().tolist() == [100, 36, 21, 12, 5]


def test_two_domains_combined() -> None:
    areas = pl.DataFrame(
        {"area_code": ["A", "B", "C", "D", "E"], "x": [1, 2, 3, 4, 5], "y": [5, 4, 3, 2, 1]}
    )
    spec = IndexSpec(
        "example",
        "Two domains, one with three times the weight of the other",
        (
            Domain("x", 0.75, polarity="lower is worse"),
            Domain("y", 0.25, polarity="lower is worse"),
        ),
    )
    result = make_index(spec, areas).table
    assert result["score"].round().to_list() == [76, 30, 21, 18, 29]
    assert result["rank"].to_list() == [1, 2, 4, 5, 3]


def test_the_worst_tenth_of_32844_areas_scores_50_and_above() -> None:
    """English Indices of Deprivation 2019: technical report, Appendix F.2.1."""
    transformed = exponential([1, 3_284], 32_844, 23)
    assert transformed[0] == pytest.approx(100)
    assert transformed[1] == pytest.approx(50, abs=0.5)
