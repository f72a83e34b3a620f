"""Every gap of every indicator, four types of area and nine regions, beside a plain pandas loop."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import polars as pl

from benchmarks.access import best
from benchmarks.results import Figure, Place, Result
from commonweal.atlas import Atlas
from commonweal.find.request import FindRequest, find_neighbourhoods
from commonweal.understand import MeasureTable, gather_measures
from commonweal.understand.groups import Grouping, by_typology, splits
from commonweal.understand.prevalence import Prevalence, prevalence
from commonweal.understand.spec import PrevalenceSpec

_SAMPLE, _RUNS = 12, 3


def run(place: Place) -> Result:
    """From the atlas to every gap with its interval; the plain way is timed on a sample."""
    start = time.perf_counter()
    atlas = Atlas.open(place.atlas())
    grouping = by_typology(find_neighbourhoods(FindRequest(), atlas))
    parts = splits(atlas, "lsoa21", "region")
    measured = gather_measures(atlas, "lsoa21")
    spec = PrevalenceSpec(split="region")
    found = prevalence(spec, measured, grouping, parts)
    whole = time.perf_counter() - start
    ours, _ = best(lambda: prevalence(spec, measured, grouping, parts), runs=_RUNS)
    sample = measured.select(measured.ids[:_SAMPLE])
    plain, levels = best(lambda: in_pandas(sample, grouping, parts), runs=1)
    agree(found, levels)
    scale = len(measured.measures) / _SAMPLE
    note = (
        f"{found.table.height:,} gaps of {len(measured.measures)} measures with their intervals. "
        f"Levels and gaps alone take {ours:.2f} s; levels and standard errors alone in a pandas "
        f"groupby for each measure {plain * scale:.1f} s ({plain * scale / ours:.1f} times as "
        f"long; a sample of {_SAMPLE}, times {scale:.0f}). The levels are equal."
    )
    return Result(
        {
            "gaps": Figure(whole, note),
            "ours": Figure(ours),
            "pandas": Figure(plain * scale),
        },
        (note,),
    )


def in_pandas(
    measured: MeasureTable, grouping: Grouping, parts: pl.DataFrame
) -> dict[tuple[str, str, str], float]:
    """Levels and standard errors as one would write them: a groupby for each measure."""
    frame = (
        measured.areas.select("area_code", "people")
        .join(grouping.table, on="area_code", how="left", maintain_order="left")
        .join(parts, on="area_code", how="left", maintain_order="left")
        .to_pandas()
    )
    levels = {}
    for place, measure in enumerate(measured.measures):
        frame["value"] = measured.value[:, place]
        frame["x"], frame["n"] = measured.numerator[:, place], measured.denominator[:, place]
        for (split, group), held in frame.groupby(["split", "group"]):
            levels[measure.id, split, group] = _level(held)
    return levels


def _level(held: pd.DataFrame) -> float:
    if held["n"].notna().any():
        share = held["x"].sum() / held["n"].sum()
        np.sqrt(share * (1 - share) / held["n"].sum())
        return float(share)
    known = held[held["value"].notna()]
    weight = known["people"]
    mean = (weight * known["value"]).sum() / weight.sum()
    np.sqrt((weight**2 * (known["value"] - mean) ** 2).sum()) / weight.sum()
    return float(mean)


def agree(found: Prevalence, levels: dict[tuple[str, str, str], float]) -> None:
    """The two ways must give the same levels.

    Raises:
        AssertionError: they do not.
    """
    rows = found.levels.filter(pl.col("split") != "England")
    ours = {
        (row["measure"], row["split"], row["group"]): row["value"]
        for row in rows.iter_rows(named=True)
    }
    names = list(levels)
    np.testing.assert_allclose(
        [ours[name] for name in names], [levels[name] for name in names], rtol=1e-9
    )
