"""Words for a chart, a table for each kind, and each kind at both widths."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest

from commonweal.provenance import Provenance
from commonweal.report.charts import (
    Caption,
    Chart,
    Marked,
    Reference,
    distribution_chart,
    gap_chart,
    spine_chart,
    trend_chart,
)
from tests.unit.report.conftest import RUN, SOURCE

GROUPS = pl.DataFrame(
    {
        "label": ["Doubly disadvantaged", "Deprived only", "Neither"],
        "value": [41.7, 36.2, 20.1],
        "lower": [41.3, 35.9, 20.0],
        "upper": [42.1, 36.5, 20.2],
    }
)
INDICATORS = pl.DataFrame(
    [
        # Fewer is better, and the interval is all above England: worse.
        ("Without a car", 48.2, 45.0, 51.4, 23.5, 82.0, 33.0, 12.0, 1.0, 44.0, 27.1, "%", 1),
        # More is better, and the interval holds England: not clear.
        ("Jobs", 52.0, 40.0, 80.0, 77.0, 5.0, 30.0, 95.0, 200.0, 55.0, None, "", 0),
        # More is better, and the interval is all above England: better.
        ("Grants", 21.4, 19.0, 24.0, 12.23, 0.0, 2.0, 14.0, 60.0, None, 10.2, "£", 2),
    ],
    schema=[
        "label",
        "value",
        "lower",
        "upper",
        "england",
        "worst",
        "quartile_worst",
        "quartile_best",
        "best",
        "similar",
        "region",
        "unit",
        "decimals",
    ],
    orient="row",
)
YEARS = pl.DataFrame(
    [
        (series, year, start + 0.1 * (year - 2015), start - 0.5, start + 1.5)
        for series, start in (("Doubly disadvantaged", 7.0), ("England", 3.0))
        for year in range(2015, 2024)
    ],
    schema=["series", "period", "value", "lower", "upper"],
    orient="row",
)
SPREAD = pl.DataFrame({"value": np.linspace(0, 50, 501) ** 1.2})
AREA = Marked("Walton", 60.0, 55.0, 66.0)
ENGLAND = Reference("England", 23.5)


def caption(id: str = "cars", *, demonstration: bool = False) -> Caption:
    return Caption(
        id,
        "In doubly disadvantaged neighbourhoods, 42 in 100 households have no car & no bus",
        "Households without a car or van, England, 2021",
        Provenance((SOURCE,), RUN, demonstration),
    )


KINDS: dict[str, Callable[[Caption, int], Chart]] = {
    "gap": lambda words, width: gap_chart(GROUPS, words, ENGLAND, unit="%", width=width),
    "spine": lambda words, width: spine_chart(INDICATORS, words, width=width),
    "trend": lambda words, width: trend_chart(YEARS, words, unit="%", width=width),
    "distribution": lambda words, width: distribution_chart(
        SPREAD, words, AREA, unit="%", width=width
    ),
}


@pytest.fixture(
    scope="session", params=[f"{kind}-{width}" for kind in KINDS for width in (340, 720)]
)
def chart(request: pytest.FixtureRequest) -> Chart:
    kind, width = request.param.split("-")
    return KINDS[kind](caption(kind), int(width))
