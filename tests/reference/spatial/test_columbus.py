"""Spatial statistics against spdep 1.2-7 (R) on Columbus and North Carolina.

Tolerance 1e-10, as the stored figures have 15 digits.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy.special import ndtr

from commonweal.stats import empirical_bayes
from commonweal.stats.spatial import (
    Neighbours,
    bivariate_moran,
    geary,
    getis_ord,
    join_counts,
    local_empirical_bayes,
    local_moran,
    moran,
    moran_of_rates,
    nearest_neighbours,
    regions,
)
from tests.reference.spatial.conftest import Columbus

CASES = [("CRIME", "queen"), ("INC", "queen"), ("HOVAL", "queen"), ("CRIME", "rook")]
EXACT = {"rtol": 0, "atol": 1e-10}


def case(columbus: Columbus, name: str, kind: str) -> tuple[np.ndarray, Neighbours, dict]:
    near = columbus.queen if kind == "queen" else columbus.rook
    return columbus.values(name), near, columbus.stored[f"{name}_{kind}_W"]


def test_every_case_is_compared(columbus: Columbus) -> None:
    assert {name for name in columbus.stored if name.endswith("_W")} == {
        f"{name}_{kind}_W" for name, kind in CASES
    }


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_moran_and_geary(columbus: Columbus, name: str, kind: str) -> None:
    values, near, stored = case(columbus, name, kind)
    made = moran(values, near)
    np.testing.assert_allclose(
        [made.value, made.expected, made.variance_random, made.z_random],
        [stored[key] for key in ("moran_I", "EI", "VI_randomisation", "z_rand")],
        **EXACT,
    )
    np.testing.assert_allclose(
        [made.variance_normal, made.z_normal], [stored["VI_normal"], stored["z_norm"]], **EXACT
    )
    # The stored p-value is of one side, ours of both.
    np.testing.assert_allclose(ndtr(-made.z_random), stored["p_rand_greater"], rtol=1e-10)
    np.testing.assert_allclose(made.p_value, 2 * stored["p_rand_greater"], rtol=1e-10)
    assert (made.areas, made.islands) == (49, 0)
    other = geary(values, near)
    np.testing.assert_allclose(
        [other.value, other.variance_random], [stored["geary_C"], stored["geary_VC_rand"]], **EXACT
    )


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_local_moran(columbus: Columbus, name: str, kind: str) -> None:
    values, near, stored = case(columbus, name, kind)
    made = local_moran(values, near, share=0.9)
    np.testing.assert_allclose(made.value, stored["localI"], **EXACT)
    # The moments that this version of spdep calls total are its conditional ones.
    for moments in ("total", "conditional"):
        np.testing.assert_allclose(made.expected, stored[f"local_E_{moments}"], **EXACT)
        np.testing.assert_allclose(made.variance, stored[f"local_V_{moments}"], **EXACT)
    np.testing.assert_allclose(made.z, stored["local_z_conditional"], **EXACT)
    told = [kind.replace(" among ", "-").title() for kind in made.kind[made.found]]
    assert made.found.sum() > 5
    assert told == list(np.array(stored["quadrant_mean"])[made.found])


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_hot_spots(columbus: Columbus, name: str, kind: str) -> None:
    values, _, stored = case(columbus, name, kind)
    # The figures stored under rook are those of queen neighbours again.
    near = columbus.queen
    np.testing.assert_allclose(getis_ord(values, near).z, stored["Gi_star_z"], **EXACT)
    np.testing.assert_allclose(getis_ord(values, near, own=False).z, stored["Gi_z"], **EXACT)


def test_nearest_neighbours(columbus: Columbus) -> None:
    made = nearest_neighbours(columbus.table.select("x", "y").to_numpy(), 4)
    lists = [sorted(made.second[made.first == area] + 1) for area in range(49)]
    assert lists == columbus.stored["knn4"]
    value = moran(columbus.values("CRIME"), made).value
    np.testing.assert_allclose(value, columbus.stored["CRIME_knn4_moran"], **EXACT)


def test_join_counts(columbus: Columbus) -> None:
    crime = columbus.values("CRIME")
    made = join_counts(crime > np.median(crime), columbus.queen)
    stored = {row["type"]: row for row in columbus.stored["joincount_B"]}
    for place, name in enumerate(("H:H", "L:L", "L:H")):
        row = stored[name]
        np.testing.assert_allclose(
            [made.counts[place], made.expected[place], made.variance[place], made.z[place]],
            [row["Joincount"], row["Expected"], row["Variance"], row["z-value"]],
            rtol=1e-10,
        )
    # With two kinds all joins of unlike areas are those of the pair.
    np.testing.assert_allclose(made.z[2], stored["Jtot"]["z-value"], rtol=1e-10)


def test_bivariate_moran(columbus: Columbus) -> None:
    made = bivariate_moran(
        columbus.values("CRIME"), columbus.values("INC"), columbus.queen, permutations=99, seed=1
    )
    np.testing.assert_allclose(made.value, columbus.stored["bivariate_moran_CRIME_INC"], **EXACT)
    assert made.p_value == pytest.approx(0.02)


def test_empirical_bayes_rates(
    columbus: Columbus, carolina: tuple[pl.DataFrame, Neighbours]
) -> None:
    frame, near = carolina
    deaths, births = frame["SID74"].to_numpy(), frame["BIR74"].to_numpy()
    around = local_empirical_bayes(deaths, births, near)
    np.testing.assert_allclose(around.raw, frame["raw"].to_numpy(), **EXACT)
    np.testing.assert_allclose(around.rate, frame["eb_local"].to_numpy(), **EXACT)
    overall = empirical_bayes(deaths, births)
    np.testing.assert_allclose(overall.rate, frame["eb_global"].to_numpy(), **EXACT)
    stored = columbus.stored["nc_EBest_parameters"]
    # An area's own share is a / (a + b/n).
    share = stored["a"] / (stored["a"] + stored["b"] / births)
    np.testing.assert_allclose(overall.own_share, share, rtol=1e-10)


def test_moran_of_rates(columbus: Columbus, carolina: tuple[pl.DataFrame, Neighbours]) -> None:
    frame, near = carolina
    made = moran_of_rates(frame["SID74"].to_numpy(), frame["BIR74"].to_numpy(), near)
    np.testing.assert_allclose(made.value, columbus.stored["nc_EBImoran"], **EXACT)


def test_neighbours_are_those_of_the_boundaries(columbus: Columbus, vectors: Path) -> None:
    shapes = json.loads((vectors / "spatial" / "columbus_geojson.json").read_text())
    assert len(shapes["features"]) == columbus.queen.areas == columbus.table.height
    pairs = set(zip(columbus.queen.first, columbus.queen.second, strict=True))
    assert all((two, one) in pairs for one, two in pairs)
    assert set(zip(columbus.rook.first, columbus.rook.second, strict=True)) <= pairs


def test_regions_by_cutting_a_tree(columbus: Columbus) -> None:
    """SKATER: the sums within before and after each cut, and the same areas together."""
    columns = [columbus.values(name) for name in ("CRIME", "INC", "HOVAL")]
    scores = np.column_stack([(x - x.mean()) / x.std(ddof=1) for x in columns])
    made = regions(scores, columbus.queen, 4)
    np.testing.assert_allclose(made.within, columbus.stored["skater_ssw_per_cut"], **EXACT)
    stored = np.array(columbus.stored["skater_k5"])
    together = made.region[:, None] == made.region[None, :]
    assert (together == (stored[:, None] == stored[None, :])).all()
