"""Rules and members as they are written down: what can be read, and what is told when it cannot."""

from __future__ import annotations

import io
import re
from pathlib import Path

import polars as pl
import pytest

from commonweal.decide.boards import (
    CAPACITIES,
    RULES,
    composition_rule,
    published_rule,
    published_rules,
    read_members,
)
from commonweal.errors import InputError, MethodNotApplicable
from commonweal.parameters import parameter

OWN = """
name = "our-board"
title = "Our board"
set_by = "The residents' meeting of 3 May 2026"
smallest = 7
largest = 15
term_years = 3
chair = "independent"
chair_may_not_be = "councillor, mp"

[[places]]
of = "resident"
share = 0.5
[[places]]
of = "young, resident"
least = 2
most = 4
binding = false
[[statements]]
id = "open"
text = "meetings are open"
[[open]]
text = "who takes the minutes"
"""


def test_a_board_may_write_its_own_rule() -> None:
    rule = composition_rule(OWN)
    assert (rule.smallest, rule.largest, rule.term_years) == (7, 15, 3)
    assert (rule.chair, rule.chair_may_not_be) == ("independent", ("councillor", "mp"))
    assert rule.places[0].exact_share * 2 == 1
    assert rule.places[1].capacities == ("young", "resident")
    assert not rule.places[1].binding
    assert rule.capacities() == {"resident", "young", "councillor", "mp"}
    assert rule.source.title == "The residents' meeting of 3 May 2026"
    assert rule.source_of("smallest") == rule.source


def test_the_published_rules_are_named_as_they_are_asked_for_and_cite_their_source() -> None:
    assert tuple(rule.name for rule in published_rules()) == RULES
    for rule in published_rules():
        assert rule.source.href.startswith("https://")
        assert rule.capacities() <= CAPACITIES.keys()
        assert rule.open, "No rule settles everything."


def test_a_number_that_is_a_parameter_keeps_its_source() -> None:
    rule = published_rule("big-local")
    share = parameter("boards.big_local.residents")
    assert (rule.smallest, rule.places[0].share) == (8, share.value)
    assert rule.source_of("places.0") == share.reference


def test_a_rule_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(MethodNotApplicable, match=r"'big'.*big-local, pride-in-place"):
        published_rule("big")


def problems(text: str) -> dict[str, tuple[int | None, str]]:
    with pytest.raises(InputError) as told:
        composition_rule(text)
    return {each.column: (each.row, each.expected) for each in told.value.problems}


def test_every_mistake_in_a_rule_is_told_once_with_its_line() -> None:
    text = OWN.replace("smallest = 7", "smallest = 0").replace('"independent"', '"wise"')
    text = text.replace("share = 0.5", "share = 1.5").replace("most = 4", "most = 1")
    told = problems(text + '[[places]]\nof = ""\nleast = "boards.none"\n')
    assert told["smallest"] == (5, "a whole number of 1 or more")
    assert told["chair"] == (8, "one, independent or not fixed")
    assert told["places.0.share"] == (13, "a share above 0, at most 1")
    assert told["places.1.most"][1] == "at least 2, the fewest"
    assert told["places.2.of"][1] == "a capacity, such as resident"
    assert told["places.2.least"][1] == "a number, or a parameter's name"


@pytest.mark.parametrize(
    ("change", "column"),
    [
        (('name = "our-board"', 'name = "Our board"'), "name"),
        (('title = "Our board"', 'title = " "'), "title"),
        (("largest = 15", "largest = 6"), "largest"),
        (('chair = "independent"', ""), "chair"),
        (("share = 0.5", ""), "places.0"),
        (("smallest = 7", "smallest = 7\ncolour = 1"), "colour"),
        (("least = 2", 'least = "two"'), "places.1.least"),
        (("least = 2", "least = 0"), "places.1.least"),
        (("[[open]]", '[[statements]]\nid = "open"\ntext = "x"\n[[open]]'), "statements"),
    ],
)
def test_what_is_no_rule(change: tuple[str, str], column: str) -> None:
    assert column in problems(OWN.replace(*change))


def table(text: str) -> pl.DataFrame:
    return pl.read_csv(io.StringIO(text), infer_schema=False)


def test_members_are_read_from_a_table() -> None:
    members = read_members(
        table(
            "name,capacities,position,since,until,lives_here,phone\n"
            "Ann,,chair,2025-01-01,,yes,1\n"
            "Bo,Business; faith,,,2026-12-31,,2\n"
        )
    )
    ann, bo = members
    assert (ann.position, ann.lives_here, ann.capacities) == ("chair", True, ())
    assert (bo.position, bo.lives_here, bo.capacities) == ("member", False, ("business", "faith"))
    assert (ann.until, bo.since) == (None, None)
    assert str(bo.until) == "2026-12-31"


def test_without_a_column_for_it_residents_live_there() -> None:
    ann, bo = read_members(table("name,capacities\nAnn,resident\nBo,business\n"))
    assert (ann.lives_here, bo.lives_here) == (True, False)


def test_a_capacity_of_the_rule_may_be_named() -> None:
    written = table("name,capacities\nAnn,young\n")
    assert read_members(written, composition_rule(OWN))[0].holds("young")
    with pytest.raises(InputError, match="row 2: expected capacities among business"):
        read_members(written)


def test_every_mistake_in_a_table_is_told_by_row_and_column() -> None:
    written = table(
        "name,capacities,position,since,until,lives_here\n"
        ",wizard,queen,1 May,,perhaps\n"
        "Ann,resident,,2026-01-02,2026-01-01,no\n"
        "Ann,business,,,,\n"
    )
    with pytest.raises(InputError) as told:
        read_members(written, name="m.csv")
    assert [(each.row, each.column) for each in told.value.problems] == [
        (2, "capacities"),
        (2, "position"),
        (2, "since"),
        (2, "lives_here"),
        (2, "name"),
        (3, "lives_here"),
        (3, "until"),
        (4, "name"),
    ]
    assert "m.csv" in str(told.value)


def test_columns_that_are_needed() -> None:
    with pytest.raises(InputError, match="a column 'capacities'"):
        read_members(table("name\nAnn\n"))


def test_the_rule_that_the_how_to_page_shows_can_be_read() -> None:
    page = Path(__file__).parents[4] / "docs" / "how-to" / "check-a-board.md"
    text = page.read_text(encoding="utf-8")
    shown = text.split("`our-rule.toml`:")[1].split("\nThen:")[0]
    rule = composition_rule("\n".join(line.strip() for line in shown.splitlines()))
    assert (rule.name, len(rule.places), len(rule.statements)) == ("our-board", 3, 1)
    listed = text.split("- `capacities`:")[1].split("\n- ")[0]
    assert set(re.findall(r"`([a-z-]+)`", listed)) == set(CAPACITIES)
