"""Taking ballots: who may vote, once, by which paper; sealed until the close."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.web.record.audit.verify import verify
from commonweal.web.record.changes.voting import (
    ballots_of,
    cast,
    change,
    make_codes,
    open_voting,
)
from commonweal.web.record.eligibility import Claim
from commonweal.web.record.models import AuditEntry, Phase, Roll, SealedBallot, VotingCode
from commonweal.web.record.papers import Choice
from tests.record_makers import AREAS, keep, make_person, open_vote

HERE = {"postcode": "AA1 1AA", "old_enough": True}


def columns(error: InputError) -> list[str]:
    return [problem.column for problem in error.problems]


def refused(phase: Phase, claim: Claim, papers: dict[str, Choice] | None = None) -> list[str]:
    with pytest.raises(InputError) as caught:
        cast(phase, claim, papers or {})
    return columns(caught.value)


def test_a_ballot_is_taken_sealed_and_the_log_says_only_that() -> None:
    phase = open_vote()
    before = AuditEntry.objects.count()
    receipt = cast(phase, Claim(name="Ann Lee", **HERE), {"main": Choice(("1",))})
    assert len(receipt.replace("-", "")) == 25
    assert Roll.objects.count() == SealedBallot.objects.count() == 1
    entry = AuditEntry.objects.latest("number")
    assert AuditEntry.objects.count() == before + 1
    assert entry.action == "ballot accepted"
    assert set(entry.says) == {"phase"}
    assert set(entry.commitments) == {"by"}
    content = bytes(SealedBallot.objects.get().content)
    assert b'"1"' not in content
    assert verify().ok


def test_one_person_has_one_ballot_whatever_the_channel() -> None:
    phase = open_vote()
    person, helper = make_person(), make_person("Helper")
    cast(phase, Claim(name="Ann Lee", person=person, **HERE), {})
    assert refused(phase, Claim(name="ann  LÉE", **HERE)) == ["name"]
    paper = Claim(name="Ann Lee", channel="paper", entered_by=helper, **HERE)
    assert refused(phase, paper) == ["name"]
    # Nor with the same account under another name.
    assert refused(phase, Claim(name="Ann Other", person=person, **HERE)) == ["name"]
    cast(phase, Claim(name="Ann Lee senior", channel="paper", entered_by=helper, **HERE), {})
    assert Roll.objects.count() == SealedBallot.objects.count() == 2
    # The log does not show which of the two was entered by somebody else.
    accepted = AuditEntry.objects.filter(action="ballot accepted")
    assert [set(entry.commitments) for entry in accepted] == [{"by"}, {"by"}]
    assert AuditEntry.objects.filter(action="ballot accepted").count() == 2


@pytest.mark.parametrize(
    ("claim", "fields"),
    [
        ({}, ["old_enough", "name", "postcode"]),
        ({"name": "A", "postcode": "AA1 1AA"}, ["old_enough"]),
        ({"name": "A", "postcode": "XX1 1XX", "old_enough": True}, ["postcode"]),
        ({"name": "A", "postcode": "ZZ9 9ZZ", "old_enough": True}, ["postcode"]),
        ({"name": "A", "code": "AAAA-AAAA-AAAA", **HERE}, ["code", "code"]),
    ],
)
def test_a_claim_that_gives_no_right_says_why(claim: dict[str, Any], fields: list[str]) -> None:
    phase = open_vote()
    assert refused(phase, Claim(**claim)) == fields
    assert not Roll.objects.exists()
    assert not SealedBallot.objects.exists()


def test_a_code_is_used_once_and_only_its_digest_is_kept() -> None:
    phase = open_vote(eligibility="code")
    codes = make_codes(make_person(), phase, 3)
    assert len(set(codes)) == 3
    kept = {code.digest for code in VotingCode.objects.all()}
    assert not any(code in digest for code in codes for digest in kept)
    cast(phase, Claim(code=codes[0].lower().replace("-", " "), old_enough=True), {})
    assert refused(phase, Claim(code=codes[0], old_enough=True)) == ["code"]
    assert refused(phase, Claim(code="0000-0000-0000", old_enough=True)) == ["code"]
    assert refused(phase, Claim(old_enough=True)) == ["code"]
    assert VotingCode.objects.count() == 2


def test_where_both_ways_are_open_a_code_does_not_give_a_second_ballot() -> None:
    phase = open_vote(eligibility="either")
    code, other = make_codes(make_person(), phase, 2)
    cast(phase, Claim(name="Ann Lee", code=code, **HERE), {})
    assert refused(phase, Claim(name="Ann Lee", **HERE)) == ["name"]
    assert refused(phase, Claim(name="Ann Lee", code=other, **HERE)) == ["name"]
    # The second code is not lost by the failed try.
    cast(phase, Claim(name="Bo Ray", code=other, **HERE), {})


def test_voters_get_the_papers_of_their_area() -> None:
    phase = open_vote(pots={"all": [], "north": [AREAS[0]], "south": [AREAS[1], AREAS[2]]})
    cast(phase, Claim(name="North", **HERE), {})
    assert sorted(SealedBallot.objects.values_list("pot__slug", flat=True)) == ["all", "north"]
    south = Claim(name="South", postcode="AA1 1AB", old_enough=True)
    assert refused(phase, south, {"north": Choice(("4",))}) == ["north"]
    cast(phase, south, {"south": Choice(("7",))})


@pytest.mark.parametrize(
    ("fields", "choice"),
    [
        ({}, Choice(("9",))),
        ({}, Choice(("1", "1"))),
        ({"most_choices": 1}, Choice(("1", "2"))),
        ({"ballot": "knapsack"}, Choice(("1", "2", "3"))),
        ({"ballot": "points", "points": 10}, Choice(("1", "2"), (6, 5))),
        ({"ballot": "points", "points": 10}, Choice(("1", "2"), (6,))),
        ({"ballot": "points", "points": 10}, Choice(("1",), (0,))),
        ({}, Choice(("1",), (3,))),
    ],
)
def test_a_paper_that_does_not_fit_is_refused(fields: dict[str, Any], choice: Choice) -> None:
    phase = open_vote(costs=(4_000, 4_000, 4_000), amount=10_000, **fields)
    with pytest.raises(InputError, match="does not fit its paper"):
        cast(phase, Claim(name="A", **HERE), {"main": choice})
    assert not Roll.objects.exists()


@pytest.mark.parametrize(
    ("fields", "choice"),
    [
        ({}, Choice()),
        ({"ballot": "knapsack"}, Choice(("1", "2"))),
        ({"ballot": "points", "points": 10}, Choice(("1", "2"), (6, 4))),
        ({"ballot": "ranked"}, Choice(("3", "1"))),
    ],
)
def test_a_paper_that_fits_is_taken(fields: dict[str, Any], choice: Choice) -> None:
    phase = open_vote(costs=(4_000, 4_000, 4_000), amount=10_000, **fields)
    cast(phase, Claim(name="A", **HERE), {"main": choice})
    assert SealedBallot.objects.count() == 1


def test_sealed_ballots_have_one_length() -> None:
    phase = open_vote(costs=(1_000,) * 30, amount=100_000)
    everything = tuple(str(number) for number in range(1, 31))
    cast(phase, Claim(name="A", **HERE), {"main": Choice(everything)})
    cast(phase, Claim(name="B", **HERE), {})
    lengths = {len(bytes(one.content)) for one in SealedBallot.objects.all()}
    assert len(lengths) == 1


def test_a_ballot_can_be_changed_by_its_receipt_only_where_the_board_said_so() -> None:
    phase = open_vote(may_change=True)
    receipt = cast(phase, Claim(name="A", **HERE), {"main": Choice(("1",))})
    old = SealedBallot.objects.get()
    change(phase, receipt.lower(), {"main": Choice(("2",))})
    new = SealedBallot.objects.get()
    assert old.pk == new.pk
    assert bytes(old.content) != bytes(new.content)
    assert AuditEntry.objects.latest("number").action == "ballot changed"
    with pytest.raises(InputError):
        change(phase, "0" * 25, {})
    fixed = open_vote()
    kept = cast(fixed, Claim(name="A", **HERE), {"main": Choice(("1",))})
    with pytest.raises(MethodNotApplicable, match="cannot be changed"):
        change(fixed, kept, {})
    # Where it cannot be changed, not even its holder can find it.
    with pytest.raises(InputError):
        ballots_of(fixed, kept)


def test_no_ballot_is_taken_outside_the_days_of_the_vote() -> None:
    today = timezone.localdate()
    late = open_vote(vote_until=today - timedelta(days=1), vote_from=today - timedelta(days=9))
    with pytest.raises(MethodNotApplicable, match="Voting ended"):
        cast(late, Claim(name="A", **HERE), {})
    closed = open_vote(state="closed")
    with pytest.raises(MethodNotApplicable, match="must be open for votes"):
        cast(closed, Claim(name="A", **HERE), {})
    assert not Roll.objects.exists()


def test_without_its_key_no_ballot_is_taken(keys: Path) -> None:
    phase = open_vote()
    for key in keys.iterdir():
        key.unlink()
    with pytest.raises(Exception, match="put the file back"):
        cast(phase, Claim(name="A", **HERE), {})
    assert not Roll.objects.exists()


def test_a_postcode_leads_to_its_area_in_the_atlas(
    monkeypatch: pytest.MonkeyPatch, demonstration_atlas: Path
) -> None:
    from commonweal.web.record import eligibility
    from tests import sites

    monkeypatch.undo()
    with sites.using(demonstration_atlas):
        from commonweal.web.data import held

        row = held().atlas.query("select * from {postcodes} limit 1").row(0, named=True)
        assert eligibility.area_of(row["postcode"].lower()) == row["area_code"]
        assert eligibility.area_of("ZZ99 9ZZ") is None


def test_a_rule_that_cannot_count_what_stands_is_found_before_the_vote() -> None:
    phase = open_vote(state="checking")
    pot = phase.pots.get()
    pot.rule = 'rule = "greedy-votes"\n\n[[floors]]\ncategory = "Sport"\namount = 100\n'
    keep(pot)
    with pytest.raises(InputError, match="cannot promise a floor"):
        open_voting(make_person(), phase)
    phase.refresh_from_db()
    assert phase.state == "checking"
    assert phase.key == ""


def test_voting_opens_only_when_ideas_are_checked_and_the_day_has_come() -> None:
    today = timezone.localdate()
    phase = open_vote(state="checking", vote_from=today + timedelta(days=1))
    with pytest.raises(MethodNotApplicable, match="Voting opens on"):
        open_voting(make_person(), phase)
    unchecked = open_vote(state="checking")
    idea = unchecked.proposals.first()
    idea.state = "sent"
    keep(idea)
    with pytest.raises(InputError, match="a check of each idea"):
        open_voting(make_person(), unchecked)
    empty = open_vote(state="checking", costs=())
    with pytest.raises(InputError, match="at least one idea"):
        open_voting(make_person(), empty)
