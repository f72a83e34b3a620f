"""Where one area stands among all."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from commonweal.errors import InputError
from commonweal.report.charts import Marked, distribution_chart
from tests.unit.report.charts.conftest import AREA, SPREAD, caption
from tests.unit.report.charts.test_gaps import rows_of


def test_every_area_is_counted_once() -> None:
    for width in (340, 720):
        chart = distribution_chart(SPREAD, caption(), AREA, width=width)
        assert chart.table["areas"].sum() == SPREAD.height
        assert sum(row["y2"] for row in rows_of(chart, "rect")) == SPREAD.height


def test_rows_may_stand_in_any_order() -> None:
    shuffled = SPREAD.sample(fraction=1, shuffle=True, seed=1)
    first = distribution_chart(SPREAD, caption(), AREA)
    assert distribution_chart(shuffled, caption(), AREA).spec == first.spec


def test_the_words_say_where_it_stands() -> None:
    frame = pl.DataFrame({"value": np.arange(100.0)})
    alt = distribution_chart(
        frame, caption(), Marked("Walton", 90.0, 80.0, 95.0), of="wards", unit="%", decimals=0
    ).alt
    assert alt.startswith("The spread of 100 wards.")
    assert "Walton is at 90% (between 80% and 95%), higher than 90% of them." in alt
    assert "Half are below 50%" in alt


def test_areas_beyond_the_scale_are_said_to_be() -> None:
    frame = pl.DataFrame({"value": [*np.linspace(0, 10, 999), 1000.0]})
    chart = distribution_chart(frame, caption(), Marked("A", 5.0, 4.0, 6.0))
    texts = [str(row["text"]) for row in rows_of(chart, "text")]
    assert "10 or more" in texts
    assert "0" in texts
    assert chart.table["areas"].sum() == 1000


def test_an_area_beyond_all_others_is_inside_the_drawing() -> None:
    chart = distribution_chart(SPREAD, caption(), Marked("A", 500.0, 400.0, 600.0))
    assert "higher than 100% of them" in chart.alt
    (dot,) = rows_of(chart, "point")
    assert dot["x"] == 500.0
    assert chart.table["to"].max() >= 600  # type: ignore[operator]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([1.0] * 9, "at least 10 areas"),
        ([1.0] * 10, "figures that differ"),
        ([*range(10), None], "a finite figure"),
        ([*range(10), float("inf")], "a finite figure"),
    ],
)
def test_what_has_no_spread_is_refused(values: list[float], reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        distribution_chart(pl.DataFrame({"value": values}, strict=False), caption(), AREA)


def test_the_area_needs_its_interval() -> None:
    with pytest.raises(InputError, match="a value between"):
        distribution_chart(SPREAD, caption(), Marked("A", 1.0, 2.0, 3.0))
