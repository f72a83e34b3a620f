from __future__ import annotations

import polars as pl
import pytest

from commonweal.errors import InputError
from commonweal.find import carry_ranks

OLD = pl.DataFrame(
    {
        "area_code": ["same", "split", "one", "two", "gone"],
        "score": [50.0, 40.0, 10.0, 30.0, 20.0],
        "people": [100, 200, 300, 100, 100],
    }
)
LOOKUP = pl.DataFrame(
    [
        ("same", "same"),
        ("split", "left"),
        ("split", "right"),
        ("one", "merged"),
        ("two", "merged"),
        ("strange", "unknown"),
    ],
    schema=["area_code", "successor_code"],
    orient="row",
)


def test_ranks_among_the_old_areas() -> None:
    result = carry_ranks(OLD, LOOKUP)
    assert result.to_dicts() == [
        {"area_code": "left", "score": 40, "rank": 2, "predecessors": 1},
        {"area_code": "merged", "score": 15, "rank": 5, "predecessors": 2},
        {"area_code": "right", "score": 40, "rank": 2, "predecessors": 1},
        {"area_code": "same", "score": 50, "rank": 1, "predecessors": 1},
    ]


def test_shares_weigh_the_predecessors() -> None:
    lookup = LOOKUP.with_columns(share=pl.Series([1.0, 0.5, 0.5, 1 / 3, 1.0, 1.0]))
    merged = carry_ranks(OLD, lookup).filter(pl.col("area_code") == "merged")
    assert merged["score"][0] == pytest.approx(20)
    assert merged["rank"][0] == 4


def test_a_predecessor_without_score_is_left_out() -> None:
    old = OLD.with_columns(
        score=pl.when(pl.col("area_code") == "two").then(None).otherwise("score")
    )
    merged = carry_ranks(old, LOOKUP).filter(pl.col("area_code") == "merged")
    assert merged["score"][0] == 10


def test_without_any_score_there_is_no_rank() -> None:
    old = OLD.with_columns(
        score=pl.when(pl.col("area_code") == "same").then(None).otherwise("score")
    )
    row = carry_ranks(old, LOOKUP).filter(pl.col("area_code") == "same").row(0, named=True)
    assert row["score"] is None
    assert row["rank"] is None


def test_the_last_bit_of_a_mean_does_not_move_a_rank() -> None:
    old = OLD.with_columns(score=pl.Series([30.1, 30.1, 30.1, 30.1, 30.1]))
    assert carry_ranks(old, LOOKUP)["rank"].to_list() == [1, 1, 1, 1]


def test_missing_columns_are_told() -> None:
    with pytest.raises(InputError, match="score"):
        carry_ranks(OLD.drop("score"), LOOKUP)
    with pytest.raises(InputError, match="successor_code"):
        carry_ranks(OLD, LOOKUP.drop("successor_code"))
