"""The result page says what is published and no more; its file verifies; ballots are found."""

from __future__ import annotations

import hashlib
import re
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client

from commonweal.decide.published import find_ballot, read_published, verify
from commonweal.web.pages.decide import results
from commonweal.web.pages.decide.result_words import FEWEST, _money, _paid
from commonweal.web.record.changes.closing import close, count_phase
from commonweal.web.record.changes.voting import cast, make_codes
from commonweal.web.record.eligibility import Claim
from commonweal.web.record.models import AuditEntry, Phase
from commonweal.web.record.papers import Choice
from tests.record_makers import AREAS, give, keep, make_person, open_vote, sign_in
from tests.voters import page_of, text_of

# The key is destroyed at the end of the transaction of the close, so these tests end theirs.
pytestmark = [
    pytest.mark.usefixtures("ballot_box"),
    pytest.mark.django_db(transaction=True),
]
REASON = "Everyone has voted."


def decided(phase: Phase, ballots: list[Choice], slug: str = "main") -> list[str]:
    """Close a vote with these ballots and count it; the receipts of its voters."""
    codes = make_codes(make_person(), phase, len(ballots)) if ballots else []
    receipts = [
        cast(phase, Claim(code=code, old_enough=True), {slug: ballot})
        for code, ballot in zip(codes, ballots, strict=True)
    ]
    chair = make_person("Chair")
    close(chair, phase, REASON)
    count_phase(chair, phase)
    phase.refresh_from_db()
    return receipts


@pytest.fixture
def phase() -> Phase:
    """Ideas of £2,000, £3,000 and £6,000; the dear one has too few friends."""
    return open_vote(eligibility="code")


BALLOTS = [Choice(("1", "2"))] * 8 + [Choice(("3",))] * 4


def test_the_page_says_what_won_what_it_cost_and_what_losers_lacked(phase: Phase) -> None:
    decided(phase, BALLOTS)
    text = text_of(Client().get(page_of(phase, "result")))
    assert "Northfield chose 2 of 3 ideas. They cost £5,000 of £10,000. 12 people voted." in text
    assert "fewer than 1 in 100 of the 6,000 people of all ages" in text
    assert f"The reason given: {REASON}" in text
    assert "8 voters paid £250 each." in text
    outcome = phase.pots.get().result.outcome
    (loser,) = outcome["losers"]
    assert f"with {loser['votes_lacking']} more voters for it" in text
    assert f"at a cost of £{int(loser['cost_to_win']):,}" in text
    assert "67 in 100 voters chose at least one idea that won." in text
    assert "Counted from 12 ballots" in text


def test_what_a_tenth_of_voters_got_is_told_as_counted_by_hand(phase: Phase) -> None:
    """The tenth with least of 12 voters are 2 of the 4 who chose only the loser: nothing."""
    decided(phase, BALLOTS)
    assert "sees £0 go to ideas that they chose" in text_of(Client().get(page_of(phase, "result")))


def test_the_file_verifies_and_is_the_one_whose_checksum_is_shown(phase: Phase) -> None:
    decided(phase, BALLOTS)
    page = Client().get(page_of(phase, "result"))
    answer = Client().get(page_of(phase, "vote-file"))
    assert answer.headers["Content-Type"] == "application/zip"
    assert f"{phase.slug}-vote.zip" in answer.headers["Content-Disposition"]
    assert verify(answer.content).ok
    assert hashlib.sha256(answer.content).hexdigest() in page.content.decode()


def test_the_file_is_made_once(phase: Phase, monkeypatch: pytest.MonkeyPatch) -> None:
    decided(phase, BALLOTS)
    made: list[Phase] = []
    real = results.vote_file
    monkeypatch.setattr(results, "vote_file", lambda each: made.append(each) or real(each))
    first = Client().get(page_of(phase, "vote-file")).content
    assert Client().get(page_of(phase, "vote-file")).content == first
    assert len(made) == 1
    other = open_vote(eligibility="code")
    decided(other, BALLOTS)
    assert Client().get(page_of(other, "vote-file")).content != first


