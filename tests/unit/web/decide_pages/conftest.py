"""What tests of votes share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from commonweal.web.record import eligibility
from tests.record_makers import AREAS

POSTCODES = {"AA1 1AA": AREAS[0], "AA1 1AB": AREAS[1], "AA1 1AC": AREAS[2], "ZZ9 9ZZ": "D09999999"}


@pytest.fixture
def ballot_box(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Votes for tests: keys in a folder of their own, postcodes without an atlas, no limit."""
    settings.KEYS = tmp_path / "keys"
    settings.FORM_LIMIT = 0
    monkeypatch.setattr(eligibility, "area_of", lambda text: POSTCODES.get(text.upper()))
    return tmp_path / "keys"
