"""What every answer carries, and what is refused at the door."""

from __future__ import annotations

import logging

import pytest
from django.test import Client, override_settings

from commonweal.web.limits import Buckets
from tests import sites

PATHS = ["/", "/search?q=x", "/areas/", "/nothing-here", "/api/v1/find", "/api/v1/nothing"]


@pytest.mark.parametrize("path", PATHS)
def test_the_browser_is_told_what_it_may_load(client: Client, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in policy
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_no_page_sets_a_cookie(client: Client) -> None:
    for path in PATHS:
        assert not client.get(path).cookies


def test_pages_hold_no_inline_script_or_style(client: Client) -> None:
    for path in ("/", "/areas/", "/sources", "/method", "/api"):
        text = client.get(path).content.decode()
        assert " style=" not in text
        assert "<style" not in text
        assert " onclick=" not in text
        assert text.count("<script") == text.count('<script type="module" src="/static/')


def test_https_asks_browsers_to_stay_with_it() -> None:
    with (
        sites.using(sites.demonstration_atlas()),
        override_settings(SECURE_HSTS_SECONDS=31_536_000, SECURE_SSL_REDIRECT=True),
    ):
        reader = Client()
        assert (
            "max-age=31536000"
            in reader.get("/method", secure=True).headers["Strict-Transport-Security"]
        )
        assert reader.get("/method").status_code == 301


def test_an_unknown_host_is_refused(client: Client) -> None:
    answer = client.get("/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400


def test_a_query_that_no_page_makes_is_refused(client: Client) -> None:
    page = client.get("/?q=" + "x" * 3000)
    assert page.status_code == 414
    assert "too long" in page.content.decode()
    service = client.get("/api/v1/search?q=" + "x" * 3000)
    assert service.status_code == 414
    assert service.json()["status"] == 414


@override_settings(RATE_LIMIT=3)
def test_too_many_requests_are_told_when_to_come_back() -> None:
    with sites.using(sites.demonstration_atlas()):
        reader = Client()
        answers = [reader.get("/api/v1/search?q=a") for _ in range(5)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
        assert int(answers[-1].headers["Retry-After"]) > 0
        assert answers[-1].json()["title"] == "Too many requests"
        assert reader.get("/method").status_code == 200
        other = Client(REMOTE_ADDR="10.0.0.9")
        other.handler = reader.handler
        assert other.get("/api/v1/search?q=a").status_code == 200


def test_a_bucket_refills_evenly() -> None:
    now = [0.0]
    buckets = Buckets(60, lambda: now[0])
    assert [buckets.take("a") for _ in range(60)] == [0.0] * 60
    assert buckets.take("a") == pytest.approx(1.0)
    assert buckets.take("b") == 0.0
    now[0] += 1.0
    assert buckets.take("a") == 0.0
    assert buckets.take("a") > 0


def test_logs_hold_no_search_and_no_address(
    client: Client, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        client.get("/search?q=secret-word", REMOTE_ADDR="203.0.113.77")
        client.get("/areas/secret-code", REMOTE_ADDR="203.0.113.77")
        client.get("/api/v1/search?q=secret-word&bad=1", REMOTE_ADDR="203.0.113.77")
    written = "".join(capfd.readouterr())
    assert "203.0.113.77" not in written + caplog.text
    assert "secret-word" not in written + caplog.text


@pytest.mark.parametrize("path", ["/api/v1/find", "/api/v1/areas", "/api/v1/nothing"])
def test_other_sites_may_read_the_service(client: Client, path: str) -> None:
    assert client.get(path).headers["Access-Control-Allow-Origin"] == "*"
    asked = client.options(path)
    assert asked.status_code == 204
    assert asked.headers["Access-Control-Allow-Methods"] == "GET"


def test_other_sites_may_not_read_pages(client: Client) -> None:
    assert "Access-Control-Allow-Origin" not in client.get("/").headers
