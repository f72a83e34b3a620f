"""The recipes that the how-to prints, in their order."""

from __future__ import annotations

import re

from commonweal.find.building.chosen import Chosen, chosen_indices
from tests.conftest import ROOT

ENGLAND, DEMONSTRATION, BOTH = range(3)


def recipes() -> list[Chosen]:
    """Every block of TOML on the page."""
    page = (ROOT / "docs" / "how-to" / "build-your-own-index.md").read_text(encoding="utf-8")
    return [chosen_indices(text) for text in re.findall(r"```toml\n(.*?)```", page, re.DOTALL)]
