"""Votes for tests: keys in a folder of their own, postcodes without an atlas."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from commonweal.web.record import eligibility
from tests.record_makers import AREAS

POSTCODES = {"AA1 1AA": AREAS[0], "AA1 1AB": AREAS[1], "AA1 1AC": AREAS[2], "ZZ9 9ZZ": "D09999999"}


@pytest.fixture(autouse=True)
def keys(settings: Any, tmp_path: Path) -> Path:
    """The keys folder of this test."""
    settings.KEYS = tmp_path / "keys"
    return settings.KEYS


@pytest.fixture(autouse=True)
def postcodes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four postcodes: one in each area of the neighbourhood, one elsewhere."""
    monkeypatch.setattr(eligibility, "area_of", lambda text: POSTCODES.get(text.upper()))
