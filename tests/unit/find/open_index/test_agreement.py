from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.stats import spearmanr

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.find.open_index import (
    OpenDomain,
    OpenIndexResult,
    OpenIndexSpec,
    OpenIndicator,
    index_agreement,
    open_infrastructure_index,
)
from commonweal.find.open_index.agreement import spearman

SPEC = OpenIndexSpec(
    "t",
    "T",
    "1",
    (OpenDomain("places", "P", 1, (OpenIndicator("far", "x", "1", "higher is worse"),)),),
)
CODES = [f"A{n:03d}" for n in range(100)]


def ours(values: list[float | None]) -> OpenIndexResult:
    table = pl.DataFrame({"area_code": CODES, "far": values}, strict=False)
    return open_infrastructure_index(table, SPEC)


def theirs(ranks: list[float | None]) -> pl.DataFrame:
    return pl.DataFrame({"area_code": CODES, "rank": ranks, "assets": ranks}, strict=False)


def test_the_same_index_agrees_wholly() -> None:
    result = ours([float(100 - n) for n in range(100)])
    deprived = theirs([float(n + 1) for n in range(100)]).select("area_code", "rank")
    found = index_agreement(
        result,
        theirs([float(n + 1) for n in range(100)]),
        {"assets": "assets"},
        label="X",
        cut=0.1,
        deprivation=deprived,
    )
    assert found.rho == pytest.approx(1)
    assert found.correlation("places", "assets") == pytest.approx(1)
    assert found.same_decile() == 1
    assert found.deciles.select(pl.exclude("decile")).to_numpy().trace() == 100
    assert (found.worst.other, found.worst.ours, found.worst.both) == (10, 10, 10)
    assert found.doubly is not None
    assert (found.doubly.found, found.doubly.jaccard, found.doubly.by_chance) == (1, 1, 10)
    assert "finds 10 (100%)" in found.explain()


def test_the_opposite_index_agrees_in_nothing() -> None:
    result = ours([float(n) for n in range(100)])
    found = index_agreement(
        result, theirs([float(n + 1) for n in range(100)]), {}, label="X", cut=0.1
    )
    assert found.rho == pytest.approx(-1)
    assert found.worst.both == 0
    assert found.worst.jaccard == 0
    assert found.doubly is None
    assert found.same_decile() == 0


def test_unknown_areas_are_outside_ours_but_stay_on_theirs() -> None:
    values: list[float | None] = [float(100 - n) for n in range(100)]
    values[:5] = [None] * 5
    found = index_agreement(
        ours(values), theirs([float(n + 1) for n in range(100)]), {}, label="X", cut=0.1
    )
    assert found.areas == 95
    # Theirs are A000 to A009; ours the worst 9 of 95 known, A005 to A013.
    assert (found.worst.other, found.worst.ours, found.worst.both) == (10, 9, 5)


def test_spearman_against_scipy_with_ties_and_gaps() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.integers(0, 9, 50).astype(float), rng.integers(0, 9, 50).astype(float)
    a[3], b[7] = np.nan, np.nan
    known = ~(np.isnan(a) | np.isnan(b))
    assert spearman(a, b) == pytest.approx(spearmanr(a[known], b[known]).statistic)
    assert np.isnan(spearman(np.ones(5), np.arange(5.0)))
    assert np.isnan(spearman(np.array([np.nan, 1.0]), np.arange(2.0)))


def test_nothing_in_common_is_refused() -> None:
    with pytest.raises(MethodNotApplicable, match="no areas in common"):
        index_agreement(ours([1.0] * 100), theirs([None] * 100), {}, label="X", cut=0.1)


def test_a_missing_column_is_told() -> None:
    with pytest.raises(InputError, match="assets"):
        index_agreement(
            ours([1.0] * 100),
            theirs([1.0] * 100).drop("assets"),
            {"assets": "assets"},
            label="X",
            cut=0.1,
        )
