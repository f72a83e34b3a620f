"""Neighbourhoods from chosen areas: the rules one by one, and what cannot be done."""

from __future__ import annotations

import polars as pl
import pytest

from commonweal.errors import InputError, UnknownArea
from commonweal.find.neighbourhoods import (
    NeighbourhoodSpec,
    NeighbourhoodsResult,
    NeighbourhoodTables,
    gather_neighbourhoods,
    make_neighbourhoods,
    neighbourhood_id,
)
from tests.unit.find.neighbourhoods.grids import Square, code, sheet, squares

SPEC = NeighbourhoodSpec()


def groups(result: NeighbourhoodsResult) -> list[set[str]]:
    return [set(part["area_code"]) for part in result.members.partition_by("neighbourhood")]


def only(result: NeighbourhoodsResult) -> dict[str, object]:
    assert result.table.height == 1
    return result.table.row(0, named=True)


def test_a_single_area_is_filled_up_with_those_next_door() -> None:
    row = only(make_neighbourhoods(SPEC, sheet([(3, 3)])))
    assert (row["areas"], row["people"], row["chosen_people"]) == (4, 6400, 1600)
    assert row["chosen_share"] == 0.25
    assert row["fits"]


def test_the_fewest_people_who_were_not_chosen_are_added() -> None:
    people = {(2, 3): 3500, (3, 2): 1200, (3, 1): 2205, (4, 3): 3400}
    result = make_neighbourhoods(SPEC, sheet([(3, 3)], people=people))
    assert groups(result) == [{code((3, 3)), code((4, 3))}]
    assert result.people == 5000


def test_of_equal_choices_those_in_greatest_need_come_in() -> None:
    people = {(3, 3): 3400, **dict.fromkeys([(2, 3), (4, 3), (3, 2), (3, 4)], 1700)}
    need = {(2, 3): 1.0, (4, 3): 7.0, (3, 2): 3.0, (3, 4): 5.0}
    result = make_neighbourhoods(SPEC, sheet([(3, 3)], people=people, need=need))
    assert groups(result) == [{code((3, 3)), code((4, 3))}]


def test_small_pieces_are_joined_when_fewer_people_come_in_that_way() -> None:
    result = make_neighbourhoods(SPEC, sheet([(2, 3), (4, 3)]))
    assert len(groups(result)) == 1
    assert {code((2, 3)), code((3, 3)), code((4, 3))} <= groups(result)[0]
    assert result.people == 4 * 1600


def test_pieces_that_would_be_too_large_together_stay_apart() -> None:
    left, right = ([(x, y) for y in range(8)] for x in (0, 2))
    result = make_neighbourhoods(SPEC, sheet([*left, *right]))
    assert sorted(map(len, groups(result))) == [8, 8]
    assert result.chosen_share == 1


def test_a_piece_that_is_too_large_is_cut_into_even_parts() -> None:
    result = make_neighbourhoods(SPEC, sheet(squares(4, 5)))
    people = result.table["people"].sort().to_list()
    assert people == [16000, 16000] or sum(people) == 32000
    assert all(5000 <= each <= 15000 for each in people)
    assert result.pieces == 1
    assert max(people) - min(people) <= 2 * 1600
    assert result.chosen_share == 1


def test_a_corner_does_not_join() -> None:
    chosen = [(1, 1), (2, 2)]
    result = make_neighbourhoods(SPEC, sheet(chosen))
    assert result.pieces == 2
    assert all(part >= 5000 for part in result.table["people"])


def test_an_edge_of_a_few_metres_joins_only_where_nothing_else_does() -> None:
    """Two halves that meet along 3 metres: each has people enough, so they are not joined."""
    halves = [((0, 0), (1, 0), "edge", 500.0), ((1, 0), (2, 0), "edge", 3.0)]
    halves += [((2, 0), (3, 0), "edge", 500.0)]
    rich = sheet([(1, 0), (2, 0)], wide=4, high=1, people=3000, links=halves)
    assert len(groups(make_neighbourhoods(SPEC, rich))) == 2
    poor = sheet([(1, 0), (2, 0)], wide=4, high=1, people=1500, links=halves)
    row = only(make_neighbourhoods(SPEC, poor))
    assert (row["areas"], row["people"], row["fits"]) == (4, 6000, True)


