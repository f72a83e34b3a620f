"""Voting on the web: the steps, every kind of ballot, one ballot a person, and nothing kept."""

from __future__ import annotations

import logging
import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from commonweal.web.pages.decide.ballot_papers import as_sent, as_typed, choices_sent, choices_typed
from commonweal.web.record.changes.voting import make_codes
from commonweal.web.record.models import AuditEntry, Person, Phase, Roll, SealedBallot
from commonweal.web.record.papers import Choice
from commonweal.web.record.sealing import open_sealed
from tests.record_makers import AREAS, give, keep, make_person, open_vote, sign_in
from tests.voters import HERE, go_on, hidden, page_of, receipt_in, say_who, text_of, vote

pytestmark = pytest.mark.usefixtures("ballot_box")


@pytest.fixture
def ann() -> Client:
    return sign_in(make_person("Ann Lee"))


def by_code(phase: Phase, number: int = 1) -> list[dict[str, str]]:
    codes = make_codes(make_person(), phase, number)
    return [{"code": code, "old_enough": "on"} for code in codes]


def opened(phase: Phase, slug: str = "main") -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
    """What the ballots of a pot hold."""
    pot = phase.pots.get(slug=slug)
    stood = pot.proposals.filter(state="feasible").count()
    contents = [bytes(one.content) for one in pot.sealed.all()]
    return [(one.choices, one.points) for one in open_sealed(phase.key, contents, stood)]


KINDS: list[tuple[dict[str, Any], dict[str, Any], tuple[Any, Any], str]] = [
    ({}, {"choice__main": ["3", "1"]}, (("1", "3"), ()), "You chose"),
    ({"ballot": "knapsack"}, {"choice__main": ["2"]}, (("2",), ()), "cost £3,000 of £10,000"),
    (
        {"ballot": "ranked"},
        {"rank__main__1": "2", "rank__main__3": "1", "rank__main__2": ""},
        (("3", "1"), ()),
        "1st Idea for main",
    ),
    (
        {"ballot": "points", "points": 10},
        {"points__main__1": "7", "points__main__2": "0", "points__main__3": "3"},
        (("1", "3"), (7, 3)),
        "7 points",
    ),
    ({}, {}, ((), ()), "You chose nothing here"),
]


@pytest.mark.parametrize(("fields", "sent", "held", "said"), KINDS)
def test_every_kind_of_ballot_goes_from_the_paper_to_the_receipt(
    ann: Client, fields: dict[str, Any], sent: dict[str, Any], held: tuple[Any, Any], said: str
) -> None:
    phase = open_vote(**fields)
    first = ann.get(page_of(phase))
    assert 'value="Ann Lee"' in first.content.decode()
    paper = say_who(ann, phase, **HERE)
    check = go_on(ann, phase, paper, "check", **sent)
    assert said in text_of(check)
    assert not Roll.objects.exists()
    done = go_on(ann, phase, check, "send", **sent)
    assert done.status_code == 200
    assert receipt_in(done)
    assert "no-store" in done.headers["Cache-Control"]
    assert opened(phase) == [held]


@pytest.mark.parametrize(
    ("fields", "sent", "said"),
    [
        ({"ballot": "knapsack"}, {"choice__main": ["2", "3"]}, "£10,000 at most, and got £12,000"),
        ({"most_choices": 1}, {"choice__main": ["1", "2"]}, "1 choices at most"),
        ({"ballot": "ranked"}, {"rank__main__1": "1", "rank__main__2": "1"}, "2 ideas in place 1"),
        ({"ballot": "ranked"}, {"rank__main__1": "first"}, "a place for idea 1"),
        ({"ballot": "points", "points": 5}, {"points__main__1": "6"}, "5 points at most"),
        ({"ballot": "points", "points": 5}, {"points__main__1": "-1"}, "a whole number of points"),
        ({"ballot": "points", "points": 5}, {"points__main__1": "1.5"}, "a whole number of points"),
    ],
)
def test_a_paper_that_does_not_fit_is_shown_again_with_the_choices_and_the_order(
    ann: Client, fields: dict[str, Any], sent: dict[str, Any], said: str
) -> None:
    phase = open_vote(costs=(3_000, 6_000, 6_000), **fields)
    paper = say_who(ann, phase, **HERE)
    again = go_on(ann, phase, paper, "check", **sent)
    html = again.content.decode()
    assert again.status_code == 422
    assert "There is a problem" in html
    assert said in text_of(again)
    assert 'href="#pot-main"' in html
    assert 'id="pot-main"' in html
    assert ideas_in(again) == ideas_in(paper)
    if "choice__main" in sent:
        assert html.count(" checked") == len(sent["choice__main"])
    # A page that says nothing is wrong may not send either.
    assert go_on(ann, phase, paper, "send", **sent).status_code == 422
    assert not Roll.objects.exists()


