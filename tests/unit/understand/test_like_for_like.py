"""Like held against like: strata, nearest likes, the two parts of a gap, and where none is."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.understand.like_for_like import TOO_FEW, LikeForLikeSpec, like_for_like
from commonweal.understand.strata import merged, nearest_like, strata_of
from tests.unit.understand.tables import NAN, codes, grouping, measure, table

RANKED = 4_000


def ranks(values: list[float]) -> pl.DataFrame:
    return pl.DataFrame({"area_code": codes(len(values)), "deprivation_rank": values})


def country(effect: float, seed: int = 1) -> tuple:
    """Areas whose ill health follows deprivation, and `effect` more in the group."""
    rng = np.random.default_rng(seed)
    rank = np.arange(1, RANKED + 1, dtype=float)
    mine = rng.random(RANKED) < np.clip(0.8 - rank / 500, 0, 0.8)
    other = ~mine
    level = 0.3 - 0.00005 * rank + rng.normal(0, 0.03, RANKED) + np.where(mine, effect, 0)
    held = table(
        list(rng.integers(800, 2500, RANKED)), [measure("ill", "mean")], {"ill": list(level)}
    )
    groups = grouping(["group" if own else "other" for own in mine], reference="group")
    return held, groups, ranks(list(rank)), mine, other


def test_strata_are_finer_where_asked() -> None:
    found = strata_of(np.array([1, 5, 6, 10, 11, 100, np.nan]), 100, [2, 1, 1, 1, 1, 1, 1, 1, 1, 1])
    assert list(found) == [0, 0, 1, 1, 2, 10, -1]


def test_strata_are_joined_until_each_holds_enough_of_both() -> None:
    strata = np.array([0, 0, 1, 1, 2, 2, 3, 3, 4])
    mine = np.array([1, 1, 1, 0, 0, 0, 1, 1, 0], dtype=bool)
    found = merged(strata, mine, ~mine)
    # 0 to 2 hold three of the group and three others; 3 has too few others until the end.
    assert list(found) == [0, 0, 0, 0, 0, 0, 0, 0, 0]
    nobody = merged(strata, np.zeros(9, dtype=bool), np.ones(9, dtype=bool))
    assert set(nobody) == {-1}


def test_the_last_areas_without_anybody_of_the_group_are_left_out() -> None:
    strata = np.array([0, 0, 0, 0, 1, 1])
    mine = np.array([1, 1, 0, 0, 0, 0], dtype=bool)
    assert list(merged(strata, mine, ~mine)) == [0, 0, 0, 0, -1, -1]


def test_the_nearest_like_by_rank_and_within_a_part() -> None:
    rank = np.array([1, 3, 4, 10, 12, np.nan])
    mine = np.array([0, 1, 0, 1, 0, 1], dtype=bool)
    everywhere = np.zeros(6, dtype=np.int64)
    assert list(nearest_like(rank, mine, ~mine, everywhere)) == [-1, 2, -1, 4, -1, -1]
    parts = np.array([0, 0, 1, 1, -1, 0])
    assert list(nearest_like(rank, mine, ~mine, parts)) == [-1, 0, -1, 2, -1, -1]


def test_the_more_deprived_of_two_as_near_is_taken() -> None:
    mine = np.array([0, 1, 0], dtype=bool)
    assert nearest_like(np.array([1.0, 2, 3]), mine, ~mine, np.zeros(3, np.int64))[1] == 0


def test_brute_force_finds_the_same_likes() -> None:
    rng = np.random.default_rng(5)
    rank = rng.permutation(120).astype(float)
    mine, part = rng.random(120) < 0.3, rng.integers(0, 3, 120)
    found = nearest_like(rank, mine, ~mine, part)
    for place in np.flatnonzero(mine):
        likes = np.flatnonzero(~mine & (part == part[place]))
        best = np.abs(rank[likes] - rank[place]).min()
        assert abs(rank[found[place]] - rank[place]) == best
        assert part[found[place]] == part[place]


@pytest.mark.parametrize("effect", [0.0, 0.05, -0.04])
def test_what_is_beyond_deprivation_is_found_and_nothing_where_there_is_nothing(
    effect: float,
) -> None:
    held, groups, rank, *_ = country(effect)
    found = like_for_like(LikeForLikeSpec(), held, groups, rank, RANKED)
    row = found.table.row(0, named=True)
    assert row["beyond_lower"] < effect < row["beyond_upper"]
    assert row["matched_lower"] < effect < row["matched_upper"]
    assert row["agree"]
    assert row["stands_out"] == (effect != 0)
    assert row["due"] > 0.03


def test_the_two_parts_make_up_the_whole_gap() -> None:
    held, groups, rank, *_ = country(0.05)
    row = like_for_like(LikeForLikeSpec(), held, groups, rank, RANKED).table.row(0, named=True)
    assert row["due"] + row["beyond"] == pytest.approx(row["level"] - row["whole"])
    assert row["share_due"] == pytest.approx(row["due"] / (row["due"] + row["beyond"]))
    assert row["expected"] == pytest.approx(row["level"] - row["beyond"])


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    inside = 0
    for seed in range(60):
        held, groups, rank, *_ = country(0.02, seed)
        row = like_for_like(LikeForLikeSpec(), held, groups, rank, RANKED).table.row(0, named=True)
        inside += row["beyond_lower"] <= 0.02 <= row["beyond_upper"]
    # 95% of 60 is 57; fewer than 51 would come about once in about 300 tries.
    assert inside >= 51


def test_too_few_likes_are_refused_with_the_reason() -> None:
    held, groups, rank, mine, _ = country(0.0)
    value = np.array(held.value)
    value[np.flatnonzero(~mine)[:300]] = np.nan
    gap = table(list(held.people), held.measures, {"ill": list(value[:, 0])})
    spec = LikeForLikeSpec(least_matched=0.99)
    row = like_for_like(spec, gap, groups, rank, RANKED).table.row(0, named=True)
    assert row["note"] == TOO_FEW
    assert row["beyond"] is None
    assert row["p_value"] is None
    assert not row["stands_out"]


def test_counts_are_weighed_by_what_they_are_counted_among() -> None:
    counts = ([10, 20, 10, 40, 5, 5], [100, 100, 100, 400, 100, 100])
    held = table([1] * 6, [measure("ill")], {}, {"ill": counts})
    groups = grouping(["g", "g", "o", "o", "o", "o"], reference="g")
    rank = ranks([1, 2, 1, 2, 5, 6])
    spec = LikeForLikeSpec(strata=(1, 1), least_matched=0.5)
    row = like_for_like(spec, held, groups, rank, 6).table.row(0, named=True)
    assert row["level"] == pytest.approx(0.15)
    # The other areas of the first half: 50 of 500.
    assert row["expected"] == pytest.approx(0.10)
    assert row["whole"] == pytest.approx(90 / 900)


def test_groups_that_there_are_not_and_none_alike_are_refused() -> None:
    held, groups, rank, *_ = country(0.0)
    with pytest.raises(InputError) as refused:
        like_for_like(LikeForLikeSpec(group="x", others=("y",)), held, groups, rank, RANKED)
    assert "got x" in str(refused.value)
    assert "got y" in str(refused.value)
    with pytest.raises(InputError, match="a split by region or class"):
        like_for_like(LikeForLikeSpec(within_split=True), held, groups, rank, RANKED)
    with pytest.raises(InputError, match="whole numbers of strata"):
        LikeForLikeSpec(strata=(0.5,))
    unknown = ranks([NAN] * RANKED).with_columns(pl.col("deprivation_rank").fill_nan(None))
    with pytest.raises(MethodNotApplicable, match="cannot be held against like"):
        like_for_like(LikeForLikeSpec(), held, groups, unknown, RANKED)


def test_matching_within_a_region_takes_likes_from_it_alone() -> None:
    held, groups, rank, *_ = country(0.05)
    parts = pl.DataFrame(
        {
            "area_code": codes(RANKED),
            "split": ["north" if n % 2 else "south" for n in range(RANKED)],
        }
    )
    spec = LikeForLikeSpec(within_split=True)
    row = like_for_like(spec, held, groups, rank, RANKED, parts).table.row(0, named=True)
    assert row["matched"] == pytest.approx(0.05, abs=0.01)


def test_what_is_part_of_the_index_and_what_is_blurred_are_marked() -> None:
    held, groups, rank, *_ = country(0.05)
    part = measure("imd.score", "mean", way="of the larger area", held_for="msoa11")
    changed = table(list(held.people), [part], {"imd.score": list(held.value[:, 0])})
    found = like_for_like(LikeForLikeSpec(), changed, groups, rank, RANKED)
    row = found.table.row(0, named=True)
    assert row["part_of_deprivation"]
    assert "understated" in row["note"]
    assert "Of 0 measures that are not part of the index" in found.explain()
