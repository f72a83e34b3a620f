from __future__ import annotations

import polars as pl
import pytest

from commonweal.errors import InputError
from commonweal.find import (
    Condition,
    DoubleDisadvantageResult,
    DoubleDisadvantageSpec,
    compare_lists,
    find_double_disadvantage,
)


def listed(
    d: list[float | None],
    i: list[float | None],
    *,
    geography: str = "LSOA 2021",
    rule: str = "intersection",
    drop: int = 0,
    **more: list[object],
) -> DoubleDisadvantageResult:
    table = pl.DataFrame(
        {"area_code": [f"A{n}" for n in range(len(d))], "d": d, "i": i, **more}, strict=False
    )
    spec = DoubleDisadvantageSpec(
        Condition("d", "D", 0.5, ranked_among=4),
        Condition("i", "I", 0.5, ranked_among=4),
        rule=rule,  # type: ignore[arg-type]
        geography=geography,
        combined_cut=0.5,
    )
    return find_double_disadvantage(spec, table.tail(table.height - drop))


def test_who_joins_who_leaves_and_why() -> None:
    before = listed([1, 2, 3, 4], [1, 2, 3, 4], people=[10, 20, 30, 40])
    after = listed([1, 3, 2, 4], [1, 4, 2, 3], people=[11, 21, 31, 41])
    result = compare_lists(before, after)
    assert result.table.select("area_code", "change", "because", "people").rows() == [
        ("A0", "stays", None, 11),
        ("A1", "leaves", "deprivation and infrastructure", 21),
        ("A2", "joins", "deprivation and infrastructure", 31),
    ]
    assert result.summary.rows() == [("joins", 1, 31), ("leaves", 1, 21), ("stays", 1, 11)]


def test_how_far_from_the_cut() -> None:
    result = compare_lists(listed([1, 2, 3, 4], [2, 1, 3, 4]), listed([1, 4, 3, 2], [2, 1, 3, 4]))
    row = result.table.filter(pl.col("area_code") == "A1").row(0, named=True)
    assert row["change"] == "leaves"
    assert row["because"] == "deprivation"
    assert (row["before_deprivation_rank"], row["before_deprivation_inside"]) == (2, 0)
    assert (row["after_deprivation_rank"], row["after_deprivation_inside"]) == (4, -2)
    assert row["after_infrastructure_inside"] == 1


def test_unknown_on_one_list_is_said() -> None:
    before = listed([1, 2, 3, 4], [1, 2, 3, 4])
    after = listed([1, None, 3, 4], [1, 2, 3, 4])
    leaving = compare_lists(before, after).table.filter(pl.col("change") == "leaves")
    assert leaving["because"].to_list() == ["no D"]


def test_areas_of_one_list_only_are_said() -> None:
    result = compare_lists(listed([1, 2, 3, 4], [1, 2, 3, 4], drop=1), listed([1, 2], [1, 2]))
    joining = result.table.filter(pl.col("change") == "joins")
    assert joining["area_code"].to_list() == ["A0"]
    assert joining["because"].to_list() == ["not among the areas of that list"]


def test_the_same_list_twice_changes_nothing() -> None:
    one = listed([1, 2, 3, 4], [1, 2, 3, 4])
    assert compare_lists(one, one).summary["areas"].to_list() == [0, 0, 2]


def test_rules_may_differ() -> None:
    before = listed([1, 2, 3, 4], [4, 2, 1, 3])
    after = listed([1, 2, 3, 4], [4, 2, 1, 3], rule="combined score")
    result = compare_lists(before, after)
    assert result.table.select("area_code", "change", "because").rows() == [
        ("A1", "stays", None),
        ("A2", "joins", "deprivation"),
    ]
    back = compare_lists(after, before).table
    assert back["change"].to_list() == ["stays", "leaves"]


def test_empty_lists_compare() -> None:
    none = listed([1, 2, 3, 4], [4, 3, 2, 1])
    result = compare_lists(none, none)
    assert result.table.height == 0
    assert result.summary["areas"].to_list() == [0, 0, 0]
    assert result.explain().startswith("On both lists: 0.")


def test_different_geographies_are_refused() -> None:
    with pytest.raises(InputError, match="LSOA 2021 and ward 2017"):
        compare_lists(listed([1], [1]), listed([1], [1], geography="ward 2017"))


def test_columns_that_give_ranks_away() -> None:
    one = listed([1, 2, 3, 4], [1, 2, 3, 4])
    hidden = compare_lists(one, one).columns_of("infrastructure")
    assert hidden == (
        "before_infrastructure_rank",
        "before_infrastructure_inside",
        "after_infrastructure_rank",
        "after_infrastructure_inside",
    )


def test_explain() -> None:
    before = listed([1, 2, 3, 4], [1, 2, 3, 4], people=[10, 20, 30, 40])
    after = listed([1, 3, 2, 4], [1, 2, 3, 4], people=[10, 20, 30, 40])
    assert compare_lists(before, after).explain() == (
        "On both lists: 1 with 10 people. Joining: 0 with 0 people. Leaving: 1 with 20 people. "
        "Leaving because of deprivation: 1."
    )
