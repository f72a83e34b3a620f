"""Errors say where, what was expected, what came; and every kind leaves the program its own way."""

import pickle

import pytest

from commonweal import errors
from commonweal.errors import CommonwealError, InputError, InputProblem


def every_error() -> list[type[CommonwealError]]:
    return [
        item
        for item in vars(errors).values()
        if isinstance(item, type) and issubclass(item, CommonwealError)
    ]


def test_a_problem_names_file_sheet_column_row_what_was_expected_and_what_came() -> None:
    problem = InputProblem(
        "a rank from 1 to 9", "'ten'", "ranks.xlsx", "IMD", "Rank", 7, "Use numbers."
    )
    assert str(problem) == (
        "ranks.xlsx, sheet 'IMD', column 'Rank', row 7: "
        "expected a rank from 1 to 9, got 'ten'. Use numbers."
    )


def test_a_problem_without_a_place_has_no_loose_punctuation() -> None:
    assert str(InputProblem("a number", "'x'")) == "expected a number, got 'x'"


def test_many_problems_are_counted_not_poured_out() -> None:
    error = InputError([InputProblem("a", str(i)) for i in range(30)], "Too many:")
    assert len(error.problems) == 30
    assert str(error).splitlines()[0] == "Too many:"
    assert str(error).endswith("… and 10 more problems")


def test_an_input_error_crosses_processes_with_its_problems() -> None:
    error = InputError([InputProblem("a", "b", "f.csv")], "Title")
    back = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (str(back), list(back.problems)) == (str(error), list(error.problems))


@pytest.mark.parametrize("kind", every_error())
def test_every_kind_of_error_has_an_exit_code_and_a_status(kind: type[CommonwealError]) -> None:
    error = kind(InputProblem("a", "b")) if issubclass(kind, InputError) else kind("x")
    assert errors.exit_code(error) > 0
    assert 400 <= errors.http_status(error) < 600


def test_exit_codes_tell_the_kinds_apart() -> None:
    codes = [kind.exit_code for kind in errors.ERRORS.values()]
    assert len(codes) == len(set(codes))
