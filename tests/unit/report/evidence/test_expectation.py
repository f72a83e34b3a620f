"""How a measured figure is held against the one that was expected."""

from __future__ import annotations

import pytest

from commonweal.report.evidence import Claim, Expectation, Measured, Outcome
from commonweal.report.evidence.words import largest, small


def exactly(*figures: float, **more: int) -> Expectation:
    return Expectation("exactly", figures, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("expected", "measured", "holds"),
    [
        (exactly(1305), (1305,), True),
        (exactly(1305), (1304,), False),
        (exactly(0.7, 0.3, digits=2), (0.7004, 0.2996), True),
        (exactly(0.7, 0.3, digits=2), (0.7004, 0.3051), False),
        (exactly(1, 2), (1,), False),
        (Expectation("at most", (0.0007,), digits=4), (0.00074,), True),
        (Expectation("at most", (0.0007,), digits=4), (0.00076,), False),
        (Expectation("at most", (0,), digits=9), (4e-16,), True),
        (Expectation("at least", (99.67,), digits=2), (99.67,), True),
        (Expectation("at least", (99.67,), digits=2), (99.66,), False),
        (Expectation("about", (80,)), (70,), True),
        (Expectation("about", (80,)), (69.9,), False),
        (Expectation("about", (80,)), (90.1,), False),
        (exactly(3), (float("nan"),), False),
        (Expectation("at most", (3,)), (float("nan"),), False),
    ],
)
def test_holds(expected: Expectation, measured: tuple[float, ...], holds: bool) -> None:
    assert expected.holds(measured) is holds


def test_nothing_expected_is_neither_met_nor_missed() -> None:
    assert Expectation("open").holds((5,)) is None


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        (exactly(1305), "1,305"),
        (Expectation("at least", (219,), of=225), "at least 219 of 225"),
        (Expectation("at most", (0.0007,), digits=4), "at most 0.0007, rounded to 4 decimals"),
        (Expectation("at least", (99.67,), digits=2, unit="%"), "at least 99.67%"),
        (Expectation("at most", (50,), digits=1, unit="ms"), "at most 50.0 ms"),
        (Expectation("about", (60, 78, 110)), "about 60 / 78 / 110"),
        (Expectation("open"), "nothing is published to hold it against"),
    ],
)
def test_in_words(expected: Expectation, words: str) -> None:
    assert expected.in_words() == words


def test_an_outcome_that_was_not_measured_neither_agrees_nor_disagrees() -> None:
    claim = Claim("a", "A claim", exactly(1), lambda _: Measured((1,), "1"))
    assert Outcome(claim, None, "the file is not here").agrees is None
    assert Outcome(claim, Measured((1,), "1")).agrees is True
    assert Outcome(claim, Measured((2,), "2")).agrees is False


def test_commands_name_the_claim_unless_another_alone_measures_it() -> None:
    claim = Claim("a", "A", exactly(1), lambda _: Measured((1,), "1"), command="commonweal find")
    assert claim.commands == ("commonweal find", "commonweal evidence --only a")
    alone = Claim(
        "b", "B", exactly(1), lambda _: Measured((1,), "1"), command="make bench", alone=True
    )
    assert alone.commands == ("make bench",)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (0.0005, "0.0005"),
        (0.000837, "0.00084"),
        (0.0000076, "0.0000076"),
        (4e-14, "less than 0.000000000001"),
        (0.094, "0.094"),
    ],
)
def test_small_numbers_are_written_out(value: float, shown: str) -> None:
    assert small(value) == shown
    assert largest(value).shown == shown
