"""Each step against the stored results of COINr on its ASEM data; tolerance 1e-9 relative."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from commonweal.find import BuildSpec, build_index
from commonweal.find.building.check import cronbach_alpha
from commonweal.find.building.combine import Combination, combined, outranking
from commonweal.find.building.denominate import rates
from commonweal.find.building.impute import imputed
from commonweal.find.building.normalise import Scale, normalised
from commonweal.find.building.parts import Indicator, Part
from commonweal.find.building.screen import screened, share_known
from commonweal.find.building.treat import kurtosis, skew, treated
from commonweal.find.building.weight import principal_components

Floats = NDArray[np.float64]
Read = Callable[[str], pl.DataFrame]
CLOSE = 1e-9
PILLARS = {
    "Conn": ("Physical", "ConEcFin", "Political", "Instit", "P2P"),
    "Sust": ("Environ", "Social", "SusEcFin"),
}


@pytest.fixture(scope="session")
def read(vectors: Path) -> Read:
    def table(name: str) -> pl.DataFrame:
        path = vectors / "composite_indicators" / f"coinr_asem_{name}.csv"
        frame = pl.read_csv(path, null_values=["NA", ""], infer_schema_length=None)
        return frame.sort("uCode") if "uCode" in frame.columns else frame

    return table


@pytest.fixture(scope="session")
def meta(read: Read) -> pl.DataFrame:
    return read("imeta").filter(pl.col("Type") == "Indicator")


def column(frame: pl.DataFrame, name: str) -> Floats:
    return frame[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()


def matrix(frame: pl.DataFrame, names: tuple[str, ...]) -> Floats:
    return np.column_stack([column(frame, name) for name in names])


def indicators_of(meta: pl.DataFrame, pillar: str) -> tuple[str, ...]:
    return tuple(meta.filter(pl.col("Parent") == pillar)["iCode"])


def apart(made: Floats, stored: Floats) -> float:
    """Largest difference relative to the stored value (absolute below 1); gaps must be shared."""
    assert (np.isnan(made) == np.isnan(stored)).all()
    known = ~np.isnan(stored)
    difference = np.abs(made - stored)[known] / np.maximum(np.abs(stored[known]), 1.0)
    return float(difference.max())


def test_denominators(read: Read, meta: pl.DataFrame) -> None:
    raw, stored, data = read("raw"), read("denominated"), read("idata")
    for row in meta.drop_nulls("Denominator").iter_rows(named=True):
        made = rates(column(raw, row["iCode"]), column(data, row["Denominator"]))
        assert apart(made, column(stored, row["iCode"])) < CLOSE


def test_screening(read: Read, meta: pl.DataFrame) -> None:
    """What is imputed is complete, so all 51 countries stay; before, the share is counted."""
    names = tuple(meta["iCode"])
    assert screened(matrix(read("imputed"), names), 0.9).sum() == read("screened").height == 51
    raw = matrix(read("raw"), names)
    assert (share_known(raw) == 1 - np.isnan(raw).sum(axis=1) / raw.shape[1]).all()
    assert screened(raw, 0.9).sum() == (np.isnan(raw).sum(axis=1) <= 0.1 * raw.shape[1]).sum()


def test_imputation(read: Read, meta: pl.DataFrame) -> None:
    before, stored = read("denominated"), read("imputed")
    groups = read("idata")["EurAsia_group"].cast(pl.Categorical).to_physical().cast(pl.Int64)
    filled = 0
    for name in meta["iCode"]:
        values = column(before, name)
        filled += int(np.isnan(values).sum())
        made = imputed(values, "group mean", groups.to_numpy())
        assert apart(made, column(stored, name)) < CLOSE
    assert filled > 50


def test_treatment(read: Read, meta: pl.DataFrame) -> None:
    before, stored = read("screened"), read("treated")
    details = read("treatment_details")
    for row in details.iter_rows(named=True):
        made = treated(column(before, row["iCode"]))
        assert apart(made.values, column(stored, row["iCode"])) < CLOSE
        assert made.skew_before == pytest.approx(row["check_SkewKurt0.Skew"], rel=CLOSE)
        assert made.kurtosis_before == pytest.approx(row["check_SkewKurt0.Kurt"], rel=CLOSE)
        assert made.drawn_in == (row["winsorise.nwin"] or 0)
    assert details.height == meta.height


def test_skewness_and_kurtosis(read: Read, vectors: Path) -> None:
    path = vectors / "composite_indicators" / "coinr_skew_kurt_flights.json"
    stored = json.loads(path.read_text(encoding="utf-8"))
    values = column(read("raw"), "Flights")
    assert skew(values) == pytest.approx(stored["skew"], rel=CLOSE)
    assert kurtosis(values) == pytest.approx(stored["kurt"], rel=CLOSE)


SCALES_OF: dict[str, Scale] = {
    "minmax": "min-max",
    "zscore": "z-score",
    "rank": "rank",
    "borda": "borda",
    "prank": "percentile rank",
    "dist2max": "distance to maximum",
    "fracmax": "share of maximum",
}


@pytest.mark.parametrize("name", SCALES_OF)
def test_normalisations(read: Read, meta: pl.DataFrame, name: str) -> None:
    before, stored = read("treated"), read(f"norm_n_{name}")
    for each in meta["iCode"]:
        made = normalised(column(before, each), SCALES_OF[name])
        assert apart(made, column(stored, each)) < CLOSE


def test_directions(read: Read, meta: pl.DataFrame) -> None:
    before, stored = read("treated"), read("normalised")
    for name, direction in meta.select("iCode", "Direction").iter_rows():
        made = normalised(column(before, name), "min-max", worse_is_high=direction > 0)
        assert apart(made, column(stored, name)) < CLOSE
    assert (meta["Direction"] < 0).any()


MEANS_OF: dict[str, Combination] = {
    "amean": "arithmetic",
    "gmean": "geometric",
    "genmean": "power mean",
}


@pytest.mark.parametrize("name", MEANS_OF)
def test_aggregations(read: Read, meta: pl.DataFrame, name: str) -> None:
    before, stored = read("treated"), read(f"agg_a_{name}_minmax1_100")
    scaled = {
        row["iCode"]: normalised(
            column(before, row["iCode"]), "min-max from 1", worse_is_high=row["Direction"] > 0
        )
        for row in meta.iter_rows(named=True)
    }
    pillars = {
        pillar: _mean([scaled[each] for each in indicators_of(meta, pillar)], name)
        for names in PILLARS.values()
        for pillar in names
    }
    parts = {part: _mean([pillars[each] for each in own], name) for part, own in PILLARS.items()}
    made = pillars | parts | {"Index": _mean(list(parts.values()), name)}
    for each, values in made.items():
        assert apart(values, column(stored, each)) < CLOSE


def _mean(parts: list[Floats], name: str) -> Floats:
    return combined(np.column_stack(parts), np.ones(len(parts)), MEANS_OF[name], power=0.5)


def test_outranking(read: Read) -> None:
    names = ("FDI", "ForPort", "Goods", "PRemit", "Services")
    stored = read("outrankmatrix_ConEcFin").to_numpy()
    made = outranking(matrix(read("normalised"), names), np.ones(5))
    assert np.abs(made - stored).max() < CLOSE


@pytest.mark.parametrize(("stage", "data"), [("raw", "raw"), ("normalised", "normalised")])
def test_cronbach(read: Read, meta: pl.DataFrame, stage: str, data: str) -> None:
    frame = read(data)
    for pillar, alpha in read(f"cronbach_{stage}").iter_rows():
        made = cronbach_alpha(matrix(frame, indicators_of(meta, pillar)))
        assert made == pytest.approx(alpha, rel=CLOSE)


def test_principal_components(read: Read, vectors: Path) -> None:
    path = vectors / "composite_indicators" / "coinr_asem_pca.json"
    stored = json.loads(path.read_text(encoding="utf-8"))
    frame = read("aggregated")
    for part in stored.values():
        made = principal_components(matrix(frame, tuple(part["icodes"])))
        assert np.abs(made.standard_deviation - part["sdev"]).max() < CLOSE
        # The sign of a component is free.
        assert np.abs(np.abs(made.rotation) - np.abs(part["rotation"])).max() < CLOSE


def test_correlations_with_pillars(read: Read, meta: pl.DataFrame) -> None:
    frame, stored = read("aggregated"), read("corr_ind_pillar")
    assert stored.height == meta.height
    order = sorted(meta["iCode"], key=str.lower)  # as R orders them
    for pillar in stored.columns:
        made = [
            float(np.corrcoef(column(frame, name), column(frame, pillar))[0, 1]) for name in order
        ]
        assert np.abs(np.array(made) - stored[pillar].to_numpy()).max() < CLOSE


def test_every_scale_and_mean_is_compared_or_worked() -> None:
    """Those that COINr has no stored result of are worked by hand in the unit tests."""
    by_hand = {"none", "min-max from 1", "normal score", "normal score (n+1)"}
    by_hand |= {"distance to target", "distance to reference"}
    assert set(SCALES_OF.values()) | by_hand == set(get_args(Scale))


def test_the_whole_way_by_one_recipe(read: Read, meta: pl.DataFrame) -> None:
    """From raw data to the index: rates, group means, winsorising, min-max, weighted means."""
    spec = BuildSpec(
        name="asem",
        title="Sustainable connectivity",
        domains=tuple(
            Part(part, weight=0.5, parts=tuple(_pillar(meta, name, len(own)) for name in own))
            for part, own in PILLARS.items()
        ),
        scale="min-max",
        impute="group mean",
        outliers="winsorise or log",
        transformation="none",
        aggregation="arithmetic",
        scale_weights=True,
    )
    data = read("idata").rename({"uCode": "area_code", "EurAsia_group": "group_code"})
    denominators = meta.drop_nulls("Denominator").select("iCode", "Denominator").iter_rows()
    table = data.with_columns(**{f"{name}.out_of": pl.col(other) for name, other in denominators})
    made = build_index(spec, table)
    stored = read("aggregated")
    for part in (*PILLARS["Conn"], *PILLARS["Sust"]):
        assert apart(column(made.scores, part), column(stored, part)) < CLOSE
    for part in PILLARS:
        assert apart(column(made.index.domains, part), column(stored, part)) < CLOSE
    assert apart(column(made.table, "score"), column(stored, "Index")) < CLOSE
    full = read("results_full")
    assert made.table["rank"].to_list() == full["Rank"].to_list()
    effective = dict(read("effective_weights").select("iCode", "EffWeight").iter_rows())
    for name, weight in made.weights.select("name", "effective").iter_rows():
        assert weight == pytest.approx(effective[name], rel=CLOSE)


def _pillar(meta: pl.DataFrame, pillar: str, siblings: int) -> Part:
    rows = meta.filter(pl.col("Parent") == pillar).iter_rows(named=True)
    indicators = tuple(
        Indicator(
            row["iCode"],
            polarity="higher is worse" if row["Direction"] > 0 else "lower is worse",
            count=row["Denominator"] is not None,
            out_of=row["Denominator"] or "",
        )
        for row in rows
    )
    return Part(pillar, weight=1 / siblings, indicators=indicators)
