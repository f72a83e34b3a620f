"""What an attacker may try at the door: each is tried here, and refused."""

from __future__ import annotations

import io
import logging
import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import hashers
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.module_loading import import_string

from commonweal.web.record.audit.verify import verify
from commonweal.web.record.models import Person
from tests.account_visits import TOKEN, Visitor, member, switched_on, visitor
from tests.record_makers import PASSWORD, give, make_place

KNOWN, UNKNOWN = "ada@example.org", "nobody@example.org"
_VARYING = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


def seen(answer: Any, email: str) -> tuple[int, str, str]:
    """What a visitor sees of an answer, but for what they typed themselves."""
    text = _VARYING.sub("", answer.content.decode()).replace(email, "(the address)")
    return answer.status_code, answer.headers.get("Location", ""), text


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every time that a password is digested: the slow work that a clock could see."""
    done: list[str] = []
    hasher = hashers.MD5PasswordHasher
    encode = hasher.encode

    def counted(self: Any, password: str, salt: str) -> str:
        done.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(hasher, "encode", counted)
    return done


def test_signing_in_does_not_tell_who_has_an_account(hashes: list[str]) -> None:
    member(email=KNOWN)
    found = []
    for email in (KNOWN, UNKNOWN):
        hashes.clear()
        found.append((seen(Visitor().sign_in(email, "wrong password"), email), len(hashes)))
    assert found[0] == found[1]
    assert found[0][0][0] == 422
    assert found[0][1] == 1


def test_opening_an_account_does_not_tell_who_has_one(hashes: list[str]) -> None:
    member(email=KNOWN)
    found = []
    for email in (KNOWN, UNKNOWN):
        hashes.clear()
        reader = Visitor()
        answer = reader.sign_up(email)
        page = reader.look("account_email_verification_sent")
        wrong = reader.send("account_email_verification_sent", code="WRONG")
        found.append(([seen(one, email) for one in (answer, page, wrong)], len(hashes)))
    assert found[0] == found[1]
    assert found[0][1] == 1
    assert [sent.to for sent in mail.outbox] == [[KNOWN], [UNKNOWN]]
    assert mail.outbox[0].subject == "You have an account already"
    assert Person.objects.filter(email=KNOWN).count() == 1


def test_two_who_open_an_account_with_one_address_at_once_are_told_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    member(email=KNOWN)
    monkeypatch.setattr(
        "allauth.account.internal.flows.manage_email.email_already_exists",
        lambda email, **_: (email, False),
    )
    answer = Visitor().sign_up(KNOWN)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/confirm")
    assert mail.outbox[-1].subject == "You have an account already"
    assert Person.objects.count() == 1
    assert verify().ok


def test_a_forgotten_password_does_not_tell_who_has_an_account() -> None:
    member(email=KNOWN)
    found = []
    for email in (KNOWN, UNKNOWN):
        reader = Visitor()
        answer = reader.send("account_reset_password", email=email)
        page = reader.look("account_confirm_password_reset_code")
        wrong = reader.send("account_confirm_password_reset_code", code="WRONG")
        found.append([seen(one, email) for one in (answer, page, wrong)])
    assert found[0] == found[1]
    assert [sent.to for sent in mail.outbox] == [[KNOWN], [UNKNOWN]]


def test_a_new_address_does_not_tell_who_has_an_account() -> None:
    member(email=KNOWN)
    found = []
    for email in (KNOWN, UNKNOWN):
        reader = visitor(member("Eve", email=f"eve-{email}"))
        reader.once_more()
        found.append(seen(reader.send("account_email", email=email, action_add=""), email))
    assert found[0][:2] == found[1][:2] == (302, "/account/confirm")


def test_guessing_a_password_ends_soon_for_one_account_and_for_no_other() -> None:
    member(email=KNOWN)
    other = member(email="other@example.org")
    answers = [Visitor().sign_in(KNOWN, f"wrong {n}").status_code for n in range(5)]
    assert answers == [422] * 5
    refused = Visitor().sign_in(KNOWN, PASSWORD)
    assert refused.status_code == 422
    assert "Too many tries" in refused.content.decode()
    assert Visitor().sign_in(other.email).status_code == 302


def test_guessing_for_an_unknown_account_ends_alike() -> None:
    for n in range(5):
        Visitor().sign_in(UNKNOWN, f"wrong {n}")
    assert "Too many tries" in Visitor().sign_in(UNKNOWN, "once more").content.decode()


def test_guessing_across_accounts_from_one_place_ends_too() -> None:
    answers = [Visitor().sign_in(f"a{n}@example.org", "wrong password") for n in range(12)]
    told = ["Too many tries" in answer.content.decode() for answer in answers]
    assert told == [False] * 10 + [True] * 2
    elsewhere = Visitor(REMOTE_ADDR="192.0.2.7").sign_in("z@example.org", "wrong password")
    assert "Too many tries" not in elsewhere.content.decode()


def test_guessing_others_does_not_make_room_for_more_guesses() -> None:
    """What is noted about one account outlives notes about hundreds of others."""
    member(email=KNOWN)
    for n in range(5):
        Visitor().sign_in(KNOWN, f"wrong {n}")
    for n in range(900):
        cache.set(f"somebody-else-{n}", [n], 300)
    assert "Too many tries" in Visitor().sign_in(KNOWN, PASSWORD).content.decode()


def test_a_session_left_open_does_not_give_the_account_away() -> None:
    person = member(email=KNOWN)
    left = visitor(person)
    asked = {"email": "eve@example.org", "action_add": ""}
    answer = left.client.post(reverse("account_email"), asked | _token(left))
    assert answer.headers["Location"].startswith("/account/again")
    guess = {"oldpassword": "guess", "password1": "another long one"}
    answer = left.client.post(reverse("account_change_password"), guess | _token(left))
    assert answer.status_code == 422
    assert mail.outbox == []
    person.refresh_from_db()
    assert (person.email, person.check_password(PASSWORD)) == (KNOWN, True)


def _token(reader: Visitor) -> dict[str, str]:
    found = TOKEN.search(reader.look("my-details").content.decode())
    assert found is not None
    return {"csrfmiddlewaretoken": found[1]}


def test_a_network_of_many_addresses_is_one_caller() -> None:
    with override_settings(FORM_LIMIT=3):
        client = Client()
        answers = [
            client.post("/account/sign-in", REMOTE_ADDR=f"2001:db8:1:2::{n}").status_code
            for n in range(1, 6)
        ]
        beside = client.post("/account/sign-in", REMOTE_ADDR="2001:db8:1:3::1").status_code
    assert answers == [422] * 3 + [429] * 2
    assert beside == 422


def test_mail_is_never_linked_to_a_host_that_the_sender_names() -> None:
    person, place = member(email=KNOWN), make_place()
    give(person, "unit officer", place)
    reader = visitor(person)
    fields = {"email": "new@example.org", "role": "chair"}
    page = f"/decide/{place.slug}/people"
    assert reader.client.post(page, fields, HTTP_HOST="evil.example").status_code == 400
    token = TOKEN.search(reader.look(page).content.decode())
    assert token is not None
    sent = {**fields, "csrfmiddlewaretoken": token[1]}
    reader.client.post(page, sent, HTTP_X_FORWARDED_HOST="evil.example")
    assert len(mail.outbox) == 1
    assert "http://testserver/account/invitation/" in mail.outbox[0].body
    assert "evil" not in mail.outbox[0].body


def test_a_fault_is_written_without_the_words_that_someone_typed() -> None:
    """PostgreSQL's words for a double address are the address."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    how = dict(settings.LOGGING["formatters"]["plain"])
    handler.setFormatter(import_string(how["()"])(how["format"]))
    try:
        try:
            raise ValueError(f"Key (email)=({KNOWN}) already exists.")
        except ValueError as error:
            raise IntegrityError(f"duplicate key {KNOWN}") from error
    except IntegrityError as error:
        info = (type(error), error, error.__traceback__)
        handler.emit(logging.makeLogRecord({"msg": "/vote", "exc_info": info}))
    text = written.getvalue()
    assert KNOWN not in text
    for told in ("/vote", "IntegrityError", "ValueError", "test_attacks.py"):
        assert told in text


