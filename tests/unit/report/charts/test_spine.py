"""The spine: England in the middle, better to the right, whatever the polarity."""

from __future__ import annotations

import polars as pl
import pytest

from commonweal.errors import InputError
from commonweal.report.charts import Names, spine_chart
from commonweal.report.charts.spine import BETTER, NO_DIFFERENCE, WORSE, _layout
from tests.unit.report.charts.conftest import INDICATORS, caption
from tests.unit.report.charts.test_gaps import rows_of


def changed(row: int, **figures: float | None) -> pl.DataFrame:
    """The table of indicators with other figures in one row."""
    rows = INDICATORS.to_dicts()
    rows[row] |= figures
    return pl.DataFrame(rows, schema=INDICATORS.schema)


def test_worse_and_better_follow_the_polarity() -> None:
    rows = _layout(INDICATORS, Names(), 720).rows
    assert [row.verdict for row in rows] == [WORSE, NO_DIFFERENCE, BETTER]
    places = [row.at(row.figures["value"]) for row in rows]
    assert places[0] < 0
    assert places[2] > 0


@pytest.mark.parametrize("end", ["worst", "best"])
def test_the_further_end_is_at_the_edge_and_england_in_the_middle(end: str) -> None:
    for row in _layout(INDICATORS, Names(), 720).rows:
        assert row.at(row.figures["england"]) == 0
        assert abs(row.at(row.figures[end])) <= 1
        assert max(abs(row.at(row.figures[one])) for one in ("worst", "best")) == 1


@pytest.mark.parametrize(
    ("lower", "verdict"), [(23.4, NO_DIFFERENCE), (23.5, NO_DIFFERENCE), (23.6, WORSE)]
)
def test_a_difference_needs_the_whole_interval(lower: float, verdict: str) -> None:
    row = _layout(changed(0, value=30.0, lower=lower), Names(), 720).rows[0]
    assert row.verdict == verdict


def test_what_lies_beyond_the_ends_is_drawn_at_the_end() -> None:
    row = _layout(changed(0, value=99.0, upper=120.0), Names(), 720).rows[0]
    assert row.at(99.0) == row.at(120.0) == -1


def test_a_figure_that_is_not_known_is_not_drawn() -> None:
    chart = spine_chart(INDICATORS, caption())
    texts = [str(row["text"]) for row in rows_of(chart, "text")]
    assert "55" in texts
    assert "None" not in " ".join(texts)
    bare = INDICATORS.drop("similar", "region", "unit", "decimals")
    texts = [str(row["text"]) for row in rows_of(spine_chart(bare, caption()), "text")]
    assert "Region" not in " ".join(texts)
    assert "48.2" in texts


def test_the_words_say_what_is_worse_what_is_better_and_what_is_not_clear() -> None:
    alt = spine_chart(INDICATORS, caption()).alt
    assert "Worse than England: Without a car (48.2% against 23.5%)." in alt
    assert "Better than England: Grants (£21.40 against £12.23)." in alt
    assert alt.endswith("No clear difference: Jobs.")


@pytest.mark.parametrize("width", [340, 720])
def test_the_columns_are_called_what_is_asked(width: int) -> None:
    chart = spine_chart(
        INDICATORS, caption(), names=Names("Walton", "London", "Twins"), width=width
    )
    texts = " ".join(str(row["text"]) for row in rows_of(chart, "text"))
    assert "London" in texts
    assert "Twins" in texts


@pytest.mark.parametrize(
    "figures",
    [
        {"worst": 1.0},  # neither end is better
        {"england": 90.0},  # England beyond the worst
        {"quartile_worst": 10.0},  # the quarters have changed places
    ],
)
def test_ends_out_of_order_are_refused(figures: dict[str, float]) -> None:
    with pytest.raises(InputError, match="in order, england inside") as caught:
        spine_chart(changed(0, **figures), caption())
    assert [problem.row for problem in caught.value.problems] == [2]


def test_no_figure_of_the_spine_may_be_missing() -> None:
    with pytest.raises(InputError, match="a finite figure"):
        spine_chart(changed(1, quartile_best=None), caption())
