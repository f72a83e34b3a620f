"""What must hold of `find` for any table."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.find import (
    TYPOLOGY,
    Condition,
    Domain,
    DoubleDisadvantageSpec,
    IndexSpec,
    SummarySpec,
    aggregate_by_people,
    carry_ranks,
    compare_lists,
    find_double_disadvantage,
    make_index,
    summarise,
)
from commonweal.stats import cut_rank, mean_ranks, minimum_ranks, quantile_of_rank, rank_among
from commonweal.stats.transform import exponential

VALUES = st.integers(-50, 50).map(float)
SETTINGS = settings(max_examples=40, deadline=None)


@st.composite
def tables(draw: st.DrawFn, *, gaps: bool = True) -> pl.DataFrame:
    """Areas with two measures that tie and may be missing, people and a group."""
    size = draw(st.integers(2, 25))
    value = st.one_of(VALUES, st.none()) if gaps else VALUES
    columns = {
        "area_code": [f"A{n:02}" for n in range(size)],
        "a": draw(st.lists(value, min_size=size, max_size=size)),
        "b": draw(st.lists(value, min_size=size, max_size=size)),
        "people": draw(st.lists(st.integers(1, 3000), min_size=size, max_size=size)),
        "group_code": draw(st.lists(st.sampled_from("XYZ"), min_size=size, max_size=size)),
    }
    table = pl.DataFrame(columns, schema_overrides={"a": pl.Float64, "b": pl.Float64})
    first = pl.col("area_code") == "A00"
    return table.with_columns(
        a=pl.when(first).then(1.0).otherwise("a"), b=pl.when(first).then(1.0).otherwise("b")
    )


def index(transformation: str = "exponential", ties: str = "mean") -> IndexSpec:
    return IndexSpec(
        "i",
        "I",
        (Domain("a", 0.6), Domain("b", 0.4)),
        transformation=transformation,  # type: ignore[arg-type]
        ties=ties,  # type: ignore[arg-type]
    )


def rule(cut: float, kind: str = "intersection") -> DoubleDisadvantageSpec:
    return DoubleDisadvantageSpec(
        Condition("a", "A", cut, holds="scores, higher is worse"),
        Condition("b", "B", cut, holds="scores, lower is worse"),
        rule=kind,  # type: ignore[arg-type]
        combined_cut=cut,
    )


CUTS = st.integers(1, 99).map(lambda percent: percent / 100)


@SETTINGS
@given(tables(), st.integers(0, 2**32), st.sampled_from(["exponential", "rank", "none"]))
def test_the_order_of_rows_changes_nothing(table: pl.DataFrame, seed: int, how: str) -> None:
    shuffled = table.sample(fraction=1, shuffle=True, seed=seed)
    spec = index(how)
    assert make_index(spec, table).table.equals(make_index(spec, shuffled).table)
    for kind in ("intersection", "combined score"):
        one = find_double_disadvantage(rule(0.3, kind), table)
        assert one.table.equals(find_double_disadvantage(rule(0.3, kind), shuffled).table)
    members, mixed = (t.select("area_code", "group_code") for t in (table, shuffled))
    first = aggregate_by_people(table, members, ["a"])
    assert first.equals(aggregate_by_people(shuffled, mixed, ["a"]))
    ranked = make_index(spec, table).table.join(table, on="area_code")
    again = ranked.sample(fraction=1, shuffle=True, seed=seed)
    assert summarise(ranked, members).table.equals(summarise(again, mixed).table)


@SETTINGS
@given(st.lists(VALUES, min_size=1, max_size=40))
def test_ranks_agree_with_a_count(values: list[float]) -> None:
    ranks = minimum_ranks(values)
    assert ranks.tolist() == [1 + sum(other > value for other in values) for value in values]
    below = [sum(other < value for other in values) for value in values]
    highest = [len(values) - count for count in below]
    assert mean_ranks(values).tolist() == [
        (low + high) / 2 for low, high in zip(ranks, highest, strict=True)
    ]
    assert mean_ranks(values).sum() == len(values) * (len(values) + 1) / 2
    assert rank_among(values, values).tolist() == ranks.tolist()


@SETTINGS
@given(st.lists(VALUES, min_size=1, max_size=40), st.lists(VALUES, max_size=40))
def test_ranks_among_others_keep_the_order(values: list[float], others: list[float]) -> None:
    ranks = rank_among(values, others)
    order = np.argsort(np.asarray(values))
    assert (np.diff(ranks[order]) <= 0).all()
    assert ranks.min() >= 1
    assert ranks.max() <= len(others) + 1


@SETTINGS
@given(st.integers(1, 5000), st.integers(1, 100))
def test_the_transformation_falls_from_100_towards_0(n: int, constant: int) -> None:
    transformed = exponential(np.arange(1, n + 1), n, constant)
    assert transformed[0] == pytest.approx(100)
    assert (np.diff(transformed) < 0).all()
    assert transformed[-1] > 0


@SETTINGS
@given(tables(gaps=False))
def test_only_the_order_within_a_domain_matters(table: pl.DataFrame) -> None:
    stretched = table.with_columns(pl.col("a") ** 3 + 7, b=pl.col("b") * 1000)
    assert make_index(index(), table).table.equals(make_index(index(), stretched).table)


@SETTINGS
@given(tables(), st.floats(0.1, 10))
def test_scaling_the_weights_keeps_the_ranks_apart_from_near_ties(
    table: pl.DataFrame, factor: float
) -> None:
    base = make_index(index(), table).table
    weights = (Domain("a", 0.6 * factor), Domain("b", 0.4 * factor))
    scaled = make_index(IndexSpec("s", "S", weights), table).table
    ratio = (scaled["score"] / base["score"]).drop_nulls().to_numpy()
    assert ratio == pytest.approx(factor)


@SETTINGS
@given(st.integers(1, 300), st.integers(1, 300), st.integers(1, 20))
def test_groups_of_ranks_differ_by_one_area_at_most(n: int, seed: int, groups: int) -> None:
    numbers = quantile_of_rank(np.arange(1, n + 1), n, groups)
    sizes = np.bincount(numbers, minlength=groups + 1)[1:]
    assert numbers.min() >= 1
    assert numbers.max() == groups
    assert sizes.max() - sizes.min() <= 1


@SETTINGS
@given(st.integers(1, 50_000), CUTS)
def test_a_cut_takes_no_more_than_its_share(n: int, cut: float) -> None:
    rank = cut_rank(cut, n)
    assert rank <= cut * n + 1e-6
    assert rank + 1 > cut * n - 1e-6


@SETTINGS
@given(tables(), CUTS, st.sampled_from(["intersection", "combined score"]))
def test_every_area_has_one_type_or_a_reason(table: pl.DataFrame, cut: float, kind: str) -> None:
    result = find_double_disadvantage(rule(cut, kind), table)
    assert result.table.height == table.height
    known = result.table["typology"].is_not_null()
    assert (known == result.table["unknown_because"].is_null()).all()
    assert set(result.table["typology"].drop_nulls()) <= set(TYPOLOGY)
    assert result.summary["areas"].sum() == table.height
    assert result.summary["people"].sum() == table["people"].sum()


@SETTINGS
@given(tables(), CUTS, CUTS)
def test_a_wider_cut_keeps_whoever_was_in(table: pl.DataFrame, first: float, other: float) -> None:
    narrow, wide = sorted((first, other))
    inside = find_double_disadvantage(rule(narrow), table).doubly_disadvantaged["area_code"]
    wider = find_double_disadvantage(rule(wide), table).doubly_disadvantaged["area_code"]
    assert set(inside) <= set(wider)


@SETTINGS
@given(tables(), CUTS, CUTS)
def test_comparing_back_swaps_joiners_and_leavers(
    table: pl.DataFrame, first: float, other: float
) -> None:
    one, two = (find_double_disadvantage(rule(cut), table) for cut in (first, other))
    there, back = compare_lists(one, two).summary, compare_lists(two, one).summary
    assert there["areas"].to_list() == [back["areas"][1], back["areas"][0], back["areas"][2]]
    assert there["people"].to_list() == [back["people"][1], back["people"][0], back["people"][2]]


@SETTINGS
@given(tables())
def test_people_are_conserved(table: pl.DataFrame) -> None:
    members = table.select("area_code", "group_code")
    result = aggregate_by_people(table, members, ["a"])
    assert result["people"].sum() == pytest.approx(table["people"].sum())
    assert result["areas"].sum() == table.height
    halves = pl.concat(
        [
            members.with_columns(share=pl.lit(0.5)),
            members.with_columns(group_code=pl.lit("W")).with_columns(share=pl.lit(0.5)),
        ]
    )
    split = aggregate_by_people(table, halves, ["a"])
    assert split["people"].sum() == pytest.approx(table["people"].sum())


@SETTINGS
@given(tables(gaps=False))
def test_a_mean_lies_between_its_parts(table: pl.DataFrame) -> None:
    result = aggregate_by_people(table, table.select("area_code", "group_code"), ["a"])
    bounds = table.group_by("group_code").agg(low=pl.col("a").min(), high=pl.col("a").max())
    joined = result.join(bounds, left_on="area_code", right_on="group_code")
    assert (joined["a"] >= joined["low"] - 1e-9).all()
    assert (joined["a"] <= joined["high"] + 1e-9).all()


@SETTINGS
@given(tables())
def test_summaries_lie_where_they_can(table: pl.DataFrame) -> None:
    ranked = make_index(index(), table).table.join(table, on="area_code")
    members = ranked.select("area_code", "group_code")
    result = summarise(ranked, members, SummarySpec(precision="double"))
    found = result.table.drop_nulls("average_rank")
    n = result.ranked
    assert found["average_rank"].is_between(1, n + 1e-6).all()
    assert found["proportion"].is_between(0, 1).all()
    assert found["extent"].is_between(0, 1 + 1e-9).all()
    assert (found["local_concentration"] >= found["average_rank"] - 1e-6).all()
    assert (found["local_concentration"] <= n + 1e-6).all()


@SETTINGS
@given(tables(gaps=False))
def test_areas_that_did_not_change_keep_their_rank(table: pl.DataFrame) -> None:
    old = table.select("area_code", "people", score="a")
    lookup = table.select("area_code", successor_code=pl.col("area_code"))
    ranks = minimum_ranks(table["a"].to_numpy())
    assert carry_ranks(old, lookup)["rank"].to_list() == ranks.tolist()
