"""How a command ends: exit codes, messages for people, JSON for machines, no traceback."""

from __future__ import annotations

import errno
import json
import sys

import pytest

from commonweal.cli.run import run
from commonweal.errors import ERRORS, CommonwealError, DiskFull, InputError, InputProblem
from tests.unit.cli.conftest import Cli


def breaks(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Make every command that opens an atlas fail like this."""
    from commonweal.atlas import Atlas

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(Atlas, "open", fail)


def test_no_atlas_says_how_to_build_one(plain: Cli) -> None:
    done = plain("find")
    assert done.code == ERRORS["atlas-missing"].exit_code
    assert "commonweal atlas build" in done.err
    assert done.out == ""


def test_an_error_as_json_stands_on_standard_error(plain: Cli) -> None:
    done = plain("find", "--json")
    assert done.out == ""
    assert done.error["code"] == "atlas-missing"
    assert done.error["exit_code"] == done.code == 5
    assert "problems" not in done.error


@pytest.mark.parametrize(
    "arguments",
    [
        ["fnid"],
        ["find", "--bla"],
        ["find", "--cut", "ten"],
        ["find", "--rule", "either"],
        ["area"],
        ["area", "a", "b"],
        ["atlas", "add", "x.csv"],
        ["atlas", "nothing"],
        ["serve", "--port", "100000"],
    ],
)
@pytest.mark.parametrize("as_json", [False, True])
def test_what_cannot_be_understood(plain: Cli, arguments: list[str], as_json: bool) -> None:
    done = plain(*arguments, *(["--json"] if as_json else []))
    assert done.code == 2
    assert done.out == ""
    assert "Traceback" not in done.err
    told = done.error["message"] if as_json else done.err
    assert "--help" in told


def test_no_arguments_print_the_help(plain: Cli) -> None:
    done = plain()
    assert "find" in done.out + done.err


@pytest.mark.parametrize("code", sorted(ERRORS))
def test_each_kind_of_error_has_its_exit_code(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    error = CommonwealError("this and that")
    monkeypatch.setattr(error, "code", code, raising=False)
    breaks(monkeypatch, error)
    done = cli("find")
    assert done.code == ERRORS[code].exit_code
    assert done.err == "this and that\n"


def test_all_problems_of_an_input_are_told_as_records(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    problems = [InputProblem("a code", "x", "f.csv", row=3), InputProblem("a number", "y")]
    breaks(monkeypatch, InputError(problems, "Wrong:"))
    done = cli("find", "--json")
    assert [problem["came"] for problem in done.error["problems"]] == ["x", "y"]
    assert done.error["problems"][0]["row"] == 3
    assert "f.csv, row 3: expected a code" in cli("find").err


def test_a_full_disk(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    breaks(monkeypatch, DiskFull("The disk is full"))
    assert cli("find").code == 11


def test_a_fault_of_ours_is_told_with_an_apology(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    breaks(monkeypatch, ZeroDivisionError("by zero"))
    done = cli("find")
    assert done.code == 70
    assert done.err.startswith("Sorry")
    assert "ZeroDivisionError" in done.err
    assert "--debug" in done.err
    assert "Traceback" not in done.err
    assert cli("find", "--json").error["code"] == "fault"


@pytest.mark.parametrize("arguments", [["--debug", "find"], ["find", "--debug"]])
def test_debug_shows_where(monkeypatch: pytest.MonkeyPatch, cli: Cli, arguments: list[str]) -> None:
    breaks(monkeypatch, ZeroDivisionError("by zero"))
    with pytest.raises(ZeroDivisionError):
        cli(*arguments)


def test_stopped_by_a_person(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    breaks(monkeypatch, KeyboardInterrupt())
    done = cli("find")
    assert done.code == 130
    assert done.err.startswith("Stopped.")
    assert "Traceback" not in done.err


def test_a_file_that_cannot_be_used(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    breaks(monkeypatch, PermissionError(errno.EACCES, "Permission denied", "/somewhere/list.csv"))
    done = cli("find")
    assert done.code == 12
    assert "/somewhere/list.csv: Permission denied" in done.err


def test_an_error_without_a_file_is_a_fault(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    breaks(monkeypatch, OSError(errno.EIO, "Input/output error"))
    assert cli("find").code == 70


def test_what_stands_behind_two_dashes_is_no_option(cli: Cli) -> None:
    done = cli("area", "--", "--json")
    assert done.code == ERRORS["unknown-area"].exit_code
    assert "'--json'" in done.err


def test_the_version(plain: Cli) -> None:
    done = plain("--version")
    assert done.code == 0
    assert done.out.startswith("commonweal 0.")


def test_main_leaves_with_the_exit_code(monkeypatch: pytest.MonkeyPatch, plain: Cli) -> None:
    from commonweal.cli import main

    monkeypatch.setattr(sys, "argv", ["commonweal", "find", "--nothing"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2


def test_a_result_may_be_an_exit_code(monkeypatch: pytest.MonkeyPatch, plain: Cli) -> None:
    monkeypatch.setattr("commonweal.cli.run.app", lambda *_, **__: 3)
    assert run([]) == 3


def test_json_is_never_mixed_with_words(cli: Cli) -> None:
    for arguments in (["find"], ["districts"], ["indicators"], ["area", "D01000001"]):
        done = cli(*arguments, "--json")
        assert done.code == 0
        assert done.err == ""
        json.loads(done.out)