def test_one_time_codes_cannot_be_guessed() -> None:
    person = member(email=KNOWN)
    switched_on(person)
    reader = Visitor()
    reader.sign_in(KNOWN)
    pages = [reader.send("mfa_authenticate", code=f"{n:06}").content.decode() for n in range(6)]
    assert "Too many tries" in pages[-1]


def test_forms_are_limited_for_each_caller_whose_address_is_not_kept() -> None:
    with override_settings(FORM_LIMIT=3):
        client = Client()
        here = [client.post("/account/sign-in").status_code for _ in range(5)]
        there = client.post("/account/sign-in", REMOTE_ADDR="192.0.2.1").status_code
        reads = client.get("/account/sign-in").status_code
        phase = "/decide/here/phases/spring"
        votes = [client.post(f"{phase}/{end}") for end in ("vote", "vote/change", "result/ballot")]
    assert here[:3] == [422] * 3
    assert here[3:] == [429] * 2
    assert (there, reads) == (422, 200)
    assert [vote.status_code for vote in votes] == [429] * 3
    assert int(votes[0].headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_logout",
        "account_signup",
        "account_reset_password",
        "account_change_password",
        "account_email",
        "account_reauthenticate",
        "mfa_activate_totp",
        "my-details",
        "my-erasure",
        "people-everywhere",
        "give-role-everywhere",
    ],
)
def test_a_form_sent_from_another_site_is_refused(name: str) -> None:
    person = member(email=KNOWN)
    give(person, "administrator")
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    before = str(list(Person.objects.values()))
    fields = {"name": "Mine", "email": "eve@example.org", "role": "chair", "sure": "on"}
    answer = client.post(reverse(name), fields)
    assert answer.status_code == 403
    assert "could not accept this form" in answer.content.decode()
    assert str(list(Person.objects.values())) == before


