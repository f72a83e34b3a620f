"""Meetings, minutes that cannot change once published, and the log of decisions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.web.record.audit.verify import verify
from commonweal.web.record.changes.meetings import (
    Decided,
    MeetingFacts,
    call_meeting,
    change_meeting,
    correct_minutes,
    publish_minutes,
    record_decision,
)
from commonweal.web.record.models import AuditEntry, Decision, Meeting
from tests.record_makers import (
    TODAY,
    give,
    make_board,
    make_member,
    make_person,
    make_place,
    sign_in,
)

SCRIPT = "<img src=x onerror=alert(1)>"


@pytest.fixture
def place() -> Any:
    return make_place()


@pytest.fixture
def board(place: Any) -> Any:
    return make_board(place)


@pytest.fixture
def chair(place: Any) -> Client:
    person = make_person("Ada")
    give(person, "chair", place)
    return sign_in(person)


def published(board: Any, minutes: str = "All went well.") -> Meeting:
    by = make_person()
    meeting = call_meeting(by, board, MeetingFacts(TODAY, minutes=minutes))
    publish_minutes(by, meeting)
    meeting.refresh_from_db()
    return meeting


def test_from_calling_to_publishing(place: Any, board: Any, chair: Client) -> None:
    member = make_member(board)
    sent = {"on": "2026-05-01", "where": "The hall", "agenda": "1. Welcome"}
    answer = chair.post(f"/decide/{place.slug}/meetings/new", sent)
    address = answer["Location"]
    assert "1. Welcome" in Client().get(address).content.decode()
    minutes = "First paragraph.\r\n\r\nSecond paragraph."
    chair.post(f"{address}/edit", {**sent, "minutes": minutes, "present": [str(member.pk)]})
    draft = Client().get(address).content.decode()
    assert "First paragraph" not in draft
    assert "Sam" not in draft
    assert "First paragraph" in chair.get(address).content.decode()
    assert chair.get(f"{address}/publish").status_code == 200
    assert not Meeting.objects.get().published
    chair.post(f"{address}/publish")
    page = Client().get(address).content.decode()
    assert '<p class="cw-lines">First paragraph.</p>' in page
    assert '<p class="cw-lines">Second paragraph.</p>' in page
    assert "Sam" in page
    assert verify().ok


@pytest.mark.parametrize(
    ("role", "reads"),
    [("board member", True), ("observer", True), ("resident", False)],
)
def test_who_reads_a_draft(place: Any, board: Any, role: str, reads: bool) -> None:
    person = make_person()
    give(person, role, place)
    meeting = call_meeting(make_person(), board, MeetingFacts(TODAY, minutes="Not yet agreed"))
    page = sign_in(person).get(f"/decide/{place.slug}/meetings/{meeting.pk}").content.decode()
    assert ("Not yet agreed" in page) is reads


def test_published_minutes_change_by_visible_correction_only(
    place: Any, board: Any, chair: Client
) -> None:
    meeting = published(board)
    address = f"/decide/{place.slug}/meetings/{meeting.pk}"
    answer = chair.post(f"{address}/edit", {"on": "2026-05-01", "minutes": "Another story"})
    assert answer["Location"] == f"{address}/correct"
    with pytest.raises(MethodNotApplicable, match="can no longer be changed"):
        change_meeting(make_person(), meeting, MeetingFacts(TODAY, minutes="Another story"))
    with pytest.raises(MethodNotApplicable):
        publish_minutes(make_person(), meeting)
    assert chair.post(f"{address}/publish").status_code == 422
    chair.post(f"{address}/correct", {"text": "It was the small hall."})
    page = Client().get(address).content.decode()
    assert "All went well." in page
    assert "Another story" not in page
    assert "It was the small hall." in page
    assert AuditEntry.objects.latest("number").action == "minutes corrected"
    assert verify().ok


def test_a_copy_read_before_publishing_cannot_undo_it(board: Any) -> None:
    meeting = call_meeting(make_person(), board, MeetingFacts(TODAY, minutes="Agreed"))
    before = Meeting.objects.get(pk=meeting.pk)
    publish_minutes(make_person(), meeting)
    with pytest.raises(MethodNotApplicable):
        change_meeting(make_person(), before, MeetingFacts(TODAY, minutes="Not agreed"))
    meeting.refresh_from_db()
    assert (meeting.minutes, meeting.published) == ("Agreed", True)


def test_a_draft_is_changed_not_corrected(place: Any, board: Any, chair: Client) -> None:
    meeting = call_meeting(make_person(), board, MeetingFacts(TODAY, minutes="Draft"))
    with pytest.raises(MethodNotApplicable, match="draft"):
        correct_minutes(make_person(), meeting, "Wrong", TODAY)
    assert chair.get(f"/decide/{place.slug}/meetings/{meeting.pk}/correct").status_code == 422


def test_there_must_be_minutes_to_publish(board: Any) -> None:
    meeting = call_meeting(make_person(), board, MeetingFacts(TODAY))
    with pytest.raises(InputError, match="minutes to publish"):
        publish_minutes(make_person(), meeting)
    with pytest.raises(InputError):
        correct_minutes(make_person(), published(board), " ", TODAY)


def test_only_members_of_this_board_are_present(place: Any, board: Any, chair: Client) -> None:
    stranger = make_member(make_board(make_place("Other")), "Stranger")
    sent = {"on": "2026-05-01", "present": [str(stranger.pk)]}
    assert chair.post(f"/decide/{place.slug}/meetings/new", sent).status_code == 422
    with pytest.raises(InputError, match="members of this board"):
        call_meeting(make_person(), board, MeetingFacts(TODAY, present=(stranger.pk,)))
    assert not Meeting.objects.exists()


def decision_sent(**fields: Any) -> dict[str, Any]:
    return {"text": "Buy benches", "reasons": "People need rest", "on": "2026-05-01", **fields}


def test_a_decision_has_an_address_of_its_own(place: Any, board: Any, chair: Client) -> None:
    sam, kim = make_member(board, "Sam"), make_member(board, "Kim")
    lee = make_member(board, "Lee")
    present = (sam.pk, kim.pk, lee.pk)
    meeting = call_meeting(make_person(), board, MeetingFacts(TODAY, present=present))
    votes = {"votes_for": "1", "votes_against": "0", "abstained": "1"}
    sent = decision_sent(**votes, meeting=str(meeting.pk), stood_aside=[str(kim.pk)])
    chair.post(f"/decide/{place.slug}/decisions/new", sent)
    chair.post(f"/decide/{place.slug}/decisions/new", decision_sent(text="Buy no benches"))
    first, second = Decision.objects.order_by("number")
    assert (first.number, first.stood_aside, second.number) == (1, "Kim", 2)
    page = Client().get(f"/decide/{place.slug}/decisions").content.decode()
    assert 'id="decision-1"' in page
    assert page.index("Buy no benches") < page.index('id="decision-1"')
    assert "Stood aside because of an interest: Kim." in page
    assert "Buy benches" in Client().get(f"/decide/{place.slug}/board").content.decode()
    assert verify().ok


@pytest.mark.parametrize(
    ("votes", "aside", "words"),
    [
        ((2, 1, 0), (), ""),
        ((2, 0, 0), ("Kim",), ""),
        ((2, 1, 0), ("Kim",), "at most 2 votes"),
        ((4, 0, 0), (), "at most 3 votes"),
        ((1, None, None), (), "all three counts or none"),
    ],
)
def test_votes_are_no_more_than_those_who_took_part(
    board: Any, votes: tuple[Any, ...], aside: tuple[str, ...], words: str
) -> None:
    members = {name: make_member(board, name).pk for name in ("Kim", "Lee", "Sam")}
    make_member(board, "Absent")
    present = tuple(members.values())
    meeting = call_meeting(make_person(), board, MeetingFacts(TODAY, present=present))
    stood = tuple(members[name] for name in aside)
    decided = Decided(TODAY, "Benches", "Rest", meeting, *votes, stood)
    if words:
        with pytest.raises(InputError, match=words):
            record_decision(make_person(), board, decided)
    else:
        assert record_decision(make_person(), board, decided).number == 1


def test_all_that_is_wrong_with_a_decision_is_told_at_once(board: Any) -> None:
    with pytest.raises(InputError) as raised:
        record_decision(make_person(), board, Decided(TODAY, " ", "", None, 1, stood_aside=(9,)))
    columns = [problem.column for problem in raised.value.problems]
    assert columns == ["text", "reasons", "stood_aside", "votes_for"]


def test_a_decision_is_not_taken_at_another_boards_meeting(board: Any) -> None:
    theirs = call_meeting(make_person(), make_board(make_place("Other")), MeetingFacts(TODAY))
    with pytest.raises(InputError, match="a meeting of this board"):
        record_decision(make_person(), board, Decided(TODAY, "Benches", "Rest", theirs))


def test_the_form_begins_with_the_meeting_it_was_opened_from(
    place: Any, board: Any, chair: Client
) -> None:
    day = TODAY - timedelta(days=3)
    meeting = call_meeting(make_person(), board, MeetingFacts(day))
    new = f"/decide/{place.slug}/decisions/new"
    page = chair.get(f"{new}?meeting={meeting.pk}").content.decode()
    assert f'value="{meeting.pk}" selected' in page
    assert f'value="{day}"' in page
    for odd in ("999999", "x", "²", "9" * 40):
        assert chair.get(new, {"meeting": odd}).status_code == 200


@pytest.mark.parametrize("role", ["resident", "board member", "community worker", "observer"])
def test_other_roles_keep_no_meetings(place: Any, board: Any, role: str) -> None:
    meeting = call_meeting(make_person(), board, MeetingFacts(TODAY, minutes="Draft"))
    person = make_person()
    give(person, role, place)
    client = sign_in(person)
    here = f"/decide/{place.slug}"
    for path in ("edit", "publish", "correct"):
        answer = client.post(f"{here}/meetings/{meeting.pk}/{path}", {"on": "2026-05-01"})
        assert answer.status_code == 403
    assert client.post(f"{here}/meetings/new", {"on": "2026-05-01"}).status_code == 403
    assert client.post(f"{here}/decisions/new", decision_sent()).status_code == 403
    assert not Decision.objects.exists()


def test_meetings_of_another_neighbourhood_are_not_reached(
    place: Any, board: Any, chair: Client
) -> None:
    other = make_place("Other")
    theirs = call_meeting(make_person(), make_board(other), MeetingFacts(TODAY, minutes="Draft"))
    for path in ("", "/edit", "/publish", "/correct"):
        address = f"/decide/{place.slug}/meetings/{theirs.pk}{path}"
        assert chair.get(address).status_code == 404
    answer = chair.post(
        f"/decide/{place.slug}/decisions/new", decision_sent(meeting=str(theirs.pk))
    )
    assert answer.status_code == 422
    assert chair.post(f"/decide/{other.slug}/meetings/{theirs.pk}/publish").status_code == 403
    theirs.refresh_from_db()
    assert not theirs.published


def test_what_people_wrote_is_only_text(place: Any, board: Any) -> None:
    meeting = published(board, f"Minutes {SCRIPT}")
    correct_minutes(make_person(), meeting, SCRIPT, TODAY)
    record_decision(make_person(), board, Decided(TODAY, SCRIPT, SCRIPT, meeting))
    for path in (f"meetings/{meeting.pk}", "decisions", "board", ""):
        page = Client().get(f"/decide/{place.slug}/{path}".rstrip("/")).content.decode()
        assert SCRIPT not in page
    assert "&lt;img" in page


def test_the_log_holds_no_words_of_minutes(board: Any) -> None:
    published(board, "Bea Unusual spoke")
    says = " ".join(str(entry.says) for entry in AuditEntry.objects.all())
    assert "Unusual" not in says
