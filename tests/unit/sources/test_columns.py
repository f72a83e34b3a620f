from __future__ import annotations

import polars as pl
import pytest

from commonweal.errors import InputError
from commonweal.sources.columns import Checks, check_headings, check_present, typed
from commonweal.sources.frames import ROW


def frame(*values: str | None) -> pl.DataFrame:
    return pl.DataFrame(
        {ROW: range(2, 2 + len(values)), "value": values},
        schema={ROW: pl.Int32, "value": pl.String},
    )


def test_no_problem_no_error() -> None:
    Checks("a.csv").finish()


def test_the_first_few_rows_are_shown_and_the_rest_counted() -> None:
    checks = Checks("a.csv")
    typed(checks, frame(*["x"] * 10), "value", "number")
    assert [problem.row for problem in checks.problems] == [2, 3, 4, None]
    assert checks.problems[-1].came == "7 more rows like these"
    with pytest.raises(InputError, match=r"a\.csv, column 'value', row 2"):
        checks.finish()


def test_text_keeps_its_zeros_and_loses_its_edges() -> None:
    assert typed(Checks("a.csv"), frame(" 007 ", ""), "value", "text", missing=1).to_list() == [
        "007",
        None,
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", 1.0), ("-1.5", -1.5), ("1,234,567.5", 1234567.5), ("1e3", 1000.0), ("+2", 2.0)],
)
def test_numbers(text: str, value: float) -> None:
    checks = Checks("a.csv")
    assert typed(checks, frame(text, "3"), "value", "number").to_list() == [value, 3.0]
    assert checks.problems == []


@pytest.mark.parametrize("text", ["1,23", "12,34,567", "1.5.5", "£3", "5%", "0x10", "١٢"])
def test_no_numbers(text: str) -> None:
    checks = Checks("a.csv")
    assert typed(checks, frame(text), "value", "number").to_list() == [None]
    assert len(checks.problems) == 1


@pytest.mark.parametrize(
    ("text", "value"), [("True", 1.0), ("no", 0.0), ("1", 1.0), ("FALSE", 0.0)]
)
def test_flags(text: str, value: float) -> None:
    assert typed(Checks("a.csv"), frame(text), "value", "flag").to_list() == [value]


def test_bounds_belong_to_the_range() -> None:
    checks = Checks("a.csv")
    typed(checks, frame("1", "10"), "value", "whole", 1, 10)
    assert checks.problems == []
    typed(checks, frame("0.999"), "value", "number", 1, None)
    assert checks.problems[0].expected == "a value of at least 1"
    typed(checks, frame("11"), "value", "number", None, 10)
    assert checks.problems[1].expected == "a value of at most 10"


def test_blanks_may_be_any_number() -> None:
    checks = Checks("a.csv")
    assert typed(checks, frame(None, "", " "), "value", "number", missing=-1).null_count() == 3
    assert checks.problems == []


def test_an_empty_column() -> None:
    assert typed(Checks("a.csv"), frame(), "value", "number", 0, 1).len() == 0


def test_headings_in_their_place() -> None:
    checks = Checks("a.csv")
    check_headings(checks, ["a", "b"], ("a", "b"))
    assert checks.problems == []
    check_headings(checks, ["a"], ("a", "b"))
    assert (checks.problems[0].column, checks.problems[0].came) == ("b", "'nothing'")


def test_an_added_column_is_named() -> None:
    checks = Checks("a.csv")
    check_headings(checks, ["a", "new", "b"], ("a", "b"))
    assert [problem.column for problem in checks.problems] == ["new"]


def test_a_missing_column_and_one_that_is_near_it() -> None:
    checks = Checks("a.csv")
    assert not check_present(checks, frame("1"), ["valeu", "far away"])
    near, far = checks.problems
    assert near.hint == "Is it now called 'value'?"
    assert far.hint == ""
