"""COINr's stored Monte Carlo runs on its ASEM data, with our steps: they agree in distribution.

Its vignette varies four choices: values drawn in at most (1 to 5), scale (min-max from 1 to 100, or
z-scores about 10 with deviation 2), weights of the pillars and of the two parts (25% either way),
and mean (arithmetic or geometric). Mean ranks agree within 1; in its run of 100 draws two countries
differ by 1.0 and 1.3, within three standard errors of such a mean. The 5% and 95% quantiles agree
within 2, medians too, but for one country whose ranks lie in two heaps (4). Sensitivity indices lie
in its 90% intervals, widened by a twentieth.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from commonweal.find.building.combine import combined
from commonweal.find.building.normalise import normalised
from commonweal.find.building.treat import treated
from commonweal.find.robustness import sobol
from commonweal.stats import minimum_ranks

Floats = NDArray[np.float64]
PARTS = {
    "Conn": ("Physical", "ConEcFin", "Political", "Instit", "P2P"),
    "Sust": ("Environ", "Social", "SusEcFin"),
}
MEANS = ("arithmetic", "geometric")
DRAWS = 2048


class Asem:
    """The index of 51 countries under any of the choices; each step up to the pillars once."""

    def __init__(self, folder: Path) -> None:
        def read(name: str) -> pl.DataFrame:
            path = folder / f"coinr_asem_{name}.csv"
            return pl.read_csv(path, null_values=["NA", ""], infer_schema_length=None).sort("uCode")

        meta = pl.read_csv(folder / "coinr_asem_imeta.csv", null_values=["NA", ""])
        self.indicators = meta.filter(pl.col("Type") == "Indicator")
        self.screened = read("screened")
        self.countries = self.screened["uCode"].to_list()
        self.pillars = {
            (most, scale, mean): self._pillars(most, scale, mean)
            for most in range(1, 6)
            for scale in (0, 1)
            for mean in (0, 1)
        }

    def _pillars(self, most: int, scale: int, mean: int) -> Floats:
        scaled = {}
        for name, direction in self.indicators.select("iCode", "Direction").iter_rows():
            values = treated(self.screened[name].cast(pl.Float64).to_numpy(), most).values
            kind = "z-score" if scale else "min-max from 1"
            made = normalised(values, kind, worse_is_high=direction > 0)
            scaled[name] = 10 + 2 * made if scale else made
        parts = []
        for pillar in (name for names in PARTS.values() for name in names):
            own = self.indicators.filter(pl.col("Parent") == pillar)["iCode"]
            values = np.column_stack([scaled[name] for name in own])
            parts.append(combined(values, np.ones(len(own)), MEANS[mean]))
        return np.column_stack(parts)

    def ranks(self, most: int, scale: int, weights: Floats, mean: int) -> NDArray[np.int64]:
        """Rank of each country; the weights are of eight pillars and two parts."""
        pillars = self.pillars[most, scale, mean]
        split = len(PARTS["Conn"])
        parts = [
            combined(pillars[:, :split], weights[:split], MEANS[mean]),
            combined(pillars[:, split:], weights[split:8], MEANS[mean]),
        ]
        return minimum_ranks(combined(np.column_stack(parts), weights[8:], MEANS[mean]))


@pytest.fixture(scope="module")
def asem(vectors: Path) -> Asem:
    return Asem(vectors / "composite_indicators")


@pytest.fixture(scope="module")
def drawn(asem: Asem) -> NDArray[np.int64]:
    """Ranks of the countries in many draws of all four choices."""
    draws = np.random.default_rng(1)
    return np.array(
        [
            asem.ranks(
                int(draws.integers(1, 6)),
                int(draws.integers(2)),
                draws.uniform(0.75, 1.25, 10),
                int(draws.integers(2)),
            )
            for _ in range(DRAWS)
        ]
    )


@pytest.fixture(scope="module")
def stored(vectors: Path) -> Callable[[str], pl.DataFrame]:
    folder = vectors / "composite_indicators"
    return lambda name: pl.read_csv(folder / f"coinr_vignette_{name}.csv")


@pytest.mark.parametrize("run", ["ua", "sa"])
def test_ranks_agree_in_distribution(
    asem: Asem, drawn: NDArray[np.int64], stored: Callable[[str], pl.DataFrame], run: str
) -> None:
    frame = stored(f"{run}_rankstats").sort("uCode")
    assert frame["uCode"].to_list() == asem.countries
    apart = np.abs(drawn.mean(axis=0) - frame["Mean"].to_numpy())
    assert (apart < 1).sum() >= (49 if run == "ua" else 51)
    assert (apart < np.maximum(3 * drawn.std(axis=0) / np.sqrt(100), 1)).all()
    for share, name in ((0.05, "Q5"), (0.95, "Q95")):
        assert np.abs(np.quantile(drawn, share, axis=0) - frame[name].to_numpy()).max() <= 2
    apart = np.abs(np.median(drawn, axis=0) - frame["Median"].to_numpy())
    assert (apart <= 2).sum() >= 50
    assert apart.max() <= 4


def test_nominal_ranks_are_those_of_the_example(
    asem: Asem, vectors: Path, stored: Callable[[str], pl.DataFrame]
) -> None:
    # The vignette's own base: five drawn in, min-max from 0, arithmetic means.
    full = pl.read_csv(vectors / "composite_indicators" / "coinr_asem_results_full.csv")
    for run in ("ua", "sa"):
        frame = stored(f"{run}_rankstats").join(full.select("uCode", "Rank"), on="uCode")
        assert frame.height == 51
        assert (frame["Nominal"] == frame["Rank"]).all()
    # The scale from 1 to 100 is the same line, so the ranks are too.
    made = asem.ranks(5, 0, np.ones(10), 0)
    nominal = stored("ua_rankstats").sort("uCode")["Nominal"].to_numpy()
    np.testing.assert_array_equal(made, nominal)


def test_sensitivity_indices_lie_in_the_stored_intervals(
    asem: Asem, stored: Callable[[str], pl.DataFrame]
) -> None:
    base = asem.ranks(5, 0, np.ones(10), 0)
    # A hundred sets of weights are drawn beforehand, as there.
    sets = np.random.default_rng(2).uniform(0.75, 1.25, (100, 10))

    def shift(shares: Floats) -> Floats:
        """Mean change of rank against the base at each sample point."""
        places = np.minimum((shares.T * (5, 2, 100, 2)).astype(int), (4, 1, 99, 1))
        return np.array(
            [
                np.abs(asem.ranks(most + 1, scale, sets[weights], mean) - base).mean()
                for most, scale, weights, mean in places
            ]
        )

    first, total = sobol(shift, inputs=4, points=512, seed=1)
    frame = stored("sa_sensitivity")
    assert frame["Variable"].to_list() == ["Winmax", "Normalisation", "Weights", "Aggregation"]
    for made, name in ((first, "Si"), (total, "STi")):
        low, high = frame[f"{name}_q5"].to_numpy(), frame[f"{name}_q95"].to_numpy()
        assert (made >= low - 0.05).all()
        assert (made <= high + 0.05).all()
    # The order of importance is the same: the mean first, what is drawn in last.
    assert np.argmax(total) == np.argmax(frame["STi"].to_numpy()) == 3
    assert np.argmin(total) == np.argmin(frame["STi"].to_numpy()) == 0
