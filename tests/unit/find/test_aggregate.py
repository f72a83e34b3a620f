from __future__ import annotations

import polars as pl
import pytest

from commonweal.errors import InputError
from commonweal.find import aggregate_by_people

AREAS = pl.DataFrame(
    {"area_code": ["A", "B", "C"], "people": [100, 300, 50], "score": [10.0, 20.0, None]}
)
WARDS = pl.DataFrame({"area_code": ["A", "B", "C"], "group_code": ["W1", "W1", "W2"]})


def test_means_over_people() -> None:
    result = aggregate_by_people(AREAS, WARDS, ["score"])
    assert result.to_dicts() == [
        {
            "area_code": "W1",
            "areas": 2,
            "people": 400,
            "score": 17.5,
            "people_known_share": 1,
        },
        {
            "area_code": "W2",
            "areas": 1,
            "people": 50,
            "score": None,
            "people_known_share": 0,
        },
    ]


def test_a_missing_value_is_left_out_of_the_mean() -> None:
    wards = WARDS.with_columns(group_code=pl.lit("W"))
    row = aggregate_by_people(AREAS, wards, ["score"]).row(0, named=True)
    assert row["score"] == 17.5
    assert row["people_known_share"] == pytest.approx(400 / 450)


def test_an_area_may_be_split_by_shares() -> None:
    split = pl.DataFrame(
        {"area_code": ["A", "B", "B"], "group_code": ["X", "X", "Y"], "share": [1.0, 0.5, 0.5]}
    )
    result = aggregate_by_people(AREAS, split, ["score"])
    assert result["people"].to_list() == [250, 150]
    assert result["score"].to_list() == [pytest.approx(16), pytest.approx(20)]


def test_unknown_people_are_left_out() -> None:
    areas = AREAS.with_columns(people=pl.Series([100, None, 50]))
    assert aggregate_by_people(areas, WARDS, ["score"])["score"][0] == 10


def test_a_group_without_people_is_not_known() -> None:
    areas = AREAS.with_columns(people=pl.lit(0))
    row = aggregate_by_people(areas, WARDS, ["score"]).row(0, named=True)
    assert row["score"] is None
    assert row["people_known_share"] is None


def test_without_columns_people_are_counted() -> None:
    assert aggregate_by_people(AREAS, WARDS, [])["people"].to_list() == [400, 50]


def test_areas_outside_the_membership_are_left_out() -> None:
    assert aggregate_by_people(AREAS, WARDS.head(1), ["score"])["people"].to_list() == [100]


def test_an_area_in_two_groups_needs_shares() -> None:
    twice = pl.concat([WARDS, pl.DataFrame({"area_code": ["A"], "group_code": ["W2"]})])
    with pytest.raises(InputError, match=r"first: A with 2.*'share'"):
        aggregate_by_people(AREAS, twice, ["score"])


def test_a_pair_may_not_come_twice() -> None:
    with pytest.raises(InputError, match="more than once"):
        aggregate_by_people(AREAS, pl.concat([WARDS, WARDS]), ["score"])


def test_missing_columns_are_told_together() -> None:
    with pytest.raises(InputError) as caught:
        aggregate_by_people(AREAS.drop("people"), WARDS, ["score", "rank"])
    assert [problem.column for problem in caught.value.problems] == ["people", "rank"]
