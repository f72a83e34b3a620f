"""What a clever adversary tries who has read the program: each attempt is made, and fails."""

from __future__ import annotations

import csv
import difflib
import io
import itertools
import json
import re
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from math import isnan
from typing import Any

import pytest
from django.core import mail
from django.db import connection, models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonweal.decide.opinion import OpinionSpec, Split
from commonweal.decide.spec import count_spec
from commonweal.errors import CommonwealError, InputError
from commonweal.stats.disclosure import suppress_table
from commonweal.web.record.audit.verify import verify
from commonweal.web.record.changes.closing import close, count_phase
from commonweal.web.record.changes.voting import cast, make_codes
from commonweal.web.record.eligibility import Claim
from commonweal.web.record.models import (
    AuditEntry,
    CastBallot,
    Phase,
    Result,
    Roll,
    SealedBallot,
)
from commonweal.web.record.opinions import leaning
from commonweal.web.record.papers import Choice
from commonweal.web.record.sealing import _path
from tests.record_makers import (
    AREAS,
    fresh,
    give,
    keep,
    make_person,
    make_phase,
    make_place,
    make_pot,
    make_proposal,
    open_vote,
    sign_in,
)
from tests.voters import page_of, receipt_in, say_who
from tests.voters import vote as walk

DAYS = ("propose_from", "propose_until", "vote_from", "vote_until")
pytestmark = pytest.mark.usefixtures("ballot_box")


def behind(row: Any, **fields: Any) -> None:
    """Change a row as someone with the database does, past the program."""
    models.QuerySet(type(row)).filter(pk=row.pk).update(**fields)


def gone(row: Any) -> None:
    models.QuerySet(type(row)).filter(pk=row.pk).delete()


def voted(choices: list[tuple[str, ...]], *, closed: bool = True, **fields: Any) -> Phase:
    """A vote by code with these ballots, counted unless it is to be left open."""
    phase = open_vote(eligibility="code", **fields)
    chair = make_person("Chair of it")
    for code, chosen in zip(make_codes(chair, phase, len(choices)), choices, strict=True):
        cast(phase, Claim(code=code, old_enough=True), {"main": Choice(chosen)})
    if closed:
        close(chair, fresh(phase), reason="A test")
        count_phase(chair, fresh(phase))
    return fresh(phase)


def altered() -> str:
    return " ".join(map(str, verify().alterations))


def test_ballots_changed_behind_the_log_are_found() -> None:
    phase = voted([("1",)] * 11 + [("2",)])
    assert verify().ok
    behind(CastBallot.objects.first(), choices=["3"])
    assert f"ballots of pot:{phase.pots.get().pk}" in altered()


def test_ballots_taken_out_or_put_in_behind_the_log_are_found() -> None:
    phase = voted([("1",)] * 3, closed=False)
    assert verify().ok
    pot = f"ballots of pot:{phase.pots.get().pk}: expected 3, got"
    sealed = SealedBallot.objects.first()
    gone(sealed)
    assert f"{pot} 2" in altered()
    rows = [SealedBallot(id=name, pot=phase.pots.get(), content=b"x") for name in "ab"]
    models.QuerySet(SealedBallot).bulk_create(rows)
    assert f"{pot} 4" in altered()


def test_a_voter_taken_off_the_roll_behind_the_log_is_found() -> None:
    phase = voted([("1",)] * 3, closed=False)
    gone(Roll.objects.first())
    assert f"roll of phase:{phase.pk}: expected 3 voters, got 2" in altered()


def test_an_id_that_comes_as_text_is_hidden_in_the_log_too() -> None:
    person = make_person()
    whole = str(person.pk)
    person.pk = whole
    keep(person)
    assert whole not in json.dumps(list(AuditEntry.objects.values("subject", "commitments")))
    assert verify().ok


def test_what_is_shown_to_someone_signed_in_is_kept_by_nobody(client: Client) -> None:
    phase = make_phase(make_place(), state="draft")
    chair = make_person()
    give(chair, "chair", phase.neighbourhood)
    reader, address = sign_in(chair), f"/decide/{phase.neighbourhood.slug}"
    for page in (address, f"{address}/phases", f"{address}/record", "/decide"):
        assert "no-store" in reader.get(page).headers["Cache-Control"], page
        assert "no-store" not in client.get(page).headers.get("Cache-Control", ""), page


def test_a_line_break_in_a_title_does_not_stop_the_check_or_begin_a_header() -> None:
    phase = make_phase(make_place(), state="checking")
    idea = make_proposal(make_pot(phase), "Benches\r\nBcc: everyone@example.org", state="sent")
    idea.proposer = make_person("Nia", email="nia@example.org")
    keep(idea)
    checker = make_person("Checker")
    give(checker, "accountable body", phase.neighbourhood)
    parts = {"place": phase.neighbourhood.slug, "phase": phase.slug, "number": idea.number}
    fields = {"feasible": "yes", "reasons": "Fine", "cost": "2000", "checked_by": "Chris"}
    answer = sign_in(checker).post(reverse("feasibility-check", kwargs=parts), fields)
    assert answer.status_code == 302, answer.content.decode()[-3_000:]
    assert mail.outbox[0].recipients() == ["nia@example.org"]
    assert "\n" not in mail.outbox[0].subject


