"""Tenths, persistence, transitions and flows of small invented areas."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.errors import InputError
from commonweal.find.change import ChangeSpec, Edition, change_over_time, count_moves

N = 20


def edition(period: str, ranks: list[int | None], **more: Any) -> Edition:
    table = pl.DataFrame(
        {
            "area_code": codes(len(ranks)),
            "rank": pl.Series(ranks, dtype=pl.Int64),
            "approximate": more.get("approximate", [False] * len(ranks)),
        }
    )
    return Edition(period, table, more.get("ranked", N))


def codes(number: int) -> list[str]:
    return [f"A{i:02}" for i in range(number)]


def places(number: int = N) -> pl.DataFrame:
    people = [100 + i for i in range(number)]
    return pl.DataFrame({"area_code": codes(number), "area_name": codes(number), "people": people})


IN_ORDER = list(range(1, N + 1))
ONE_SWAP = [1, 3, 2, *range(4, N + 1)]


def test_an_area_that_stays_and_one_that_leaves_the_worst_tenth() -> None:
    found = change_over_time(
        ChangeSpec("2004", "2025"), [edition("2025", ONE_SWAP), edition("2004", IN_ORDER)], places()
    )
    assert found.editions == ("2004", "2025")
    assert (found.worst_before, found.worst_after) == (2, 2)
    assert found.stayed == (1, 100)
    assert "1 of the 2 areas in the worst tenth in 2004 still are in 2025 (50%)" in found.explain()
    assert "own indicators and methods" in found.explain()
    moved = found.table.filter(pl.col("area_code").is_in(["A01", "A02"]))
    assert moved["change"].to_list() == [1, -1]
    assert moved["editions_in_worst"].to_list() == [1, 1]


def test_persistence_counts_the_editions_in_the_worst_tenth() -> None:
    three = [edition("2004", IN_ORDER), edition("2010", ONE_SWAP), edition("2025", IN_ORDER)]
    found = change_over_time(ChangeSpec("2004", "2025"), three, places())
    counted = dict(found.persistence.select("editions_in_worst", "areas").rows())
    assert counted == {0: N - 3, 1: 1, 2: 1, 3: 1}
    assert found.always == (1, 100)
    assert "1 area was in it at every one of the 3 editions from 2004 to 2025" in found.explain()


def test_editions_outside_the_two_asked_for_do_not_count() -> None:
    given_ = [edition("2004", ONE_SWAP), edition("2019", IN_ORDER), edition("2025", IN_ORDER)]
    found = change_over_time(ChangeSpec("2019", "2025"), given_, places())
    assert found.editions == ("2019", "2025")
    assert "rank_2004" not in found.table.columns
    assert found.stayed[0] == 2


def test_an_unknown_rank_is_in_no_tenth_and_no_transition() -> None:
    unknown = edition("2004", [None, *IN_ORDER[1:]])
    found = change_over_time(
        ChangeSpec("2004", "2025"), [unknown, edition("2025", IN_ORDER)], places()
    )
    assert found.unknown == 1
    assert found.table["decile_2004"][0] is None
    assert found.table["change"][0] is None
    assert found.table["editions_known"][0] == 1
    assert found.transitions["areas"].sum() == N - 1
    assert found.persistence["areas"].sum() == N - 1


def test_an_area_that_an_edition_does_not_name_is_unknown_there() -> None:
    found = change_over_time(
        ChangeSpec("2004", "2025"),
        [edition("2004", IN_ORDER[:-1]), edition("2025", IN_ORDER)],
        places(),
    )
    assert found.unknown == 1
    assert found.table["approximate_2004"][-1] is None


def test_a_carried_rank_one_beyond_the_last_is_in_the_last_tenth() -> None:
    beyond = edition("2004", [*IN_ORDER[:-1], N + 1])
    found = change_over_time(ChangeSpec("2004", "2004"), [beyond], places())
    assert found.table["decile_2004"][-1] == 10


def test_one_edition_shows_no_change_and_says_so() -> None:
    found = change_over_time(ChangeSpec("2019", "2019"), [edition("2019", IN_ORDER)], places())
    assert found.flows.is_empty()
    assert found.transitions.filter(pl.col("before") != pl.col("after"))["areas"].sum() == 0
    assert "no change can be shown" in found.explain()


def test_no_areas_give_empty_answers() -> None:
    none = places().head(0)
    both = [edition("2004", IN_ORDER), edition("2025", IN_ORDER)]
    found = change_over_time(ChangeSpec("2004", "2025"), both, none)
    assert found.stayed == (0, 0)
    assert found.transitions["share"].null_count() == 100
    assert "0 of the 0 areas" in found.explain()


def test_an_edition_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(InputError) as caught:
        change_over_time(ChangeSpec("2001", "2012"), [edition("2004", IN_ORDER)], places())
    said = str(caught.value)
    assert "'2001'" in said
    assert "'2012'" in said
    assert "one of the editions held: 2004" in said


def test_an_edition_twice_is_refused() -> None:
    twice = [edition("2004", IN_ORDER), edition("2004", IN_ORDER)]
    with pytest.raises(InputError, match="2004 more than once"):
        change_over_time(ChangeSpec("2004", "2004"), twice, places())


@pytest.mark.parametrize("missing", ["rank", "approximate"])
def test_a_missing_column_is_named(missing: str) -> None:
    whole = edition("2004", IN_ORDER)
    broken = Edition("2004", whole.table.drop(missing), N)
    with pytest.raises(InputError, match=missing):
        change_over_time(ChangeSpec("2004", "2004"), [broken], places())


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"start": "2025", "end": "2004"}, "an edition not before 2025"),
        ({"start": "2004", "end": "2025", "groups": ()}, "the last tenth of each group"),
        ({"start": "2004", "end": "2025", "groups": (5, 3, 10)}, "rising"),
        ({"start": "2004", "end": "2025", "groups": (1, 9)}, "to 10"),
        ({"start": "2004", "end": "2025", "groups": (0, 10)}, "from 1"),
    ],
)
def test_what_cannot_be_asked_is_refused(asked: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=told):
        ChangeSpec(**asked)


def test_groups_are_named_in_words() -> None:
    spec = ChangeSpec("2004", "2025", groups=(1, 2, 5, 10))
    assert spec.group_names == ("worst tenth", "tenth 2", "tenths 3 to 5", "tenths 6 to 10")


def test_a_count_of_moves_by_hand() -> None:
    before, after = np.array([1, 1, 2]), np.array([1, 2, 2])
    assert count_moves(before, after, 2).tolist() == [[1, 1], [0, 1]]
    assert count_moves(before, after, 2, np.array([5.0, 7, 9])).tolist() == [[5, 7], [0, 9]]


orders = st.permutations(IN_ORDER)


@given(st.lists(orders, min_size=2, max_size=4))
def test_nobody_is_lost_or_counted_twice(ranks: list[list[int]]) -> None:
    periods = [str(2004 + i) for i in range(len(ranks))]
    given_ = [edition(period, own) for period, own in zip(periods, ranks, strict=True)]
    found = change_over_time(ChangeSpec(periods[0], periods[-1]), given_, places())
    people = places()["people"].sum()
    assert found.transitions["people"].sum() == people
    assert found.persistence["people"].sum() == people
    assert found.persistence["areas"].sum() == N
    for _, step in found.flows.group_by("from_edition"):
        assert step["people"].sum() == people
    rows = found.transitions.group_by("before").agg(pl.col("areas", "share").sum())
    assert rows["areas"].to_list() == [2] * 10
    assert rows["share"].to_list() == pytest.approx([1] * 10)
    columns = found.transitions.group_by("after").agg(pl.col("areas").sum())
    assert columns["areas"].to_list() == [2] * 10


@given(orders, orders)
def test_looking_back_turns_the_table_over(first: list[int], second: list[int]) -> None:
    def table(one: list[int], other: list[int]) -> np.ndarray[Any, Any]:
        pair = [edition("2004", one), edition("2025", other)]
        found = change_over_time(ChangeSpec("2004", "2025"), pair, places())
        return found.transitions["areas"].to_numpy().reshape(10, 10)

    assert (table(first, second) == table(second, first).T).all()


@given(orders, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(ranks: list[int], chance: Any) -> None:
    pair = [edition("2004", IN_ORDER), edition("2025", ranks)]
    spec = ChangeSpec("2004", "2025")
    expected = change_over_time(spec, pair, places())
    shuffled = [
        Edition(e.period, e.table.sample(fraction=1, shuffle=True, seed=chance.randint(0, 99)), N)
        for e in reversed(pair)
    ]
    found = change_over_time(spec, shuffled, places().reverse())
    assert found.table.equals(expected.table)
    assert found.flows.equals(expected.flows)
