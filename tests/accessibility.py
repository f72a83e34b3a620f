"""What axe finds wrong with a page that a browser shows."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.conftest import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def violations(page: Page) -> list[str]:
    """Every rule that the page breaks. The context must bypass our content policy."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run make setup.")
    page.add_script_tag(path=str(AXE))
    return wrong(page)


def wrong(page: Page) -> list[str]:
    """The same where axe is in the page already, which then may keep its content policy."""
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    return [
        f"{each['id']}: {each['help']} {[node['target'] for node in each['nodes']]}"
        for each in found["violations"]
    ]
