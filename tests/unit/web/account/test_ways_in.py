"""Opening an account, signing in and out, forgotten passwords, one-time codes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail

from commonweal.web import settings as ours
from commonweal.web.data import held
from commonweal.web.record.audit.verify import verify
from commonweal.web.record.models import AuditEntry, Person
from tests.account_visits import (
    Visitor,
    mailed_code,
    member,
    one_time_code,
    switched_on,
    visitor,
)
from tests.record_makers import PASSWORD

NEW_PASSWORD = "quite another password"  # noqa: S105


def a_postcode() -> tuple[str, str]:
    """A postcode of the demonstration country and its small area."""
    frame = held().atlas.query("SELECT postcode FROM {postcodes} LIMIT 1")
    postcode = str(frame.item(0, 0))
    return postcode, held().atlas.postcode(postcode).area_code


def test_an_account_is_opened_once_its_code_comes_back() -> None:
    reader = Visitor()
    assert reader.sign_up("ada@example.org").status_code == 302
    assert reader.person is None
    assert "ada@example.org" in reader.look("account_email_verification_sent").content.decode()
    assert reader.confirm().headers["Location"] == "/account/"
    person = Person.objects.get(email="ada@example.org")
    assert reader.person == str(person.pk)
    assert person.name == "Ada Lovelace"
    assert EmailAddress.objects.get(user=person).verified
    actions = AuditEntry.objects.order_by("number").values_list("action", flat=True)
    assert list(actions) == ["account opened", "address confirmed"]
    assert verify().ok


def test_passwords_are_kept_by_argon2_and_never_as_they_are() -> None:
    assert ours.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    person = member()
    assert PASSWORD not in person.password


def test_an_account_cannot_be_used_before_its_address_is_confirmed() -> None:
    first = Visitor()
    first.sign_up("ada@example.org")
    assert first.look("my-account").status_code == 302
    from django.core.cache import cache

    cache.clear()
    later = Visitor()
    answer = later.sign_in("ada@example.org")
    assert answer.headers["Location"] == "/account/confirm"
    assert later.person is None
    assert later.confirm().status_code == 302
    assert later.person is not None


def test_a_code_works_three_times_at_most() -> None:
    reader = Visitor()
    reader.sign_up("ada@example.org")
    right = mailed_code()
    for _ in range(2):
        wrong = reader.send("account_email_verification_sent", code="XXXX-XXXX")
        assert wrong.status_code == 422
        assert "This code is not right" in wrong.content.decode()
    assert reader.send("account_email_verification_sent", code="XXXX-XXXX").status_code == 302
    assert reader.look("account_email_verification_sent").headers["Location"] == "/account/sign-in"
    assert right not in reader.look("account_login").content.decode()


def test_where_someone_lives_is_kept_as_an_area_only() -> None:
    postcode, area = a_postcode()
    Visitor().sign_up("ada@example.org", postcode=postcode.lower())
    assert Person.objects.get().area == area


def test_a_postcode_that_is_not_held_is_said_so_and_nothing_is_opened() -> None:
    answer = Visitor().sign_up("ada@example.org", postcode="ZZ99 9ZZ")
    assert answer.status_code == 422
    assert "We do not know this postcode" in answer.content.decode()
    assert not Person.objects.exists()


def test_what_is_missing_is_named_in_plain_words() -> None:
    empty = Visitor().send("account_signup").content.decode()
    for words in ("Enter your name", "Enter your email address", "Enter your password"):
        assert words in empty
    assert "This field is required" not in empty
    assert "with an @" in Visitor().sign_up("nonsense").content.decode()


@pytest.mark.parametrize("password", ["short", "password123", "ada", "1234567890"])
def test_short_and_common_passwords_are_refused(password: str) -> None:
    answer = Visitor().sign_up("ada@example.org", password1=password)
    assert answer.status_code == 422
    assert not Person.objects.exists()


def test_the_key_of_the_session_changes_at_signing_in() -> None:
    """A key that someone planted beforehand is worth nothing afterwards (session fixation)."""
    person = member(email="ada@example.org")
    reader = Visitor()
    reader.sign_in(person.email, "wrong password")
    reader.client.session.save()
    session = reader.client.session
    session["planted"] = True
    session.save()
    reader.client.cookies["sessionid"] = session.session_key
    planted = reader.session
    reader.sign_in(person.email)
    assert reader.person == str(person.pk)
    assert reader.session != planted
    attacker = Visitor()
    attacker.client.cookies["sessionid"] = planted
    assert attacker.look("my-account").status_code == 302


def test_signing_out_ends_the_session_for_good() -> None:
    reader = visitor(member())
    key = reader.session
    assert reader.look("account_logout").status_code == 200
    assert reader.person is not None, "a link alone must not sign anyone out"
    reader.send("account_logout")
    again = Visitor()
    again.client.cookies["sessionid"] = key
    assert again.look("my-account").status_code == 302


@pytest.mark.parametrize(
    "away", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_to_this_site_only(away: str) -> None:
    person = member(email="ada@example.org")
    assert Visitor().sign_in(person.email, next=away).headers["Location"] == "/account/"
    stays = Visitor().sign_in(person.email, next="/decide/northfield")
    assert stays.headers["Location"] == "/decide/northfield"


def test_a_forgotten_password_is_set_anew_by_a_code() -> None:
    person = member(email="ada@example.org")
    other = visitor(person)
    reader = Visitor()
    reader.send("account_reset_password", email="ada@example.org")
    reader.send("account_confirm_password_reset_code", code=mailed_code())
    done = reader.send("account_complete_password_reset", password1=NEW_PASSWORD)
    assert done.headers["Location"] == "/account/forgotten/done"
    assert reader.look("account_password_reset_completed").status_code == 200
    assert Visitor().sign_in(person.email).status_code == 422
    assert Visitor().sign_in(person.email, NEW_PASSWORD).status_code == 302
    assert other.look("my-account").status_code == 302, "other sessions end"
    assert mail.outbox[-1].subject == "Your password was changed"
    assert verify().ok


def test_a_code_that_comes_back_also_confirms_the_address() -> None:
    """Someone else opened an account with it first; its owner takes it over."""
    Visitor().sign_up("ada@example.org")
    owner = Visitor()
    owner.send("account_reset_password", email="ada@example.org")
    owner.send("account_confirm_password_reset_code", code=mailed_code())
    owner.send("account_complete_password_reset", password1=NEW_PASSWORD)
    assert owner.sign_in("ada@example.org", NEW_PASSWORD).headers["Location"] == "/account/"
    assert Visitor().sign_in("ada@example.org", PASSWORD).status_code == 422
    assert verify().ok


def test_the_password_is_changed_by_who_knows_it() -> None:
    person = member()
    reader, other = visitor(person), visitor(person)
    wrong = reader.send("account_change_password", oldpassword="no", password1=NEW_PASSWORD)
    assert wrong.status_code == 422
    assert "This is not your password now" in wrong.content.decode()
    right = reader.send("account_change_password", oldpassword=PASSWORD, password1=NEW_PASSWORD)
    assert right.headers["Location"] == "/account/"
    assert reader.look("my-account").status_code == 200
    assert other.look("my-account").status_code == 302
    assert verify().ok


def test_the_address_is_changed_once_a_code_comes_back_from_the_new_one() -> None:
    person = member(email="old@example.org")
    reader = visitor(person)
    reader.once_more()
    reader.send("account_email", email="new@example.org", action_add="")
    person.refresh_from_db()
    assert person.email == "old@example.org"
    assert mail.outbox[-1].to == ["new@example.org"]
    reader.confirm()
    person.refresh_from_db()
    assert person.email == "new@example.org"
    assert list(EmailAddress.objects.values_list("email", "verified")) == [
        ("new@example.org", True)
    ]
    assert mail.outbox[-1].to == ["old@example.org"], "the old address is told"
    assert Visitor().sign_in("new@example.org").status_code == 302
    assert verify().ok


def test_one_time_codes_are_asked_for_and_none_works_twice() -> None:
    person = member(email="ada@example.org")
    key, spare = switched_on(person)
    assert len(spare) == 10
    reader = Visitor()
    assert reader.sign_in(person.email).headers["Location"] == "/account/one-time-code"
    assert reader.person is None
    assert reader.send("mfa_authenticate", code="000000").status_code == 422
    code = one_time_code(key, 1)
    assert reader.send("mfa_authenticate", code=code).headers["Location"] == "/account/"
    assert reader.person == str(person.pk)
    second = Visitor()
    second.sign_in(person.email)
    assert second.send("mfa_authenticate", code=code).status_code == 422
    assert second.send("mfa_authenticate", code=spare[0]).status_code == 302
    third = Visitor()
    third.sign_in(person.email)
    assert third.send("mfa_authenticate", code=spare[0]).status_code == 422
    assert verify().ok


def test_one_time_codes_are_switched_off_after_the_password_once_more() -> None:
    person = member()
    switched_on(person)
    reader = visitor(person)
    assert reader.look("mfa_deactivate_totp").headers["Location"].startswith("/account/again")
    reader.once_more()
    reader.send("mfa_deactivate_totp")
    assert not Authenticator.objects.exists()
    assert mail.outbox[-1].subject == "One-time codes are off"


def test_new_spare_codes_replace_the_old_ones() -> None:
    person = member()
    _, old = switched_on(person)
    reader = visitor(person)
    reader.once_more()
    reader.send("mfa_generate_recovery_codes")
    page = reader.look("mfa_view_recovery_codes").content.decode()
    new = re.findall(r"<li><code>(\w+)</code>", page)
    assert len(new) == len(old) == 10
    assert not set(new) & set(old)


def test_details_are_changed_and_recorded() -> None:
    postcode, area = a_postcode()
    person = member("Ada")
    reader = visitor(person)
    reader.send("my-details", name="Ada King", postcode=postcode)
    person.refresh_from_db()
    assert (person.name, person.area) == ("Ada King", area)
    reader.send("my-details", name="Ada King", postcode="")
    person.refresh_from_db()
    assert person.area == area, "an empty postcode changes nothing"
    reader.send("my-details", name="Ada King", leave="on")
    person.refresh_from_db()
    assert person.area == ""
    assert reader.send("my-details", name="").status_code == 422
    assert "Ada" not in str(list(AuditEntry.objects.values()))
    assert verify().ok


def test_every_page_of_an_account_has_one_heading_and_a_title(mailoutbox: Any) -> None:
    person = member()
    reader, stranger = visitor(person), Visitor()
    reader.once_more()
    names = ["my-account", "my-details", "my-erasure", "account_email", "account_change_password"]
    names += ["account_logout", "mfa_activate_totp", "socialaccount_connections"]
    names += ["account_reauthenticate", "account_request_reauthentication_code"]
    pages = [reader.look(name) for name in names]
    open_to_all = ["account_login", "account_signup", "account_reset_password"]
    open_to_all += ["account_inactive", "account_password_reset_completed"]
    pages += [stranger.look(name) for name in open_to_all]
    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200
        assert text.count("<h1") == 1
        assert " style=" not in text
        assert re.search(r"<title>\S.* – Commonweal</title>", text)
