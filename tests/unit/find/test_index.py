from __future__ import annotations

import polars as pl
import pytest

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.find import Domain, IndexSpec, imd_spec, make_index

SUM = IndexSpec("sum", "Plain sum", (Domain("a", 1), Domain("b", 2)), transformation="none")
RANKS = IndexSpec("ranks", "Sum of ranks", (Domain("a", 1), Domain("b", 1)), transformation="rank")
ONE = IndexSpec("one", "One domain", (Domain("a", 1),))


def frame(**columns: list[float | None]) -> pl.DataFrame:
    size = len(next(iter(columns.values())))
    return pl.DataFrame({"area_code": [f"A{i}" for i in range(size)], **columns})


def test_plain_sum() -> None:
    result = make_index(SUM, frame(a=[1, 2, 3], b=[1, 1, 5]))
    assert result.table["score"].to_list() == [3, 4, 13]
    assert result.table["rank"].to_list() == [3, 2, 1]
    assert result.ranked == 3


def test_sum_of_ranks_counts_up_to_the_worst() -> None:
    result = make_index(RANKS, frame(a=[1, 2, 3], b=[30, 20, 10]))
    assert result.table["score"].to_list() == [4, 4, 4]
    assert result.table["rank"].to_list() == [1, 1, 1]


def test_lower_can_be_worse() -> None:
    spec = IndexSpec("s", "S", (Domain("a", 1, polarity="lower is worse"),), "none")
    assert make_index(spec, frame(a=[1, 2])).table["rank"].to_list() == [1, 2]


def test_a_missing_domain_is_unknown_and_not_zero() -> None:
    result = make_index(SUM, frame(a=[1, None, 3, None], b=[1.0, 1.0, float("nan"), None]))
    assert result.table["score"].to_list() == [3, None, None, None]
    assert result.table["rank"].to_list() == [1, None, None, None]
    assert result.table["unknown_because"].to_list() == [None, "no a", "no b", "no a, b"]
    assert result.ranked == 1
    assert "3 areas lack a domain" in result.explain()


def test_a_missing_area_does_not_count_among_those_ranked() -> None:
    with_gap = make_index(ONE, frame(a=[3, 2, 1, None]))
    without = make_index(ONE, frame(a=[3, 2, 1]))
    assert with_gap.table["score"].to_list()[:3] == without.table["score"].to_list()


def test_a_domain_without_weight_may_be_missing_and_changes_nothing() -> None:
    spec = IndexSpec("s", "S", (Domain("a", 1), Domain("b", 0)))
    gaps = make_index(spec, frame(a=[1, 2, 3], b=[None, 1, None]))
    assert (
        gaps.table["score"].to_list()
        == make_index(ONE, frame(a=[1, 2, 3])).table["score"].to_list()
    )


def test_ties_take_the_lowest_rank_and_share_the_decile() -> None:
    result = make_index(ONE, frame(a=[float(v) for v in (9, 9, 8, 7, 6, 5, 4, 3, 2, 1)]))
    assert result.table["rank"].to_list() == [1, 1, 3, 4, 5, 6, 7, 8, 9, 10]
    assert result.table["decile"].to_list() == [1, 1, 3, 4, 5, 6, 7, 8, 9, 10]


def test_ties_within_a_domain_share_the_mean_before_the_transformation() -> None:
    values = frame(a=[2, 2, 1])
    mean = make_index(ONE, values).table["score"][0]
    lowest = make_index(IndexSpec("l", "L", (Domain("a", 1),), ties="lowest"), values)
    assert lowest.table["score"][0] == pytest.approx(100)
    assert mean < 100


def test_a_constant_domain_tells_nothing_apart() -> None:
    result = make_index(ONE, frame(a=[5, 5, 5, 5]))
    assert result.table["rank"].to_list() == [1, 1, 1, 1]
    assert result.table["score"].n_unique() == 1


def test_one_area() -> None:
    result = make_index(ONE, frame(a=[5]))
    assert result.table["score"].to_list() == pytest.approx([100])
    assert result.table.select("rank", "decile").row(0) == (1, 10)


def test_parts_are_transformed_and_summed_first() -> None:
    parts = (Domain("x", 0.7), Domain("y", 0.3))
    whole = IndexSpec("w", "W", (Domain("d", 1, parts=parts),))
    inner = IndexSpec("i", "I", parts)
    values = frame(x=[1, 5, 3, 2], y=[4, 1, 3, 2])
    score = make_index(inner, values).table.select("area_code", a="score")
    assert make_index(whole, values).table.equals(make_index(ONE, score).table)


def test_domains_are_given_back_on_the_common_scale() -> None:
    result = make_index(SUM, frame(a=[1, 2], b=[3, None]))
    assert result.domains.to_dict(as_series=False) == {
        "area_code": ["A0", "A1"],
        "a": [1, 2],
        "b": [3, None],
    }


def test_every_missing_column_and_repeated_code_is_told() -> None:
    table = pl.DataFrame({"area_code": ["A", "A", None], "b": ["x", "y", "z"]})
    with pytest.raises(InputError) as caught:
        make_index(SUM, table)
    told = [f"{p.column}: {p.expected}, {p.came}" for p in caught.value.problems]
    assert told == [
        "a: a column 'a', the columns area_code, b",
        "b: numbers, values of type String",
        "area_code: a code in every row, 1 rows without one",
        "area_code: one row an area, 1 codes more than once (first: A)",
    ]


def test_an_area_column_is_needed() -> None:
    with pytest.raises(InputError, match="a column 'area_code'"):
        make_index(ONE, pl.DataFrame({"a": [1.0]}))


def test_no_area_with_every_domain() -> None:
    with pytest.raises(MethodNotApplicable, match="No area has every domain"):
        make_index(SUM, frame(a=[1, None], b=[None, 2]))


def test_an_unknown_edition() -> None:
    with pytest.raises(MethodNotApplicable, match="2012"):
        imd_spec("2012")


def test_an_unknown_domain() -> None:
    with pytest.raises(MethodNotApplicable, match="no domain happiness"):
        imd_spec("2025", {"happiness": "x"})


def test_explain_names_weights_and_method() -> None:
    said = make_index(SUM, frame(a=[1, 2], b=[1, 2])).explain()
    assert said.startswith("Plain sum: 2 areas. The domain scores are taken as they are")
    assert "a 1, b 2" in said


@pytest.mark.parametrize(
    ("aggregation", "expected"),
    [
        ("arithmetic", [2.5, 2.5, 3.25]),
        ("geometric", [2, 2, 10**0.5]),
        ("harmonic", [1.6, 1.6, 2 / (1 / 2.5 + 1 / 4)]),
        # The third draws with the second (one domain each) and is never below the first.
        ("copeland", [-1, 0, 1]),
    ],
)
def test_domains_may_be_joined_by_other_means(aggregation: str, expected: list[float]) -> None:
    table = frame(x=[1.0, 4, 2.5], y=[4.0, 1, 4])
    domains = (Domain("x", 3), Domain("y", 3))
    spec = IndexSpec("mine", "Mine", domains, "none", aggregation=aggregation)  # type: ignore[arg-type]
    assert make_index(spec, table).table["score"].to_list() == pytest.approx(expected)


def test_domains_may_be_put_on_other_scales() -> None:
    table = pl.DataFrame({"area_code": ["a", "b", "c"], "x": [1.0, 4, 2.5]})
    spec = IndexSpec("mine", "Mine", (Domain("x", 1),), "min-max")
    assert make_index(spec, table).table["score"].to_list() == [0, 100, 50]
    assert "min-max" in make_index(spec, table).explain()
