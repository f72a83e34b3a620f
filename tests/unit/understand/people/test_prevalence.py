"""The whole way from counts to tables that may leave."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from commonweal.stats import directly_standardised_rate, proportion
from commonweal.understand.people.figures import standard_weights
from commonweal.understand.people.prevalence import NOT_SHOWN, prevalence_of_records
from commonweal.understand.people.result import RecordsResult
from tests.records import counted, people, spec

CODES = [f"E0100000{number}" for number in range(6)]
GROUPS = pl.DataFrame({"area_code": CODES, "group": ["worse"] * 2 + ["other"] * 4})


@pytest.fixture(scope="module")
def records() -> pl.DataFrame:
    return people(CODES, 40_000)


@pytest.fixture(scope="module")
def result(records: pl.DataFrame) -> RecordsResult:
    return prevalence_of_records(spec(), counted(records), GROUPS)


def test_groups_come_out_as_a_plain_sum_does(records: pl.DataFrame, result: RecordsResult) -> None:
    joined = records.join(GROUPS, left_on="area", right_on="area_code")
    assert result.groups["group"].to_list() == ["worse", "other", "all"]
    for name, rows in (
        ("worse", joined.filter(pl.col("group") == "worse")),
        ("all", joined),
    ):
        row = result.groups.row(by_predicate=pl.col("group") == name, named=True)
        assert (row["people"], row["events"]) == (rows.height, rows["ill"].sum())
        made = proportion([row["events"]], [row["people"]], multiplier=100)
        assert (row["value"], row["lower"]) == pytest.approx((made.value[0], made.lower[0]))
    assert result.hidden == (0, 0, 0)
    assert result.groups.filter(group="all")["gap"].null_count() == 1


def test_standardised_figures_from_the_cells(result: RecordsResult) -> None:
    cells = result.cells.filter(
        pl.col("group") == "worse", pl.col("age") != "all ages", pl.col("sex") != "persons"
    )
    made = directly_standardised_rate(
        cells["events"].to_numpy()[np.newaxis],
        cells["people"].to_numpy()[np.newaxis],
        standard_weights(spec()),
        multiplier=100,
    )
    row = result.groups.row(0, named=True)
    assert row["standardised"] == pytest.approx(made.value[0])
    assert row["standardised_upper"] == pytest.approx(made.upper[0])


def test_cells_and_areas_add_up(result: RecordsResult) -> None:
    total = result.groups.filter(group="all")["events"].item()
    inner = result.cells.filter(pl.col("group") == "all", pl.col("age") != "all ages")
    assert inner["events"].sum() == total
    assert result.areas["events"].sum() == total
    assert result.areas["area_code"].to_list() == CODES


def test_the_order_of_counts_does_not_matter(records: pl.DataFrame, result: RecordsResult) -> None:
    shuffled = counted(records).sample(fraction=1, shuffle=True, seed=3)
    again = prevalence_of_records(spec(), shuffled, GROUPS)
    for name in ("groups", "cells", "areas"):
        assert_frame_equal(getattr(again, name), getattr(result, name))


def test_small_counts_are_in_no_table(records: pl.DataFrame) -> None:
    few = records.head(900)
    result = prevalence_of_records(spec(), counted(few), GROUPS)
    assert result.hidden[1] > 0
    for table in (result.groups, result.cells, result.areas):
        shown = table.filter(pl.col("method") != NOT_SHOWN)
        for count in (shown["events"], shown["people"], shown["people"] - shown["events"]):
            assert not count.is_between(1, 4).any()
        hidden = table.filter(pl.col("method") == NOT_SHOWN)
        figures = [name for name in table.columns if hidden.schema[name].is_numeric()]
        figures = [name for name in figures if name != "areas"]
        assert hidden.select(pl.col(figures).is_not_null().any()).row(0) == (False,) * len(figures)
    assert "Not shown" in result.explain()


def test_an_exact_standardised_figure_does_not_stand_beside_hidden_parts(
    records: pl.DataFrame,
) -> None:
    result = prevalence_of_records(spec(), counted(records.head(900)), GROUPS)
    told = result.groups.drop_nulls("standardised")
    assert told.height
    for value in told["standardised"]:
        assert float(f"{value:.3g}") == pytest.approx(value, rel=1e-12)


def test_groups_without_records_and_areas_without_a_group(records: pl.DataFrame) -> None:
    more = pl.concat([GROUPS, pl.DataFrame({"area_code": ["E01000009"], "group": ["empty"]})])
    result = prevalence_of_records(spec(), counted(records), more)
    row = result.groups.row(by_predicate=pl.col("group") == "empty", named=True)
    assert (row["areas"], row["people"], row["value"]) == (0, 0, None)
    assert row["method"] == "not given: no people"
    assert "Empty: not given: no people." in result.explain()


def test_what_is_found_is_said(result: RecordsResult) -> None:
    told = result.explain()
    assert told.startswith("People who are ill, by typology. In all areas of the records: ")
    assert " in 100 (between " in told
    assert "with 95% confidence), not clearly other than in all areas." in told


def test_a_true_difference_is_found() -> None:
    worse = people(CODES[:2], 20_000, seed=5, share=0.2)
    records = pl.concat([worse, people(CODES[2:], 20_000, seed=6)])
    result = prevalence_of_records(spec(), counted(records), GROUPS)
    row = result.groups.row(0, named=True)
    assert row["gap_lower"] > 0
    assert row["standardised_gap_lower"] > 0
    assert "above all areas." in result.explain()


def test_rates_of_years_lived() -> None:
    records = people(CODES, 5000).with_columns(years=pl.lit(0.5), ill=pl.col("ill") * 3)
    result = prevalence_of_records(
        spec(measure="rate", people="years"),
        counted(records, spec(measure="rate", people="years")),
        GROUPS,
    )
    row = result.groups.row(-1, named=True)
    assert row["people"] == 2500
    assert row["value"] == pytest.approx(100_000 * records["ill"].sum() / 2500)
    assert "for every 100,000 people" in result.explain()