def test_a_receipt_finds_its_ballot_on_the_page_as_in_the_file(phase: Phase) -> None:
    receipts = decided(phase, BALLOTS)
    published = read_published(Client().get(page_of(phase, "vote-file")).content)
    for receipt, ballot in ((receipts[0], BALLOTS[0]), (receipts[11], BALLOTS[11])):
        (found,) = find_ballot(published, receipt)
        assert set(found.choices) == set(ballot.choices)
        sent = {"receipt": receipt.lower().replace("-", " ")}
        answer = Client().post(page_of(phase, "find-ballot"), sent)
        assert "no-store" in answer.headers["Cache-Control"]
        shown = re.findall(r"<li>(Idea for main)", answer.content.decode())
        assert len(shown) == len(ballot.choices)


def test_points_and_places_are_shown_with_a_ballot_that_is_found() -> None:
    phase = open_vote(eligibility="code", ballot="points", points=10)
    receipts = decided(phase, [Choice(("1", "2"), (7, 3))] * FEWEST)
    answer = Client().post(page_of(phase, "find-ballot"), {"receipt": receipts[0]})
    assert "Idea for main: 7 points" in text_of(answer)
    assert "points" in text_of(Client().get(page_of(phase, "result")))
    ranked = open_vote(eligibility="code", ballot="ranked")
    receipts = decided(ranked, [Choice(("2", "1"))] * FEWEST)
    answer = Client().post(page_of(ranked, "find-ballot"), {"receipt": receipts[0]})
    assert "the most wanted first" in text_of(answer)


@pytest.mark.parametrize(
    ("receipt", "said", "status"),
    [
        ("0" * 25, "No published ballot of this vote has this receipt", 200),
        ("short", "25 letters and digits", 422),
        ("", "Enter the receipt", 422),
        ("U" * 25, "the character 'U'", 422),
    ],
)
def test_other_receipts_find_nothing(phase: Phase, receipt: str, said: str, status: int) -> None:
    decided(phase, BALLOTS)
    answer = Client().post(page_of(phase, "find-ballot"), {"receipt": receipt})
    assert answer.status_code == status
    assert said in text_of(answer)


@pytest.mark.parametrize("ballots", [FEWEST - 1, FEWEST])
def test_below_the_least_number_only_what_won_is_shown(ballots: int) -> None:
    phase = open_vote(eligibility="code")
    # The winner with most votes is number 2, so that the order of winning would tell of votes.
    receipts = decided(phase, [Choice(("2", "1"))] * (ballots - 1) + [Choice(("2",))])
    answer = Client().get(page_of(phase, "result"))
    text = text_of(answer)
    few = ballots < FEWEST
    assert ("Only what won is shown" in text) == few
    told = [
        "votes :",
        "voters paid",
        "would have won",
        "in 100 voters",
        "Counted from",
        "share was",
    ]
    for words in told[:2] + told[4:]:
        assert (words in text) == (not few), words
    if few:
        assert not any(words in text for words in told)
        numbers = re.findall(r"/proposals/(\d+)", answer.content.decode().split("What did not")[0])
        assert numbers == sorted(numbers, key=int)
    found = Client().post(page_of(phase, "find-ballot"), {"receipt": receipts[0]})
    assert ("It was counted with these choices" in text_of(found)) == (not few)
    assert ("are not published" in text_of(found)) == few
    # The page tells no more than the file.
    published = read_published(Client().get(page_of(phase, "vote-file")).content)
    assert bool(published.pots[0].withheld) == few


def test_each_pot_is_withheld_for_itself() -> None:
    phase = open_vote(eligibility="code", pots={"all": [], "north": [AREAS[0]]})
    decided(phase, [Choice(("1",))] * FEWEST, "all")
    text = text_of(Client().get(page_of(phase, "result")))
    assert text.count("Only what won is shown") == 1
    assert text.count("Counted from") == 1


def test_before_the_count_there_is_no_result_and_no_file(phase: Phase) -> None:
    assert "There is no result yet" in text_of(Client().get(page_of(phase, "result")))
    for name in ("vote-file", "find-ballot"):
        assert Client().get(page_of(phase, name)).status_code == 404


def test_a_vote_in_which_nothing_won_says_so(phase: Phase) -> None:
    decided(phase, [Choice()] * FEWEST)
    text = text_of(Client().get(page_of(phase, "result")))
    assert "chose 0 of 3 ideas" in text
    assert "Nothing won." in text


