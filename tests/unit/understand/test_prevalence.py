"""Gaps between groups: with others, with a whole that holds the group, and what stands out."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from commonweal.errors import InputError, UnknownIndicator
from commonweal.stats import proportion
from commonweal.stats.gaps import gap_of_estimates
from commonweal.understand.layout import SAME
from commonweal.understand.prevalence import NO_REST, prevalence
from commonweal.understand.spec import PrevalenceSpec
from tests.unit.understand.tables import NAN, codes, grouping, measure, table

COUNTS = {"ill": ([40, 50, 10, 20, 30, 30], [100, 100, 100, 100, 200, 200])}
GROUPS = ["a", "a", "b", "b", "c", "c"]


def held(**changes: object):
    return table([150] * 6, [measure("ill", **changes)], {}, COUNTS)


def row(frame: pl.DataFrame, **where: str) -> dict[str, object]:
    found = frame.filter(*(pl.col(name) == value for name, value in where.items()))
    assert found.height == 1
    return found.row(0, named=True)


def test_a_gap_with_another_group_is_that_of_the_two_estimates() -> None:
    found = prevalence(PrevalenceSpec(), held(), grouping(GROUPS))
    gap = gap_of_estimates(proportion(90, 200), proportion(30, 200))
    told = row(found.table, group="a", against="b")
    assert told["value"] == pytest.approx(0.45)
    assert told["against_value"] == pytest.approx(0.15)
    assert told["gap_lower"] == pytest.approx(gap.difference_lower[0])
    assert told["ratio_upper"] == pytest.approx(gap.ratio_upper[0])
    assert told["direction"] == "worse"
    assert told["stands_out"]


def test_a_gap_with_the_whole_is_that_with_the_rest_scaled() -> None:
    found = prevalence(PrevalenceSpec(), held(), grouping(GROUPS))
    told = row(found.table, group="a", against="England")
    rest = gap_of_estimates(proportion(90, 200), proportion(90, 600))
    assert told["against_value"] == pytest.approx(180 / 800)
    assert told["gap"] == pytest.approx(0.45 - 180 / 800)
    assert told["gap_lower"] == pytest.approx(0.75 * rest.difference_lower[0])
    assert told["ratio"] == pytest.approx(2.0)
    ratio = rest.ratio_lower[0]
    assert told["ratio_lower"] == pytest.approx(ratio / (0.25 * ratio + 0.75))
    assert told["p_value"] == pytest.approx(rest.p_value[0])


def test_areas_in_no_group_count_in_the_whole() -> None:
    found = prevalence(PrevalenceSpec(), held(), grouping(["a", "a", "b", "b", None, None]))
    assert row(found.table, group="a", against="England")["against_value"] == pytest.approx(0.225)


def test_a_group_that_is_the_whole_has_nothing_to_be_held_against() -> None:
    found = prevalence(PrevalenceSpec(), held(), grouping(["a"] * 6))
    told = row(found.table, group="a", against="England")
    assert told["gap"] is None
    assert told["p_value"] is None
    assert told["gap_method"] == NO_REST
    assert told["direction"] == "not known"
    assert not told["stands_out"]


def test_polarity_decides_what_is_worse() -> None:
    for polarity, direction, sign in (
        ("higher_is_worse", "worse", 1),
        ("higher_is_better", "better", -1),
        ("neutral", "more", 1),
    ):
        found = prevalence(PrevalenceSpec(), held(polarity=polarity), grouping(GROUPS))
        told = row(found.table, group="a", against="England")
        assert told["direction"] == direction
        assert np.sign(told["standardised"]) == sign
        less = row(found.table, group="b", against="England")["standardised"]
        assert less > 0 if polarity == "neutral" else np.sign(less) == -sign


def test_split_by_parts_compares_within_each_and_with_the_whole_part() -> None:
    parts = pl.DataFrame(
        {"area_code": codes(6), "split": ["north", "south", "north", "south", "north", "south"]}
    )
    spec = PrevalenceSpec(split="region")
    found = prevalence(spec, held(), grouping(GROUPS), parts)
    same = row(found.table, split="north", group="a", against=SAME["region"])
    assert same["value"] == pytest.approx(0.40)
    assert same["against_value"] == pytest.approx(80 / 400)
    assert row(found.table, split="south", group="a", against="b")["against_value"] == 0.2
    england = row(found.table, split="south", group="a", against="England")
    assert england["against_value"] == pytest.approx(0.225)
    assert found.levels.height == 1 + 2 * 4


def test_areas_whose_part_is_not_known_count_in_the_whole_only() -> None:
    parts = pl.DataFrame({"area_code": codes(4), "split": ["north"] * 4})
    found = prevalence(PrevalenceSpec(split="region"), held(), grouping(GROUPS), parts)
    assert set(found.table["split"]) == {"north"}
    assert set(found.table["group"]) == {"a", "b"}
    assert row(found.table, group="a", against="England")["against_value"] == pytest.approx(0.225)


def test_only_what_was_asked_is_compared() -> None:
    spec = PrevalenceSpec(against=("England",), measures=("ill",))
    found = prevalence(spec, held(), grouping(GROUPS))
    assert set(found.table["against"]) == {"England"}
    with pytest.raises(InputError, match="one of England, a, b, c, got Wales"):
        prevalence(PrevalenceSpec(against=("Wales",)), held(), grouping(GROUPS))
    with pytest.raises(UnknownIndicator, match=r"no measure 'ills' here\. Did you mean ill"):
        prevalence(PrevalenceSpec(measures=("ills",)), held(), grouping(GROUPS))


def test_groups_of_other_areas_are_refused_with_every_code() -> None:
    strange = pl.DataFrame({"area_code": ["E01999998", "E01999999"], "group": ["a", "a"]})
    with pytest.raises(InputError) as refused:
        prevalence(PrevalenceSpec(), held(), grouping(["a"], table=strange))
    assert "expected a code of lsoa21, got E01999998" in str(refused.value)
    assert "E01999999" in str(refused.value)


def test_a_group_of_one_area_is_flagged_and_its_mean_has_no_gap() -> None:
    groups = grouping(["a", "b", "b", "b", "b", "b"])
    assert "one area" in groups.notes["a"]
    mean = table([150] * 6, [measure("life", "mean")], {"life": [70, 71, 72, 73, 74, 75]})
    told = row(prevalence(PrevalenceSpec(), mean, groups).table, group="a", against="b")
    assert told["value"] == 70
    assert told["lower"] is None
    assert told["p_value"] is None
    shares = prevalence(PrevalenceSpec(), held(), groups)
    assert row(shares.table, group="a", against="b")["p_value"] is not None


def test_nothing_known_is_null_and_never_nan() -> None:
    none = table([150] * 6, [measure("life", "mean")], {"life": [NAN] * 6})
    found = prevalence(PrevalenceSpec(), none, grouping(GROUPS))
    floats = found.table.select(pl.col(pl.Float64))
    assert not floats.select(pl.any_horizontal(pl.all().is_nan().any())).item()
    assert found.table["gap"].null_count() == found.table.height
    assert not found.table["stands_out"].any()


def test_a_false_discovery_share_holds_over_all_comparisons() -> None:
    rng = np.random.default_rng(4)
    names = [f"m{place}" for place in range(200)]
    values = {name: list(rng.normal(size=60)) for name in names}
    null = table([100] * 60, [measure(name, "mean") for name in names], values)
    found = prevalence(PrevalenceSpec(), null, grouping(["a"] * 30 + ["b"] * 30))
    # With no difference anywhere, even one discovery has a chance of 5% only.
    assert found.table["stands_out"].sum() == 0
    assert (found.table["p_value"] < 0.05).sum() > 0
    assert "0 gaps stand out" in found.explain()


def test_gaps_are_ranked_and_measures_can_be_taken_out() -> None:
    both = table(
        [150] * 6,
        [measure("ill"), measure("life", "mean")],
        {"life": [70, 71, 70, 71, 70, 71]},
        COUNTS,
    )
    found = prevalence(PrevalenceSpec(), both, grouping(GROUPS))
    assert found.gaps()["measure"].to_list() == ["ill", "life"]
    assert found.gaps()["rank"].to_list() == [1, 2]
    assert found.gaps(against="b", split="England").height == 2
    less = found.without(["ill"])
    assert set(less.table["measure"]) == set(less.levels["measure"]) == {"life"}
    assert [item.id for item in less.measures] == ["life"]


def test_no_measures_give_an_empty_table_of_the_same_shape() -> None:
    none = held().select([])
    found = prevalence(PrevalenceSpec(), none, grouping(GROUPS))
    full = prevalence(PrevalenceSpec(), held(), grouping(GROUPS))
    assert found.table.height == 0
    assert found.table.schema == full.table.schema
