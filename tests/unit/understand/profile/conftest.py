"""Tables of the demonstration country, gathered once."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonweal.atlas import Atlas
from commonweal.find.request import FindRequest, find_neighbourhoods
from commonweal.understand.profile import ProfileTables, profile_tables


@pytest.fixture(scope="session")
def country(demonstration_atlas: Path) -> Atlas:
    return Atlas.open(demonstration_atlas)


@pytest.fixture(scope="session")
def tables(country: Atlas) -> ProfileTables:
    return profile_tables(
        country, find_neighbourhoods(FindRequest(), country), hidden={"infrastructure", "combined"}
    )