def test_a_vote_in_which_nobody_voted_ends_too(phase: Phase) -> None:
    decided(phase, [])
    text = text_of(Client().get(page_of(phase, "result")))
    assert "chose 0 of 3 ideas" in text
    assert "0 people voted" in text
    assert verify(Client().get(page_of(phase, "vote-file")).content).ok


def test_scripts_in_titles_and_reasons_are_text(phase: Phase) -> None:
    proposal = phase.proposals.get(number=1)
    proposal.title = "<script>alert(1)</script>"
    keep(proposal)
    codes = make_codes(make_person(), phase, FEWEST)
    receipts = [
        cast(phase, Claim(code=code, old_enough=True), {"main": Choice(("1",))}) for code in codes
    ]
    chair = make_person()
    close(chair, phase, "<script>alert(2)</script>")
    count_phase(chair, phase)
    found = Client().post(page_of(phase, "find-ballot"), {"receipt": receipts[0]})
    for page in (Client().get(page_of(phase, "result")), found):
        assert "<script>alert" not in page.content.decode()
        assert "&lt;script&gt;alert(1)" in page.content.decode()


def closer_of(phase: Phase, role: str = "chair") -> Client:
    person = make_person("Closer")
    give(person, role, phase.neighbourhood)
    return sign_in(person)


@pytest.mark.parametrize("role", ["chair", "accountable body"])
def test_closing_early_takes_a_reason_and_leads_to_the_result(phase: Phase, role: str) -> None:
    closer = closer_of(phase, role)
    page = closer.get(page_of(phase, "close-vote"))
    assert "Why are you closing before the day" in text_of(page)
    refused = closer.post(page_of(phase, "close-vote"), {"reason": " "})
    assert refused.status_code == 422
    phase.refresh_from_db()
    assert phase.state == "voting"
    answer = closer.post(page_of(phase, "close-vote"), {"reason": REASON})
    assert answer.status_code == 302
    assert answer.headers["Location"] == page_of(phase, "result")
    phase.refresh_from_db()
    assert phase.state == "decided"
    again = closer.post(page_of(phase, "close-vote"), {"reason": REASON})
    assert again.status_code == 422
    assert AuditEntry.objects.filter(action="phase closed").count() == 1


def test_a_vote_that_is_closed_and_not_counted_is_counted(phase: Phase) -> None:
    close(make_person(), phase, REASON)
    closer = closer_of(phase)
    assert "Count the votes" in text_of(closer.get(page_of(phase, "close-vote")))
    assert closer.post(page_of(phase, "close-vote")).status_code == 302
    phase.refresh_from_db()
    assert phase.state == "decided"


@pytest.mark.parametrize("role", ["", "board member", "community worker", "unit officer"])
def test_only_the_chair_and_the_accountable_body_close(phase: Phase, role: str) -> None:
    person = make_person()
    if role:
        give(person, role, phase.neighbourhood)
    answer = sign_in(person).post(page_of(phase, "close-vote"), {"reason": REASON})
    assert answer.status_code == 403
    phase.refresh_from_db()
    assert phase.state == "voting"


@pytest.mark.parametrize(
    ("payments", "share", "words"),
    [
        ([("250", 8)], 100.0, "8 voters paid £250 each."),
        ([("2000", 1)], 100.0, "1 voter paid £2,000."),
        (
            [("150", 10), ("50", 9), ("25", 2)],
            75.0,
            "10 voters paid £150 each; 11 others paid less",
        ),
    ],
)
def test_who_paid_adds_up_to_the_cost(
    payments: list[tuple[str, int]], share: float, words: str
) -> None:
    told: list[Any] = [{"amount": amount, "voters": voters} for amount, voters in payments]
    found = _paid(told, Fraction(2_000))
    assert found is not None
    assert found.most == share
    assert found.words.startswith(words)
    assert sum(Fraction(amount) * voters for amount, voters in payments) == 2_000


@pytest.mark.parametrize(
    ("value", "told"),
    [("0", "nothing"), ("1/1000", "less than 1p"), ("2/5", "40p"), ("25/2", "£12.50")],
)
def test_small_amounts_are_told_as_people_say_them(value: str, told: str) -> None:
    assert _money(Fraction(value)) == told
