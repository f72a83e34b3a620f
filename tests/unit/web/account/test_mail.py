"""Mail goes into files, and by SMTP where a server is set; every mail can be rendered."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from django.core.mail import get_connection, send_mail
from django.test import RequestFactory

from commonweal.web import settings as ours
from commonweal.web.environment import mail
from tests.account_visits import Visitor, mailed_code

TEMPLATES = Path(str(ours.BASE)) / "templates"
MAILS = sorted(
    str(path.relative_to(TEMPLATES)).removesuffix("_message.txt")
    for path in TEMPLATES.glob("*/email/*_message.txt")
)


class Post:
    """An SMTP server for one letter, in as few words as the protocol allows."""

    def __init__(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.lines: list[str] = []
        self.thread = threading.Thread(target=self._serve)
        self.thread.start()

    def _serve(self) -> None:
        connection, _ = self.listening.accept()
        with connection, connection.makefile("rwb") as talk:
            inside = False

            def say(words: str) -> None:
                talk.write(words.encode() + b"\r\n")
                talk.flush()

            say("220 ready")
            for raw in talk:
                line = raw.decode().rstrip("\r\n")
                self.lines.append(line)
                if inside and line != ".":
                    continue
                if line.upper() == "DATA":
                    inside = True
                    say("354 go on")
                else:
                    inside = False
                    say("221 bye" if line.upper() == "QUIT" else "250 ok")
                if line.upper() == "QUIT":
                    return


@pytest.fixture
def post() -> Iterator[Post]:
    server = Post()
    yield server
    server.thread.join(5)
    server.listening.close()


def test_mail_goes_into_files_by_default(
    settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("COMMONWEAL_MAIL", raising=False)
    for name, value in mail(tmp_path).items():
        setattr(settings, name, value)
    Visitor().sign_up("ada@example.org")
    (written,) = (tmp_path / "mail").iterdir()
    text = written.read_text(encoding="utf-8")
    assert "To: ada@example.org" in text
    assert "Subject: Your code for Commonweal" in text


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("smtp://mail.example:2525", ("mail.example", 2525, "", "", False, False)),
        ("smtp://me:p%40ss@mail.example", ("mail.example", 587, "me", "p@ss", False, True)),
        ("smtps://me:x@mail.example", ("mail.example", 465, "me", "x", True, False)),
    ],
)
def test_the_server_is_read_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str, expected: tuple[object, ...]
) -> None:
    monkeypatch.setenv("COMMONWEAL_MAIL", address)
    read = mail(tmp_path)
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_SSL", "USE_TLS")
    assert tuple(read[f"EMAIL_{name}"] for name in names) == expected
    assert read["EMAIL_BACKEND"].endswith("smtp.EmailBackend")


def test_mail_leaves_by_the_server_that_is_set(
    post: Post, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COMMONWEAL_MAIL", f"smtp://127.0.0.1:{post.port}")
    for name, value in mail(tmp_path).items():
        setattr(settings, name, value)
    with get_connection() as connection:
        assert send_mail("Hello", "It works", None, ["ada@example.org"], connection=connection) == 1
    post.thread.join(5)
    assert any(line.upper().startswith("RCPT TO:<ADA@EXAMPLE.ORG>") for line in post.lines)
    assert "Subject: Hello" in post.lines
    assert "It works" in post.lines


@pytest.mark.parametrize("name", MAILS)
def test_every_mail_reads_well(name: str) -> None:
    """In plain text, so that an ampersand is an ampersand, and without a gap in a sentence."""
    adapter = get_adapter()
    site = type("Site", (), {"domain": "commonweal.example", "name": "commonweal.example"})
    context = {
        "request": RequestFactory().get("/"),
        "current_site": site,
        "email": "a&b@example.org",
        "from_email": "a&b@example.org",
        "to_email": "c@example.org",
        "deleted_email": "a&b@example.org",
        "code": "<C0DE>",
        "password_reset_url": "https://commonweal.example/?a=1&b=2",
        "signup_url": "https://commonweal.example/?a=1&b=2",
        "provider": type("Provider", (), {"name": "Marks & Sons"}),
        "role": "chair",
        "where": "in Marks & Sons",
        "link": "https://commonweal.example/x?a=1&b=2",
        "until": "2026-05-01",
    }
    made = adapter.render_mail(name, "ada@example.org", context)
    assert made.subject
    assert "\n" not in made.subject
    assert str(made.body).startswith("Hello,\n\n")
    assert "Commonweal" in str(made.body)
    for text in (made.subject, str(made.body)):
        assert "&amp;" not in text
        assert "{{" not in text
        assert "  ." not in text
        assert " ." not in text


def test_a_code_stands_alone_on_its_line() -> None:
    Visitor().sign_up("ada@example.org")
    assert len(mailed_code()) >= 6
