"""The Scottish index of 2016 made from its indicators by the recipe that ships with the package."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from commonweal.find import BuildResult, build_index, build_spec
from commonweal.parameters import recipe
from commonweal.report.evidence.scottish import FROM_RANKS, RECIPE

Floats = NDArray[np.float64]
Figure = Callable[[str, object], None]
ZONES = 6976


def read(path: Path, key: str) -> pl.DataFrame:
    frame = pl.read_csv(path, null_values=["NA", "*", ""], infer_schema_length=None)
    return frame.rename({key: "area_code"})


@pytest.fixture(scope="module")
def published(vectors: Path) -> pl.DataFrame:
    return read(vectors / "imd/simd2016_published_ranks.csv", "Data_Zone")


@pytest.fixture(scope="module")
def made(vectors: Path, published: pl.DataFrame) -> BuildResult:
    indicators = read(vectors / "imd/simd2016_indicators.csv", "Data_Zone")
    ranks = published.select("area_code", **FROM_RANKS)
    spec = build_spec(recipe(RECIPE), RECIPE)
    return build_index(spec, indicators.join(ranks, on="area_code"))


def apart(made: pl.DataFrame, column: str, other: pl.DataFrame, theirs: str) -> Floats:
    joined = made.select("area_code", column).join(
        other.select("area_code", theirs=pl.col(theirs).cast(pl.Float64)), on="area_code"
    )
    assert joined.height == ZONES
    return np.asarray(np.abs(joined[column].to_numpy() - joined["theirs"].to_numpy()))


def test_ranks_are_those_of_the_reference_program(
    made: BuildResult, vectors: Path, figure: Figure
) -> None:
    """Its one-factor weights are found by another criterion: they differ in the third decimal."""
    theirs = read(vectors / "imd/opensimd_simd_ranks.csv", "data_zone")
    difference = apart(made.table, "rank", theirs, "simd_rank")
    figure("Ranks equal to the reference program's", int((difference == 0).sum()))
    assert difference.max() == 1
    assert (difference == 0).sum() >= 6958


def test_ranks_are_near_those_published(
    made: BuildResult, published: pl.DataFrame, figure: Figure
) -> None:
    """Published indicators are rounded; the reference program differs by as much (18)."""
    difference = apart(made.table, "rank", published, "Overall_SIMD16_rank")
    figure("Largest difference from a published rank", difference.max())
    assert difference.max() <= 18
    deciles = published.select(
        "area_code", decile=(pl.col("Overall_SIMD16_rank") * 10 / ZONES).ceil()
    )
    same = int((apart(made.table, "decile", deciles, "decile") == 0).sum())
    figure("Deciles equal to those published", same)
    assert same >= 6960


@pytest.mark.parametrize(
    ("domain", "theirs", "most"),
    [
        ("health", "Health_domain_2016_rank", 37),
        ("education", "Education_domain_2016_rank", 61),
        ("access", "Access_domain_2016_rank", 8),
        ("housing", "Housing_domain_2016_rank", 4),
    ],
)
def test_domains_are_near_those_published(
    made: BuildResult, published: pl.DataFrame, figure: Figure, domain: str, theirs: str, most: int
) -> None:
    difference = apart(made.table, f"{domain}_rank", published, theirs)
    figure(f"{domain}: largest difference from a published rank", difference.max())
    assert difference.max() <= most


def test_it_explains_its_steps(made: BuildResult) -> None:
    said = made.explain()
    assert "6,976 areas, from 26 indicators in 7 domains" in said
    assert "weights by factor analysis" in said
    assert "income 0.28" in said
