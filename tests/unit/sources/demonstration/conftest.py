"""Countries that the tests look at: a small one before it is published, one as published."""

from __future__ import annotations

import pytest

from commonweal.sources.demonstration import (
    Country,
    CountrySpec,
    Demonstration,
    demonstration,
    make_country,
)


@pytest.fixture(scope="session")
def country() -> Country:
    """A small country with everything that is behind it."""
    return make_country(CountrySpec(seed=1, areas=400))


@pytest.fixture(scope="session")
def small() -> Demonstration:
    """The same small country as it is published."""
    return demonstration(seed=1, areas=400)


@pytest.fixture(scope="session")
def full() -> Demonstration:
    """The country that people see by default."""
    return demonstration()
