"""Every method of `find` is specified under the same headings and stands in the register."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import commonweal.find

ROOT = Path(__file__).resolve().parents[3]
METHODS = ROOT / "docs/methods"
OURS = (
    "comparison",
    "deprivation-index",
    "district-summaries",
    "double-disadvantage",
    "neighbourhoods",
    "shortlist",
)
HEADINGS = [
    "Purpose",
    "Terms",
    "Assumptions",
    "Inputs",
    "Outputs",
    "Calculation",
    "Edge cases",
    "Evidence",
    "References",
]


def register() -> str:
    return (METHODS / "register.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", OURS)
def test_a_specification_has_its_headings(name: str) -> None:
    text = (METHODS / f"{name}.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, flags=re.MULTILINE) == HEADINGS


@pytest.mark.parametrize("name", OURS)
def test_a_specification_is_in_the_register(name: str) -> None:
    assert f"({name}.md)" in register()


def test_evidence_and_functions_of_the_register_exist() -> None:
    ours = [line for line in register().splitlines() if any(f"({n}.md)" in line for n in OURS)]
    assert len(ours) > len(OURS)
    for line in ours:
        _, _, functions, _, evidence, _ = line.split("|")
        for name in re.findall(r"`(\w+)`", functions):
            assert name in commonweal.find.__all__
        for path in re.findall(r"`([\w/.]+)`", evidence):
            assert (ROOT / path).is_file()
