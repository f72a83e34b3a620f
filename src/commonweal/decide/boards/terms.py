"""When members' terms end, and who sits on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from commonweal.decide.boards.members import Member


@dataclass(frozen=True, slots=True)
class TermEnd:
    """A member whose term has ended, or soon will.

    Attributes:
        name: of the member.
        last_day: last day of the term.
        days_left: days from the day of the check to the last one; negative once it has passed.
        by_rule: whether the rule's longest term ends it, rather than a day that the board set.
    """

    name: str
    last_day: dt.date
    days_left: int
    by_rule: bool


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who sits on a day, and who does not, each by name.

    Attributes:
        members: those in office, terms that end that day included.
        ended: those whose term has ended, earliest first.
        ending: those in office whose term ends within the notice, earliest first.
        to_come: names of those whose term has not begun.
        unknown: names of those in office whose first day is not known, where a term limits it.
    """

    members: tuple[Member, ...]
    ended: tuple[TermEnd, ...]
    ending: tuple[TermEnd, ...]
    to_come: tuple[str, ...]
    unknown: tuple[str, ...]


def day_in_words(day: dt.date) -> str:
    """`1 April 2026`."""
    return f"{day.day} {day:%B %Y}"


def years_on(day: dt.date, years: int) -> dt.date:
    """The same day so many years later; the day after 28 February for a leap day."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)


def last_day(member: Member, term_years: int | None) -> TermEnd | None:
    """When the term ends: the day that was set or the rule's, whichever is sooner.

    `days_left` is counted by whoever knows the day, and is 0 here. None where nothing ends it.
    """
    by_rule = None
    if term_years is not None and member.since is not None:
        by_rule = years_on(member.since, term_years) - dt.timedelta(days=1)
    days = [day for day in (member.until, by_rule) if day is not None]
    if not days:
        return None
    end = min(days)
    return TermEnd(member.name, end, 0, by_rule=end != member.until)


def sitting(
    members: Iterable[Member], on: dt.date, term_years: int | None, notice_days: int
) -> Sitting:
    """Who sits on a day, and whose term has ended or ends within so many days."""
    seated: list[Member] = []
    ended: list[TermEnd] = []
    ending: list[TermEnd] = []
    to_come: list[str] = []
    for member in sorted(members, key=lambda member: member.name):
        if member.since is not None and member.since > on:
            to_come.append(member.name)
            continue
        end = last_day(member, term_years)
        left = None if end is None else (end.last_day - on).days
        if end is None or left is None or left >= 0:
            seated.append(member)
        if end is not None and left is not None and left <= notice_days:
            told = TermEnd(end.name, end.last_day, left, end.by_rule)
            (ended if left < 0 else ending).append(told)
    unknown = [each.name for each in seated if each.since is None and term_years is not None]
    return Sitting(
        tuple(seated), _in_order(ended), _in_order(ending), tuple(to_come), tuple(unknown)
    )


def _in_order(ends: list[TermEnd]) -> tuple[TermEnd, ...]:
    return tuple(sorted(ends, key=lambda end: (end.last_day, end.name)))
