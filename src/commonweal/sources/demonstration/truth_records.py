"""Records that a real country does not have: the truth of every area. And its towns."""

from __future__ import annotations

import numpy as np
import polars as pl

from commonweal.sources.demonstration.country import Country
from commonweal.sources.demonstration.editions import Edition, true_typology
from commonweal.sources.demonstration.indices import community_needs, deprivation


def truth_records(country: Country, imd: Edition, need: Edition) -> pl.DataFrame:
    """What is true of each small area (2021), whatever was measured.

    Args:
        country: the country.
        imd: the Indices of Deprivation 2025.
        need: the Community Needs Index 2023.

    Returns:
        One row an area, by code:
        `deprivation_<edition>` and `need_<edition>`, the latents (mean 0, variance 1);
        `imd_score`, `imd_rank`, `cni_score`, `cni_rank`, the indices made of measures without
        error, and `typology` by them (worst tenth of both);
        `true_<measure>` and `error_variance_<measure>` of every measure behind the two indices;
        `estate` and `rural`; `row`.
    """
    imd_true = deprivation(imd.measured.true, imd.period)
    cni_true = community_needs(need.measured.true, need.period)
    truth, setting = country.truth, country.setting
    columns: dict[str, object] = {
        "area_code": country.gazetteer.lsoa21.code.tolist(),
        **{f"deprivation_{period}": value for period, value in truth.deprivation.items()},
        **{f"need_{period}": value for period, value in truth.need.items()},
        "imd_score": imd_true["imd.score"],
        "imd_rank": imd_true["imd.rank"].astype(np.int64),
        "cni_score": cni_true["cni.score"],
        "cni_rank": cni_true["cni.rank"].astype(np.int64),
        "typology": true_typology(imd_true["imd.rank"], cni_true["cni.rank"]),
    }
    for edition in (imd, need):
        for name, value in edition.measured.true.items():
            columns[f"true_{name}"] = value
            columns[f"error_variance_{name}"] = edition.measured.error_variance[name]
    columns |= {"estate": setting.estate == 1.0, "rural": setting.rural == 1.0}
    return _numbered(pl.DataFrame(columns).sort("area_code"))


def town_records(country: Country) -> pl.DataFrame:
    """One row a town, the largest first: `town`, `people`, `easting`, `northing`, `coastal`, `row`.

    `people` counts those of its small areas in 2022.
    """
    inside = country.seeds.town >= 0
    people = np.bincount(
        country.seeds.town[inside], country.people.area[inside], len(country.towns.areas)
    )
    frame = pl.DataFrame(
        {
            "town": country.gazetteer.towns.tolist(),
            "people": people.astype(np.int64),
            "easting": country.towns.xy[:, 0].round(),
            "northing": country.towns.xy[:, 1].round(),
            "coastal": country.towns.coastal,
        }
    )
    return _numbered(frame.sort("people", "town", descending=[True, False]))


def _numbered(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.int_range(2, pl.len() + 2, dtype=pl.Int32).alias("row"))