def ideas_in(answer: Any) -> list[str]:
    return re.findall(r'<label class="[^"]*" for="main-(\d+)"', answer.content.decode())


def test_the_order_of_ideas_is_another_for_each_voter_and_the_same_on_the_way_back(
    ann: Client,
) -> None:
    phase = open_vote(costs=(1_000,) * 8)
    papers = [say_who(ann, phase, **HERE) for _ in range(6)]
    orders = {tuple(ideas_in(paper)) for paper in papers}
    # Six of 40,320 orders are all the same once in 10^23 tries.
    assert len(orders) > 1
    check = go_on(ann, phase, papers[0], "check", choice__main=["2"])
    back = go_on(ann, phase, check, "back", choice__main=["2"])
    assert ideas_in(back) == ideas_in(papers[0])
    assert 'value="2" checked' in back.content.decode()


def test_a_vote_by_postcode_takes_an_account_and_gives_it_one_ballot(ann: Client) -> None:
    phase = open_vote()
    sent = Client().get(page_of(phase))
    assert sent.status_code == 302
    assert sent.headers["Location"].startswith("/account/")
    assert Client().post(page_of(phase), {"step": "who", **HERE}).status_code == 302
    first = vote(ann, phase, HERE, choice__main=["1"])
    assert receipt_in(first)
    assert "You have voted" in text_of(ann.get(page_of(phase)))
    other = {**HERE, "name": "Another Name"}
    assert "You have voted" in text_of(say_who(ann, phase, **other))
    assert Roll.objects.count() == 1


def test_whether_somebody_else_has_voted_is_not_told_before_the_sending(ann: Client) -> None:
    """To find out, one has to send a ballot; the first that is taken is the only one."""
    phase = open_vote()
    vote(ann, phase, HERE, choice__main=["1"])
    nosy = sign_in(make_person("Nosy"))
    voted, not_voted = HERE, {**HERE, "name": "Bo Ray"}
    pages = [say_who(nosy, phase, **who) for who in (voted, not_voted)]
    assert [page.status_code for page in pages] == [200, 200]
    assert len({" ".join(sorted(text_of(page).split())) for page in pages}) == 1
    refused = go_on(nosy, phase, pages[0], "send", choice__main=["2"])
    assert refused.status_code == 422
    assert "has not voted yet" in text_of(refused)
    assert Roll.objects.count() == SealedBallot.objects.count() == 1


def test_a_code_needs_no_account_and_works_once() -> None:
    phase = open_vote(eligibility="code")
    (who,) = by_code(phase)
    assert receipt_in(vote(Client(), phase, who, choice__main=["1"]))
    used = say_who(Client(), phase, **who)
    unknown = say_who(Client(), phase, code="0000-0000-0000", old_enough="on")
    assert used.status_code == unknown.status_code == 422
    assert text_of(used) == text_of(unknown)
    assert Roll.objects.get().person is None


def test_the_same_form_sent_twice_gives_one_ballot() -> None:
    phase = open_vote(eligibility="code")
    (who,) = by_code(phase)
    paper = say_who(Client(), phase, **who)
    check = go_on(Client(), phase, paper, "check", choice__main=["1"])
    first = go_on(Client(), phase, check, "send", choice__main=["1"])
    second = go_on(Client(), phase, check, "send", choice__main=["1"])
    assert first.status_code == 200
    assert second.status_code == 422
    assert "If you have just sent your ballot with this code, it is in" in text_of(second)
    assert SealedBallot.objects.count() == 1


