"""Lines over time: each with its ribbon and its name; a gap is a gap."""

from __future__ import annotations

from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.errors import InputError
from commonweal.report.charts import trend_chart
from commonweal.report.charts.trend import _apart, _layout, _series, _shown
from commonweal.report.charts.words import Figures
from tests.unit.report.charts.conftest import YEARS, caption
from tests.unit.report.charts.test_gaps import rows_of


def test_every_point_has_its_ribbon() -> None:
    chart = trend_chart(YEARS, caption(), unit="%")
    assert len(rows_of(chart, "area")) == len(rows_of(chart, "line")) == YEARS.height


def test_rows_may_stand_in_any_order() -> None:
    first = trend_chart(YEARS, caption())
    turned = trend_chart(
        pl.concat([part.reverse() for part in YEARS.partition_by("series")]), caption()
    )
    assert turned.spec == first.spec


def test_a_missing_year_is_a_gap() -> None:
    holed = YEARS.filter((pl.col("period") != 2018) | (pl.col("series") == "England"))
    pieces = [one.pieces for one in _series(holed, None)]
    assert [[len(piece) for piece in one] for one in pieces] == [[3, 5], [9]]
    assert [len(one.pieces) for one in _series(holed, 2.0)] == [1, 1], "unless steps are longer"


def test_a_lone_point_is_drawn() -> None:
    holed = YEARS.filter(~pl.col("period").is_in([2016]) | (pl.col("series") == "England"))
    chart = trend_chart(holed, caption())
    lone = [row for row in rows_of(chart, "rule") if "y2" in row]
    assert [row["x"] for row in lone] == [2015]


def test_each_line_is_named_at_its_end_with_its_last_figure() -> None:
    texts = [str(row["text"]) for row in rows_of(trend_chart(YEARS, caption(), unit="%"), "text")]
    assert "Doubly\ndisadvantaged\n7.8%" in texts
    assert "England\n3.8%" in texts


def test_the_words_tell_start_and_end_of_each() -> None:
    alt = trend_chart(YEARS, caption(), unit="%").alt
    assert "England: from 3.0% in 2015 to 3.8% (between 2.5% and 4.5%) in 2023." in alt


@pytest.mark.parametrize("width", [340, 720])
@pytest.mark.parametrize("count", [2, 3, 9, 14, 40])
def test_first_and_last_period_are_named_and_none_touch(width: int, count: int) -> None:
    frame = pl.DataFrame(
        [(name, 1980 + year, 1.0, 0.5, 1.5) for name in ("A", "B") for year in range(count)],
        schema=YEARS.schema,
        orient="row",
    )
    layout = _layout(_series(frame, None), 100, width, Figures())
    shown = _shown(layout)
    assert (shown[0], shown[-1]) == (1980, 1980 + count - 1)
    places = [layout.x.at(one) for one in shown]
    assert min(b - a for a, b in pairwise(places)) > layout.size.small * 2.4


@given(
    st.lists(st.tuples(st.floats(0, 300), st.floats(20, 60)), min_size=1, max_size=4),
)
def test_names_do_not_touch(labels: list[tuple[float, float]]) -> None:
    wanted, heights = [one[0] for one in labels], [one[1] for one in labels]
    found = _apart(wanted, heights, 0, 300)
    spans = sorted((y - high / 2, y + high / 2) for y, high in zip(found, heights, strict=True))
    for (_, end), (start, _) in pairwise(spans):
        assert start >= end - 1e-6
    if sum(heights) <= 300:
        assert spans[0][0] >= -1e-6
        assert spans[-1][1] <= 300 + max(heights)


@pytest.mark.parametrize("names", [["A"], list("ABCDE")])
def test_too_few_or_too_many_lines_are_refused(names: list[str]) -> None:
    frame = pl.concat(
        [YEARS.filter(series="England").with_columns(series=pl.lit(name)) for name in names]
    )
    with pytest.raises(InputError, match="2 to 4 series"):
        trend_chart(frame, caption())


def test_a_period_that_comes_twice_is_refused() -> None:
    with pytest.raises(InputError, match="'England' has 2023 twice"):
        trend_chart(pl.concat([YEARS, YEARS.tail(1)]), caption())


def test_one_period_is_no_trend() -> None:
    with pytest.raises(InputError, match="at least two periods"):
        trend_chart(YEARS.filter(period=2015), caption())
