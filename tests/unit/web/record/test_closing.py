"""Closing and counting: nothing lost, the files verify, and voter and vote cannot be joined."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from commonweal.decide.published import find_ballot, read_published, verify
from commonweal.errors import CommonwealError, InputError, MethodNotApplicable
from commonweal.web.record.audit.recording import recorded
from commonweal.web.record.audit.verify import verify as verify_record
from commonweal.web.record.changes.closing import clear_keys, close, count_phase
from commonweal.web.record.changes.voting import cast, change
from commonweal.web.record.eligibility import Claim
from commonweal.web.record.models import (
    AuditEntry,
    CastBallot,
    Person,
    Phase,
    Roll,
    SealedBallot,
    VotingCode,
)
from commonweal.web.record.papers import Choice
from commonweal.web.record.sealing import KeyMissing, mark
from commonweal.web.record.vote_file import vote_file
from tests.record_makers import make_person, open_vote

REASON = "The test cannot wait."
# To see what happens at the end of a transaction, these tests must end theirs.
pytestmark = pytest.mark.django_db(transaction=True)


def vote(phase: Phase, name: str, *choices: str) -> str:
    claim = Claim(name=name, postcode="AA1 1AA", old_enough=True)
    return cast(phase, claim, {"main": Choice(choices)})


def decided(phase: Phase) -> Phase:
    chair = make_person("Chair")
    close(chair, phase, REASON)
    count_phase(chair, phase)
    phase.refresh_from_db()
    return phase


def test_every_ballot_is_counted_and_published_so_that_anyone_can_check() -> None:
    phase = open_vote(may_change=True)
    receipts = [vote(phase, f"Voter {number}", "1", "2") for number in range(12)]
    change(phase, receipts[0], {"main": Choice(("3",))})
    decided(phase)
    assert CastBallot.objects.count() == 12
    assert not SealedBallot.objects.exists()
    published = vote_file(phase)
    assert published == vote_file(phase)
    checked = verify(published)
    assert checked.ok, checked.explain()
    assert all(check.ok for check in checked.checks)
    read = read_published(published)
    assert [found.choices for found in find_ballot(read, receipts[0])] == [("3",)]
    assert [found.choices for found in find_ballot(read, receipts[7])] == [("1", "2")]
    assert phase.pots.get().result.outcome["winners"] == ["1", "2"]
    assert verify_record().ok


def test_few_ballots_are_not_published() -> None:
    phase = open_vote()
    receipts = [vote(phase, f"Voter {number}", "1") for number in range(3)]
    published = vote_file(decided(phase))
    checked = verify(published)
    assert checked.ok
    assert any(check.ok is None for check in checked.checks)
    assert find_ballot(read_published(published), receipts[0]) == ()


def test_a_vote_closed_early_needs_a_reason_which_is_public() -> None:
    phase = open_vote()
    with pytest.raises(InputError, match="a reason"):
        close(make_person(), phase)
    close(make_person(), phase, REASON)
    assert AuditEntry.objects.get(action="phase closed").says["reason"] == REASON
    with pytest.raises(MethodNotApplicable):
        close(make_person(), phase, REASON)
    with pytest.raises(MethodNotApplicable):
        vote(phase, "Too late", "1")


def test_the_key_is_destroyed_at_the_close_and_marks_cannot_be_made_again(keys: Path) -> None:
    phase = open_vote()
    vote(phase, "Ann Lee", "1")
    assert len(list(keys.iterdir())) == 1
    close(make_person(), phase, REASON)
    assert list(keys.iterdir()) == []
    with pytest.raises(KeyMissing):
        mark(phase.key, "name\nannlee\naa11aa")


def test_a_key_left_by_a_stop_is_destroyed_at_the_next_start(keys: Path) -> None:
    phase = open_vote()
    kept = next(keys.iterdir()).read_text()
    close(make_person(), phase, REASON)
    (keys / f"{phase.key or Phase.objects.get(pk=phase.pk).key}.key").write_text(kept)
    clear_keys()
    assert list(keys.iterdir()) == []


def test_the_key_of_an_open_vote_is_left_alone(keys: Path) -> None:
    open_vote()
    clear_keys()
    assert len(list(keys.iterdir())) == 1


def test_an_altered_ballot_stops_the_close_and_nothing_is_lost() -> None:
    phase = open_vote()
    vote(phase, "Ann", "1")
    vote(phase, "Bo", "2")
    ballot = SealedBallot.objects.order_by("pk")[0]
    good = bytes(ballot.content)
    with recorded("tampered for a test"):
        ballot.content = good[:-1] + bytes([good[-1] ^ 1])
        ballot.save()
    with pytest.raises(CommonwealError, match="1 of 2 sealed ballots cannot be opened"):
        close(make_person(), phase, REASON)
    phase.refresh_from_db()
    assert phase.state == "voting"
    assert SealedBallot.objects.count() == 2
    assert not CastBallot.objects.exists()
    with recorded("mended for a test"):
        ballot.content = good
        ballot.save()
    close(make_person(), phase, REASON)
    assert CastBallot.objects.count() == 2


def test_unused_codes_go_at_the_close() -> None:
    from commonweal.web.record.changes.voting import make_codes

    phase = open_vote(eligibility="code")
    make_codes(make_person(), phase, 2)
    close(make_person(), phase, REASON)
    assert not VotingCode.objects.exists()


# The attack: everything that a thief of the database, its backups and its logs could try.

VOTERS = 60


def physical(table: str, column: str, order: str) -> list[Any]:
    """A column in an order that only the database's insides know."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY {order}")  # noqa: S608
        return [row[0] for row in cursor.fetchall()]


