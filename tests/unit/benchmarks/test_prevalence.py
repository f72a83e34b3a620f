"""The plain way that prevalence is compared with gives the same levels."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from benchmarks.prevalence import agree, in_pandas
from commonweal.understand import PrevalenceSpec, prevalence
from tests.unit.understand.tables import codes, grouping, measure, table


def test_both_ways_agree_and_a_difference_would_be_seen() -> None:
    rng = np.random.default_rng(1)
    held = table(
        list(rng.integers(100, 900, 40)),
        [measure("ill"), measure("life", "mean")],
        {"life": [float("nan"), *rng.normal(80, 3, 39)]},
        {"ill": (list(rng.integers(0, 50, 40)), [60] * 40)},
    )
    groups = grouping(["a", "b"] * 20)
    parts = pl.DataFrame({"area_code": codes(40), "split": ["n"] * 20 + ["s"] * 20})
    found = prevalence(PrevalenceSpec(split="region"), held, groups, parts)
    levels = in_pandas(held, groups, parts)
    assert len(levels) == 8
    agree(found, levels)
    with pytest.raises(AssertionError):
        agree(found, {name: level * 1.001 for name, level in levels.items()})
