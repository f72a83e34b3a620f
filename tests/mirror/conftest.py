"""The atlas of England, for figures that must hold on the real files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from commonweal.atlas import Atlas
from commonweal.errors import CommonwealError
from tests.conftest import ROOT

Figure = Callable[[str, object], None]


@pytest.fixture(scope="session")
def england(request: pytest.FixtureRequest) -> Atlas:
    """The atlas that `COMMONWEAL_ATLAS` names if it is England, else one built from the mirror.

    The built one is kept in the ignored folder `build`, so that the next run only looks whether
    anything has changed.
    """
    named = os.environ.get("COMMONWEAL_ATLAS")
    found = _country(Path(named)) if named else None
    return found or _built(request.getfixturevalue("mirror"))


def _country(folder: Path) -> Atlas | None:
    try:
        atlas = Atlas.open(folder)
    except CommonwealError:
        return None
    return None if atlas.demonstration else atlas


def _built(mirror: Path) -> Atlas:
    from commonweal.atlas.build import build_atlas
    from commonweal.sources.acquire import Sources

    folder = ROOT / "build" / "mirror-atlas"
    sources = Sources(mirror, ROOT / "build" / "mirror-cache", online=False)
    result = build_atlas(folder, sources)
    if result.demonstration:
        pytest.skip(f"{mirror} does not hold what the atlas of England is built from.")
    return Atlas.open(folder)


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Figure:
    """Print a measured figure and keep it with the test's result."""

    def told(name: str, value: object) -> None:
        record_property(name, value)
        print(f"{name}: {value}")  # noqa: T201

    return told