def test_where_both_ways_are_open_a_stranger_needs_a_code(ann: Client) -> None:
    phase = open_vote(eligibility="either")
    (who,) = by_code(phase)
    stranger = say_who(Client(), phase, **HERE)
    assert stranger.status_code == 422
    assert "Enter the code that was sent to you." in text_of(stranger)
    assert "Sign in" in text_of(stranger)
    assert receipt_in(vote(Client(), phase, {**HERE, **who}))
    assert receipt_in(vote(ann, phase, {**HERE, "name": "Ann With Account"}))


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ({}, "Enter your full name."),
        ({**HERE, "old_enough": ""}, "Tick the box if you are 16 or older."),
        ({**HERE, "postcode": "XX1 1XX"}, "a postcode that we hold"),
        ({**HERE, "postcode": "ZZ9 9ZZ"}, "a postcode in Northfield"),
        ({**HERE, "postcode": "<script>1"}, "a postcode that we hold"),
    ],
)
def test_without_a_right_there_is_no_paper(ann: Client, who: dict[str, str], said: str) -> None:
    answer = say_who(ann, open_vote(), **{k: v for k, v in who.items() if v})
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "choice." not in answer.content.decode()


def test_voters_get_the_pots_of_their_area_and_no_others(ann: Client) -> None:
    phase = open_vote(pots={"all": [], "north": [AREAS[0]], "south": [AREAS[1]]})
    paper = say_who(ann, phase, **HERE)
    assert "Idea for north" in text_of(paper)
    assert "Idea for south" not in text_of(paper)
    # Numbers 7 to 9 stand in the south; 4 to 6 in the north.
    for sent in ({"choice__south": ["7"]}, {"choice__north": ["7"]}, {"choice__all": ["4"]}):
        assert go_on(ann, phase, paper, "send", **sent).status_code == 422
    assert not Roll.objects.exists()


def test_nothing_of_another_phase_can_be_voted_on_or_said(ann: Client) -> None:
    phase, other = open_vote(), open_vote(pots={"other": []}, costs=(1_000,) * 9)
    paper = say_who(ann, phase, **HERE)
    for sent in ({"choice__other": ["1"]}, {"choice__main": ["9"]}, {"rank__main__1": "1"}):
        answer = go_on(ann, phase, paper, "send", **sent)
        assert answer.status_code == (200 if "rank__main__1" in sent else 422)
    # What one phase was told is no good in another.
    assert go_on(ann, other, paper, "send", choice__other=["1"]).status_code == 422
    assert not Roll.objects.filter(phase=other).exists()
    assert opened(phase) == [((), ())]


def test_what_was_said_first_cannot_be_changed_or_passed_on(ann: Client) -> None:
    phase = open_vote()
    paper = say_who(ann, phase, **HERE)
    forged = ann.post(page_of(phase), {"step": "send", "said": hidden(paper)[:-1] + "x"})
    missing = ann.post(page_of(phase), {"step": "send"})
    other = go_on(sign_in(make_person("Bo")), phase, paper, "send")
    for answer in (forged, missing, other):
        assert answer.status_code == 422
        assert "Nothing was sent" in text_of(answer)
    assert not Roll.objects.exists()


def test_what_was_said_first_is_good_for_an_hour(
    ann: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    phase = open_vote()
    paper = say_who(ann, phase, **HERE)
    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 3_700)
    assert go_on(ann, phase, paper, "send").status_code == 422
    assert not Roll.objects.exists()


def test_outside_its_days_there_is_a_page_that_says_when(ann: Client) -> None:
    today = timezone.localdate()
    early = open_vote(state="checking")
    assert "Voting has not begun" in text_of(ann.get(page_of(early)))
    late = open_vote(vote_until=today - timedelta(days=1), vote_from=today - timedelta(days=9))
    assert "Voting has ended" in text_of(ann.get(page_of(late)))
    assert "Voting has ended" in text_of(say_who(ann, late, **HERE))


def test_a_vote_that_closes_meanwhile_takes_no_ballot(ann: Client) -> None:
    phase = open_vote()
    paper = say_who(ann, phase, **HERE)
    phase.state = "closed"
    keep(phase)
    assert "Voting has ended" in text_of(go_on(ann, phase, paper, "send"))
    assert not Roll.objects.exists()


