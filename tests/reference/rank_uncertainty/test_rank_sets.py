"""Confidence sets for ranks against csranks (R), and Sobol indices against their closed form."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from commonweal.find.robustness import rank_confidence_sets, sobol


@pytest.mark.parametrize(("kind", "simultaneous"), [("marg", False), ("simul", True)])
def test_sets_are_those_of_csranks(vectors: Path, kind: str, simultaneous: bool) -> None:
    table = pl.read_csv(vectors / "rank_uncertainty" / "csranks_pisa_math.csv")
    sets = rank_confidence_sets(
        table["score"].to_numpy(), table["se"].to_numpy(), simultaneous=simultaneous
    )
    low, high = (table[f"{kind}_{end}"].to_numpy() for end in "LU")
    assert np.abs(sets.low - low).max() <= 1
    assert np.abs(sets.high - high).max() <= 1
    assert ((sets.low == low) & (sets.high == high)).mean() > 0.9


def test_sobol_indices_of_the_ishigami_function(vectors: Path) -> None:
    known = json.loads(
        (vectors / "composite_indicators" / "sobol_ishigami_analytic.json").read_text()
    )

    def ishigami(shares: np.ndarray) -> np.ndarray:
        x = np.pi * (2 * shares - 1)
        return np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])

    first, total = sobol(ishigami, inputs=3, points=8192, seed=1)
    assert first == pytest.approx(known["S1"], abs=0.02)
    assert total == pytest.approx(known["ST"], abs=0.02)
