"""Invitations and roles: who may give what, to whom, where, and how often."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.parameters import number
from commonweal.web.record.audit.recording import recorded
from commonweal.web.record.audit.verify import verify
from commonweal.web.record.changes.people import (
    GIVEN,
    accept,
    givable,
    give_role,
    invite,
    open_invitation,
    take_role,
)
from commonweal.web.record.models import AuditEntry, Invitation, Neighbourhood, Person, Role
from tests.account_visits import Visitor, member, visitor
from tests.record_makers import PASSWORD, give, make_place


@pytest.fixture
def place() -> Neighbourhood:
    return make_place()


@pytest.fixture
def officer(place: Neighbourhood) -> Person:
    person = member("Olu")
    give(person, "unit officer", place)
    return person


def link_in(sent: Any) -> str:
    found = re.search(r"http://testserver(/\S+)", str(sent.body))
    assert found is not None
    return found[1]


def test_someone_invited_opens_an_account_and_has_the_role(
    place: Neighbourhood, officer: Person
) -> None:
    sent = visitor(officer).send(
        f"/decide/{place.slug}/people", email="new@example.org", role="chair"
    )
    assert sent.headers["Location"] == f"/decide/{place.slug}/people"
    assert mail.outbox[-1].to == ["new@example.org"]
    link = link_in(mail.outbox[-1])
    guest = Visitor()
    told = guest.look(link).content.decode()
    assert "chair" in told
    assert place.name in told
    fields = {"name": "Nia", "email": "new@example.org", "password1": PASSWORD, "next": link}
    guest.send("account_signup", page=f"/account/sign-up?next={link}", **fields)
    assert guest.confirm().headers["Location"] == link
    assert guest.send(link).headers["Location"] == "/account/"
    role = Role.objects.get(person__email="new@example.org")
    assert (role.kind, role.neighbourhood) == ("chair", place)
    assert verify().ok


def test_an_invitation_works_once(place: Neighbourhood, officer: Person) -> None:
    token = invite(officer, email="a@example.org", kind="chair", place=place)
    accept(member("First"), token)
    with pytest.raises(MethodNotApplicable):
        accept(member("Second"), token)
    assert open_invitation(token) is None
    assert visitor(member("Third")).look(f"/account/invitation/{token}").status_code == 404
    assert Role.objects.filter(kind="chair").count() == 1
    assert Invitation.objects.get().email == "", "the address has served"


def test_an_invitation_ends(place: Neighbourhood, officer: Person) -> None:
    token = invite(officer, email="a@example.org", kind="chair", place=place)
    invitation = Invitation.objects.get()
    days = (invitation.until - timezone.now()) / timedelta(days=1)
    assert days == pytest.approx(number("accounts.invitation_days"), abs=0.01)
    with recorded("time passes"):
        invitation.until = timezone.now()
        invitation.save()
    with pytest.raises(MethodNotApplicable):
        accept(member(), token)
    assert Visitor().look(f"/account/invitation/{token}").status_code == 404


def test_a_guessed_link_is_not_there_and_the_token_is_kept_nowhere(
    place: Neighbourhood, officer: Person
) -> None:
    token = invite(officer, email="a@example.org", kind="chair", place=place)
    row = Invitation.objects.values().get()
    assert token not in str(row)
    assert token not in str(list(AuditEntry.objects.values()))
    assert len(token) >= 43
    for guess in ("x", token[:-1], row["digest"]):
        assert Visitor().look(f"/account/invitation/{guess}").status_code == 404
        with pytest.raises(MethodNotApplicable):
            accept(member(), guess)


def test_someone_who_has_the_role_already_loses_nothing(
    place: Neighbourhood, officer: Person
) -> None:
    person = member()
    held = give(person, "chair", place)
    assert accept(person, invite(officer, email=person.email, kind="chair", place=place)) == held


def test_a_stranger_cannot_accept_without_signing_in(place: Neighbourhood, officer: Person) -> None:
    token = invite(officer, email="a@example.org", kind="chair", place=place)
    answer = Client().post(f"/account/invitation/{token}")
    assert answer.headers["Location"].startswith("/account/sign-in?next=%2Faccount%2Finvitation")
    assert not Invitation.objects.get().used


@pytest.mark.parametrize(
    ("role", "local", "may_give"),
    [
        ("administrator", True, set(GIVEN)),
        ("unit officer", True, set(GIVEN) - {"administrator"}),
        ("chair", True, set()),
        ("board member", True, set()),
        ("community worker", True, set()),
        ("accountable body", True, set()),
        ("observer", True, set()),
        ("unit officer", False, set(GIVEN) - {"administrator"}),
        ("administrator", False, set(GIVEN)),
    ],
)
def test_nobody_gives_a_role_above_their_own(
    place: Neighbourhood, role: str, local: bool, may_give: set[str]
) -> None:
    giver = member("Giver")
    give(giver, role, place if local else None)
    assert set(givable(giver, place)) == may_give
    everywhere = set(GIVEN) if (role, local) == ("administrator", False) else set()
    assert set(givable(giver, None)) == everywhere
    for kind in GIVEN:
        person = member("Other")
        if kind in may_give:
            assert give_role(giver, person, kind, place).kind == kind
            continue
        with pytest.raises(PermissionDenied):
            give_role(giver, person, kind, place)
        with pytest.raises(PermissionDenied):
            invite(giver, email="a@example.org", kind=kind, place=place)
    assert verify().ok


def test_being_a_resident_is_not_given(place: Neighbourhood) -> None:
    boss = member("Boss")
    give(boss, "administrator")
    with pytest.raises(PermissionDenied):
        give_role(boss, member(), "resident", place)
    with pytest.raises(InputError, match="role"):
        invite(boss, email="a@example.org", kind="resident", place=place)


def test_everything_wrong_with_an_invitation_is_said_at_once() -> None:
    with pytest.raises(InputError) as caught:
        invite(None, email="nonsense", kind="king", place=None)
    assert [problem.column for problem in caught.value.problems] == ["email", "role"]


def test_a_role_is_given_once(place: Neighbourhood, officer: Person) -> None:
    person = member()
    give(person, "observer", place)
    with pytest.raises(InputError):
        give_role(officer, person, "observer", place)
    reader = visitor(officer)
    page = f"/decide/{place.slug}/people"
    again = reader.send(f"{page}/give", page=page, person=str(person.pk), role="observer")
    assert again.status_code == 422
    assert "They hold this role already" in again.content.decode()
    other = reader.send(f"{page}/give", page=page, person=str(person.pk), role="chair")
    assert other.status_code == 302
    assert set(person.roles.values_list("kind", flat=True)) == {"observer", "chair"}


def test_a_role_is_taken_away(place: Neighbourhood, officer: Person) -> None:
    role = give(member("Cy"), "chair", place)
    page = f"/decide/{place.slug}/people"
    assert visitor(officer).send(f"{page}/{role.pk}/take", page=page).status_code == 302
    assert not Role.objects.filter(pk=role.pk).exists()
    entry = AuditEntry.objects.latest("number")
    assert (entry.action, entry.place, entry.says) == (
        "role taken away",
        place.slug,
        {"role": "chair"},
    )
    assert verify().ok


def test_identifiers_of_another_place_reach_nothing(place: Neighbourhood, officer: Person) -> None:
    """An officer here sends numbers and people from elsewhere to their own address."""
    elsewhere = make_place("Elsewhere")
    theirs = give(member("Theirs"), "chair", elsewhere)
    everywhere = give(member("Root"), "administrator")
    reader, page = visitor(officer), f"/decide/{place.slug}/people"
    for role in (theirs, everywhere):
        assert reader.send(f"{page}/{role.pk}/take", page=page).status_code == 404
        answer = reader.send(f"{page}/give", page=page, person=str(role.person.pk), role="observer")
        assert answer.status_code == 422
    there = f"/decide/{elsewhere.slug}/people"
    assert reader.look(there).status_code == 403
    assert reader.send(f"{there}/{theirs.pk}/take", page=page).status_code == 403
    assert reader.send(f"{there}/give", page=page).status_code == 403
    assert reader.look("people-everywhere").status_code == 403
    assert set(Role.objects.values_list("pk", flat=True)) >= {theirs.pk, everywhere.pk}


def test_a_role_above_cannot_be_asked_for_or_taken(place: Neighbourhood, officer: Person) -> None:
    above = give(member("Root"), "administrator", place)
    reader, page = visitor(officer), f"/decide/{place.slug}/people"
    wanted = reader.send(page, email="me@example.org", role="administrator")
    assert wanted.status_code == 422
    assert reader.send(f"{page}/{above.pk}/take", page=page).status_code == 403
    assert mail.outbox == []


def test_only_administrators_see_roles_everywhere(place: Neighbourhood) -> None:
    boss, officer = member("Boss"), member("Officer")
    give(boss, "administrator")
    give(officer, "unit officer")
    assert visitor(officer).look("people-everywhere").status_code == 403
    reader = visitor(boss)
    reader.send("people-everywhere", email="new@example.org", role="unit officer")
    assert Invitation.objects.get().neighbourhood is None
    reader.send(
        "give-role-everywhere", page="/account/people", person=str(officer.pk), role="observer"
    )
    assert set(officer.roles.values_list("kind", flat=True)) == {"unit officer", "observer"}


def test_the_last_administrator_stays() -> None:
    boss = member("Boss")
    role = give(boss, "administrator")
    with pytest.raises(MethodNotApplicable):
        take_role(boss, role)
    give(member("Second"), "administrator")
    take_role(boss, role)
    assert Role.objects.filter(kind="administrator").count() == 1


def test_residents_may_not_open_the_list(place: Neighbourhood) -> None:
    resident = member(area=place.areas[0])
    assert visitor(resident).look(f"/decide/{place.slug}/people").status_code == 403
    assert Visitor().look(f"/decide/{place.slug}/people").status_code == 302
