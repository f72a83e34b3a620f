"""Boards against their rules: the published numbers at their edges, and what must not matter."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.decide.boards import (
    BoardCheck,
    CompositionRule,
    Member,
    Places,
    Requirement,
    asked,
    check,
    published_rule,
    published_rules,
)
from commonweal.errors import InputError
from commonweal.parameters import Reference

ON = dt.date(2026, 4, 1)
SOURCE = Reference("A rule made up for this test", "")
OWN = CompositionRule("own", "Our board", "us", SOURCE)


def people(residents: int, others: int) -> list[Member]:
    return [
        *(Member(f"resident {n}", lives_here=True) for n in range(residents)),
        *(Member(f"other {n}", ("officer",)) for n in range(others)),
    ]


def found(result: BoardCheck, requirement: str) -> Requirement:
    return {each.id: each for each in result.requirements}[requirement]


@pytest.mark.parametrize(
    ("residents", "others", "met"),
    [(4, 4, True), (8, 0, True), (3, 5, False), (4, 3, False), (4, 5, False), (5, 5, True)],
)
def test_big_local_is_eight_people_and_half_residents(
    residents: int, others: int, met: bool
) -> None:
    assert check(published_rule("big-local"), people(residents, others), ON).met is met


def test_what_a_partnership_lacks_is_told_with_what_to_do() -> None:
    result = check(published_rule("big-local"), people(1, 4), ON)
    assert [(each.people, each.wanted) for each in result.vacancies] == [
        (3, "members"),
        (3, "residents"),
    ]
    share = found(result, "share-resident")
    assert share.found == "1 of 5 (20.0%)"
    assert share.to_do == (
        "Find 3 more residents, or have 2 of the others replaced, each by a resident."
    )
    told = result.explain()
    assert "1 April 2026: 5 members sit on the board. It does not meet the rule: 2 of 2" in told
    assert "Not met: at least 8 members; found: 5 members. Find 3 more." in told


PRIDE = [
    Member("Asha", (), "chair", lives_here=True),
    Member("Ben", ("business",)),
    Member("Cat", ("campaign",)),
    Member("Dev", ("faith",)),
    Member("Eve", ("workplace",)),
    Member("Flo", ("councillor",)),
    Member("Guy", ("mp",)),
]
SAID = ("approved", "published")


def test_a_pride_in_place_board_with_one_of_each_kind() -> None:
    result = check(published_rule("pride-in-place"), PRIDE, ON, declared=SAID)
    assert result.met is True
    assert not result.vacancies


@pytest.mark.parametrize("absent", range(1, 7))
def test_each_kind_is_needed(absent: int) -> None:
    kept = [member for place, member in enumerate(PRIDE) if place != absent]
    result = check(published_rule("pride-in-place"), kept, ON, declared=SAID)
    broken = [each.id for each in result.requirements if not each.met]
    assert broken == [f"least-{PRIDE[absent].capacities[0]}"]
    assert [each.people for each in result.vacancies] == [1]


@pytest.mark.parametrize(
    ("capacities", "free"),
    [
        ((), True),
        (("elector",), True),
        (("business",), False),
        (("business", "independent"), True),
        (("councillor",), False),
        (("councillor", "independent"), False),
        (("mp", "independent"), False),
    ],
)
def test_an_independent_chair(capacities: tuple[str, ...], free: bool) -> None:
    members = [replace(PRIDE[0], capacities=capacities), *PRIDE[1:]]
    result = check(published_rule("pride-in-place"), members, ON, declared=SAID)
    chair = found(result, "chair-independent")
    assert chair.met is free
    assert bool(chair.to_do) is not free
    assert result.met is free


def test_no_chair_and_two_chairs() -> None:
    rule = published_rule("pride-in-place")
    none = check(rule, PRIDE[1:], ON, declared=SAID)
    assert (found(none, "chair").met, found(none, "chair-independent").met) == (False, False)
    two = check(rule, [*PRIDE, Member("Hal", (), "chair")], ON, declared=SAID)
    assert found(two, "chair").to_do == "Settle on one chair."
    assert two.met is False


def test_statements_that_nobody_made_are_not_known_and_not_wrong() -> None:
    rule = published_rule("pride-in-place")
    silent = check(rule, PRIDE, ON)
    assert silent.met is None
    assert "2 of 11 requirements cannot be told" in silent.explain()
    assert check(rule, PRIDE[1:], ON).met is False


def forum(number: int, kind: str = "works-here") -> list[Member]:
    return [Member(f"person {n}", (kind,)) for n in range(number)]


@pytest.mark.parametrize(("number", "met"), [(20, False), (21, True), (22, True)])
def test_a_forum_is_twenty_one_who_live_or_work_there_or_are_councillors(
    number: int, met: bool
) -> None:
    mixed = [*forum(number - 2), Member("Ann", lives_here=True), Member("Bo", ("councillor",))]
    said = ("purpose", "open-membership", "constitution")
    rule = published_rule("neighbourhood-forum")
    result = check(rule, [*mixed, Member("Guest")], ON, formed=ON, declared=said)
    assert result.met is met


def test_somebody_of_two_kinds_is_one_person_of_a_forum() -> None:
    rule = published_rule("neighbourhood-forum")
    twice = [*forum(19), Member("Ann", ("works-here", "councillor"), lives_here=True)]
    result = check(rule, twice, ON)
    of_all = found(result, "least-resident-or-works-here-or-councillor")
    assert of_all.missing == 1
    assert found(result, "least-councillor").met


def test_a_council_looks_for_each_kind_in_a_forum_but_the_law_does_not_demand_it() -> None:
    said = ("purpose", "open-membership", "constitution")
    rule = published_rule("neighbourhood-forum")
    result = check(rule, forum(21), ON, formed=ON, declared=said)
    assert result.met is True
    assert "Looked for: at least 1 resident; found: no residents." in result.explain()


@pytest.mark.parametrize(
    ("formed", "met"),
    [
        (None, None),
        (dt.date(2021, 4, 2), True),
        (dt.date(2021, 4, 1), False),
        (ON, True),
        (dt.date(2026, 4, 2), False),
    ],
)
def test_a_designation_lasts_five_years(formed: dt.date | None, met: bool | None) -> None:
    result = check(published_rule("neighbourhood-forum"), forum(21), ON, formed=formed)
    assert found(result, "lasts").met is met


def council(number: int, since: dt.date | None = dt.date(2023, 5, 9)) -> list[Member]:
    chair = Member("chair", ("elected",), "chair", since)
    return [chair, *(Member(f"c {n}", ("elected",), since=since) for n in range(number - 1))]


@pytest.mark.parametrize(("number", "met"), [(4, False), (5, True)])
def test_a_parish_council_has_at_least_five(number: int, met: bool) -> None:
    assert check(published_rule("parish-council"), council(number), ON).met is met


def test_everybody_on_a_parish_council_is_elected_or_co_opted() -> None:
    rule = published_rule("parish-council")
    since = dt.date(2025, 1, 1)
    assert check(rule, [*council(5), Member("co", ("co-opted",), since=since)], ON).met
    guest = check(rule, [*council(5), Member("guest", since=since)], ON)
    share = found(guest, "share-elected-or-co-opted")
    assert share.met is False
    assert share.to_do == (
        "Have 1 of the others replaced, each by an elected member or a co-opted member."
    )
    assert share.missing == 0


@pytest.mark.parametrize(
    ("on", "met", "ended", "ending"),
    [
        (dt.date(2027, 2, 6), True, 0, 0),
        (dt.date(2027, 2, 7), True, 0, 5),
        (dt.date(2027, 5, 8), True, 0, 5),
        (dt.date(2027, 5, 9), False, 5, 0),
    ],
)
def test_a_parish_councillor_sits_four_years_and_is_told_ninety_days_before(
    on: dt.date, met: bool, ended: int, ending: int
) -> None:
    result = check(published_rule("parish-council"), council(5), on)
    assert (len(result.sitting.ended), len(result.sitting.ending)) == (ended, ending)
    assert result.met is met
    assert len(result.sitting.members) == 5 - ended


def test_a_first_day_that_is_not_known_leaves_the_term_not_known() -> None:
    result = check(published_rule("parish-council"), council(5, None), ON)
    assert found(result, "term").met is None
    assert result.met is None


def test_a_community_land_trust_fixes_no_number_of_people() -> None:
    rule = published_rule("community-land-trust")
    assert check(rule, [], ON).met is None
    said = [statement.id for statement in rule.statements]
    assert check(rule, [], ON, declared=said).met is True
    assert check(rule, [], ON, declared=said[:-1]).met is None


def test_who_left_or_is_to_come_is_not_counted() -> None:
    day = dt.timedelta(days=1)
    members = [
        Member("here", until=ON),
        Member("new", since=ON),
        Member("left", until=ON - day),
        Member("coming", since=ON + day),
    ]
    result = check(OWN, members, ON)
    assert [member.name for member in result.sitting.members] == ["here", "new"]
    assert [(end.name, end.days_left) for end in result.sitting.ended] == [("left", -1)]
    assert result.sitting.to_come == ("coming",)
    told = result.explain()
    assert "Ending: the term of here, on 1 April 2026 (today)." in told
    assert "Ended: the term of left, on 31 March 2026. They are not counted." in told


def test_a_term_from_a_leap_day_ends_with_february() -> None:
    rule = replace(OWN, term_years=1)
    member = [Member("leap", since=dt.date(2024, 2, 29))]
    assert check(rule, member, dt.date(2025, 2, 28)).sitting.ending[0].days_left == 0
    assert check(rule, member, dt.date(2025, 3, 1)).sitting.ended[0].by_rule


def test_the_sooner_of_two_last_days_counts() -> None:
    rule = replace(OWN, term_years=3)
    since = dt.date(2023, 4, 11)
    set_day = Member("set", since=since, until=dt.date(2026, 4, 5))
    by_rule = Member("rule", since=since, until=dt.date(2030, 1, 1))
    ending = check(rule, [by_rule, set_day], ON).sitting.ending
    assert [(end.name, end.days_left, end.by_rule) for end in ending] == [
        ("set", 4, False),
        ("rule", 9, True),
    ]


def test_most_of_a_kind_and_the_largest_size() -> None:
    rule = replace(OWN, largest=3, places=(Places(("councillor",), most=1),))
    three = [Member(f"m {n}", ("councillor",) if n < 2 else ()) for n in range(3)]
    result = check(rule, three, ON)
    assert (found(result, "largest-size").met, found(result, "most-councillor").met) == (
        True,
        False,
    )
    assert found(check(rule, [*three, Member("z")], ON), "largest-size").to_do.startswith("1 too")


def test_a_chair_may_be_barred_without_having_to_be_independent() -> None:
    rule = replace(OWN, chair="one", chair_may_not_be=("mayor", "officer"))
    business = check(rule, [Member("Ann", ("business",), "chair")], ON)
    assert business.met is True
    mayor = found(check(rule, [Member("Ann", ("mayor",), "chair")], ON), "chair-may-not-be")
    assert mayor.found == "the chair is an elected mayor too"
    assert mayor.to_do == "Choose a chair who is not an elected mayor."
    assert mayor.needed == "a chair who is not an elected mayor or an officer of a public body"


def test_a_bound_chair_may_declare_themselves_independent_unless_barred() -> None:
    members = [replace(PRIDE[0], capacities=("faith",)), *PRIDE[1:]]
    chair = found(check(published_rule("pride-in-place"), members, ON), "chair-independent")
    assert chair.to_do.endswith("or have the chair declare that they are independent.")


@pytest.mark.parametrize(
    ("days", "told"), [(0, "(today)"), (1, "(tomorrow)"), (90, "(in 90 days)")]
)
def test_the_end_of_a_term_is_told_as_people_say_it(days: int, told: str) -> None:
    member = Member("Ann", until=ON + dt.timedelta(days=days))
    assert told in check(OWN, [member], ON).explain()
    early = Member("Ann", until=ON + dt.timedelta(days=91))
    assert not check(OWN, [early], ON).sitting.ending


def test_a_result_says_where_each_requirement_stands_and_who_counts() -> None:
    plain = check(published_rule("big-local"), people(2, 6), ON).as_dict()
    share = plain["requirements"][1]  # type: ignore[index]
    assert share["names"] == ["resident 0", "resident 1"]
    assert share["source"]["href"].startswith("https://localtrust.org.uk")
    assert plain["vacancies"] == [{"people": 4, "wanted": "residents"}]
    assert (plain["size"], plain["on"], plain["met"]) == (8, "2026-04-01", False)


def test_an_empty_board_meets_no_share() -> None:
    result = check(published_rule("big-local"), [], ON)
    assert result.met is False
    assert result.explain().startswith("Big Local partnership, 1 April 2026: No members sit")


def test_a_name_twice_a_resident_elsewhere_and_an_unknown_statement_are_told_together() -> None:
    members = [
        Member("Ann"),
        Member("Ann"),
        Member("Bo", ("resident",)),
        Member("Cy", since=ON, until=ON - dt.timedelta(days=1)),
    ]
    with pytest.raises(InputError) as told:
        check(OWN, members, ON, declared=["constitution"])
    columns = [problem.column for problem in told.value.problems]
    assert columns == ["name", "lives_here", "until", "declared"]


members_drawn = st.lists(
    st.builds(
        Member,
        name=st.uuids().map(str),
        capacities=st.lists(
            st.sampled_from(["business", "councillor", "elected", "works-here"]), unique=True
        ).map(tuple),
        position=st.sampled_from(["chair", "member"]),
        since=st.none() | st.dates(dt.date(2018, 1, 1), dt.date(2026, 1, 1)),
        until=st.none() | st.dates(dt.date(2026, 1, 2), dt.date(2028, 1, 1)),
        lives_here=st.booleans(),
    ),
    max_size=25,
    unique_by=lambda member: member.name,
)


@given(members_drawn, st.sampled_from(published_rules()), st.randoms())
def test_the_order_of_members_does_not_matter(
    members: list[Member], rule: CompositionRule, random: object
) -> None:
    shuffled = list(members)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = check(rule, members, ON), check(rule, shuffled, ON)
    assert first == second
    assert first.explain() == second.explain()
    assert json.loads(json.dumps(first.as_dict()))["met"] == first.met


@given(
    st.integers(0, 40),
    st.integers(0, 40),
    st.sampled_from([0.1, 0.25, 1 / 3, 0.5, 0.51, 0.75, 0.9, 1.0]),
)
def test_as_many_as_are_told_are_enough_and_one_fewer_is_not(
    residents: int, others: int, share: float
) -> None:
    """The formula for newcomers and for replacements, against trying one person at a time."""
    rule = replace(OWN, places=(Places(("resident",), share=share),))
    result = check(rule, people(residents, others), ON)
    whole = Fraction(str(share))
    by_hand = residents + others > 0 and residents >= whole * (residents + others)
    assert result.met is by_hand
    missing = result.requirements[0].missing
    if share < 1 and not result.met:
        assert check(rule, people(residents + missing, others), ON).met
        assert not check(rule, people(residents + missing - 1, others), ON).met


def test_the_words_of_a_rule_do_not_need_a_board() -> None:
    assert asked(published_rule("big-local")) == (
        "at least 8 members",
        "at least 50% of the members are residents",
    )
    assert "at least 1 councillor (looked for)" in asked(published_rule("neighbourhood-forum"))
