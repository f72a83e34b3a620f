"""Reads the stored elections and their results."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from commonweal.decide.election import Ballot, Election, Project


def election_of(stored: dict[str, Any]) -> Election:
    """Costs such as 1.09 are meant as hundredths, not as the nearest double."""
    ballots = [
        Ballot(tuple(each[0]), times=each[1])
        if each and isinstance(each[0], list)
        else Ballot(tuple(each))
        for each in stored["ballots"]
    ]
    return Election(
        projects=tuple(
            Project(name, Fraction(str(cost))) for name, cost in stored["projects"].items()
        ),
        ballots=tuple(ballots),
        budget=Fraction(str(stored["budget"])),
    )


@pytest.fixture(scope="session")
def stored(vectors: Path) -> list[dict[str, Any]]:
    text = (vectors / "participatory_budgeting" / "elections.json").read_text()
    found: list[dict[str, Any]] = json.loads(text)
    return found


@pytest.fixture(scope="session")
def small(vectors: Path) -> list[dict[str, Any]]:
    path = vectors / "participatory_budgeting" / "pabutools_small_elections.json"
    found: list[dict[str, Any]] = json.loads(path.read_text())
    return found