def test_an_island_is_never_joined() -> None:
    links = [((0, 0), (1, 0), "edge", 500.0), ((1, 0), (2, 0), "island", 900.0)]
    tables = sheet([(2, 0)], wide=3, high=1, people=1500, links=links)
    result = make_neighbourhoods(SPEC, tables)
    row = only(result)
    assert (row["areas"], row["fits"]) == (1, False)
    assert "fewer than 5,000" in row["because"]  # type: ignore[operator]
    assert "nothing else adjoins it" in row["because"]  # type: ignore[operator]
    assert "0 have 5,000 to 15,000" in result.explain()


def test_a_land_with_too_few_people_says_how_many_there_are() -> None:
    row = only(make_neighbourhoods(SPEC, sheet([(0, 0)], wide=3, high=1, people=1500)))
    assert (row["areas"], row["fits"]) == (1, False)
    assert "with all that adjoins it there are only 4,500" in row["because"]  # type: ignore[operator]


def test_what_is_left_between_others_says_so() -> None:
    """A hub and its arms fill the maximum; one arm is left and nothing free adjoins it."""
    arms = [((0, 0), (n, 1), "edge", 500.0) for n in range(1, 8)]
    people = {(0, 0): 5000}
    links = [*arms]
    land = [(0, 0), *[(n, 1) for n in range(1, 8)]]
    water = [at for at in squares(8, 2) if at not in land]
    tables = sheet(land, wide=8, high=2, people=people, without=water, links=links)
    result = make_neighbourhoods(SPEC, tables)
    odd = result.table.filter(~pl.col("fits"))
    assert odd.height
    assert odd["because"].str.contains("in other neighbourhoods or too large").all()
    assert result.members.height == 8


def test_an_area_larger_than_the_maximum_stands_alone_and_says_so() -> None:
    result = make_neighbourhoods(SPEC, sheet([(3, 3)], people={(3, 3): 20000}))
    row = only(result)
    assert (row["areas"], row["people"], row["fits"]) == (1, 20000, False)
    assert "a single area alone" in row["because"]  # type: ignore[operator]


def test_small_chosen_areas_beside_one_that_is_too_large() -> None:
    """The large one cannot take them in; they are joined round it."""
    result = make_neighbourhoods(SPEC, sheet([(3, 3), (3, 4)], people={(3, 3): 14500}))
    assert sorted(result.table["people"]) == [6400, 14500]


def test_the_country_can_be_one_area() -> None:
    for people, fits in ((4000, False), (6000, True)):
        row = only(make_neighbourhoods(SPEC, sheet([(0, 0)], wide=1, high=1, people=people)))
        assert (row["areas"], row["fits"]) == (1, fits)


def test_what_is_left_over_is_shared_out_among_its_neighbours() -> None:
    """Everything is chosen, so nothing can be added: small rests go to those beside them."""
    result = make_neighbourhoods(SPEC, sheet(squares(7, 9), wide=7, high=9))
    assert result.table["fits"].all()
    assert result.chosen_share == 1
    assert result.members.height == 63


def test_districts_can_be_kept_apart() -> None:
    district = {at: "West" if at[0] < 4 else "East" for at in squares(8, 8)}
    tables = sheet([(3, 3), (4, 3)], district=district)
    assert len(groups(make_neighbourhoods(SPEC, tables))) == 1
    apart = make_neighbourhoods(NeighbourhoodSpec(one_district=True), tables)
    assert apart.table["district_name"].sort().to_list() == ["East", "West"]
    for part in groups(apart):
        assert len({int(each[1:3]) < 4 for each in part}) == 1


def test_far_areas_come_in_only_where_near_ones_are_not_enough() -> None:
    near = make_neighbourhoods(SPEC, sheet([(2, 3), (4, 3)], side=500))
    far = make_neighbourhoods(SPEC, sheet([(2, 3), (4, 3)], side=4000))
    assert (near.table.height, far.table.height) == (1, 2)
    assert far.table["fits"].all()


