from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.find.open_index import (
    OpenDomain,
    OpenIndexSpec,
    OpenIndicator,
    open_infrastructure_index,
)

UP, DOWN = "higher is worse", "lower is worse"


def one(name: str, polarity: str = UP, weight: float = 1.0) -> OpenIndicator:
    return OpenIndicator(name, f"x.{name}", "2025", polarity, weight)  # type: ignore[arg-type]


SPEC = OpenIndexSpec(
    "test",
    "Test index",
    "1",
    (
        OpenDomain("places", "Places", 1, (one("far"), one("supply", DOWN))),
        OpenDomain("civic", "Civic life", 1, (one("grants", DOWN), one("charities", DOWN))),
    ),
)


def frame(**columns: list[float | None]) -> pl.DataFrame:
    size = len(next(iter(columns.values())))
    return pl.DataFrame({"area_code": [f"A{n}" for n in range(size)], **columns}, strict=False)


FULL = frame(
    far=[400.0, 300, 200, 100],
    supply=[1.0, 2, 3, 4],
    grants=[0.0, 2, 1, 3],
    charities=[1.0, 2, 3, 4],
)


def test_a_hand_worked_index() -> None:
    # Places: ranks of both measures agree, worst first. Normal scores of 4, 3, 2, 1 of 5.
    # Civic: grants 0, 2, 1, 3 are ranks 4, 2, 3, 1; charities 4, 3, 2, 1: means of normal scores.
    result = open_infrastructure_index(FULL, SPEC)
    assert result.table["places_rank"].to_list() == [1, 2, 3, 4]
    z = norm.ppf([0.8, 0.6, 0.4, 0.2])
    civic = [z[0], (z[2] + z[1]) / 2, (z[1] + z[2]) / 2, z[3]]
    assert civic[1] == pytest.approx(civic[2])
    assert result.table["civic_rank"].to_list() == [1, 2, 2, 4]
    x = [-23 * math.log(1 - share * (1 - math.exp(-100 / 23))) for share in (1, 0.75, 0.5, 0.25)]
    tied = -23 * math.log(1 - 0.625 * (1 - math.exp(-100 / 23)))
    expected = [2 * x[0], x[1] + tied, x[2] + tied, 2 * x[3]]
    assert result.table["score"].to_list() == pytest.approx(expected)
    assert result.table["rank"].to_list() == [1, 2, 3, 4]


def test_what_is_missing_is_unknown_and_not_zero() -> None:
    table = FULL.with_columns(charities=pl.Series([None, 2.0, 3.0, 4.0]))
    result = open_infrastructure_index(table, SPEC)
    row = result.table.row(0, named=True)
    # The area keeps the domain by what is known of it: the fewest grants, the worst there is.
    assert row["civic_rank"] == 1
    assert row["known_share"] == 0.75
    zero = open_infrastructure_index(FULL.with_columns(charities=pl.Series([0.0, 2, 3, 4])), SPEC)
    assert zero.indicators["charities"][0] is not None
    assert result.indicators["charities"][0] is None
    assert zero.table["known_share"][0] == 1


def test_an_area_with_too_little_known_has_no_score() -> None:
    table = FULL.with_columns(grants=pl.Series([None, 1.0, 2, 3]), charities=pl.Series([None] * 4))
    result = open_infrastructure_index(table, SPEC)
    first = result.table.row(0, named=True)
    assert first["score"] is None
    assert first["rank"] is None
    assert first["unknown_because"] == "no civic"
    assert result.ranked == 3
    assert "1 areas lack a domain" in result.explain()


def test_half_of_the_weight_is_enough_but_not_less() -> None:
    three = (one("grants", DOWN), one("charities", DOWN), one("clubs", DOWN))
    spec = OpenIndexSpec("t", "T", "1", (OpenDomain("civic", "Civic", 1, three),))
    table = frame(grants=[None, None, 1.0, 2], charities=[None, 1.0, 2, 3], clubs=[1.0, 2, 3, 4])
    ranks = open_infrastructure_index(table, spec).table["rank"].to_list()
    assert ranks[0] is None
    assert None not in ranks[1:]


def test_a_domain_that_is_not_held_is_left_out_and_told() -> None:
    result = open_infrastructure_index(FULL.select("area_code", "far"), SPEC)
    assert result.domains == ("places",)
    assert result.missing_domains == ("civic",)
    assert "Nothing is held of: civic life" in result.explain()
    assert "Not held here: supply, grants, charities." in result.explain()
    used = dict(result.coverage.select("name", "used").rows())
    assert used == {"far": True, "supply": False, "grants": False, "charities": False}


def test_coverage_counts_areas() -> None:
    table = FULL.with_columns(charities=pl.Series([None, 2.0, 3, 4]))
    coverage = open_infrastructure_index(table, SPEC).coverage
    assert dict(coverage.select("name", "known").rows())["charities"] == 3
    assert "charities (75%)" in open_infrastructure_index(table, SPEC).explain()


def test_nothing_held_is_refused() -> None:
    with pytest.raises(MethodNotApplicable, match="No indicator of Test index"):
        open_infrastructure_index(FULL.select("area_code"), SPEC)


def test_bad_tables_are_told_whole() -> None:
    table = FULL.with_columns(far=pl.lit("x"), area_code=pl.lit("A"))
    with pytest.raises(InputError) as caught:
        open_infrastructure_index(table, SPEC)
    assert {problem.column for problem in caught.value.problems} == {"far", "area_code"}


def test_an_indicator_that_is_the_same_everywhere_changes_nothing() -> None:
    flat = FULL.with_columns(supply=pl.lit(5.0))
    alone = open_infrastructure_index(FULL.drop("supply"), SPEC)
    for kind in ("normal scores", "z scores"):
        from dataclasses import replace

        spec = replace(SPEC, standardisation=kind)  # type: ignore[arg-type]
        assert (
            open_infrastructure_index(flat, spec).table["rank"].to_list()
            == alone.table["rank"].to_list()
        )


def test_z_scores_keep_distances() -> None:
    from dataclasses import replace

    spec = replace(SPEC, standardisation="z scores")
    values = open_infrastructure_index(FULL, spec).indicators["far"].to_numpy()
    assert values == pytest.approx(np.array([3, 1, -1, -3]) / math.sqrt(5))


@given(st.permutations(range(4)))
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    shuffled = FULL[order]
    assert open_infrastructure_index(shuffled, SPEC).table.equals(
        open_infrastructure_index(FULL, SPEC).table
    )


@given(st.lists(st.integers(0, 10**6), min_size=4, max_size=4))
def test_only_the_order_of_an_indicator_counts(far: list[int]) -> None:
    table = FULL.with_columns(far=pl.Series(far))
    squared = FULL.with_columns(far=pl.Series([value**2 + 7 for value in far]))
    a, b = (open_infrastructure_index(each, SPEC).table for each in (table, squared))
    assert a["rank"].to_list() == b["rank"].to_list()
