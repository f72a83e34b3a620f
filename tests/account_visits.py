"""What a visitor does with an account, as in service: forms are checked for forgery."""

from __future__ import annotations

import base64
import hmac
import re
import time
from typing import Any

from django.core import mail
from django.test import Client
from django.urls import reverse

from commonweal.web.record.models import Person
from tests.record_makers import PASSWORD, make_person

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
CODE = re.compile(r"^    (\S+)$", re.MULTILINE)


class Visitor:
    """A browser with its cookies; `send` loads the page of a form first, as people do."""

    def __init__(self, **settings: Any) -> None:
        self.client = Client(enforce_csrf_checks=True, **settings)

    def look(self, address: str, **query: str) -> Any:
        return self.client.get(_path(address), query)

    def send(self, address: str, page: str = "", **fields: Any) -> Any:
        path = _path(address)
        token = TOKEN.search(self.client.get(_path(page) if page else path).content.decode())
        assert token is not None, f"{path} has no form"
        return self.client.post(path, {**fields, "csrfmiddlewaretoken": token[1]})

    def sign_up(self, email: str, **fields: str) -> Any:
        given = {"name": "Ada Lovelace", "email": email, "password1": PASSWORD, **fields}
        return self.send("account_signup", **given)

    def confirm(self) -> Any:
        return self.send("account_email_verification_sent", code=mailed_code())

    def sign_in(self, email: str, password: str = PASSWORD, **fields: str) -> Any:
        return self.send("account_login", login=email, password=password, **fields)

    def once_more(self) -> Any:
        return self.send("account_reauthenticate", password=PASSWORD)

    @property
    def person(self) -> str | None:
        """Id of who is signed in."""
        return self.client.session.get("_auth_user_id")

    @property
    def session(self) -> str | None:
        cookie = self.client.cookies.get("sessionid")
        return cookie.value if cookie and cookie.value else None


def member(name: str = "Ada", email: str = "", **fields: Any) -> Person:
    """Someone whose address is confirmed."""
    from allauth.account.models import EmailAddress

    person = make_person(name, email=email, **fields)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def visitor(person: Person) -> Visitor:
    """The same, signed in."""
    found = Visitor()
    found.client.force_login(person)
    return found


def mailed_code() -> str:
    """The code in the last mail."""
    found = CODE.search(str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def one_time_code(secret: str, steps: int = 0) -> str:
    """The code of RFC 6238 (TOTP, SHA-1, six digits, 30 seconds), written from the standard."""
    counter = (int(time.time()) // 30 + steps).to_bytes(8)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4]) & 0x7FFFFFFF) % 1_000_000:06}"


def switched_on(person: Person) -> tuple[str, list[str]]:
    """Switch on one-time codes as people do. Returns the key and the spare codes."""
    reader = visitor(person)
    assert reader.look("mfa_activate_totp").status_code == 302
    reader.once_more()
    page = reader.look("mfa_activate_totp").content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    key = re.search(r'class="cw-key">(\w+)<', page)
    assert key is not None
    # The form is loaded again by `send`, with another key; only what is in the page counts.
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page)
    assert token is not None
    fields = {"csrfmiddlewaretoken": token[1], "code": one_time_code(key[1])}
    answer = reader.client.post("/account/one-time-codes/on", fields)
    spare = reader.client.get(answer.headers["Location"]).content.decode()
    return key[1], re.findall(r"<li><code>(\w+)</code>", spare)


def _path(address: str) -> str:
    return address if address.startswith("/") else reverse(address)