def test_a_ballot_is_changed_by_its_receipt_and_not_shown() -> None:
    phase = open_vote(eligibility="code", may_change=True)
    (who,) = by_code(phase)
    receipt = receipt_in(vote(Client(), phase, who, choice__main=["1"]))
    paper = say_who(Client(), phase, "vote-change", receipt=receipt.lower())
    assert " checked" not in paper.content.decode()
    check = go_on(Client(), phase, paper, "check", "vote-change", choice__main=["2"])
    assert opened(phase) == [(("1",), ())]
    done = go_on(Client(), phase, check, "send", "vote-change", choice__main=["2"])
    assert "Your ballot is changed" in text_of(done)
    assert opened(phase) == [(("2",), ())]
    for wrong, said in (("0" * 25, "the receipt of a ballot"), ("ABC", "25 letters and digits")):
        answer = say_who(Client(), phase, "vote-change", receipt=wrong)
        assert answer.status_code == 422
        assert said in text_of(answer)


def test_where_the_board_said_so_a_ballot_cannot_be_changed(ann: Client) -> None:
    phase = open_vote()
    receipt = receipt_in(vote(ann, phase, HERE, choice__main=["1"]))
    answer = say_who(ann, phase, "vote-change", receipt=receipt)
    assert "Ballots cannot be changed" in text_of(answer)
    assert opened(phase) == [(("1",), ())]


def test_nothing_of_a_ballot_is_in_sessions_messages_logs_or_cookies(
    ann: Client, caplog: pytest.LogCaptureFixture
) -> None:
    phase = open_vote()
    caplog.set_level(logging.DEBUG)
    caplog.clear()
    # Statements of the database hold what it is given; in service they are not logged.
    logging.getLogger("django.db.backends").setLevel(logging.WARNING)
    receipt = receipt_in(vote(ann, phase, HERE, choice__main=["3"]))
    kept = [session.get_decoded() for session in Session.objects.all()]
    everywhere = [str(kept), caplog.text, str(ann.cookies), dump()]
    for secret in (receipt, receipt.replace("-", ""), "AA1 1AA", "AA11AA"):
        assert not any(secret in text for text in everywhere)
    assert all(
        set(one) <= {"_auth_user_id", "_auth_user_backend", "_auth_user_hash"} for one in kept
    )


def dump() -> str:
    """Every row of every table as text."""
    rows: list[Any] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            rows.extend(cursor.fetchall())
    return "\n".join(map(str, rows))


@pytest.mark.parametrize(
    "name", ["vote", "vote-change", "paper", "codes", "open-vote", "close-vote"]
)
def test_every_form_is_refused_without_its_token(name: str) -> None:
    phase = open_vote(eligibility="either", may_change=True)
    person = make_person("Staff")
    for kind in ("chair", "community worker"):
        give(person, kind, phase.neighbourhood)
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    before = AuditEntry.objects.count()
    answer = client.post(page_of(phase, name), {**HERE, "step": "send", "number": "3"})
    assert answer.status_code == 403
    assert "We could not accept this form" in text_of(answer)
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("name", ["vote", "find-ballot"])
def test_forms_of_a_vote_are_limited(name: str, settings: Any) -> None:
    settings.FORM_LIMIT = 2
    phase = open_vote(eligibility="code")
    guesser = Client()
    sent = {"step": "who", "code": "0000-0000-0000", "old_enough": "on"}
    answers = [guesser.post(page_of(phase, name), sent).status_code for _ in range(3)]
    assert answers[2] == 429
    assert 429 not in answers[:2]


def test_scripts_in_proposals_are_text_on_the_paper_and_the_check(ann: Client) -> None:
    phase = open_vote(costs=(1_000,))
    with_script(phase)
    paper = say_who(ann, phase, **HERE)
    check = go_on(ann, phase, paper, "check", choice__main=["1"])
    for page in (paper, check):
        assert "<script>alert" not in page.content.decode()
        assert "&lt;script&gt;alert" in page.content.decode()


