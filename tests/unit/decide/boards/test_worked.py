"""Worked boards: published figures, requirement by requirement, written out as a table.

A table has one line a requirement: its id, what was found, and whether it is met.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from commonweal.decide.boards import (
    BoardCheck,
    CompositionRule,
    Member,
    check,
    composition_rule,
    published_rule,
)
from commonweal.parameters import number

ON = dt.date(2026, 10, 1)
MARKS = {True: "met", False: "not met", None: "not known"}


def table(result: BoardCheck) -> str:
    lines = (f"{each.id}: {each.found}: {MARKS[each.met]}" for each in result.requirements)
    return "\n".join(lines)


def lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().splitlines())


# Local Trust: 13 members on average in 2016; 72% of all members were residents in 2017.
AVERAGE = [
    *(Member(f"resident {n}", lives_here=True) for n in range(9)),
    Member("vicar", ("faith",)),
    Member("shopkeeper", ("business",)),
    Member("ward councillor", ("councillor",)),
    Member("housing officer", ("officer",)),
]


def test_the_average_big_local_partnership() -> None:
    result = check(published_rule("big-local"), AVERAGE, dt.date(2017, 7, 1))
    assert table(result) == lines(
        """
        smallest-size: 13 members: met
        share-resident: 9 of 13 (69.2%): met
        """
    )
    assert result.met is True


def by_the_guidance_of_2017() -> CompositionRule:
    share = number("boards.big_local.residents", on=dt.date(2017, 7, 1))
    return composition_rule(
        f"""
        name = "big-local-2017"
        title = "Big Local partnership, guidance of July 2017"
        set_by = "Local Trust"
        smallest = "boards.big_local.smallest"
        [[places]]
        of = "resident"
        share = {share}
        """
    )


@pytest.mark.parametrize(
    ("residents", "others", "in_2017", "now"),
    [(4, 4, False, True), (5, 3, True, True), (5, 5, False, True), (6, 7, False, False)],
)
def test_half_was_not_enough_by_the_older_guidance(
    residents: int, others: int, in_2017: bool, now: bool
) -> None:
    members = [
        *(Member(f"r {n}", lives_here=True) for n in range(residents)),
        *(Member(f"o {n}") for n in range(others)),
    ]
    assert check(by_the_guidance_of_2017(), members, ON).met is in_2017
    assert check(published_rule("big-local"), members, ON).met is now


# The kinds of the written statement of 3 December 2025, in its order, then the MP and councillor.
NEIGHBOURHOOD_BOARD = [
    Member("Amina", (), "chair", lives_here=True),
    Member("Bela", lives_here=True),
    Member("Carl", ("business",)),
    Member("Dee", ("campaign",), lives_here=True),
    Member("Eli", ("workplace",)),
    Member("Fay", ("faith",)),
    Member("Gus", ("community",)),
    Member("Hon. H. Hill", ("mp",)),
    Member("Cllr Ito", ("councillor",), lives_here=True),
]


def test_a_neighbourhood_board_of_every_kind_that_the_statement_names() -> None:
    rule = published_rule("pride-in-place")
    result = check(rule, NEIGHBOURHOOD_BOARD, ON, declared=["approved", "published"])
    assert table(result) == lines(
        """
        chair: 1 chair: met
        chair-independent: nothing against it: met
        least-resident: 4 residents: met
        least-business: 1 member from local business: met
        least-campaign: 1 member from a local campaign: met
        least-faith: 1 member from a faith community: met
        least-workplace: 1 workplace representative: met
        least-councillor: 1 councillor: met
        least-mp: 1 Member of Parliament: met
        statement-approved: declared: met
        statement-published: declared: met
        """
    )
    assert result.met is True


def test_the_same_board_under_its_councillor_without_a_place_of_work() -> None:
    members = [replace(each, position="member") for each in NEIGHBOURHOOD_BOARD]
    members[-1] = replace(members[-1], position="chair")
    del members[4]
    result = check(published_rule("pride-in-place"), members, ON, declared=["approved"])
    assert table(result) == lines(
        """
        chair: 1 chair: met
        chair-independent: the chair is a councillor too: not met
        least-resident: 4 residents: met
        least-business: 1 member from local business: met
        least-campaign: 1 member from a local campaign: met
        least-faith: 1 member from a faith community: met
        least-workplace: no workplace representatives: not met
        least-councillor: 1 councillor: met
        least-mp: 1 Member of Parliament: met
        statement-approved: declared: met
        statement-published: nobody has said so: not known
        """
    )
    assert result.met is False
    assert [(each.people, each.wanted) for each in result.vacancies] == [
        (1, "workplace representative")
    ]
    told = result.explain()
    assert "It does not meet the rule: 2 of 11 requirements fail." in told
    assert "Find 1 workplace representative." in told
    assert "Choose a chair who is not a councillor." in told


# Fitzrovia West: designated on 6 February 2015; the council gave 5 February 2020 as its end.
DESIGNATED = dt.date(2015, 2, 6)


def fitzrovia_west(on: dt.date) -> BoardCheck:
    members = [
        *(Member(f"resident {n}", lives_here=True) for n in range(12)),
        *(Member(f"worker {n}", ("works-here",)) for n in range(8)),
        Member("ward councillor", ("councillor",)),
    ]
    said = ["purpose", "open-membership", "constitution"]
    rule = published_rule("neighbourhood-forum")
    return check(rule, members, on, formed=DESIGNATED, declared=said)


def test_a_forum_of_twenty_one_on_the_last_day_of_its_designation() -> None:
    result = fitzrovia_west(dt.date(2020, 2, 5))
    assert table(result) == lines(
        """
        least-resident-or-works-here-or-councillor: 21 residents or people who work in the area \