def test_no_cell_of_a_download_is_a_formula(client: Client) -> None:
    formulas = ['=HYPERLINK("http://evil.example")', "+1", "-1+1", "@SUM(A1)", "\t=1"]
    phase = make_phase(make_place())
    pot = make_pot(phase)
    for formula in formulas:
        make_proposal(pot, formula, text=formula, author=formula)
    place = phase.neighbourhood.slug
    packed = zipfile.ZipFile(io.BytesIO(client.get(f"/decide/{place}/record.zip").content))
    served = client.get(f"/api/v1/decide/{place}/proposals?format=csv").content.decode()
    for text in (packed.read("proposals.csv").decode(), served):
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        assert [row["title"] for row in rows] == [f"'{formula}" for formula in formulas]
        cells = [cell for row in rows for cell in row.values()]
        assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]
    told = client.get(f"/api/v1/decide/{place}/proposals").json()["items"]
    assert [row["title"] for row in told] == formulas, "JSON says what was written"


@pytest.mark.parametrize("text", ["a = " + "[" * 20_000, "a = " + "{a=" * 20_000])
def test_a_rule_that_nests_without_end_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="TOML"):
        count_spec(text)


def test_what_most_said_tells_nothing_that_the_counts_shown_do_not() -> None:
    """Every split of up to fourteen answers: all that look alike are told alike."""
    told: dict[tuple[Any, ...], set[str]] = {}
    least = OpinionSpec().least_count
    for agree, disagree, passed in itertools.product(range(15), repeat=3):
        if agree + disagree + passed > 14:
            continue
        table = suppress_table([[agree, disagree, passed], [0, 0, 0]], threshold=least).shown
        shown = tuple(None if isnan(each) else int(each) for each in table[-1])
        told.setdefault(shown, set()).add(leaning(Split(*shown)))
        words = leaning(Split(*shown))
        if words == "no majority":
            assert max(agree, disagree, passed) * 2 <= agree + disagree + passed
        if words == "most agree":
            assert agree * 2 > agree + disagree + passed
    assert all(len(words) == 1 for words in told.values())
    assert {"most agree", "no majority", "too few answered"} <= set.union(*told.values())
    # Three of each kind would follow from "no majority": six answers, of two kinds held back.
    assert leaning(Split(None, None, 0, 6)) == "too few answered"


HIDDEN = re.compile(r"[0-9a-f]{64}|20\d\d-\d\d-\d\dT[\d:]+Z|csrfmiddlewaretoken\" value=\"[^\"]+")


def public_answers(client: Client, phase: Phase) -> dict[str, str]:
    """Everything that anybody can read of a vote, without what is random or a time."""
    place, slug = phase.neighbourhood.slug, phase.slug
    pages = {name: page_of(phase, name) for name in ("result", "find-ballot", "delivery", "phase")}
    pages |= {name: f"/decide/{place}/{name}" for name in ("phases", "record", "log")}
    api = f"/api/v1/decide/{place}"
    pages |= {"place": f"/decide/{place}", "one": f"{api}/results/{slug}/main"}
    pages |= {name: f"{api}/{name}" for name in ("results", "proposals", "phases", "pots")}
    pages |= {"entries": f"/api/v1/decide/log?place={place}"}
    found = {name: client.get(page).content.decode() for name, page in pages.items()}
    zips = {"vote": page_of(phase, "vote-file"), "zip": f"/decide/{place}/record.zip"}
    for name, address in zips.items():
        packed = zipfile.ZipFile(io.BytesIO(client.get(address).content))
        for file in packed.namelist():
            if file != "log.jsonl":
                found[f"{name} {file}"] = packed.read(file).decode()
    return {name: _plain(text, phase) for name, text in found.items()}


def _plain(text: str, phase: Phase) -> str:
    """A text without what differs between any two votes: names, numbers of rows and entries."""
    plain = HIDDEN.sub("…", text)
    for own, same in ((phase.neighbourhood.slug, "place"), (phase.slug, "slug")):
        plain = plain.replace(own, same)
    plain = re.sub(r"\b(phase|pot|proposal|neighbourhood|result):\d+", r"\1:n", plain)
    # The second log is longer, and so are its file and the numbers of its entries.
    plain = re.sub(r"zip, \d+ kB", "zip", plain)
    plain = re.sub(r'"number": \d+|entry-\d+|[Ee]ntry \d+|\b\d+:…|</span>\d+</span>', "n", plain)
    return plain


