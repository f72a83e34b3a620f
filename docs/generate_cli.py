"""Write the reference page of the command line; with --check, only say whether it is stale."""

from __future__ import annotations

import argparse
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from commonweal.cli.app import app
from commonweal.errors import ERRORS, CommonwealError

PAGE = Path(__file__).resolve().parent / "reference" / "cli.md"
_FURTHER = {
    "file": (12, "a file or folder could not be used"),
    "usage": (2, "a command or option that does not exist, or a value it cannot have"),
    "fault": (70, "a fault of commonweal itself"),
    "stopped": (130, "stopped by you"),
}


def cli_page() -> str:
    """Every command, its options, examples and the exit codes."""
    command = get_command(app)
    lines = [
        "# Command line",
        "",
        _told(command),
        "",
        "This page is written by `make docs` from the code.",
        "",
        "With `--json` a command prints one JSON object on standard output. An error is then a "
        'JSON object on standard error, `{"error": {"code", "message", "exit_code"}}`, with '
        "`problems` where an input has several.",
    ]
    for names, inner in _walk(command, ("commonweal",)):
        lines += ["", *_command(names, inner)]
    lines += ["", *_exit_codes()]
    return "\n".join(lines) + "\n"


def _walk(command: Any, names: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, inner in getattr(command, "commands", {}).items():
        here = (*names, name)
        if hasattr(inner, "commands"):
            if inner.invoke_without_command:
                yield here, inner
            yield from _walk(inner, here)
        else:
            yield here, inner


def _command(names: tuple[str, ...], command: Any) -> Iterator[str]:
    yield f"## {' '.join(names)}"
    yield ""
    yield _told(command)
    yield ""
    arguments = [item for item in command.params if item.param_type_name == "argument"]
    options = [item for item in command.params if item.param_type_name == "option"]
    yield "```"
    yield " ".join([*names, *(_placeholder(item) for item in arguments), "[OPTIONS]"])
    yield "```"
    if arguments or options:
        yield ""
        yield "| | meaning | default |"
        yield "|---|---|---|"
        for item in arguments:
            yield f"| `{_placeholder(item)}` | {_cell(item.help)} | |"
        for item in options:
            yield f"| {_names(item)} | {_cell(item.help)} | {_default(item)} |"
    if command.epilog:
        examples = [line.strip() for line in command.epilog.splitlines()[2:]]
        yield ""
        yield "Examples:"
        yield ""
        yield "```"
        yield from examples
        yield "```"


def _told(command: Any) -> str:
    """The help text, its paragraphs kept and its lines joined."""
    text = inspect.cleandoc(command.help or "")
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def _placeholder(item: Any) -> str:
    name = item.metavar or item.name.upper()
    return name if item.required or name.startswith("[") else f"[{name}]"


def _names(item: Any) -> str:
    names = ", ".join(f"`{name}`" for name in (*item.opts, *item.secondary_opts))
    return f"{names} `{item.metavar}`" if item.metavar else names


def _default(item: Any) -> str:
    if isinstance(item.show_default, str):
        return item.show_default
    if item.default in (None, False) or item.show_default is False:
        return ""
    return f"`{getattr(item.default, 'value', item.default)}`"


def _cell(text: str | None) -> str:
    return " ".join((text or "").replace("|", "\\|").split())


def _exit_codes() -> Iterator[str]:
    yield "## Exit codes"
    yield ""
    yield "| exit code | code in JSON | when |"
    yield "|---|---|---|"
    yield "| 0 | | all went well |"
    # A code means what the class that declares it says, whatever more special errors there are.
    meaning = {
        kind.code: kind.__doc__ or "" for kind in _kinds(CommonwealError) if "code" in vars(kind)
    }
    rows = [(kind.exit_code, code, meaning[code]) for code, kind in ERRORS.items()]
    rows += [(number, code, words) for code, (number, words) in _FURTHER.items()]
    for number, code, words in sorted(rows):
        first = " ".join(words.split("\n\n")[0].split())
        yield f"| {number} | `{code}` | {_cell(first)} |"


def _kinds(kind: type[CommonwealError]) -> Iterator[type[CommonwealError]]:
    yield kind
    for inner in kind.__subclasses__():
        yield from _kinds(inner)


def is_stale() -> bool:
    """Whether the page differs from what would be written now."""
    return not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != cli_page()


def main() -> int:
    """Write the page, or check it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if stale")
    if parser.parse_args().check:
        stale = is_stale()
        if stale:
            print("Stale: docs/reference/cli.md. Run `make docs`.")
        return int(stale)
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(cli_page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
