"""Reads the stored results; blank cells come back as NaN."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Read = Callable[[str], pl.DataFrame]


@pytest.fixture(scope="session")
def read(vectors: Path) -> Read:
    def table(name: str) -> pl.DataFrame:
        path = vectors / "public_health_stats" / f"{name}.csv"
        frame = pl.read_csv(path, infer_schema_length=None, null_values=[""])
        frame = frame.rename({name: name.strip("\ufeff \n") for name in frame.columns})
        # Blank rows end a sheet; rows of NA are results.
        frame = frame.filter(~pl.all_horizontal(pl.all().is_null()))
        return frame.with_columns(pl.col(pl.String).replace("NA", None))

    return table
