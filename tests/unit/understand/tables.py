"""Small tables of measures written out by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from commonweal.understand.groups import Grouping
from commonweal.understand.measures import Measure, MeasureTable

NAN = float("nan")


def measure(name: str, kind: str = "proportion", **changes: Any) -> Measure:
    """A measure that is held for the areas themselves, unless changed."""
    given: dict[str, Any] = {
        "id": name,
        "title": name.replace("_", " ").capitalize(),
        "topic": "test",
        "unit": "share, 0 to 1" if kind == "proportion" else "years",
        "polarity": "higher_is_worse",
        "kind": kind,
        "period": "2021",
        "held_for": "lsoa21",
        "release": "made_up",
        "redistribute": "yes",
        "way": "held",
    }
    return Measure(**{**given, **changes})


def codes(number: int) -> list[str]:
    return [f"E01{place:06d}" for place in range(number)]


def table(
    people: Sequence[float],
    measures: Sequence[Measure],
    values: Mapping[str, Sequence[float]],
    counts: Mapping[str, tuple[Sequence[float], Sequence[float]]] | None = None,
    larger: Mapping[str, Sequence[int]] | None = None,
) -> MeasureTable:
    """A table; `counts` gives numerator and denominator, and the value with them."""
    n, m = len(people), len(measures)
    value, x, base = (np.full((n, m), np.nan) for _ in range(3))
    for place, item in enumerate(measures):
        if counts and item.id in counts:
            x[:, place], base[:, place] = counts[item.id]
            value[:, place] = item.multiplier * x[:, place] / base[:, place]
        else:
            value[:, place] = values[item.id]
    areas = pl.DataFrame(
        {
            "area_code": codes(n),
            "area_name": [f"Area {place}" for place in range(n)],
            "local_name": [None] * n,
            "people": [int(count) for count in people],
        },
        schema_overrides={"local_name": pl.String},
    )
    return MeasureTable(
        geography="lsoa21",
        areas=areas,
        measures=tuple(measures),
        value=value,
        numerator=x,
        denominator=base,
        approximate=np.zeros((n, m), dtype=np.bool_),
        larger={name: np.array(each, dtype=np.int64) for name, each in (larger or {}).items()},
    )


def grouping(groups: Sequence[str | None], **changes: Any) -> Grouping:
    """A grouping of areas 0, 1, 2 ...; None is in no group."""
    rows = [
        (code, group)
        for code, group in zip(codes(len(groups)), groups, strict=True)
        if group is not None
    ]
    order = tuple(dict.fromkeys(group for _, group in rows))
    given: dict[str, Any] = {
        "id": "made-up",
        "title": "Groups made up",
        "geography": "lsoa21",
        "table": pl.DataFrame(
            rows, schema={"area_code": pl.String, "group": pl.String}, orient="row"
        ),
        "order": order,
        "reference": order[0] if order else "",
    }
    return Grouping(**{**given, **changes})
