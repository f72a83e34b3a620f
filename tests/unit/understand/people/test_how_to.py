"""The spec and the Python that the how-to shows."""

from __future__ import annotations

import re

from commonweal.understand.people import records_spec
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "how-to" / "person-level-records.md").read_text(encoding="utf-8")


def test_the_spec_that_is_shown_can_be_read() -> None:
    shown = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert len(shown) == 1
    spec = records_spec(shown[0], "ill.toml")
    assert spec.columns == {"area": "lsoa21cd", "outcome": "ill", "sex": "sex", "age": "age"}
    assert spec.sex_labels == ("male", "female")


def test_every_field_is_in_the_table() -> None:
    for name in (
        "measure",
        "geography",
        "groups",
        "bands",
        "standard",
        "per",
        "confidence",
        "fewest",
        "most_left_out",
    ):
        assert f"| `{name}` |" in PAGE


def test_the_default_that_is_shown_is_the_default() -> None:
    shown = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)[0]
    assert f"| {records_spec(shown).fewest} |" in PAGE