def orders(table: str) -> list[str]:
    """Every order of a table's rows that might be the order in which they came."""
    if connection.vendor == "postgresql":
        # Row identifiers, transaction numbers, where rows lie, and the plain scan.
        return ["id", "xmin::text::bigint, ctid", "ctid", "cmin::text::bigint, ctid"]
    return ["id", "rowid"]


def matches(voters: list[Any], votes: list[Any], truth: dict[Any, Any]) -> int:
    return sum(truth.get(who) == vote for who, vote in zip(voters, votes, strict=False))


def test_voter_and_vote_cannot_be_joined_after_the_close() -> None:
    """Each of 60 voters votes for one of 60 ideas, and the thief pairs rows in every order.

    Pairing at random hits once on average; the number of hits is Poisson with mean 1, and more
    than 7 come up once in 100,000 tries. Joining succeeds with 60.
    """
    phase = open_vote(costs=(100,) * VOTERS)
    people = [make_person(f"Voter {number}") for number in range(VOTERS)]
    favourites = random.Random(7).sample(range(1, VOTERS + 1), VOTERS)  # noqa: S311
    truth = {}
    for person, favourite in zip(people, favourites, strict=True):
        claim = Claim(name=person.name, postcode="AA1 1AA", old_enough=True, person=person)
        cast(phase, claim, {"main": Choice((str(favourite),))})
        truth[_stored(person)] = [str(favourite)]
    in_log_order = [_stored(person) for person in people]
    decided(phase)

    def votes_in(order: str) -> list[Any]:
        found = physical("record_castballot", "choices", order)
        return [json.loads(each) if isinstance(each, str) else each for each in found]

    tries: list[tuple[str, int]] = []
    for order in [*orders("record_castballot"), "tracker"]:
        votes = votes_in(order)
        assert sorted(votes) == sorted(truth.values())
        # By the log: entries say when ballots were accepted, and the thief knows who came when.
        tries.append((f"log and {order}", matches(in_log_order, votes, truth)))
        for roll_order in [*orders("record_roll"), "mark", "person_id"]:
            roll = physical("record_roll", "person_id", roll_order)
            tries.append((f"{roll_order} and {order}", matches(roll, votes, truth)))
    assert len(tries) >= 12
    assert [each for each in tries if each[1] > 7] == []


def test_the_thief_would_find_the_voters_of_a_careless_table() -> None:
    """The same attack on ballots stored as they come finds all of them: it can succeed."""
    truth = {number: [str(number * 7 % VOTERS)] for number in range(VOTERS)}
    careless = list(truth.values())
    assert matches(list(truth), careless, truth) == VOTERS


def test_no_row_of_a_ballot_has_a_voter_a_time_or_a_place_in_an_order() -> None:
    for model, allowed in (
        (SealedBallot, {"id", "pot", "content"}),
        (CastBallot, {"id", "pot", "tracker", "choices", "points"}),
        (Roll, {"id", "phase", "mark", "person", "channel"}),
    ):
        assert {field.name for field in model._meta.get_fields()} == allowed


def test_while_voting_is_open_the_database_alone_tells_nothing() -> None:
    """Not even by the transaction number, which does join the roll and the sealed ballot."""
    phase = open_vote(may_change=True)
    receipts = {vote(phase, f"Voter {number}", "1"): number for number in range(3)}
    everything = _dump()
    from commonweal.decide.published import tracker_of

    for receipt in receipts:
        assert receipt not in everything
        assert receipt.replace("-", "") not in everything
        assert tracker_of(receipt, "main") not in everything
    assert "Voter 1" not in everything
    sealed = [bytes(one.content) for one in SealedBallot.objects.all()]
    assert len(set(sealed)) == 3


def test_the_roll_does_not_keep_the_order_of_voting() -> None:
    phase = open_vote()
    people = [make_person(f"Voter {number}") for number in range(VOTERS)]
    for person in people:
        claim = Claim(name=person.name, postcode="AA1 1AA", old_enough=True, person=person)
        cast(phase, claim, {})
    close(make_person(), phase, REASON)
    came = [_stored(person) for person in people]
    for order in orders("record_roll"):
        now = physical("record_roll", "person_id", order)
        assert sorted(map(str, now)) == sorted(map(str, came))
        assert sum(a == b for a, b in zip(now, came, strict=True)) <= 7


def _stored(person: Person) -> Any:
    """A person's id as the database gives it."""
    return person.pk if connection.vendor == "postgresql" else person.pk.hex


def _dump() -> str:
    """Every row of every table as text."""
    rows: list[Callable[[], Any] | Any] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            rows.extend(cursor.fetchall())
    return "\n".join(
        str([bytes(v).decode("latin-1") if isinstance(v, memoryview) else v for v in row])
        for row in rows
        if "Chair" not in str(row)
    )
