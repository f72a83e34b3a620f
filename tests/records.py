"""Generated records of people, and the spec that fits them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from commonweal.understand.people.spec import RecordsSource, RecordsSpec

SOURCE = RecordsSource("Invented records", "Nobody", "2026", "None needed")
SPEC = RecordsSpec(
    title="people who are ill",
    source=SOURCE,
    area="area",
    sex="sex",
    age="age",
    outcome="ill",
    fewest=5,
)
TOML = """
title = "people who are ill"
fewest = 5

[columns]
area = "area"
sex = "sex"
age = "age"
outcome = "ill"

[source]
title = "Invented records"
publisher = "Nobody"
published = "2026"
licence = "None needed"
"""
KEYS = ["area_code", "sex", "band"]


def spec(**changes: Any) -> RecordsSpec:
    return replace(SPEC, **changes)


def people(codes: list[str], size: int, seed: int = 1, share: float = 0.1) -> pl.DataFrame:
    """Records of people in areas, the share of whom who are ill rises with age."""
    rng = np.random.default_rng(seed)
    age = rng.integers(0, 100, size)
    return pl.DataFrame(
        {
            "id": np.arange(size),
            "area": pl.Series(codes)[rng.integers(0, len(codes), size)],
            "sex": rng.integers(1, 3, size).astype(np.int8),
            "age": age.astype(np.int8),
            "ill": (rng.random(size) < share * (0.5 + age / 100)).astype(np.int8),
        }
    )


def counted(records: pl.DataFrame, asked: RecordsSpec = SPEC) -> pl.DataFrame:
    """Counts by area of records in memory, in a settled order."""
    from commonweal.atlas.engines import open_engine
    from commonweal.understand.people.steps import count_by_area

    with open_engine("polars") as engine:
        found = engine.read(count_by_area(engine.hold(records), asked))
    return found.sort(KEYS, nulls_last=True)
