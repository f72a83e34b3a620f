"""Dots and intervals against a reference."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.errors import InputError
from commonweal.report.charts import Chart, Reference, gap_chart
from tests.unit.report.charts.conftest import ENGLAND, GROUPS, caption

COLUMNS = ("value", "lower", "upper")


def scale_of(chart: Chart) -> tuple[list[float], list[float]]:
    """Domain and range of the figures across."""
    dots = [layer for layer in chart.spec["layer"] if layer["mark"]["type"] == "point"]
    scale = dots[0]["encoding"]["x"]["scale"]
    return scale["domain"], scale["range"]


def rows_of(chart: Chart, mark: str) -> list[dict[str, float]]:
    return [
        row
        for layer in chart.spec["layer"]
        if layer["mark"]["type"] == mark
        for row in layer["data"]["values"]
    ]


def test_every_row_has_its_dot_and_its_interval() -> None:
    chart = gap_chart(GROUPS, caption(), ENGLAND, unit="%")
    assert [row["x"] for row in rows_of(chart, "point")] == [41.7, 36.2, 20.1]
    spans = {(row["x"], row["x2"]) for row in rows_of(chart, "rule") if "x2" in row}
    assert spans == {(41.3, 42.1), (35.9, 36.5), (20.0, 20.2)}


def test_the_words_hold_every_figure() -> None:
    alt = gap_chart(GROUPS, caption(), ENGLAND, unit="%").alt
    assert "Doubly disadvantaged 41.7% (between 41.3% and 42.1%)" in alt
    assert "Neither 20.1%" in alt
    assert alt.endswith("England: 23.5%.")


def test_the_reference_is_an_upright_line_in_ink() -> None:
    chart = gap_chart(GROUPS, caption(), ENGLAND)
    upright = [row for row in rows_of(chart, "rule") if row["x"] == 23.5]
    assert len(upright) == 1


def test_no_gap_is_named_without_a_nought() -> None:
    chart = gap_chart(GROUPS, caption(), Reference("No difference", 0))
    texts = [str(row["text"]) for row in rows_of(chart, "text")]
    assert "No difference" in texts


def test_the_first_row_stands_out_unless_others_are_named() -> None:
    named = GROUPS.with_columns(highlight=pl.Series([None, True, None], dtype=pl.Boolean))
    for frame, strong in ((GROUPS, "Doubly disadvantaged"), (named, "Deprived only")):
        chart = gap_chart(frame, caption(), ENGLAND)
        heavy = [
            row["text"]
            for layer in chart.spec["layer"]
            if layer["mark"].get("fontWeight") == 600 and layer["mark"]["fontSize"] == 15
            for row in layer["data"]["values"]
        ]
        assert strong in heavy
        assert len(heavy) == 2, "its label and its figure"


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(0, 1e5), st.floats(0, 1e5)), min_size=1),
    st.floats(-1e6, 1e6),
    st.sampled_from([340, 720]),
)
def test_all_is_inside_the_scale(
    rows: list[tuple[float, float, float]], england: float, width: int
) -> None:
    frame = pl.DataFrame(
        [(f"Row {i}", v, v - down, v + up) for i, (v, down, up) in enumerate(rows)],
        schema=["label", *COLUMNS],
        orient="row",
    )
    chart = gap_chart(frame, caption(), Reference("England", england), width=width)
    (low, high), (left, right) = scale_of(chart)
    span = high - low
    assert low - 1e-9 * span <= min(*frame["lower"], england)
    assert high + 1e-9 * span >= max(*frame["upper"], england)
    assert 0 <= left < right <= width


def test_one_row_with_no_spread_is_drawn() -> None:
    frame = pl.DataFrame({"label": ["A"], "value": [5.0], "lower": [5.0], "upper": [5.0]})
    low, high = scale_of(gap_chart(frame, caption(), Reference("England", 5.0)))[0]
    assert low <= 5.0 <= high
    assert low < high


def test_all_problems_are_told_at_once() -> None:
    frame = pl.DataFrame(
        {
            "label": ["A", " "],
            "value": [1.0, None],
            "lower": [0.0, 1.0],
            "upper": [2.0, float("nan")],
        }
    )
    with pytest.raises(InputError, match="This table cannot be drawn") as caught:
        gap_chart(frame, caption(), ENGLAND)
    found = {(problem.column, problem.row) for problem in caught.value.problems}
    assert found == {("label", 3), ("value", 3), ("upper", 3)}


@pytest.mark.parametrize("column", ["label", *COLUMNS])
def test_no_column_may_be_missing(column: str) -> None:
    with pytest.raises(InputError, match=f"a column '{column}'"):
        gap_chart(GROUPS.drop(column), caption(), ENGLAND)


def test_a_value_outside_its_interval_is_refused() -> None:
    with pytest.raises(InputError, match="a value between its lower and upper end") as caught:
        gap_chart(GROUPS.with_columns(lower=pl.col("value") + 1), caption(), ENGLAND)
    assert len(caught.value.problems) == 3


def test_words_in_place_of_figures_are_refused() -> None:
    with pytest.raises(InputError, match="expected figures, got String"):
        gap_chart(GROUPS.with_columns(value=pl.lit("a")), caption(), ENGLAND)


def test_a_table_without_rows_is_refused() -> None:
    with pytest.raises(InputError, match="at least one row"):
        gap_chart(GROUPS.clear(), caption(), ENGLAND)