def with_script(phase: Phase) -> None:
    proposal = phase.proposals.first()
    proposal.title = proposal.summary = '<script>alert("1")</script>'
    keep(proposal)


@pytest.mark.parametrize("role", ["", "resident", "community worker", "accountable body"])
def test_only_the_chair_opens_a_vote_and_makes_codes(role: str) -> None:
    phase = open_vote(state="checking", eligibility="code")
    person = make_person("Person", area=AREAS[0] if role == "resident" else "")
    if role and role != "resident":
        give(person, role, phase.neighbourhood)
    for name in ("open-vote", "codes"):
        assert sign_in(person).post(page_of(phase, name), {"number": "1"}).status_code == 403
    phase.refresh_from_db()
    assert phase.state == "checking"
    assert not phase.codes.exists()


def chair_of(phase: Phase) -> Client:
    person: Person = make_person("Chair")
    give(person, "chair", phase.neighbourhood)
    return sign_in(person)


def test_the_chair_opens_the_vote_on_its_day_and_not_before() -> None:
    today = timezone.localdate()
    phase = open_vote(state="checking")
    chair = chair_of(phase)
    assert "Idea for main" in text_of(chair.get(page_of(phase, "open-vote")))
    answer = chair.post(page_of(phase, "open-vote"))
    assert answer.status_code == 302
    phase.refresh_from_db()
    assert phase.state == "voting"
    later = open_vote(state="checking", vote_from=today + timedelta(days=2))
    refused = chair_of(later).post(page_of(later, "open-vote"))
    assert refused.status_code == 422
    assert "and not before" in text_of(refused)


@pytest.mark.parametrize("form", ["slips", "csv"])
def test_codes_are_told_once_and_work(form: str) -> None:
    phase = open_vote(eligibility="code")
    chair = chair_of(phase)
    answer = chair.post(page_of(phase, "codes"), {"number": "3", "form": form})
    assert "no-store" in answer.headers["Cache-Control"]
    codes = re.findall(r"\b\w{4}-\w{4}-\w{4}\b", answer.content.decode())
    assert len(set(codes)) == 3
    again = chair.get(page_of(phase, "codes"))
    assert "3 codes have been made" in text_of(again)
    assert not any(code in again.content.decode() for code in codes)
    assert not any(code in dump() for code in codes)
    assert receipt_in(vote(Client(), phase, {"code": codes[0], "old_enough": "on"}))


def test_codes_are_for_an_area_where_pots_differ() -> None:
    phase = open_vote(eligibility="code", pots={"all": [], "south": [AREAS[1]]})
    chair = chair_of(phase)
    assert chair.post(page_of(phase, "codes"), {"number": "1", "form": "csv"}).status_code == 422
    sent = {"number": "1", "form": "csv", "area": AREAS[1]}
    answer = chair.post(page_of(phase, "codes"), sent)
    code = answer.content.decode().splitlines()[1].split(",")[0]
    assert "Idea for south" in text_of(say_who(Client(), phase, code=code, old_enough="on"))
    elsewhere = {**sent, "area": "D09999999"}
    assert chair.post(page_of(phase, "codes"), elsewhere).status_code == 422


@pytest.mark.parametrize("ballot", ["approval", "knapsack", "ranked", "points"])
def test_what_is_typed_what_is_sent_and_what_is_chosen_say_the_same(ballot: str) -> None:
    """Three ways of writing a choice, each read back to the same."""
    phase = Phase(ballot=ballot)
    points = (5, 2) if ballot == "points" else ()
    chosen = {"main": Choice(("12", "7"), points)}
    data = QueryDict(mutable=True)
    for name, value in as_sent(phase, chosen):
        data.appendlist(name, value)
    assert choices_sent(phase, data) == chosen
    assert choices_typed(phase, as_typed(chosen)) == chosen


@pytest.mark.parametrize("text", ["3=5, 7=2", "3:5 7:2", " 3 = 5 ;7= 2 "])
def test_points_are_read_as_people_write_them(text: str) -> None:
    found = choices_typed(Phase(ballot="points"), {"main": text, "other": " "})
    assert found == {"main": Choice(("3", "7"), (5, 2))}
