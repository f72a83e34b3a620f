"""Grants by ward: which funders, how much is matched, and how much for a person."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from commonweal.errors import InputError
from commonweal.understand.grants import (
    GOVERNMENT,
    GRANTS_PER_1000,
    LOTTERY,
    PUBLIC_FUNDERS,
    grants_by_ward,
)

WARDS = pl.DataFrame({"area_code": ["E2", "E1", "E3", "E4"], "people": [50, 100, 200, 0]})
GRANTS = pl.DataFrame(
    [
        ("Department for Transport", "E1", 1000.0, 1),
        ("The Big Lottery Fund", "E1", 500.0, 2),
        ("A Trust", "E1", 100.0, 1),
        ("A Trust", "E1", 200.0, 3),
        ("A Trust", "E3", 200.0, 1),
        ("A Trust", "E4", 40.0, 1),
        ("A Trust", "E9", 60.0, 1),
        ("A Trust", "W1", 400.0, 1),
    ],
    schema={"funder": pl.String, "ward_code": pl.String, "amount_gbp": pl.Float64, "grants": int},
    orient="row",
)


def test_every_ward_has_its_grants_and_one_without_has_nought() -> None:
    table = grants_by_ward(GRANTS, WARDS).table
    assert table.columns == ["area_code", "people", "grants", "amount_gbp", "per_head"]
    assert table.rows() == [
        ("E1", 100, 7, 1800, 18),
        ("E2", 50, 0, 0, 0),
        ("E3", 200, 1, 200, 1),
        ("E4", 0, 1, 40, None),
    ]


def test_funders_left_out_take_their_money_with_them() -> None:
    found = grants_by_ward(GRANTS, WARDS, PUBLIC_FUNDERS)
    assert found.funders == ("A Trust",)
    assert found.left_out == ("Department for Transport", "The Big Lottery Fund")
    assert found.table["amount_gbp"].to_list() == [300, 0, 200, 40]
    without_government = grants_by_ward(GRANTS, WARDS, [GOVERNMENT])
    assert without_government.funders == ("A Trust", "The Big Lottery Fund")
    assert without_government.amount_gbp == 1500


def test_how_much_of_the_money_is_matched() -> None:
    """540 of 1,000 pounds: 60 went to an English ward not listed, 400 to Wales."""
    found = grants_by_ward(GRANTS, WARDS, PUBLIC_FUNDERS)
    assert (found.amount_gbp, found.in_country_gbp, found.matched_gbp) == (1000, 600, 540)
    assert found.share_matched == pytest.approx(0.54)
    assert found.share_matched_in_country == pytest.approx(0.9)
    assert found.unmatched == ("E9",)


def test_no_money_at_all_is_wholly_matched() -> None:
    found = grants_by_ward(GRANTS.clear(), WARDS)
    assert found.share_matched == found.share_matched_in_country == 1
    assert found.of().value == 0
    assert found.funders == ()


def test_a_group_is_its_money_over_its_people() -> None:
    found = grants_by_ward(GRANTS, WARDS, PUBLIC_FUNDERS)
    group = found.of(pl.Series(["E1", "E2"]))
    assert group.value == pytest.approx(300 / 150)
    assert (group.mean_of_areas, group.median_of_areas, group.areas) == (1.5, 1.5, 2)


def test_a_ward_where_nobody_lives_counts_neither_above_nor_below() -> None:
    everywhere = grants_by_ward(GRANTS, WARDS, PUBLIC_FUNDERS).of()
    assert everywhere.value == pytest.approx(500 / 350)
    assert (everywhere.known, everywhere.areas) == (3, 4)
    assert np.isnan(grants_by_ward(GRANTS, WARDS).of(pl.Series(["E4"])).value)


def test_the_number_of_grants() -> None:
    found = grants_by_ward(GRANTS, WARDS, PUBLIC_FUNDERS)
    assert found.of(pl.Series(["E1"]), GRANTS_PER_1000).value == pytest.approx(40)


def test_the_parts_of_the_money_add_up() -> None:
    """All money is that of government, of the lottery and of the others."""
    every = grants_by_ward(GRANTS, WARDS).table["amount_gbp"]
    charitable = grants_by_ward(GRANTS, WARDS, PUBLIC_FUNDERS).table["amount_gbp"]
    parts = [
        every - grants_by_ward(GRANTS, WARDS, [group]).table["amount_gbp"]
        for group in PUBLIC_FUNDERS
    ]
    assert (charitable + parts[0] + parts[1]).to_list() == every.to_list()


def test_order_of_rows_does_not_matter() -> None:
    shuffled = grants_by_ward(
        GRANTS.sample(fraction=1, shuffle=True, seed=4), WARDS.reverse(), PUBLIC_FUNDERS
    )
    assert shuffled.table.equals(grants_by_ward(GRANTS, WARDS, PUBLIC_FUNDERS).table)


def test_wards_that_are_not_in_the_table_are_refused_together() -> None:
    with pytest.raises(InputError) as caught:
        grants_by_ward(GRANTS, WARDS).of(pl.Series(["E1", "X2", "X1"]))
    assert [item.came for item in caught.value.problems] == ["X1", "X2"]


def test_missing_columns_are_named_together() -> None:
    with pytest.raises(InputError) as caught:
        grants_by_ward(GRANTS.drop("funder", "grants"), WARDS.drop("people"))
    assert [item.column for item in caught.value.problems] == ["funder", "grants", "people"]


def test_bad_amounts_and_doubled_wards_are_named_together() -> None:
    bad = GRANTS.with_columns(
        amount_gbp=pl.Series([-1.0, None, float("nan"), *[1.0] * 5]), grants=pl.lit(1)
    )
    with pytest.raises(InputError) as caught:
        grants_by_ward(bad, pl.concat([WARDS, WARDS.head(1)]))
    assert [(item.column, item.row) for item in caught.value.problems[:3]] == [
        ("amount_gbp", 0),
        ("amount_gbp", 1),
        ("amount_gbp", 2),
    ]
    assert caught.value.problems[3].came == "E2 more than once"


def test_no_funder_is_in_two_groups_and_each_group_has_a_source() -> None:
    assert not set(GOVERNMENT.funders) & set(LOTTERY.funders)
    for group in PUBLIC_FUNDERS:
        assert list(group.funders) == sorted(group.funders)
        assert group.reference.href.startswith("https://")
