from __future__ import annotations

import polars as pl
import pytest

from commonweal.errors import UnknownArea
from commonweal.find import (
    Condition,
    DoubleDisadvantageResult,
    DoubleDisadvantageSpec,
    find_double_disadvantage,
    why,
)


@pytest.fixture
def result() -> DoubleDisadvantageResult:
    n = 100
    ranks = [float(r) for r in range(1, n + 1)]
    table = pl.DataFrame(
        {
            "area_code": [f"A{r:03}" for r in range(1, n + 1)],
            "area_name": [f"Place {r}" for r in range(1, n + 1)],
            "d": ranks,
            "i": [ranks[0], 50.0, *ranks[2:99], None],
        }
    )
    spec = DoubleDisadvantageSpec(
        Condition("d", "IMD", 0.1), Condition("i", "CNI", 0.1, ranked_among=100)
    )
    return find_double_disadvantage(spec, table)


def test_in(result: DoubleDisadvantageResult) -> None:
    reasons = why(result, "A007")
    assert [condition.inside for condition in reasons.conditions] == [True, True]
    assert reasons.explain() == (
        "Place 7 is doubly disadvantaged. It is inside the worst 10% by IMD: rank 7 of 100, where "
        "10 is the last one in (3 places to spare). It is inside the worst 10% by CNI: rank 7 of "
        "100, where 10 is the last one in (3 places to spare). It would leave the list if its "
        "rank on IMD were 4 places better."
    )


def test_out_by_one_condition(result: DoubleDisadvantageResult) -> None:
    reasons = why(result, "A002")
    assert reasons.typology == "deprived only"
    assert reasons.conditions[1].places == -40
    assert reasons.conditions[1].enough == 0.5
    assert "40 places too far down" in reasons.explain()
    assert reasons.explain().endswith("It would be on the list with a cut of 50% on CNI.")


def test_the_cut_named_is_enough(result: DoubleDisadvantageResult) -> None:
    assert why(result, "A011").explain().endswith("a cut of 11% on IMD and 11% on CNI.")


def test_ranks_that_may_not_be_shown_are_not(result: DoubleDisadvantageResult) -> None:
    for code in ("A007", "A002"):
        said = why(result, code).explain(hide=("infrastructure",))
        assert "by CNI." in said
        assert "by CNI: rank" not in said
        assert "cut of" not in said
        assert "would" not in said


def test_unknown(result: DoubleDisadvantageResult) -> None:
    reasons = why(result, "A100")
    assert reasons.typology is None
    assert reasons.conditions[1].inside is None
    assert reasons.explain() == "Whether Place 100 is doubly disadvantaged is not known: no CNI."


def test_an_area_that_is_not_there(result: DoubleDisadvantageResult) -> None:
    with pytest.raises(UnknownArea, match="B1 is not among the areas here"):
        why(result, "B1")


def test_combined_score_decides_alone() -> None:
    table = pl.DataFrame({"area_code": ["A", "B"], "d": [1.0, 2.0], "i": [2.0, 1.0]})
    spec = DoubleDisadvantageSpec(
        Condition("d", "IMD", 0.5),
        Condition("i", "CNI", 0.5),
        rule="combined score",
        combined_cut=0.5,
        deprivation_weight=0.6,
    )
    reasons = why(find_double_disadvantage(spec, table), "A")
    assert [(c.cut.name, c.decides) for c in reasons.conditions] == [
        ("combined", True),
        ("deprivation", False),
        ("infrastructure", False),
    ]
    assert "A is doubly disadvantaged" in reasons.explain()
