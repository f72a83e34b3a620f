"""The Scottish index of 2016 step by step: normal scores and factor weights."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from commonweal.find.building.impute import neutral
from commonweal.find.building.normalise import normalised
from commonweal.find.building.weight import one_factor

Floats = NDArray[np.float64]
Figure = Callable[[str, object], None]

BETTER = {"Attendance", "Attainment", "HESA"}
"""Indicators of which less is worse."""
SETS = {
    "edu": ("Attendance", "Attainment", "Noquals", "NEET", "HESA"),
    "hea": ("CIF", "ALCOHOL", "DRUG", "SMR", "DEPRESS", "LBWT", "EMERG"),
    "drv": (
        "drive_petrol",
        "drive_GP",
        "drive_PO",
        "drive_primary",
        "drive_retail",
        "drive_secondary",
    ),
    "pt": ("PT_GP", "PT_Post", "PT_retail"),
}


@pytest.fixture(scope="module")
def scores(vectors: Path) -> dict[str, Floats]:
    """Normal scores of each set of indicators, gaps filled as the Scottish index does."""
    table = pl.read_csv(vectors / "imd/simd2016_indicators.csv", null_values=["NA", "*", ""])
    made = {}
    for name, indicators in SETS.items():
        columns = [
            neutral(
                normalised(
                    table[each].cast(pl.Float64).fill_null(float("nan")).to_numpy(),
                    "normal score (n+1)",
                    worse_is_high=each not in BETTER,
                )
            )
            for each in indicators
        ]
        made[name] = np.column_stack(columns)
    return made


@pytest.mark.parametrize("name", SETS)
def test_normal_scores(scores: dict[str, Floats], vectors: Path, name: str, figure: Figure) -> None:
    stored = pl.read_csv(vectors / f"imd/simd2016_normal_scores_{name}.csv").select(SETS[name])
    apart = float(np.abs(scores[name] - stored.to_numpy()).max())
    figure(f"Largest difference of a normal score, {name}", apart)
    # They are stored with ten decimals.
    assert apart <= 5.1e-11


@pytest.mark.parametrize("name", SETS)
def test_factor_weights(
    scores: dict[str, Floats], vectors: Path, name: str, figure: Figure
) -> None:
    text = (vectors / "imd/simd2016_factor_weights.json").read_text(encoding="utf-8")
    stored = json.loads(text)[name]
    fit = one_factor(scores[name])
    held = [stored["weights_psych_ml"][each] for each in SETS[name]]
    apart = float(np.abs(fit.weights - held).max())
    figure(f"Largest difference of a factor weight, {name}", apart)
    assert apart < 5e-6
    for mine, key in (
        (fit.loadings, "factanal_loadings"),
        (fit.uniqueness, "factanal_uniquenesses"),
    ):
        assert np.abs(mine - [stored[key][each] for each in SETS[name]]).max() < 1e-5
    assert not fit.at_bound


PUBLISHED = {"edu": "education", "hea": "health", "drv": "drive", "pt": "pt"}


@pytest.mark.parametrize("name", SETS)
def test_published_weights(
    scores: dict[str, Floats], vectors: Path, name: str, figure: Figure
) -> None:
    text = (vectors / "imd/simd2016_sas_weights_published.json").read_text(encoding="utf-8")
    published = json.loads(text)[PUBLISHED[name]]
    made = dict(zip(SETS[name], one_factor(scores[name]).weights, strict=True))
    apart = max(abs(made[each] - weight) for each, weight in published.items())
    figure(f"Largest difference from a published weight, {name}", apart)
    assert apart < 1.5e-3


def test_normal_scores_of_northern_ireland(vectors: Path) -> None:
    text = (vectors / "imd/official_worked_examples.json").read_text(encoding="utf-8")
    examples = json.loads(text)["nimdm_normal_transform"]
    for name, n in (("N890", 890), ("N4537", 4537)):
        made = normalised(np.arange(1.0, n + 1), "normal score")
        for rank, _, printed in examples[name]:
            assert round(float(made[rank - 1]), 2) == printed
