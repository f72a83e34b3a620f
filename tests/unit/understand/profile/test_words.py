"""How figures read."""

from __future__ import annotations

import pytest

from commonweal.understand.measures import Measure
from commonweal.understand.profile.words import (
    amount,
    between,
    digits,
    in_hundred,
    listed,
    unit_words,
)


def measure(unit: str) -> Measure:
    return Measure("m", "m", "t", unit, "neutral", "mean", "2021", "lsoa21", "r", "yes", "held")


@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [
        ("share, 0 to 1", 0.3362, "33.6%"),
        ("metres in a straight line", 346, "350 m"),
        ("km", 1.249, "1.2 km"),
        ("years", 79.12, "79.1 years"),
        ("per 100", 1234.5, "1,234"),
        ("per 100", 12.34, "12.3"),
        ("per 100", 0.1234, "0.12"),
        ("years", None, "not known"),
        ("years", float("nan"), "not known"),
    ],
)
def test_an_amount(unit: str, value: float | None, said: str) -> None:
    assert amount(measure(unit), value) == said


def test_a_margin() -> None:
    share = measure("share, 0 to 1")
    assert between(share, 0.1, 0.2) == "10.0% to 20.0%"
    assert between(share, 0.1, 0.1) == "10.0%"
    assert between(share, None, 0.1) == between(share, 0.1, None) == ""


def test_the_unit_is_said_once() -> None:
    assert [unit_words(measure(unit)) for unit in ("share, 0 to 1", "km", "years")] == [""] * 3
    assert unit_words(measure("metres in a straight line")) == ""
    assert unit_words(measure("per 100 households")) == "for every 100 households"
    assert unit_words(measure("jobs")) == "jobs"


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.0, "0 in 100"),
        (0.001, "fewer than 1 in 100"),
        (0.336, "34 in 100"),
        (0.999, "more than 99 in 100"),
        (1.0, "100 in 100"),
    ],
)
def test_of_a_hundred(share: float, said: str) -> None:
    assert in_hundred(share) == said


def test_small_things() -> None:
    assert digits(-1500) == "-1,500"
    assert [listed(list("abc")[:number]) for number in range(4)] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
