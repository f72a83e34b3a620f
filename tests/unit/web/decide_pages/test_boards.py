"""The board on the web: formed, seated, checked live, and what its members declare."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.web.pages.decide.boards import live_check
from commonweal.web.record.audit.verify import verify
from commonweal.web.record.changes import boards as changes
from commonweal.web.record.changes import interests
from commonweal.web.record.models import AuditEntry, Board, Interest, Member
from tests.record_makers import (
    TODAY,
    give,
    make_board,
    make_member,
    make_person,
    make_place,
    sign_in,
)

SCRIPT = "<script>alert(1)</script>"
OWN = """
name = "our-board"
title = "Our own board"
set_by = "The public meeting"
smallest = 2
[[places]]
of = "resident"
share = 0.5
"""


@pytest.fixture
def place() -> Any:
    return make_place()


@pytest.fixture
def chair(place: Any) -> Client:
    person = make_person("Ada")
    give(person, "chair", place)
    client = sign_in(person)
    client.person = person  # type: ignore[attr-defined]
    return client


def board_sent(**fields: str) -> dict[str, str]:
    return {"name": "Together", "formed": "2026-05-01", "rule": "big-local", **fields}


def member_sent(name: str = "Sam", **fields: Any) -> dict[str, Any]:
    return {"name": name, "position": "member", "since": "2026-05-01", **fields}


def test_a_board_is_formed_and_its_lacks_are_shown_to_everybody(place: Any, chair: Client) -> None:
    answer = chair.post(f"/decide/{place.slug}/board/edit", board_sent(purpose="For us all"))
    assert answer["Location"] == f"/decide/{place.slug}/board"
    page = Client().get(f"/decide/{place.slug}/board").content.decode()
    assert "For us all" in page
    assert "At least 8" in page
    assert "Find 8 more." in page
    assert "Not yet" in page
    assert verify().ok


def test_the_check_follows_the_members(place: Any, chair: Client) -> None:
    board = make_board(place)
    on = TODAY + timedelta(days=1)
    for number in range(8):
        check = live_check(board, on)
        assert check is not None
        assert check.met is False
        make_member(board, f"Member {number}", lives_here=number < 4)
    check = live_check(board, on)
    assert check is not None
    assert check.met is True
    make_member(board, "One more who lives elsewhere")
    check = live_check(board, on)
    assert check is not None
    assert check.met is False


def test_an_own_rule_is_checked_before_it_is_kept(place: Any, chair: Client) -> None:
    address = f"/decide/{place.slug}/board/edit"
    for text in ("", "smallest = ", 'name = "x"'):
        answer = chair.post(address, board_sent(rule="own", own_rule=text))
        assert answer.status_code == 422
        assert '<a href="#id_own_rule">' in answer.content.decode()
    assert not Board.objects.exists()
    chair.post(address, board_sent(rule="own", own_rule=OWN))
    assert "Our own board" in Client().get(f"/decide/{place.slug}/board").content.decode()
    page = chair.get(address).content.decode()
    assert 'value="own" checked' in page
    assert "share = 0.5" in page


def test_statements_of_the_rule_are_declared(place: Any, chair: Client) -> None:
    board = make_board(place, rule="pride-in-place")
    sent = board_sent(rule="pride-in-place")
    chair.post(f"/decide/{place.slug}/board/edit", {**sent, "declared": ["approved", "published"]})
    board.refresh_from_db()
    assert board.declared == ["approved", "published"]
    # Of another rule nothing is declared.
    chair.post(f"/decide/{place.slug}/board/edit", {**board_sent(), "declared": ["approved"]})
    board.refresh_from_db()
    assert (board.rule, board.declared) == ("big-local", [])


def test_a_neighbourhood_has_one_board(place: Any) -> None:
    make_board(place)
    with pytest.raises(MethodNotApplicable, match="has a board already"):
        changes.form_board(make_person(), place, changes.BoardFacts("B", TODAY, "big-local"))


def test_a_board_whose_rule_is_gone_still_has_a_page(place: Any) -> None:
    make_board(place, rule="abolished")
    page = Client().get(f"/decide/{place.slug}/board")
    assert page.status_code == 200
    assert "cannot read its rule" in page.content.decode()


def test_a_member_is_seated_changed_and_ended(place: Any, chair: Client) -> None:
    board = make_board(place)
    base = f"/decide/{place.slug}/board/members"
    chair.post(f"{base}/new", member_sent(capacities=["business"], lives_here="on"))
    member = Member.objects.get()
    assert (member.name, member.capacities, member.lives_here) == ("Sam", ["business"], True)
    chair.post(f"{base}/{member.pk}", member_sent(position="chair", until="2026-05-02"))
    member.refresh_from_db()
    assert (member.position, member.until) == ("chair", TODAY + timedelta(days=1))
    says = AuditEntry.objects.latest("number").says
    assert says["until"] == "2026-05-02"
    assert "Sam" not in str(says)
    page = Client().get(f"/decide/{place.slug}/board").content.decode()
    assert "Former members" in page
    check = live_check(board, TODAY)
    assert check is not None
    assert [each.name for each in check.sitting.members] == ["Sam"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"until": "2026-04-30"}, "a day from 2026-05-01 on"),
        ({"name": "Kim"}, "the name of another member"),
        ({"name": " "}, "This field is required"),
        ({"since": "the first of May"}, "Give a day"),
        ({"capacities": ["king"]}, "king"),
    ],
)
def test_what_is_wrong_with_a_member(
    place: Any, chair: Client, fields: dict[str, Any], words: str
) -> None:
    make_member(make_board(place), "Kim")
    answer = chair.post(f"/decide/{place.slug}/board/members/new", {**member_sent(), **fields})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Member.objects.count() == 1


def test_somebody_may_come_back_for_a_second_term(place: Any, chair: Client) -> None:
    board = make_board(place)
    ended = TODAY - timedelta(days=100)
    first = make_member(board, "Kim", until=TODAY + timedelta(days=10))
    with pytest.raises(InputError):
        changes.seat_member(make_person(), board, changes.Seat("Kim", TODAY + timedelta(days=10)))
    changes.change_member(make_person(), first, changes.Seat("Kim", ended, ended))
    changes.seat_member(make_person(), board, changes.Seat("Kim", TODAY))
    check = live_check(board, TODAY)
    assert check is not None
    assert [each.name for each in check.sitting.members] == ["Kim"]


def test_an_account_is_linked_only_if_it_holds_a_role_here(place: Any, chair: Client) -> None:
    board, stranger, member = make_board(place), make_person("Quentin"), make_person("Bea")
    give(member, "board member", place)
    give(stranger, "board member", make_place("Other"))
    base = f"/decide/{place.slug}/board/members/new"
    page = chair.get(base).content.decode()
    assert "Bea" in page
    assert "Quentin" not in page
    assert chair.post(base, member_sent(account=str(stranger.pk))).status_code == 422
    with pytest.raises(InputError, match="with a role in this neighbourhood"):
        changes.seat_member(make_person(), board, changes.Seat("Quentin", TODAY, account=stranger))
    chair.post(base, member_sent("Bea B", account=str(member.pk)))
    assert Member.objects.get().person == member
    assert chair.post(base, member_sent("Bea C", account=str(member.pk))).status_code == 422


def test_the_place_of_chair_and_the_role_of_chair_are_separate(place: Any, chair: Client) -> None:
    make_board(place)
    other = make_person("Bea")
    give(other, "board member", place)
    base = f"/decide/{place.slug}/board"
    assert "are two things" in chair.get(f"{base}/members/new").content.decode()
    chair.post(f"{base}/members/new", member_sent(position="chair", account=str(other.pk)))
    assert sign_in(other).get(f"{base}/edit").status_code == 403


@pytest.mark.parametrize("role", ["resident", "board member", "observer", "accountable body"])
def test_other_roles_do_not_keep_the_board(place: Any, role: str) -> None:
    board = make_board(place)
    member = make_member(board)
    person = make_person()
    give(person, role, place)
    client = sign_in(person)
    for path in ("edit", "members/new", f"members/{member.pk}"):
        answer = client.post(f"/decide/{place.slug}/board/{path}", member_sent("Mallory"))
        assert answer.status_code == 403
    member.refresh_from_db()
    assert member.name == "Sam"


def test_nothing_of_another_neighbourhood_is_reached_by_its_number(
    place: Any, chair: Client
) -> None:
    make_board(place)
    other = make_place("Other")
    member = make_member(make_board(other), "Sam")
    interest = interests.declare_interest(make_person(), member, "A shop", TODAY)
    mine = f"/decide/{place.slug}/board"
    assert chair.post(f"{mine}/members/{member.pk}", member_sent("Mallory")).status_code == 404
    sent = {"ended": "2026-06-01"}
    assert chair.post(f"{mine}/interests/{interest.pk}", sent).status_code == 404
    theirs = f"/decide/{other.slug}/board"
    assert chair.post(f"{theirs}/members/{member.pk}", member_sent("Mallory")).status_code == 403
    assert chair.get(f"{mine}/members/{10**30}").status_code == 404
    interest.refresh_from_db()
    assert interest.ended is None


def declared(member: Member) -> dict[str, str]:
    return {"member": str(member.pk), "text": "Runs a shop", "declared": "2026-05-01"}


def test_a_member_declares_their_own_interests_only(place: Any) -> None:
    board, person = make_board(place), make_person("Bea")
    give(person, "board member", place)
    address = f"/decide/{place.slug}/board/interests/new"
    client = sign_in(person)
    without = make_member(board, "No account")
    assert client.get(address).status_code == 403
    own = make_member(board, "Bea", person=person)
    page = client.get(address).content.decode()
    assert "Bea" in page
    assert "No account" not in page
    assert client.post(address, declared(without)).status_code == 422
    assert client.post(address, declared(own)).status_code == 302
    assert Interest.objects.get().member == own


def test_the_chair_declares_for_those_without_an_account_only(place: Any, chair: Client) -> None:
    board = make_board(place)
    without = make_member(board, "No account")
    bea = make_member(board, "Bea", person=make_person("Bea"))
    address = f"/decide/{place.slug}/board/interests/new"
    assert chair.post(address, declared(bea)).status_code == 422
    assert chair.post(address, declared(without)).status_code == 302
    theirs = interests.declare_interest(make_person(), bea, "A shop", TODAY)
    end = f"/decide/{place.slug}/board/interests/{theirs.pk}"
    assert chair.post(end, {"ended": "2026-06-01"}).status_code == 403


def test_an_interest_ends_once_and_stays_on_the_page(place: Any, chair: Client) -> None:
    member = make_member(make_board(place), "No account")
    kept = interests.declare_interest(make_person(), member, "Runs a shop", TODAY)
    address = f"/decide/{place.slug}/board/interests/{kept.pk}"
    assert chair.post(address, {"ended": "2026-04-30"}).status_code == 422
    assert chair.post(address, {"ended": "2026-06-01"}).status_code == 302
    answer = chair.post(address, {"ended": "2026-06-02"})
    assert answer.status_code == 422
    page = Client().get(f"/decide/{place.slug}/board").content.decode()
    assert "Runs a shop" in page
    assert "1 June 2026" in page
    assert verify().ok


def test_stored_scripts_are_only_text(place: Any, chair: Client) -> None:
    board = make_board(place, name=f"B {SCRIPT}", purpose=SCRIPT)
    member = make_member(board, SCRIPT, capacities=[SCRIPT], lives_here=True)
    interests.declare_interest(make_person(), member, SCRIPT, TODAY)
    for client in (Client(), chair):
        page = client.get(f"/decide/{place.slug}/board").content.decode()
        assert SCRIPT not in page
        assert "&lt;script&gt;" in page


def test_a_form_from_elsewhere_changes_nothing(place: Any) -> None:
    person = make_person()
    give(person, "chair", place)
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    answer = client.post(f"/decide/{place.slug}/board/edit", board_sent())
    assert answer.status_code == 403
    assert not Board.objects.exists()


def test_terms_that_end_are_told(place: Any) -> None:
    today = timezone.localdate()
    make_member(make_board(place), "Kim", until=today + timedelta(days=5))
    page = Client().get(f"/decide/{place.slug}/board").content.decode()
    assert "Terms that end" in page


def test_the_page_names_nobody_by_email(place: Any) -> None:
    person = make_person("Bea", email="bea@example.org")
    make_member(make_board(place), "Bea", person=person)
    assert "bea@example.org" not in Client().get(f"/decide/{place.slug}/board").content.decode()


DAYS = st.integers(0, 6).map(lambda days: TODAY + timedelta(days=days))


@settings(deadline=None)
@given(first=DAYS, last=st.none() | DAYS, since=DAYS, until=st.none() | DAYS)
def test_terms_overlap_exactly_when_they_share_a_day(
    first: date, last: date | None, since: date, until: date | None
) -> None:
    def days(begin: date, end: date | None) -> set[date]:
        week = [TODAY + timedelta(days=number) for number in range(8)]
        return {day for day in week if begin <= day and (end is None or day <= end)}

    sitting = Member(name="Kim", since=first, until=last)
    found = changes.overlaps([sitting], changes.Seat("Kim", since, until))
    if days(first, last) and days(since, until):
        assert found == bool(days(first, last) & days(since, until))
