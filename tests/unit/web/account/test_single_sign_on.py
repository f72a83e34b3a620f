"""Single sign-on, against an OpenID Connect provider that listens on this machine."""

from __future__ import annotations

import html
import json
import re
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core import mail

from commonweal.web.record.audit.verify import verify
from commonweal.web.record.models import Person
from tests.account_visits import Visitor, member, visitor

CLIENT, SECRET = "commonweal", "the secret of the client"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider(ThreadingHTTPServer):
    """Discovery, token, keys and userinfo; `subject` is who signs in there."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.address = f"http://127.0.0.1:{self.server_address[1]}"
        self.subject: dict[str, Any] = {}
        self.audience = CLIENT
        self.asked: list[dict[str, list[str]]] = []

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def tokens(self) -> dict[str, Any]:
        now = int(time.time())
        claims = {"iss": self.address, "aud": self.audience, "iat": now, "exp": now + 60}
        signed = jwt.encode({**claims, **self.subject}, KEY, "RS256", headers={"kid": "1"})
        return {"access_token": "access", "token_type": "Bearer", "id_token": signed}


class Answers(BaseHTTPRequestHandler):
    """One answer an address."""

    server: Provider

    def do_GET(self) -> None:
        if self.path == "/.well-known/openid-configuration":
            self.say(self.server.configuration())
        elif self.path == "/userinfo" and self.headers["Authorization"] == "Bearer access":
            self.say(self.server.subject)
        elif self.path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            self.say({"keys": [{**public, "kid": "1", "alg": "RS256"}]})
        else:
            self.say({"error": "no"}, 404)

    def do_POST(self) -> None:
        asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.asked.append(asked)
        right = asked.get("client_secret") == [SECRET] and asked.get("code") == ["the code"]
        self.say(*((self.server.tokens(),) if right else ({"error": "invalid_grant"}, 400)))

    def say(self, content: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def provider(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """The provider, named in the environment as an operator names it."""
    from commonweal.web.environment import single_sign_on

    with Provider() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        one = {"id": "council", "name": "Our council", "client": CLIENT, "secret": SECRET}
        monkeypatch.setenv("COMMONWEAL_OIDC", json.dumps([{**one, "server": server.address}]))
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"APPS": single_sign_on(), "OAUTH_PKCE_ENABLED": True}
        }
        server.subject = {
            "sub": "u-1",
            "name": "Olu Officer",
            "email": "olu@council.example",
            "email_verified": True,
        }
        yield server
        server.shutdown()
        thread.join()


def leave(reader: Visitor, page: str = "account_login", query: str = "") -> dict[str, str]:
    """Press the button. Returns what the provider is asked."""
    answer = reader.send(f"/account/organisations/council{query}", page=page)
    assert answer.status_code == 200, "a redirect would be held to the policy of the form"
    text = answer.content.decode()
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', text)
    assert found is not None
    away = urlsplit(html.unescape(found[1]))
    assert away.path == "/authorize"
    return {name: values[0] for name, values in parse_qs(away.query).items()}


def come_back(reader: Visitor, state: str, code: str = "the code") -> Any:
    return reader.look("/account/organisations/council/back", state=state, code=code)


def test_someone_from_an_organisation_opens_an_account_by_it(provider: Provider) -> None:
    reader = Visitor()
    assert "Continue with Our council" in reader.look("account_login").content.decode()
    asked = leave(reader)
    assert asked["client_id"] == CLIENT
    assert asked["redirect_uri"] == "http://testserver/account/organisations/council/back"
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    back = come_back(reader, asked["state"])
    assert back.headers["Location"] == "/account/organisations/sign-up"
    assert not Person.objects.exists(), "coming back changes nothing"
    form = reader.look("socialaccount_signup").content.decode()
    assert 'value="Olu Officer"' in form
    assert 'value="olu@council.example"' in form
    done = reader.send("socialaccount_signup", name="Olu", email="olu@council.example")
    assert done.headers["Location"] == "/account/"
    person = Person.objects.get()
    assert (person.name, person.email) == ("Olu", "olu@council.example")
    assert reader.person == str(person.pk)
    assert not person.has_usable_password()
    assert EmailAddress.objects.get().verified
    assert "code_verifier" in provider.asked[0]
    assert verify().ok


def test_they_sign_in_by_it_afterwards(provider: Provider) -> None:
    person = member("Olu", "olu@council.example")
    SocialAccount.objects.create(user=person, provider="council", uid="u-1")
    reader = Visitor()
    reader.look("account_login")
    before = reader.session
    back = come_back(reader, leave(reader)["state"])
    assert back.headers["Location"] == "/account/"
    assert reader.person == str(person.pk)
    assert reader.session != before
    assert verify().ok


def test_an_address_of_another_account_opens_nothing(provider: Provider) -> None:
    """Otherwise whoever runs a provider could take over any account."""
    member("Ada", "olu@council.example")
    reader = Visitor()
    come_back(reader, leave(reader)["state"])
    done = reader.send("socialaccount_signup", name="Olu", email="olu@council.example")
    assert done.status_code == 302
    assert reader.person is None
    assert not SocialAccount.objects.exists()
    assert mail.outbox[-1].subject == "You have an account already"


def test_an_address_that_the_organisation_did_not_give_has_to_be_confirmed(
    provider: Provider,
) -> None:
    reader = Visitor()
    come_back(reader, leave(reader)["state"])
    reader.send("socialaccount_signup", name="Olu", email="other@example.org")
    assert not EmailAddress.objects.filter(email="other@example.org", verified=True).exists()


def test_someone_with_an_account_joins_it_to_their_organisation(provider: Provider) -> None:
    person = member("Olu", "olu@example.org")
    reader = visitor(person)
    reader.once_more()
    asked = leave(reader, "my-account", "?process=connect")
    back = come_back(reader, asked["state"])
    assert back.headers["Location"] == "/account/organisations/join"
    assert not SocialAccount.objects.exists(), "coming back changes nothing"
    assert reader.send("join-organisation").headers["Location"] == "/account/"
    assert SocialAccount.objects.get().user == person
    assert mail.outbox[-1].subject == "An organisation was joined to your account"
    page = reader.look("socialaccount_connections").content.decode()
    assert "Our council" in page
    reader.send("socialaccount_connections", account=str(SocialAccount.objects.get().pk))
    assert not SocialAccount.objects.exists()
    assert verify().ok


def test_a_state_that_was_not_given_out_here_is_refused(provider: Provider) -> None:
    """Somebody else's way back must not sign a reader in (forgery of the sign-in)."""
    other = Visitor()
    state = leave(other)["state"]
    victim = Visitor()
    victim.look("account_login")
    for answer in (come_back(victim, state), come_back(victim, "made-up")):
        assert answer.status_code == 401
        assert "That did not work" in answer.content.decode()
    assert victim.person is None