def test_of_a_small_vote_nothing_public_differs_with_the_ballots_of_losers(client: Client) -> None:
    """Two votes with the same winners: whoever reads everything cannot tell them apart."""
    some = voted([("1",), ("1",), ("1",), ("1", "2")], costs=(9_000, 8_000, 7_000))
    others = voted([("1", "3"), ("1", "2"), ("1",), ("1",)], costs=(9_000, 8_000, 7_000))
    assert [result.outcome["winners"] for result in Result.objects.all()] == [["1"], ["1"]]
    one, other = public_answers(client, some), public_answers(client, others)
    assert one.keys() == other.keys()
    differing = [name for name in one if one[name] != other[name]]
    told = [
        line
        for name in differing
        for line in difflib.unified_diff(
            one[name].splitlines(), other[name].splitlines(), name, name, n=0, lineterm=""
        )
    ]
    assert not told, "\n".join(told)


def at_once(*works: Callable[[], object]) -> list[object]:
    """Do these in threads of their own; errors of ours are given back."""

    def one(work: Callable[[], object]) -> object:
        try:
            return work()
        except CommonwealError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def refused(came: list[object]) -> int:
    return sum(isinstance(each, CommonwealError) for each in came)


@pytest.fixture
def queued() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("The SQLite of tests is in memory and has no queue of writers.")


@pytest.mark.django_db(transaction=True)
def test_one_code_sent_by_many_threads_gives_one_ballot(queued: None) -> None:
    phase = open_vote(eligibility="code")
    code = make_codes(make_person(), phase, 1)[0]
    claim, papers = Claim(code=code, old_enough=True), {"main": Choice(("1",))}
    came = at_once(*[lambda: cast(phase, claim, papers)] * 8)
    assert refused(came) == 7
    assert (Roll.objects.count(), SealedBallot.objects.count()) == (1, 1)
    assert verify().ok


@pytest.mark.django_db(transaction=True)
def test_two_closes_close_once_and_two_counts_count_once(queued: None) -> None:
    phase, chair = voted([("1",)] * 12, closed=False), make_person()
    assert refused(at_once(*[lambda: close(chair, phase, reason="Test")] * 4)) == 3
    assert CastBallot.objects.count() == 12
    assert refused(at_once(*[lambda: count_phase(chair, phase)] * 4)) == 3
    assert Result.objects.count() == 1
    assert verify().ok


@pytest.mark.django_db(transaction=True)
def test_a_ballot_sent_while_the_vote_closes_is_counted_or_refused(queued: None) -> None:
    phase, chair = open_vote(eligibility="code"), make_person()
    claims = [Claim(code=code, old_enough=True) for code in make_codes(chair, phase, 12)]
    votes = [lambda claim=claim: cast(phase, claim, {"main": Choice(("1",))}) for claim in claims]
    came = at_once(*votes[:6], lambda: close(chair, phase, reason="Test"), *votes[6:])
    assert CastBallot.objects.count() == Roll.objects.count() == 12 - refused(came)
    assert SealedBallot.objects.count() == 0
    assert not _path(phase.key).exists()
    assert verify().ok


def test_what_a_stranger_adds_to_a_form_is_not_taken() -> None:
    """Fields that no form has: the state of an idea, its number, who sent it."""
    phase = make_phase(make_place(), **dict.fromkeys(DAYS, timezone.localdate()))
    pot, person = make_pot(phase), make_person(area=AREAS[0])
    other = make_person("Other")
    address = page_of(phase, "propose")
    fields = {"pot": pot.slug, "title": "Mine", "summary": "All", "cost": "5"}
    more = {"state": "feasible", "number": "77", "proposer": str(other.pk), "author": "Other"}
    sign_in(person).post(address, {**fields, **more, "pot": pot.pk})
    sign_in(person).post(address, {**fields, **more})
    idea = phase.proposals.get()
    assert (idea.state, idea.number, idea.proposer) == ("sent", 1, person)
    assert idea.author != "Other"


def test_a_ballot_cannot_be_looked_for_by_its_tracker_or_by_guessing(client: Client) -> None:
    phase = voted([("1",)] * 12)
    tracker = CastBallot.objects.first().tracker
    for guess in (tracker, tracker.replace("-", ""), "%", "_" * 29, "0" * 25):
        answer = client.post(page_of(phase, "find-ballot"), {"receipt": guess})
        assert "Idea for main" not in answer.content.decode().split("<main")[1]


def test_a_receipt_of_another_vote_changes_nothing_here() -> None:
    there, here = (open_vote(eligibility="code", may_change=True) for _ in range(2))
    code = make_codes(make_person(), there, 1)[0]
    receipt = receipt_in(walk(Client(), there, {"code": code, "old_enough": "on"}, main="1"))
    assert say_who(Client(), here, "vote-change", receipt=receipt).status_code == 422
    assert say_who(Client(), there, "vote-change", receipt=receipt).status_code == 200
