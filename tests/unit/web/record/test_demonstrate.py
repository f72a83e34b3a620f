"""The invented story: whole, checkable, the same again, and only where it belongs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from commonweal.decide.published import verify as verify_vote
from commonweal.errors import MethodNotApplicable
from commonweal.web.data import held
from commonweal.web.pages.decide.boards import live_check
from commonweal.web.record import eligibility
from commonweal.web.record.abilities import roles_in
from commonweal.web.record.audit.verify import links, verify
from commonweal.web.record.demonstrate import FIRST_BALLOTS, Demonstration, demonstrate
from commonweal.web.record.demonstration.clock import on
from commonweal.web.record.models import (
    AuditEntry,
    Conversation,
    Neighbourhood,
    Person,
    Phase,
    Roll,
    SealedBallot,
)
from commonweal.web.record.published.tables import TABLES
from commonweal.web.record.vote_file import vote_file
from tests import sites
from tests.record_makers import make_place

AREA_OF = eligibility.area_of
TODAY = date(2026, 5, 1)
FEW = 24


@pytest.fixture(autouse=True)
def _country(postcodes: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The demonstration country with its own postcodes."""
    monkeypatch.setattr(eligibility, "area_of", AREA_OF)
    with sites.using(sites.demonstration_atlas()), override_settings(RATE_LIMIT=0):
        yield


def test_the_story_is_whole() -> None:
    """One telling serves every look at it, because it takes seconds."""
    made = demonstrate(TODAY)
    place = Neighbourhood.objects.get()
    assert made.place == place.slug
    assert verify().ok
    _look_at_the_board(place)
    _look_at_the_votes(place)
    _look_at_the_conversation()
    _look_at_the_accounts(made, place)


def _look_at_the_board(place: Neighbourhood) -> None:
    empty = {table.name for table in TABLES if not table.rows(place)}
    assert empty == {"corrections"}
    assert place.board.members.count() == 10
    checked = live_check(place.board, TODAY)
    assert checked is not None
    assert checked.met


def _look_at_the_votes(place: Neighbourhood) -> None:
    first, second = place.phases.order_by("propose_from")
    assert (first.state, second.state) == (Phase.State.DECIDED, Phase.State.VOTING)
    assert second.vote_from <= TODAY <= second.vote_until
    assert second.proposals.filter(state="feasible").count() == 6
    assert Roll.objects.filter(phase=first).count() == FIRST_BALLOTS
    assert not SealedBallot.objects.filter(pot__phase=first).exists()
    assert verify_vote(vote_file(first)).ok


def _look_at_the_conversation() -> None:
    result = Conversation.objects.get().result
    assert [group["size"] for group in result["groups"]] == [30, 15, 15]
    assert result["agreed"]
    assert result["divided"]


def _look_at_the_accounts(made: Demonstration, place: Neighbourhood) -> None:
    for role, email in made.accounts:
        person = Person.objects.get(email=email)
        assert person.check_password(made.password)
        assert role.lower() in roles_in(person, place)
        assert email in made.explain()
    assert held().atlas.postcode(made.postcodes[0]).area_code in place.areas
    reader = Client()
    sent = {"login": made.accounts[1][1], "password": made.password}
    assert reader.post("/account/sign-in", sent).status_code == 302
    assert reader.get("/account/").status_code == 200


@pytest.mark.slow
def test_it_is_the_same_again_but_for_secrets() -> None:
    stories, passwords = [], []
    for _ in range(2):
        with transaction.atomic():
            passwords.append(demonstrate(TODAY, FEW).password)
            stories.append(told())
            transaction.set_rollback(True)
    assert stories[0] == stories[1]
    assert passwords[0] != passwords[1]


def told() -> list[tuple[object, ...]]:
    """What the log and the tables say, without numbers of rows, which go on counting."""
    place = Neighbourhood.objects.get()
    same = [table for table in TABLES if table.name not in {"members", "interests", "meetings"}]
    rows = [tuple(table.rows(place)) for table in same]
    log = [(link.at, link.action, link.place) for link in links()]
    return [*rows, tuple(log)]


def test_a_record_that_is_not_empty_is_left_alone() -> None:
    make_place()
    before = AuditEntry.objects.count()
    with pytest.raises(MethodNotApplicable, match="not empty"):
        demonstrate(TODAY, FEW)
    assert AuditEntry.objects.count() == before


def test_a_real_country_gets_no_invented_story(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(held().atlas), "demonstration", property(lambda _: False))
    with pytest.raises(MethodNotApplicable, match="demonstration country only"):
        demonstrate(TODAY, FEW)
    assert not AuditEntry.objects.exists()


def test_the_clock_is_the_stories_own_only_for_a_while() -> None:
    with on(TODAY):
        assert timezone.localdate() == TODAY
        assert timezone.now() < timezone.now()
    assert abs((timezone.now() - datetime.now(UTC)).total_seconds()) < 60
