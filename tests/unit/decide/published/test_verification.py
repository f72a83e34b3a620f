"""How checks are told: what is wrong first, and never more than is known."""

from __future__ import annotations

import pytest

from commonweal.decide.published import Check, Verification

RIGHT = Check("file a", True, "it is whole")
WRONG = Check("result of a", False, "it is another")
UNKNOWN = Check("result of b", None, "it cannot be recomputed: withheld because of few ballots")


@pytest.mark.parametrize(
    ("checks", "ok", "complete", "finding"),
    [
        ((RIGHT, RIGHT), True, True, "all 2 checks came out right"),
        ((RIGHT, UNKNOWN), True, False, "1 thing cannot be checked"),
        ((UNKNOWN, UNKNOWN), True, False, "2 things cannot be checked"),
        ((RIGHT, WRONG), False, False, "1 check of 2 went wrong"),
        ((UNKNOWN, WRONG, WRONG), False, False, "2 checks of 3 went wrong"),
    ],
)
def test_findings(checks: tuple[Check, ...], ok: bool, complete: bool, finding: str) -> None:
    found = Verification("Elm decides", checks)
    assert (found.ok, found.complete) == (ok, complete)
    assert found.explain().splitlines()[0].startswith("Elm decides: ")
    assert finding in found.explain().splitlines()[0]
    told = found.as_dict()
    assert (told["ok"], told["complete"]) == (ok, complete)
    assert [each["ok"] for each in told["checks"]] == [each.ok for each in checks]


def test_what_is_wrong_stands_first_and_what_is_unknown_next() -> None:
    lines = Verification("Elm decides", (RIGHT, UNKNOWN, WRONG)).explain().splitlines()
    assert lines[1:] == [
        "WRONG: result of a: it is another.",
        "Cannot be checked: result of b: it cannot be recomputed: withheld because of few ballots.",
        "As it should be: file a: it is whole.",
    ]


def test_what_is_withheld_is_never_called_right() -> None:
    told = Verification("Elm decides", (RIGHT, UNKNOWN)).explain()
    assert "came out right" not in told
    assert "nothing is wrong in what can be checked" in told
