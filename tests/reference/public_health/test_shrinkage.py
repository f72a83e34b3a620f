"""Marshall's empirical Bayes rates against spdep's `EBest` on the North Carolina data; 1e-12."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from commonweal.stats import empirical_bayes


def test_global_rates(vectors: Path) -> None:
    frame = pl.read_csv(vectors / "spatial" / "nc_sids_empirical_bayes.csv")
    made = empirical_bayes(frame["SID74"].to_numpy(), frame["BIR74"].to_numpy())
    np.testing.assert_allclose(made.raw, frame["raw"].to_numpy(), rtol=1e-12)
    np.testing.assert_allclose(made.rate, frame["eb_global"].to_numpy(), rtol=1e-12)