or councillors: met
        least-resident: 12 residents: met
        least-works-here: 8 people who work in the area: met
        least-councillor: 1 councillor: met
        lasts: since 6 February 2015; it runs out on 6 February 2020: met
        statement-purpose: declared: met
        statement-open-membership: declared: met
        statement-constitution: declared: met
        """
    )
    assert result.met is True


def test_the_day_after_it_has_to_be_designated_again() -> None:
    result = fitzrovia_west(dt.date(2020, 2, 6))
    assert result.met is False
    assert [each.id for each in result.requirements if not each.met] == ["lasts"]
    assert "Have it set up or designated again." in result.explain()


# A council elected on 4 May 2023, in office from 9 May (the fourth day after was a bank holiday).
# One of its five leaves: a vacancy, which is filled by co-option.
TOOK_OFFICE = dt.date(2023, 5, 9)
COUNCIL = [
    Member("Ada", ("elected",), "chair", TOOK_OFFICE),
    *(Member(name, ("elected",), since=TOOK_OFFICE) for name in ("Bob", "Cas", "Dot")),
    Member("Eve", ("elected",), since=TOOK_OFFICE, until=dt.date(2026, 9, 1)),
]


def test_a_parish_council_with_a_vacancy() -> None:
    result = check(published_rule("parish-council"), COUNCIL, ON)
    assert table(result) == lines(
        """
        smallest-size: 4 members: not met
        chair: 1 chair: met
        share-elected-or-co-opted: 4 of 4 (100.0%): met
        term: nobody is past it: met
        """
    )
    assert "Ended: the term of Eve, on 1 September 2026. They are not counted." in result.explain()
    assert "while a third of its seats, and at least three, are filled" in result.explain()


def test_co_option_fills_it() -> None:
    finn = Member("Finn", ("co-opted",), since=dt.date(2026, 9, 20))
    result = check(published_rule("parish-council"), [*COUNCIL, finn], ON)
    assert result.met is True
    assert result.requirements[2].found == "5 of 5 (100.0%)"
    assert not result.vacancies
