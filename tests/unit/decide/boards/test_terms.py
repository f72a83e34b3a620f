"""Terms: the last day belongs to them, the day after does not, and nobody is counted twice."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.decide.boards import Member
from commonweal.decide.boards.terms import Sitting, day_in_words, last_day, sitting, years_on

ON = dt.date(2026, 4, 1)
DAY = dt.timedelta(days=1)
days = st.dates(dt.date(2000, 1, 1), dt.date(2040, 12, 31))


@pytest.mark.parametrize(
    ("since", "until", "term", "end", "by_rule"),
    [
        (None, None, None, None, None),
        (None, None, 4, None, None),
        (ON, None, None, None, None),
        (ON, None, 4, dt.date(2030, 3, 31), True),
        (None, ON, 4, ON, False),
        (ON, dt.date(2027, 1, 1), 4, dt.date(2027, 1, 1), False),
        (ON, dt.date(2031, 1, 1), 4, dt.date(2030, 3, 31), True),
        # The same day from both: the board set it, so it is not told as past the rule's term.
        (ON, dt.date(2030, 3, 31), 4, dt.date(2030, 3, 31), False),
    ],
)
def test_the_last_day(
    since: dt.date | None,
    until: dt.date | None,
    term: int | None,
    end: dt.date | None,
    by_rule: bool | None,
) -> None:
    found = last_day(Member("Ann", since=since, until=until), term)
    assert (found.last_day if found else None) == end
    assert (found.by_rule if found else None) is by_rule


@pytest.mark.parametrize(
    ("day", "years", "later"),
    [
        (dt.date(2024, 2, 29), 4, dt.date(2028, 2, 29)),
        (dt.date(2024, 2, 29), 1, dt.date(2025, 3, 1)),
        (dt.date(2096, 2, 29), 4, dt.date(2100, 3, 1)),
        (dt.date(2023, 2, 28), 1, dt.date(2024, 2, 28)),
    ],
)
def test_years_on_across_leap_days(day: dt.date, years: int, later: dt.date) -> None:
    assert years_on(day, years) == later


@given(days, st.integers(1, 10))
def test_a_term_is_as_many_years_as_it_says_to_the_day(day: dt.date, years: int) -> None:
    """Counted in days, which nothing in the calculation does."""
    end = years_on(day, years) - DAY
    assert day < end < years_on(day, years)
    assert 365 * years <= (years_on(day, years) - day).days <= 366 * years


@pytest.mark.parametrize(
    ("on", "seated", "left"),
    [(ON - DAY, True, 1), (ON, True, 0), (ON + DAY, False, -1)],
)
def test_a_term_ends_with_its_last_day(on: dt.date, seated: bool, left: int) -> None:
    who = sitting([Member("Ann", until=ON)], on, None, 90)
    assert bool(who.members) is seated
    (told,) = who.ending if seated else who.ended
    assert told.days_left == left


def test_a_term_begins_with_its_first_day() -> None:
    ann = [Member("Ann", since=ON)]
    assert sitting(ann, ON - DAY, None, 90) == Sitting((), (), (), ("Ann",), ())
    assert sitting(ann, ON, None, 90).members == tuple(ann)


def test_a_term_of_one_day() -> None:
    who = sitting([Member("Ann", since=ON, until=ON)], ON, 4, 90)
    assert [each.name for each in who.members] == ["Ann"]
    assert who.ending[0].last_day == ON


def test_ends_are_told_by_day_and_then_by_name() -> None:
    members = [
        Member("Zoe", until=ON + DAY),
        Member("Bo", until=ON + 2 * DAY),
        Member("Al", until=ON + 2 * DAY),
        Member("Yan", until=ON - DAY),
        Member("Di", until=ON - 9 * DAY),
    ]
    who = sitting(members, ON, None, 90)
    assert [end.name for end in who.ending] == ["Zoe", "Al", "Bo"]
    assert [end.name for end in who.ended] == ["Di", "Yan"]


def test_without_notice_only_what_ends_today_is_told() -> None:
    members = [Member("Ann", until=ON), Member("Bo", until=ON + DAY)]
    assert [end.name for end in sitting(members, ON, None, 0).ending] == ["Ann"]


def test_a_day_as_people_write_it() -> None:
    assert day_in_words(dt.date(2026, 4, 1)) == "1 April 2026"


some = st.none() | days
members_drawn = st.lists(
    st.builds(Member, name=st.uuids().map(str), since=some, until=some),
    max_size=12,
    unique_by=lambda member: member.name,
)


@given(members_drawn, days, st.none() | st.integers(1, 6), st.integers(0, 400))
def test_everybody_is_seated_gone_or_to_come_and_only_one_of_these(
    members: list[Member], on: dt.date, term: int | None, notice: int
) -> None:
    who = sitting(members, on, term, notice)
    seated = {member.name for member in who.members}
    gone = {end.name for end in who.ended}
    assert sorted([*seated, *gone, *who.to_come]) == sorted(member.name for member in members)
    assert {end.name for end in who.ending} <= seated
    assert set(who.unknown) <= seated
    assert all(0 <= end.days_left <= notice for end in who.ending)
    assert all(end.days_left < 0 for end in who.ended)
    assert all(on + end.days_left * DAY == end.last_day for end in (*who.ended, *who.ending))
