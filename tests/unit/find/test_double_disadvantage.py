from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.find import (
    TYPOLOGY,
    Condition,
    DoubleDisadvantageSpec,
    bivariate_class,
    double_disadvantage_spec,
    find_double_disadvantage,
)

HALF = DoubleDisadvantageSpec(
    Condition("d", "Deprivation", 0.5), Condition("i", "Infrastructure", 0.5)
)
COMBINED = DoubleDisadvantageSpec(
    Condition("d", "Deprivation", 0.5),
    Condition("i", "Infrastructure", 0.5),
    rule="combined score",
    combined_cut=0.25,
)


def frame(d: list[float | None], i: list[float | None], **more: list[object]) -> pl.DataFrame:
    codes = [f"A{n}" for n in range(len(d))]
    return pl.DataFrame({"area_code": codes, "d": d, "i": i, **more}, strict=False)


def test_four_types() -> None:
    result = find_double_disadvantage(HALF, frame([1, 2, 3, 4], [1, 3, 2, 4]))
    assert result.table["typology"].to_list() == list(TYPOLOGY)


def test_the_table_begins_with_code_name_and_typology() -> None:
    table = frame([1, 2], [1, 2], area_name=["x", "y"], people=[10, 20])
    result = find_double_disadvantage(HALF, table)
    assert result.table.columns[:3] == ["area_code", "area_name", "typology"]
    assert result.table.columns[-1] == "people"


@pytest.mark.parametrize(("cut", "inside"), [(0.1, 1), (0.19, 1), (0.2, 2), (0.29, 2), (0.3, 3)])
def test_the_cut_is_the_floor(cut: float, inside: int) -> None:
    ranks = [float(n) for n in range(1, 11)]
    spec = DoubleDisadvantageSpec(Condition("d", "D", cut), Condition("i", "I", cut))
    assert find_double_disadvantage(spec, frame(ranks, ranks)).summary["areas"][0] == inside


def test_ties_at_the_cut_are_all_in() -> None:
    scores = [9.0, 8.0, 8.0, 1.0]
    ranks = [1.0, 2.0, 3.0, 4.0]
    spec = DoubleDisadvantageSpec(
        Condition("d", "D", 0.5, holds="scores, higher is worse"), Condition("i", "I", 0.75)
    )
    result = find_double_disadvantage(spec, frame(scores, ranks))
    assert result.table["deprivation_rank"].to_list() == [1, 2, 2, 4]
    assert result.summary["areas"][0] == 3


def test_scores_may_be_worse_when_lower() -> None:
    spec = DoubleDisadvantageSpec(
        Condition("d", "D", 0.5, holds="scores, lower is worse"), Condition("i", "I", 0.5)
    )
    result = find_double_disadvantage(spec, frame([1, 2], [1, 2]))
    assert result.table["deprivation_rank"].to_list() == [1, 2]


def test_a_missing_measure_is_unknown_with_its_reason() -> None:
    result = find_double_disadvantage(HALF, frame([1, None, 2, None], [1, 2, None, None]))
    assert result.table["typology"].to_list() == ["doubly disadvantaged", None, None, None]
    assert result.table["unknown_because"].to_list() == [
        None,
        "no Deprivation",
        "no Infrastructure",
        "no Deprivation, no Infrastructure",
    ]
    assert result.summary["areas"].to_list() == [1, 0, 0, 0, 3]
    assert "Of 3 areas we do not know" in result.explain()


def test_the_summary_has_every_type_and_the_people() -> None:
    result = find_double_disadvantage(HALF, frame([1, 2], [1, 2], people=[10, 20]))
    assert result.summary["typology"].to_list() == [*TYPOLOGY, None]
    assert result.summary["people"].to_list() == [10, 0, 0, 20, 0]


def test_explain_says_how_many_people_and_which_rule() -> None:
    result = find_double_disadvantage(HALF, frame([1, 2], [1, 2], people=[10, 20]))
    assert result.explain() == (
        "1 of 2 areas (LSOA 2021) are doubly disadvantaged. 10 people live there. They are in both "
        "the worst 50% of areas by Deprivation (ranks 1 to 1 of 2) and the worst 50% of areas "
        "by Infrastructure (ranks 1 to 1 of 2)."
    )


def test_ranks_of_a_part_need_the_number_ranked() -> None:
    part = frame([5, 900], [7, 800])
    with pytest.raises(InputError, match="ranked_among"):
        find_double_disadvantage(HALF, part)
    spec = DoubleDisadvantageSpec(
        Condition("d", "D", ranked_among=1000), Condition("i", "I", ranked_among=1000)
    )
    assert find_double_disadvantage(spec, part).summary["areas"].to_list() == [1, 0, 0, 1, 0]


