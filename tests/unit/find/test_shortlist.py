from __future__ import annotations

import polars as pl
import pytest

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.find import ShortlistSpec, make_shortlist, shortlist_spec, standing

PLACES = pl.DataFrame(
    {
        "area_code": ["A", "B", "C", "D"],
        "deprivation": [40.0, 30.0, 20.0, 10.0],
        "infrastructure": [1.0, 4.0, 3.0, 2.0],
        "share": [0.1, 0.4, 0.0, 0.4],
        "group_code": ["X", "X", "X", "Y"],
    }
)


def order(spec: ShortlistSpec, places: pl.DataFrame = PLACES) -> list[str]:
    taken = make_shortlist(spec, places).table.filter(pl.col("place").is_not_null())
    return taken.sort("place")["area_code"].to_list()


def test_average_of_ranks_with_ties_by_deprivation() -> None:
    assert order(ShortlistSpec()) == ["B", "A", "C", "D"]


def test_milder_of_the_two() -> None:
    assert order(ShortlistSpec("milder of the two")) == ["B", "C", "A", "D"]


def test_worse_of_the_two() -> None:
    assert order(ShortlistSpec("worse of the two")) == ["A", "B", "C", "D"]


def test_share_of_people() -> None:
    assert order(ShortlistSpec("share of people")) == ["B", "D", "A", "C"]


def test_a_cap_passes_to_the_next_district() -> None:
    assert order(ShortlistSpec(cap=1)) == ["B", "D"]
    table = make_shortlist(ShortlistSpec(cap=1), PLACES).table
    assert table.filter("over_cap")["area_code"].to_list() == ["A", "C"]
    assert table["place_without_cap"].to_list() == [1, 2, 3, 4]


def test_an_unknown_measure_has_no_place() -> None:
    places = PLACES.with_columns(deprivation=pl.Series([None, 30.0, 20.0, 10.0]))
    assert order(ShortlistSpec(), places) == ["B", "C", "D"]
    assert "3 neighbourhoods in order" in make_shortlist(ShortlistSpec(), places).explain()


def test_standing() -> None:
    result = make_shortlist(ShortlistSpec(), PLACES)
    found = standing(result, ["A", "D", "elsewhere"], [1, 2, 4])
    assert found.rows() == [(1, 0, 3), (2, 1, 3), (4, 2, 3)]


def test_a_cap_needs_districts() -> None:
    with pytest.raises(InputError, match="district of every neighbourhood"):
        make_shortlist(ShortlistSpec(cap=1), PLACES.drop("group_code"))
    gap = PLACES.with_columns(group_code=pl.Series(["X", None, "X", "Y"]))
    with pytest.raises(InputError, match="1 without one"):
        make_shortlist(ShortlistSpec(cap=1), gap)


def test_without_a_cap_districts_are_not_needed() -> None:
    assert order(ShortlistSpec(), PLACES.drop("group_code", "share")) == ["B", "A", "C", "D"]


def test_nobody_has_both_measures() -> None:
    with pytest.raises(MethodNotApplicable):
        make_shortlist(ShortlistSpec(), PLACES.with_columns(deprivation=pl.lit(None, pl.Float64)))


def test_explain_tells_of_the_cap() -> None:
    said = make_shortlist(ShortlistSpec(cap=1), PLACES).explain()
    assert said == (
        "4 neighbourhoods in order by average of ranks. No more than 1 are taken in a district: "
        "2 give way."
    )


def test_a_written_order() -> None:
    spec = shortlist_spec('combining = "milder of the two"\ncap = 3\ndeprivation = "imd"')
    assert spec == ShortlistSpec("milder of the two", 3, deprivation="imd")


def test_problems_of_a_written_order() -> None:
    with pytest.raises(InputError) as caught:
        shortlist_spec('combining = "best"\ncap = 0\nshare = ""', "s.toml")
    told = str(caught.value)
    assert "line 1, combining: expected 'average of ranks' or" in told
    assert "line 2, cap: expected a cap of 1 or more, or none, got 0" in told
    assert "line 3, share: expected the name of a column, got nothing" in told