def test_a_state_works_once(provider: Provider) -> None:
    reader = Visitor()
    state = leave(reader)["state"]
    assert come_back(reader, state).status_code == 302
    assert come_back(reader, state).status_code == 401


def test_a_wrong_code_and_a_token_for_someone_else_are_refused(provider: Provider) -> None:
    reader = Visitor()
    assert come_back(reader, leave(reader)["state"], "another code").status_code == 401
    provider.audience = "another client"
    assert come_back(reader, leave(reader)["state"]).status_code == 401
    assert reader.person is None
    assert not Person.objects.exists()


def test_stopping_there_leads_back_here(provider: Provider) -> None:
    reader = Visitor()
    state = leave(reader)["state"]
    answer = reader.look("/account/organisations/council/back", state=state, error="access_denied")
    assert answer.headers["Location"] == "/account/organisations/stopped"
    assert "You stopped signing in" in reader.look("socialaccount_login_cancelled").content.decode()


def test_a_link_alone_does_not_leave_the_site(provider: Provider) -> None:
    page = Visitor().look("/account/organisations/council")
    assert page.status_code == 200
    assert "http-equiv" not in page.content.decode()
    assert "Continue with Our council" in page.content.decode()


def test_an_organisation_that_is_not_set_up_is_not_there(settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert Visitor().look("/account/organisations/nobody").status_code == 404
    assert Visitor().look("/account/organisations/nobody/back").status_code == 404
    assert "organisation" not in Visitor().look("account_login").content.decode()