def test_a_rank_of_zero_is_refused() -> None:
    with pytest.raises(InputError, match="ranks from 1 to 2"):
        find_double_disadvantage(HALF, frame([0, 1], [1, 2]))


def test_a_measure_that_nobody_has() -> None:
    with pytest.raises(MethodNotApplicable, match="Infrastructure is not known for any area"):
        find_double_disadvantage(HALF, frame([1, 2], [None, None]))


def test_bad_tables_are_told_whole() -> None:
    table = pl.DataFrame({"area_code": ["A", "A"], "d": ["x", "y"], "people": ["1", "2"]})
    with pytest.raises(InputError) as caught:
        find_double_disadvantage(HALF, table)
    assert [problem.column for problem in caught.value.problems] == [
        "d",
        "i",
        "people",
        "area_code",
    ]


def test_combined_score_takes_the_worst_on_both_together() -> None:
    result = find_double_disadvantage(COMBINED, frame([1, 2, 3, 4], [3, 1, 4, 2]))
    assert result.table["combined_rank"].to_list() == [2, 1, 4, 3]
    assert result.table["typology"].to_list() == [
        "deprived only",
        "doubly disadvantaged",
        "neither",
        "infrastructure-poor only",
    ]
    assert [cut.name for cut in result.cuts] == ["combined", "deprivation", "infrastructure"]
    assert "combined" in result.explain()


def test_combined_score_weights_deprivation() -> None:
    spec = DoubleDisadvantageSpec(
        Condition("d", "D", 0.5),
        Condition("i", "I", 0.5),
        rule="combined score",
        deprivation_weight=0.9,
    )
    result = find_double_disadvantage(spec, frame([1, 2, 3], [3, 2, 1]))
    assert result.table["combined_rank"].to_list() == [1, 2, 3]


def test_inside_both_cuts_but_not_chosen_keeps_the_worse_one() -> None:
    spec = DoubleDisadvantageSpec(
        Condition("d", "D", 0.9), Condition("i", "I", 0.9), rule="combined score", combined_cut=0.4
    )
    result = find_double_disadvantage(spec, frame([1, 2, 3, 4, 5], [1, 2, 4, 3, 5]))
    assert result.table["typology"].to_list() == [
        "doubly disadvantaged",
        "doubly disadvantaged",
        "deprived only",
        "infrastructure-poor only",
        "neither",
    ]


def test_columns_that_give_ranks_away() -> None:
    result = find_double_disadvantage(COMBINED, frame([1, 2, 3, 4], [3, 1, 4, 2]))
    assert result.columns_of("infrastructure") == ("infrastructure_rank", "combined_rank")
    assert result.columns_of("deprivation") == ("deprivation_rank", "combined_rank")


def test_three_by_three() -> None:
    ranks = np.array([1.0, 3, 4, 6, 7, 9, np.nan])
    other = np.array([9.0, 7, 6, 4, 3, 1, 2])
    classes = bivariate_class(ranks, other, (9, 9))
    assert classes["bivariate"].to_list() == ["3-1", "3-1", "2-2", "2-2", "1-3", "1-3", None]
    assert classes["infrastructure_class"].to_list()[-1] is None


def test_a_written_rule_is_read() -> None:
    spec = double_disadvantage_spec(
        """
        rule = "combined score"
        geography = "ward 2017"
        cut = 0.2
        [deprivation]
        column = "d"
        label = "IMD"
        cut = 0.1
        [infrastructure]
        column = "i"
        holds = "scores, higher is worse"
        ranked_among = 7433
        """
    )
    assert spec == DoubleDisadvantageSpec(
        Condition("d", "IMD", 0.1),
        Condition("i", "i", 0.2, "scores, higher is worse", 7433),
        rule="combined score",
        geography="ward 2017",
        combined_cut=0.2,
    )


def test_every_problem_of_a_written_rule_is_told_with_its_line() -> None:
    text = """\
rule = "either"
cut = 10
[deprivation]
column = "d"
ranked_among = 0
[infrastructure]
column = "d"
colour = "red"
holds = "values"
"""
    with pytest.raises(InputError) as caught:
        double_disadvantage_spec(text, "rule.toml")
    told = str(caught.value)
    for expected in (
        "rule.toml, line 1, rule: expected 'intersection' or 'combined score', got 'either'",
        "line 3, deprivation.cut: expected a share above 0 and at most 1, such as 0.1, got 10",
        "line 5, deprivation.ranked_among: expected a number of areas above 0, got 0",
        "line 7, infrastructure.column: expected two different columns, got 'd' twice",
        "line 8, infrastructure.colour: expected one of the fields",
        "line 9, infrastructure.holds: expected 'ranks' or",
    ):
        assert expected in told
