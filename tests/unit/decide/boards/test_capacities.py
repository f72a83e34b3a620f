"""Capacities: what people are there as, how it is said, and one person who is several things."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.decide.boards import (
    CAPACITIES,
    CompositionRule,
    Member,
    Places,
    check,
    published_rule,
)
from commonweal.decide.boards.capacities import in_words, one_of
from commonweal.parameters import Reference

ON = dt.date(2026, 4, 1)
RULE = CompositionRule("own", "Our board", "us", Reference("A rule made up for this test", ""))


@pytest.mark.parametrize(
    ("capacities", "people", "words"),
    [
        (["resident"], 1, "resident"),
        (["resident"], 2, "residents"),
        (["mp"], 0, "Members of Parliament"),
        (["elected", "co-opted"], 3, "elected members or co-opted members"),
        (["young"], 1, "young member"),
        (["young"], 2, "young members"),
    ],
)
def test_in_words(capacities: list[str], people: int, words: str) -> None:
    assert in_words(capacities, people) == words


@pytest.mark.parametrize(
    ("capacities", "words"),
    [
        (["councillor"], "a councillor"),
        (["officer"], "an officer of a public body"),
        (["mp", "independent"], "a Member of Parliament or an independent member"),
        (["young"], "a young member"),
    ],
)
def test_one_of(capacities: list[str], words: str) -> None:
    assert one_of(capacities) == words


def test_every_capacity_has_words_for_one_and_for_several() -> None:
    for one, several in CAPACITIES.values():
        assert one
        assert several
        assert one != several


def test_who_lives_there_is_a_resident_whatever_they_are_there_as() -> None:
    trader = Member("Ann", ("business",), lives_here=True)
    assert trader.holds("resident")
    assert trader.holds("business")
    assert not trader.holds("faith")
    assert trader.holds_any(["faith", "resident"])
    assert not replace(trader, lives_here=False).holds("resident")


def test_one_person_of_several_kinds_counts_once_for_each() -> None:
    """A small Pride in Place board: two people fill seven places, and the numbers say so."""
    members = [
        Member("Ann", (), "chair", lives_here=True),
        Member("Bo", ("business", "campaign", "faith", "workplace", "councillor", "mp")),
    ]
    rule = published_rule("pride-in-place")
    result = check(rule, members, ON, declared=["approved", "published"])
    assert result.met is True
    named = {each.id: each.names for each in result.requirements}
    assert named["least-resident"] == ("Ann",)
    assert named["least-faith"] == named["least-mp"] == ("Bo",)


def test_one_person_of_two_kinds_is_one_where_either_counts() -> None:
    both = Places(("business", "faith"), least=2)
    rule = replace(RULE, places=(both,))
    twice = Member("Ann", ("business", "faith"))
    (alone,) = check(rule, [twice], ON).requirements
    assert (alone.met, alone.missing, alone.names) == (False, 1, ("Ann",))
    assert check(rule, [twice, Member("Bo", ("faith",))], ON).met is True


def test_one_person_of_two_kinds_counts_against_each_limit() -> None:
    limits = (Places(("councillor",), most=1), Places(("officer",), most=1))
    rule = replace(RULE, places=limits)
    ann = Member("Ann", ("councillor", "officer"))
    assert check(rule, [ann, Member("Bo")], ON).met is True
    result = check(rule, [ann, Member("Bo", ("councillor",)), Member("Cy", ("officer",))], ON)
    assert [each.met for each in result.requirements] == [False, False]


def test_a_vacancy_for_each_kind_may_be_filled_by_one_newcomer() -> None:
    rule = replace(RULE, places=(Places(("business",), least=1), Places(("faith",), least=1)))
    assert [each.people for each in check(rule, [Member("Ann")], ON).vacancies] == [1, 1]
    assert check(rule, [Member("Ann"), Member("Bo", ("faith", "business"))], ON).met is True


kinds = st.lists(st.sampled_from(["business", "faith", "campaign"]), unique=True).map(tuple)


@given(st.lists(kinds, max_size=10), kinds.filter(bool), st.integers(1, 6))
def test_a_place_counts_people_and_not_capacities(
    held: list[tuple[str, ...]], asked: tuple[str, ...], least: int
) -> None:
    rule = replace(RULE, places=(Places(asked, least=least),))
    members = [Member(f"m{n}", capacities) for n, capacities in enumerate(held)]
    (result,) = check(rule, members, ON).requirements
    people = sum(1 for capacities in held if set(capacities) & set(asked))
    assert len(result.names) == people
    assert result.missing == max(0, least - people)
    assert result.met is (people >= least)
