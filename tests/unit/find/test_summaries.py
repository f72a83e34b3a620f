from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.find import MEASURES, SummarySpec, summarise, summary_spec
from commonweal.find.summaries import extent_weights

EXACT = SummarySpec(precision="double")


def areas(**columns: list[float | None]) -> pl.DataFrame:
    size = len(columns["rank"])
    base = {"area_code": [f"A{i}" for i in range(size)], "score": [1.0] * size}
    return pl.DataFrame(base | {"people": [100.0] * size} | columns)


def in_one(table: pl.DataFrame) -> pl.DataFrame:
    return table.select("area_code", group_code=pl.lit("G"))


def row(table: pl.DataFrame, **more: object) -> dict[str, float]:
    result = summarise(table, in_one(table), EXACT, **more)  # type: ignore[arg-type]
    return result.table.row(0, named=True)


def test_ten_equal_areas() -> None:
    found = row(areas(rank=[float(r) for r in range(1, 11)]))
    assert found["areas"] == 10
    assert found["people"] == 1000
    assert found["average_rank"] == pytest.approx(5.5)
    assert found["average_score"] == pytest.approx(1)
    assert found["proportion"] == pytest.approx(0.1)
    assert found["local_concentration"] == pytest.approx(10)
    assert found["extent"] == pytest.approx((1 + (0.95 - 0.9 / 19 * 9) + 0.05) / 10)
    assert found["rank_of_average_rank"] == 1


def test_local_concentration_splits_the_last_area() -> None:
    found = row(areas(rank=[1.0, 2.0], people=[5.0, 95.0]))
    assert found["local_concentration"] == pytest.approx((5 * 2 + 5 * 1) / 10)


def test_equal_ranks_share_their_mean() -> None:
    assert row(areas(rank=[1.0, 1.0, 3.0]))["average_rank"] == pytest.approx(2)
    lowest = SummarySpec(ties="lowest", precision="double")
    table = areas(rank=[1.0, 1.0, 3.0])
    assert summarise(table, in_one(table), lowest).table["average_rank"][0] == pytest.approx(7 / 3)


@pytest.mark.parametrize(
    ("percentile", "weight"), [(1, 1), (10, 1), (11, 0.95), (20, 0.95 - 0.9 / 19 * 9), (30, 0.05)]
)
def test_extent_weights(percentile: int, weight: float) -> None:
    found = extent_weights(np.array([float(percentile)]), 100, SummarySpec())
    assert found[0] == pytest.approx(weight)


def test_extent_ends_after_the_last_percentile() -> None:
    assert extent_weights(np.array([31.0, 100.0]), 100, SummarySpec()).tolist() == [0, 0]
    assert extent_weights(np.array([30.5]), 100, SummarySpec()).tolist() == [0]


def test_groups_do_not_mix() -> None:
    table = areas(rank=[1.0, 2.0, 3.0, 4.0], score=[4.0, 3.0, 2.0, 1.0])
    members = pl.DataFrame({"area_code": ["A0", "A1", "A2", "A3"], "group_code": list("YXYX")})
    result = summarise(table, members, EXACT).table
    assert result["area_code"].to_list() == ["X", "Y"]
    assert result["average_rank"].to_list() == [2, 3]
    assert result["average_score"].to_list() == [2, 3]
    assert result["rank_of_average_score"].to_list() == [2, 1]
    assert result["local_concentration"].to_list() == pytest.approx([3, 4])


def test_an_area_without_a_rank_is_left_out_and_told() -> None:
    found = row(areas(rank=[1.0, None, 2.0]))
    assert found["average_rank"] == pytest.approx(1.5)
    assert found["people"] == 300
    assert found["people_known_share"] == pytest.approx(2 / 3)


def test_a_missing_score_makes_the_average_unknown() -> None:
    found = row(areas(rank=[1.0, 2.0], score=[None, 1.0]))
    assert found["average_score"] is None
    assert found["average_rank"] == pytest.approx(1.5)


def test_a_group_of_which_nothing_is_known() -> None:
    table = areas(rank=[1.0, None])
    members = pl.DataFrame({"area_code": ["A0", "A1"], "group_code": ["K", "U"]})
    unknown = summarise(table, members, EXACT).table.row(1, named=True)
    assert all(unknown[measure] is None for measure in MEASURES)
    assert unknown["rank_of_average_rank"] is None


def test_one_area_is_its_own_summary() -> None:
    found = row(areas(rank=[1.0]))
    assert found["average_rank"] == found["local_concentration"] == 1


def test_a_part_of_the_country_needs_the_number_ranked() -> None:
    found = row(areas(rank=[500.0, 1000.0]), ranked_among=32_844)
    assert found["average_rank"] == pytest.approx(32_845 - 750)
    with pytest.raises(InputError, match="ranks from 1 to 600"):
        row(areas(rank=[500.0, 1000.0]), ranked_among=600)


def test_nobody_has_a_rank() -> None:
    with pytest.raises(MethodNotApplicable, match="No area has a rank"):
        row(areas(rank=[None, None]))


def test_an_area_belongs_to_one_group() -> None:
    table = areas(rank=[1.0])
    twice = pl.DataFrame({"area_code": ["A0", "A0"], "group_code": ["X", "Y"]})
    with pytest.raises(InputError, match="over 1"):
        summarise(table, twice)


def test_explain_tells_every_measure() -> None:
    table = areas(rank=[1.0, 2.0])
    said = summarise(table, in_one(table)).explain()
    for words in ("Average rank", "Proportion", "most deprived 10%", "Extent", "concentration"):
        assert words in said


def test_written_measures() -> None:
    spec = summary_spec('worst_share = 0.2\nextent_full_percentile = 20\nprecision = "double"')
    assert spec == SummarySpec(worst_share=0.2, extent_full_percentile=20, precision="double")


def test_problems_of_written_measures() -> None:
    text = 'worst_share = 2\nextent_last_percentile = 5\nties = "odd"\nprecision = 1\nx = 1'
    with pytest.raises(InputError) as caught:
        summary_spec(text, "s.toml")
    told = str(caught.value)
    for expected in (
        "line 1, worst_share: expected a share above 0",
        "extent_full_percentile: expected two percentiles",
        "line 3, ties: expected 'mean' or 'lowest'",
        "line 4, precision: expected text in quotes",
        "line 5, x: expected one of the fields",
    ):
        assert expected in told


def test_a_taper_is_of_weights() -> None:
    with pytest.raises(InputError, match="two weights between 0 and 1"):
        SummarySpec(extent_taper=(2, 0))
