"""Pages over the demonstration country, without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, override_settings

from commonweal.web.data import Held, held
from tests import sites


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """Passwords are digested slowly in service, on purpose; tests need not wait."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def unlimited() -> Iterator[None]:
    """No limit on requests, so that tests may make many."""
    with override_settings(RATE_LIMIT=0):
        yield


@pytest.fixture
def client(unlimited: None) -> Iterator[Client]:
    """A reader of the demonstration country."""
    with sites.using(sites.demonstration_atlas()):
        yield Client()


@pytest.fixture
def closed(unlimited: None) -> Iterator[Client]:
    """A reader of a country whose social infrastructure may not be passed on."""
    with sites.using(sites.closed_atlas()):
        yield Client()


@pytest.fixture
def alone(unlimited: None) -> Iterator[Client]:
    """A reader of a country of which only deprivation is known."""
    with sites.using(sites.deprivation_only_atlas()):
        yield Client()


@pytest.fixture
def country(client: Client) -> Held:
    """The atlas that `client` reads."""
    return held()