@pytest.mark.parametrize(
    "name",
    ["my-account", "my-details", "my-data", "my-erasure", "account_email", "mfa_activate_totp"],
)
def test_pages_of_an_account_ask_strangers_to_sign_in(name: str) -> None:
    answer = Visitor().look(name)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/sign-in?next=/account/")


def test_cookies_cannot_be_read_by_scripts_or_sent_by_other_sites() -> None:
    reader = Visitor()
    reader.sign_in(member(email=KNOWN).email)
    for name in ("sessionid", "csrftoken"):
        cookie = reader.client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
    assert not reader.client.cookies["sessionid"]["expires"], "it ends with the browser"


def test_pages_of_an_account_are_not_kept_by_anyone_on_the_way() -> None:
    reader = visitor(member())
    for name in ("my-account", "my-data", "account_login", "account_email"):
        assert "no-store" in reader.look(name).headers["Cache-Control"]


def test_the_logs_hold_nothing_about_people(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("django").propagate = True
        try:
            reader = Visitor(REMOTE_ADDR="192.0.2.44")
            reader.sign_up(KNOWN, name="Unusual Name")
            reader.confirm()
            reader.look("my-account")
            reader.send("account_logout")
            reader.sign_in(KNOWN, "wrong password")
            reader.sign_in(UNKNOWN, "wrong password")
            reader.sign_in(KNOWN)
            reader.send("account_reset_password", email=KNOWN)
            reader.look("/account/nothing-here")
        finally:
            logging.getLogger("django").propagate = False
    kept = [r for r in caplog.records if not r.name.startswith("django.db")]
    text = "\n".join(logging.Formatter("%(name)s %(message)s").format(record) for record in kept)
    for secret in (KNOWN, UNKNOWN, "Unusual", PASSWORD, "192.0.2.44", "wrong password"):
        assert secret not in text


def test_a_stored_script_is_shown_as_words() -> None:
    person = member("<script>alert(1)</script>")
    place = make_place()
    give(person, "unit officer", place)
    reader = visitor(person)
    for page in (reader.look("my-account"), reader.look(f"/decide/{place.slug}/people")):
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()
        assert "&lt;script&gt;alert" in page.content.decode()