def test_the_same_areas_have_the_same_id_whoever_puts_them_together() -> None:
    result = make_neighbourhoods(SPEC, sheet([(3, 3)]))
    codes = result.members["area_code"].to_list()
    assert only(result)["neighbourhood"] == neighbourhood_id(reversed(codes), "lsoa21")
    assert neighbourhood_id(codes, "lsoa11") != neighbourhood_id(codes, "lsoa21")
    assert neighbourhood_id(codes[1:], "lsoa21") != neighbourhood_id(codes, "lsoa21")


def test_one_neighbourhood_alone() -> None:
    result = make_neighbourhoods(SPEC, sheet([(0, 0), (7, 7)]))
    assert result.table.height == 2
    wanted = result.table["neighbourhood"][1]
    one = result.one(f" {wanted.upper()} ")
    assert one.members["neighbourhood"].unique().to_list() == [wanted]
    assert one.people == result.table["people"][1]
    with pytest.raises(UnknownArea, match="no neighbourhood 'n0'"):
        result.one("n0")


def test_nothing_chosen_is_refused() -> None:
    with pytest.raises(InputError, match="at least one chosen area"):
        make_neighbourhoods(SPEC, sheet([]))


def test_areas_without_people_are_told() -> None:
    good = sheet([(0, 0)], wide=2, high=1)
    areas = good.areas.with_columns(people=pl.Series([None, 5], dtype=pl.Int64))
    with pytest.raises(InputError, match=r"people of every area.*A0000"):
        NeighbourhoodTables(areas, good.links)


def test_missing_columns_are_all_told() -> None:
    with pytest.raises(InputError) as error:
        NeighbourhoodTables(
            pl.DataFrame({"area_code": ["a"], "people": [1]}), pl.DataFrame({"rule": ["edge"]})
        )
    assert [problem.column for problem in error.value.problems] == [
        "chosen",
        "area_code",
        "neighbour_code",
        "metres",
    ]


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    chosen = [(0, 0), (2, 0), (5, 5), (6, 7), (3, 3), (3, 5)]
    tables = sheet(chosen)
    first = make_neighbourhoods(SPEC, tables)
    links = tables.links.sample(fraction=1, shuffle=True, seed=seed)
    turned = links.select(
        area_code="neighbour_code", neighbour_code="area_code", rule="rule", metres="metres"
    )
    mixed = NeighbourhoodTables(
        tables.areas.sample(fraction=1, shuffle=True, seed=seed), pl.concat([turned, links])
    )
    again = make_neighbourhoods(SPEC, mixed)
    assert again.table.equals(first.table)
    assert again.members.equals(first.members)


def gathered(groups: list[list[Square]], **more: object) -> NeighbourhoodsResult:
    rows = [(code(at), number) for number, part in enumerate(groups) for at in part]
    frame = pl.DataFrame(rows, schema={"area_code": pl.String, "group": pl.Int64}, orient="row")
    return gather_neighbourhoods(SPEC, sheet([], **more), frame)  # type: ignore[arg-type]


def test_given_neighbourhoods_are_taken_as_they_are() -> None:
    result = gathered(
        [[(0, 0), (0, 1), (0, 2), (0, 3)], [(4, 4)], [(6, 0), (6, 6), (7, 0), (7, 6)]]
    )
    told = dict(result.table.select("areas", "because").sort("areas", "because").rows())
    assert result.chosen_share == 1
    assert "fewer than 5,000" in told[1]
    assert sorted(result.table["because"])[0] == ""
    assert any("2 pieces that do not adjoin" in each for each in result.table["because"])


def test_given_neighbourhoods_must_not_share_areas_or_hold_unknown_ones() -> None:
    with pytest.raises(InputError) as error:
        gathered([[(0, 0), (0, 1)], [(0, 1), (9, 9)]])
    told = str(error.value)
    assert "each area in one neighbourhood" in told
    assert "A0001" in told
    assert "A0909" in told
    with pytest.raises(InputError, match="at least one neighbourhood"):
        gathered([])
