"""Reads the stored results of spdep 1.2-7."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from commonweal.stats.spatial import Neighbours, neighbours_of_lists


@dataclass(frozen=True)
class Columbus:
    """The 49 neighbourhoods of Columbus, Ohio: figures, neighbours, stored results."""

    table: pl.DataFrame
    queen: Neighbours
    rook: Neighbours
    stored: dict[str, Any]

    def values(self, name: str) -> NDArray[np.float64]:
        return self.table[name].to_numpy()


def _neighbours(lists: list[list[int]]) -> Neighbours:
    """Stored lists count from 1; a list of 0 alone is an island's."""
    return neighbours_of_lists([[number - 1 for number in each if number > 0] for each in lists])


@pytest.fixture(scope="session")
def columbus(vectors: Path) -> Columbus:
    folder = vectors / "spatial"
    lists = json.loads((folder / "columbus_neighbours.json").read_text())
    return Columbus(
        table=pl.read_csv(folder / "columbus.csv"),
        queen=_neighbours(lists["queen"]),
        rook=_neighbours(lists["rook"]),
        stored=json.loads((folder / "spdep_columbus_results.json").read_text()),
    )


@pytest.fixture(scope="session")
def carolina(vectors: Path) -> tuple[pl.DataFrame, Neighbours]:
    """The hundred counties of North Carolina: births, infant deaths, stored rates, neighbours."""
    folder = vectors / "spatial"
    lists = json.loads((folder / "nc_sids_neighbours.json").read_text())
    return pl.read_csv(folder / "nc_sids_empirical_bayes.csv"), _neighbours(lists)
