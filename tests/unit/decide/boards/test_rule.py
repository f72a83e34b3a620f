"""Rules: what is refused, in TOML and when made in code, and what a sourced number carries."""

from __future__ import annotations

import datetime as dt

import pytest

from commonweal.decide.boards import (
    RULES,
    CompositionRule,
    Places,
    Statement,
    check,
    composition_rule,
    published_rule,
)
from commonweal.errors import InputError
from commonweal.parameters import Reference, parameter

SOURCE = Reference("A rule made up for this test", "")
HEAD = 'name = "own"\ntitle = "Our board"\nset_by = "us"\n'


def columns(text: str) -> list[str]:
    with pytest.raises(InputError) as told:
        composition_rule(text)
    return [each.column for each in told.value.problems]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        (HEAD.replace("own", "our--board"), "name"),
        (HEAD.replace("own", "our_board"), "name"),
        (HEAD + "smallest = -1\n", "smallest"),
        (HEAD + "term_years = 0\n", "term_years"),
        (HEAD + "lasts_years = 0\n", "lasts_years"),
        (HEAD + "smallest = 2.5\n", "smallest"),
        (HEAD + 'smallest = "boards.nothing"\n', "smallest"),
        (HEAD + 'chair = "two"\n', "chair"),
        (HEAD + 'chair_may_not_be = "mp"\n', "chair"),
        (HEAD + '[[places]]\nof = "resident"\n', "places.0"),
        (HEAD + '[[places]]\nof = " , "\nleast = 1\n', "places.0.of"),
        (HEAD + '[[places]]\nof = "resident"\nshare = 0\n', "places.0.share"),
        (HEAD + '[[places]]\nof = "resident"\nmost = -1\n', "places.0.most"),
        (HEAD + '[[places]]\nof = "resident"\nleast = 3\nmost = 2\n', "places.0.most"),
        (HEAD + '[[places]]\nof = "resident"\nleast = 1\nbinding = "no"\n', "places.0.binding"),
        (HEAD + '[[places]]\nof = "resident"\nleast = 1\nkind = "x"\n', "places.0.kind"),
        (HEAD + '[[statements]]\nid = "a"\n', "statements.0.text"),
        (HEAD + '[[open]]\nwords = "x"\n', "open.0.text"),
    ],
)
def test_a_bad_rule_names_its_field(text: str, column: str) -> None:
    assert column in columns(text)


def test_what_is_missing_from_the_head_is_told_together() -> None:
    assert {"name", "title", "set_by"} <= set(columns("smallest = 3\n"))


def test_a_file_that_is_no_toml_is_told_with_its_name() -> None:
    with pytest.raises(InputError, match=r"ours\.toml"):
        composition_rule("name = ", "ours.toml")


def test_a_limit_of_nobody_is_a_rule() -> None:
    """`most = 0` bars a kind of person; `least = 0` would ask for nothing and is refused."""
    rule = composition_rule(HEAD + '[[places]]\nof = "officer"\nmost = 0\n')
    assert rule.places[0].most == 0
    assert columns(HEAD + '[[places]]\nof = "officer"\nleast = 0\n') == ["places.0.least"]


def test_a_rule_of_only_a_name_asks_for_nothing() -> None:
    rule = composition_rule(HEAD)
    assert rule.chair == "not fixed"
    assert check(rule, [], dt.date(2026, 4, 1)).met is True
    assert rule.source == Reference("us", "")


def test_a_rule_made_in_code_is_checked_as_one_that_is_read() -> None:
    with pytest.raises(InputError) as told:
        CompositionRule(
            "Own",
            "",
            "us",
            SOURCE,
            smallest=5,
            largest=4,
            places=(Places(()),),
            statements=(Statement("a", "x"), Statement("a", "y")),
        )
    assert [each.column for each in told.value.problems] == [
        "name",
        "title",
        "largest",
        "statements",
        "places.0.of",
        "places.0",
    ]


@pytest.mark.parametrize(
    ("rule", "field", "name"),
    [
        ("big-local", "smallest", "boards.big_local.smallest"),
        ("parish-council", "smallest", "boards.parish_council.smallest"),
        ("parish-council", "term_years", "boards.parish_council.term"),
        ("parish-council", "places.0", "boards.parish_council.elected"),
        ("neighbourhood-forum", "lasts_years", "boards.forum.lasts"),
        ("neighbourhood-forum", "places.0", "boards.forum.smallest"),
        ("pride-in-place", "places.6", "boards.pride_in_place.each_kind"),
    ],
)
def test_a_number_of_a_published_rule_cites_where_it_was_read(
    rule: str, field: str, name: str
) -> None:
    assert published_rule(rule).source_of(field) == parameter(name).reference


def test_no_two_requirements_of_a_published_rule_share_an_id() -> None:
    for name in RULES:
        ids = [
            each.id for each in check(published_rule(name), [], dt.date(2026, 4, 1)).requirements
        ]
        assert len(set(ids)) == len(ids) > 0
