"""Requests made up from the service's own schema: none may end in a fault of ours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from hypothesis import HealthCheck, settings

from tests import sites

# Operations of the record read it.
pytestmark = pytest.mark.django_db

# The answers to the made-up requests are read as they are, not unpacked.
PLAIN = {"Accept-Encoding": "identity"}

with override_settings(RATE_LIMIT=0):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler(), headers=PLAIN)


@pytest.fixture(scope="module", autouse=True)
def _demonstration() -> Iterator[None]:
    # Long queries are refused at the door; here they shall come through to what reads them.
    with sites.using(sites.demonstration_atlas()), override_settings(LONGEST_QUERY=1_000_000):
        yield


@schema.parametrize()
@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_no_request_ends_in_a_fault(case: schemathesis.Case) -> None:
    case.call_and_validate(headers=PLAIN)
