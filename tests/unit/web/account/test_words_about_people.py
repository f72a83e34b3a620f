"""What the pages of words say of cookies, people's data and votes is what the program does."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from commonweal.decide.published import FEWEST_BALLOTS
from commonweal.web.record.personal import everything_about
from tests.account_visits import Visitor, member
from tests.unit.web.test_pages import text_of, words

# Each part of what someone can download, and the words for it on the page about privacy.
TOLD = {
    "person": "Your email address",
    "email_addresses": "Your email address",
    "one_time_codes": "one-time codes",
    "single_sign_on": "sign in by an organisation",
    "roles": "your roles",
    "boards": "members of a board",
    "interests": "interests that you declared",
    "checks": "checked an idea",
    "proposals": "Ideas",
    "comments": "comments",
    "supports": "What you support",
    "statements": "statements that you send",
    "responses": "your answers in a conversation",
    "voted": "We keep that you voted",
    "log": "public log",
}


def listed(text: str) -> dict[str, str]:
    """What a page's list says under each name."""
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", text)
    return {words(name): words(rest) for name, rest in found}


def test_every_cookie_is_told_with_how_long_it_lasts(client: Client) -> None:
    told = listed(text_of(client, "/cookies"))
    person, guest = member(), Visitor()
    guest.look("home")
    assert not guest.client.cookies
    guest.look("account_login")
    assert set(guest.client.cookies) == {"csrftoken"}
    guest.sign_in(person.email)
    assert set(guest.client.cookies) == set(told)
    weeks = guest.client.cookies["csrftoken"]["max-age"] // (7 * 24 * 3600)
    assert f"{weeks} weeks" in told["csrftoken"]
    assert not guest.client.cookies["sessionid"]["max-age"]
    days = guest.client.session.get_expiry_age() // (24 * 3600)
    assert f"close the browser; {days} days at most" in told["sessionid"]


def test_everything_that_is_kept_of_someone_is_on_the_page_about_privacy(client: Client) -> None:
    said = words(text_of(client, "/privacy"))
    assert set(everything_about(member())) == set(TOLD)
    assert [part for part, expected in TOLD.items() if expected not in said] == []


@pytest.mark.parametrize("page", ["/", "/decide", "/cookies", "/account/sign-in"])
def test_privacy_can_be_reached_from_everywhere(client: Client, page: str) -> None:
    assert 'href="/privacy"' in text_of(client, page)


def test_the_least_number_of_ballots_is_the_one_that_is_applied(client: Client) -> None:
    assert f"fewer than {FEWEST_BALLOTS} ballots" in words(text_of(client, "/method"))
