"""The Scottish index of 2016 made from its indicators, beside the stored reference results."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import polars as pl

from benchmarks.results import Figure, Place, Result
from commonweal.report.evidence.scottish import FROM_RANKS, WEIGHTS_OF, compared

_BESIDE = Path(__file__).resolve().parents[2] / "shared" / "vectors"


def run(_: Place) -> Result:
    """Factor weights and ranks; says so where the reference results are not there."""
    folder = Path(os.environ.get("COMMONWEAL_VECTORS", _BESIDE)) / "imd"
    if not folder.is_dir():
        sys.exit("This needs the stored reference results: name them in COMMONWEAL_VECTORS.")
    published = _table(folder / "simd2016_published_ranks.csv", "Data_Zone")
    indicators = _table(folder / "simd2016_indicators.csv", "Data_Zone").join(
        published.select("area_code", **FROM_RANKS), on="area_code"
    )
    program = _table(folder / "opensimd_simd_ranks.csv", "data_zone")
    stored = json.loads((folder / "simd2016_factor_weights.json").read_text(encoding="utf-8"))
    weights = {part: stored[key]["weights_psych_ml"] for part, key in WEIGHTS_OF.items()}
    figures = compared(indicators, published, program, weights)
    lines = tuple(f"{name}: {value:g}" for name, value in figures.items())
    return Result({name: Figure(value) for name, value in figures.items()}, lines)


def _table(path: Path, key: str) -> pl.DataFrame:
    frame = pl.read_csv(path, null_values=["NA", "*", ""], infer_schema_length=None)
    return frame.rename({key: "area_code"})
