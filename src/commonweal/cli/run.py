"""Run a command and turn whatever stops it into a message and an exit code.

A person's mistake is told in plain words with the exit code of its kind (`errors.ERRORS`). A fault
of ours gets an apology; its traceback is shown with `--debug` only.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict

import typer

from commonweal.cli.app import app
from commonweal.errors import CommonwealError, InputError, exit_code

USAGE = 2
FILE = 12
FAULT = 70
INTERRUPTED = 130
BROKEN_PIPE = 141

STOPPED = "Stopped. What was there before is as it was."
APOLOGY = (
    "Sorry, something went wrong inside commonweal ({kind}). Nothing half-done was kept. Run the "
    "same command with --debug to see where, and please report it."
)


def run(arguments: Sequence[str]) -> int:
    """Run one command line.

    Args:
        arguments: what stands after `commonweal`.

    Returns:
        The exit code: 0 when all went well.
    """
    before = list(arguments[: arguments.index("--")] if "--" in arguments else arguments)
    after = list(arguments[len(before) :])
    # Asked for before anything is parsed: what cannot be parsed is to be told in the same way.
    as_json, debug = "--json" in before, "--debug" in before
    given = [item for item in before if item != "--debug"] + after
    try:
        result = app(given, prog_name="commonweal", standalone_mode=False)
        _flush()
    except CommonwealError as error:
        problems = error.problems if isinstance(error, InputError) else ()
        return _tell(as_json, error.code, str(error), exit_code(error), problems)
    except typer.TyperException as error:
        return _tell(as_json, "usage", _usage(error), USAGE)
    except BrokenPipeError:
        # Whoever read our output has read enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except Exception as error:
        if debug:
            raise
        return _fault(as_json, error)
    if result == INTERRUPTED:
        return _tell(as_json, "stopped", STOPPED, INTERRUPTED)
    return result if isinstance(result, int) else 0


def _fault(as_json: bool, error: Exception) -> int:
    """What no code of ours foresaw: a file that cannot be used, or a fault of ours."""
    if isinstance(error, OSError) and error.filename:
        place = f"{error.filename}: {error.strerror or type(error).__name__}."
        return _tell(as_json, "file", f"{place} Name another file or folder.", FILE)
    return _tell(as_json, "fault", APOLOGY.format(kind=type(error).__name__), FAULT)


def _flush() -> None:
    """Meet a closed pipe here, where it is expected, and not while Python shuts down."""
    sys.stdout.flush()


def _usage(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    if context is None:
        return error.format_message()
    return f"{error.format_message()}\nSee: {context.command_path} --help"


def _tell(
    as_json: bool, code: str, message: str, exit_with: int, problems: Sequence[object] = ()
) -> int:
    if as_json:
        told: dict[str, object] = {"code": code, "message": message, "exit_code": exit_with}
        if problems:
            told["problems"] = [asdict(problem) for problem in problems]  # type: ignore[call-overload]
        print(json.dumps({"error": told}, ensure_ascii=False, indent=2), file=sys.stderr)  # noqa: T201
    else:
        print(message, file=sys.stderr)  # noqa: T201
    return exit_with
