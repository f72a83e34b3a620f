"""Every test begins with no tries counted against anyone, over the demonstration country."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests import sites


@pytest.fixture(autouse=True)
def no_tries_yet() -> Iterator[None]:
    cache.clear()
    with sites.using(sites.demonstration_atlas()):
        yield
    cache.clear()
