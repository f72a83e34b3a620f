"""The page of change over time, and the steps on the page of an area."""

from __future__ import annotations

import re

import polars as pl
import pytest
from django.test import Client

from commonweal.errors import InputError
from commonweal.find.change import ChangeRequest, find_change, find_typology_change, moves
from commonweal.web.data import Held, held
from commonweal.web.data.geography import levels
from commonweal.web.data.sankey import HEIGHT, WIDTH, sankey, shades, step_path


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.content[:2000]
    return answer.content.decode()


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split()).replace("&#39;", "'")


def test_the_finding_stands_first_with_its_caution(client: Client, country: Held) -> None:
    found = find_change(ChangeRequest(), country.atlas).result
    said = words(text_of(client, "/change"))
    assert f"{found.stayed[0]} of the {found.worst_before} neighbourhoods in the most" in said
    assert "own indicators and methods" in said
    assert "This country is invented" in said


def test_the_table_is_the_transition_table(client: Client, country: Held) -> None:
    found = find_change(ChangeRequest(start="2019", end="2025"), country.atlas).result
    text = text_of(client, "/change?from=2019&to=2025")
    rows = re.findall(r'<td class="cw-number cw-heat-\d">([\d,]+)</td>', text)
    assert [int(cell.replace(",", "")) for cell in rows] == found.transitions["areas"].to_list()


def test_people_can_be_counted_instead(client: Client, country: Held) -> None:
    found = find_change(ChangeRequest(), country.atlas).result
    text = text_of(client, "/change?count=people")
    rows = re.findall(r'<td class="cw-number cw-heat-\d">([\d,]+)</td>', text)
    assert [int(cell.replace(",", "")) for cell in rows] == found.transitions["people"].to_list()


def test_one_place_alone(client: Client, country: Held) -> None:
    district = country.atlas.areas(levels(country).district).row(0, named=True)
    said = words(text_of(client, f"/change?within={district['area_code']}"))
    request = ChangeRequest(within=district["area_code"])
    found = find_change(request, country.atlas).result
    assert f"of the {found.worst_before} neighbourhoods" in said
    assert f"in {district['area_name']}" in said


def test_one_edition_shows_no_change_and_no_drawing(client: Client) -> None:
    text = text_of(client, "/change?from=2025&to=2025")
    assert "no change can be shown" in text
    assert "cw-flow__drawing" not in text


def test_types_move_while_social_infrastructure_is_held_fixed(
    client: Client, country: Held
) -> None:
    said = words(text_of(client, "/change"))
    assert find_typology_change(country.atlas).explain() in said
    assert "Community Needs Index 2023 throughout" in said


def test_without_social_infrastructure_there_are_no_types(alone: Client) -> None:
    said = words(text_of(alone, "/change"))
    assert "Social infrastructure is not held" in said
    assert "still are in 2025" in said


def test_types_are_shown_where_ranks_may_not_leave(closed: Client) -> None:
    assert "Community Needs Index 2023 throughout" in words(text_of(closed, "/change"))


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("from=1066&to=2077", ["'1066'", "'2077'", "one of 2015, 2019, 2025"]),
        ("from=2025&to=2019", ["an edition not before 2025"]),
        ("count=sheep", ["'sheep'", "areas, people"]),
        ("within=E99999999", ["E99999999", "the code of a region"]),
    ],
)
def test_an_address_that_asks_for_something_else_is_told_what_there_is(
    client: Client, query: str, told: list[str]
) -> None:
    said = words(text_of(client, f"/change?{query}", 422))
    for part in told:
        assert part in said


def test_an_area_page_shows_every_edition(client: Client, country: Held) -> None:
    table = find_change(ChangeRequest(), country.atlas).result.table
    row = table.filter(pl.col("approximate_2019")).row(0, named=True)
    said = words(text_of(client, f"/areas/{row['area_code']}"))
    assert "How it stood over time" in said
    assert "(boundary changed since, so worked out)" in said
    for period in ("2015", "2019", "2025"):
        assert f"{row[f'rank_{period}']:,}" in said
    assert f"at {row['editions_in_worst'] or 'none'} of 3 editions, 2015 to 2025" in said


def test_a_larger_place_leads_to_its_change(client: Client) -> None:
    code = held().atlas.areas(levels(held()).district)["area_code"][0]
    assert f"/change?within={code}" in text_of(client, f"/areas/{code}")


# Drawings


def flows(*rows: tuple[str, str, str, str, int]) -> pl.DataFrame:
    names = ["from_edition", "to_edition", "before", "after", "areas"]
    return pl.DataFrame(rows, schema=names, orient="row")


def test_bars_and_ribbons_are_as_tall_as_what_they_stand_for() -> None:
    given = flows(("1", "2", "a", "a", 3), ("1", "2", "a", "b", 1), ("1", "2", "b", "b", 4))
    made = sankey(given, ["1", "2"], ["a", "b"], "areas")
    room = HEIGHT - 8
    assert [node.height for node in made.nodes] == [room / 2, room / 2, room * 3 / 8, room * 5 / 8]
    assert [node.x for node in made.nodes] == [0, 0, WIDTH - 16, WIDTH - 16]
    assert len(made.ribbons) == 3
    assert max(node.y + node.height for node in made.nodes) == HEIGHT


def test_a_flow_of_nothing_draws_no_ribbon() -> None:
    made = sankey(flows(("1", "2", "a", "b", 0)), ["1", "2"], ["a", "b"], "areas")
    assert made.ribbons == []
    assert {node.height for node in made.nodes} == {0}


def test_groups_are_told_apart_by_shade() -> None:
    for number in range(1, 6):
        assert len(set(shades(number))) == number
        assert shades(number)[0] == 0


def test_steps_rise_to_the_worst_tenth_and_break_where_nothing_is_known() -> None:
    assert step_path([10, 1], 100, 100) == "M0.0 95.0H50.0V5.0H100.0"
    assert step_path([1, None, 1], 90, 100) == "M0.0 5.0H30.0M60.0 5.0H90.0"
    assert step_path([]) == ""
    assert step_path([None]) == ""


def test_moves_of_an_empty_table_are_all_zero() -> None:
    empty = pl.DataFrame(schema={"people": pl.Int64, "a": pl.Int64, "b": pl.Int64})
    assert moves(empty, "a", "b", ["x", "y"])["areas"].to_list() == [0] * 4


def test_what_is_wrong_is_a_mistake_of_the_reader(client: Client) -> None:
    from commonweal.web.data.change import read_change
    from commonweal.web.data.choice import default_choice
    from commonweal.web.data.finding import finding
    from commonweal.web.data.measures import options

    kept = held()
    found = finding(kept, default_choice(options(kept)))
    with pytest.raises(InputError) as caught:
        read_change({"from": "1", "to": "2", "count": "x", "within": "y"}, kept, found)
    assert len(caught.value.problems) == 4
