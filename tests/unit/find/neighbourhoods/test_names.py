"""Names come from the places inside, each once."""

from __future__ import annotations

import pytest

from commonweal.find.neighbourhoods.names import SECOND, Named, names_of

HERE = (0.0, 0.0)


def test_the_place_with_most_people_gives_the_name() -> None:
    assert names_of([Named({"Hartsholme": 100, "Birchwood West": 4000})]) == ["Birchwood West"]


@pytest.mark.parametrize(("second", "both"), [(2999, False), (3000, True), (3001, True)])
def test_a_second_place_is_named_from_three_in_ten_people_on(second: int, both: bool) -> None:
    assert SECOND == 0.3
    places = {"Birchwood West": 10000 - second, "Hartsholme": second}
    expected = "Birchwood West and Hartsholme" if both else "Birchwood West"
    assert names_of([Named(places)]) == [expected]


def test_of_places_with_equally_many_people_the_first_of_the_alphabet_leads() -> None:
    assert names_of([Named({"B": 1, "A": 1})]) == ["A and B"]


def test_the_same_name_in_two_districts_is_told_apart_by_them() -> None:
    names = names_of([Named({"Park": 1}, "Leeds"), Named({"Park": 1}, "Hull"), Named({"Mill": 1})])
    assert names == ["Park (Leeds)", "Park (Hull)", "Mill"]


def test_the_same_name_in_one_district_is_told_apart_by_where_they_lie() -> None:
    at = [(0.0, 900.0), (0.0, -900.0), (10.0, 0.0)]
    same = [Named({"Park": 1}, "Leeds", point) for point in at[:2]]
    assert names_of(same) == ["Park North", "Park South"]
    both = [*same, Named({"Park": 1}, "Hull", at[2])]
    assert names_of(both) == ["Park North (Leeds)", "Park South (Leeds)", "Park (Hull)"]


@pytest.mark.parametrize(
    ("east", "north", "word"),
    [(1, 0, "East"), (1, 1, "North East"), (-1, 1, "North West"), (-1, 0, "West")],
)
def test_the_points_of_the_compass(east: float, north: float, word: str) -> None:
    same = [Named({"Park": 1}, "", (east, north)), Named({"Park": 1}, "", (-east, -north))]
    assert names_of(same)[0] == f"Park {word}"


def test_numbers_tell_apart_what_nothing_else_does() -> None:
    assert names_of([Named({"Park": 1})] * 3) == ["Park 1", "Park 2", "Park 3"]
    taken = [Named({"Park 1": 1}), Named({"Park": 1}), Named({"Park": 1})]
    assert names_of(taken) == ["Park 1", "Park 2", "Park 3"]


def test_the_name_of_another_is_not_taken() -> None:
    same = [Named({"Park": 1}, "", (0.0, 1.0)), Named({"Park": 1}, "", (0.0, -1.0))]
    names = names_of([*same, Named({"Park North": 1})])
    assert names[1:] == ["Park South", "Park North"]
    assert len(set(names)) == 3


def test_without_places_the_district_gives_the_name() -> None:
    assert names_of([Named({}, "Leeds"), Named({}, "", HERE)]) == ["Leeds", "Neighbourhood"]


def test_a_given_name_goes_before_the_places() -> None:
    assert names_of([Named({"Park": 1}, name="Our patch")]) == ["Our patch"]
