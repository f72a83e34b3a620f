"""Every command has its help, examples that can be run, and `--json`; the reference is fresh."""

from __future__ import annotations

import importlib.util
import shlex
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from typer.main import get_command

from commonweal.cli.app import app

ROOT = Path(__file__).resolve().parents[3]


def commands(command: Any = None, names: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    for name, inner in (command or get_command(app)).commands.items():
        if hasattr(inner, "commands"):
            yield from commands(inner, (*names, name))
        else:
            yield " ".join((*names, name)), inner


ALL = dict(commands())


def examples(command: Any) -> list[str]:
    return [line.strip() for line in command.epilog.splitlines()[2:]]


@pytest.mark.parametrize("name", ALL)
def test_a_command_says_what_it_does(name: str) -> None:
    first = ALL[name].help.split("\n\n")[0]
    assert first.rstrip().endswith(".")
    for item in ALL[name].params:
        assert item.help, f"{name} {item.name} has no help"


@pytest.mark.parametrize("name", ALL)
def test_a_command_takes_json(name: str) -> None:
    assert any("--json" in item.opts for item in ALL[name].params)


@pytest.mark.parametrize("name", ALL)
def test_examples_are_commands_that_are_understood(name: str) -> None:
    shown = examples(ALL[name])
    assert shown
    for line in shown:
        words = shlex.split(line)
        assert words[0] == "commonweal"
        command, rest = get_command(app), words[1:]
        while hasattr(command, "commands"):
            command, rest = command.commands[rest[0]], rest[1:]
        command.make_context(line, rest, resilient_parsing=False)


@pytest.mark.parametrize("name", ALL)
def test_some_example_is_of_the_command_itself(name: str) -> None:
    assert any(line.startswith(f"commonweal {name}") for line in examples(ALL[name]))


@pytest.fixture(scope="module")
def generate_cli() -> ModuleType:
    place = ROOT / "docs" / "generate_cli.py"
    spec = importlib.util.spec_from_file_location("docs_generate_cli", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_page_is_what_would_be_written_now(generate_cli: ModuleType) -> None:
    assert not generate_cli.is_stale(), "Run `make docs`."


def test_an_edited_page_is_stale(
    generate_cli: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generate_cli, "PAGE", tmp_path / "cli.md")
    assert generate_cli.is_stale()
    generate_cli.PAGE.write_text(generate_cli.cli_page(), encoding="utf-8")
    assert not generate_cli.is_stale()
    generate_cli.PAGE.write_text("edited", encoding="utf-8")
    assert generate_cli.is_stale()


def test_the_reference_page_has_every_command(generate_cli: ModuleType) -> None:
    page = generate_cli.cli_page()
    for name, command in ALL.items():
        assert f"## commonweal {name}\n" in page
        for item in command.params:
            if item.param_type_name == "option":
                assert f"`{item.opts[0]}`" in page


HOW_TO = ROOT / "docs" / "how-to"


def shown_commands() -> list[str]:
    """Commands that the how-to pages show, without comments and pipes."""
    lines = [
        line.strip().split("  #")[0].split(" | ")[0].strip()
        for page in sorted(HOW_TO.glob("*.md"))
        for line in page.read_text(encoding="utf-8").splitlines()
        if line.startswith("    commonweal ")
    ]
    return sorted(set(lines))


@pytest.mark.parametrize("line", shown_commands())
def test_the_how_to_pages_show_commands_that_exist(line: str) -> None:
    command, rest = get_command(app), shlex.split(line)[1:]
    # A group that does something itself, such as `understand`, may stand alone or with options.
    while hasattr(command, "commands") and rest and not rest[0].startswith("-"):
        command, rest = command.commands[rest[0]], rest[1:]
    command.make_context(line, rest)


def test_the_spec_that_is_shown_can_be_read() -> None:
    from commonweal.atlas.added_spec import read_spec

    page = (HOW_TO / "add-your-own-data.md").read_text(encoding="utf-8")
    shown = page.split("```toml\n")[1].split("```")[0]
    release = read_spec(shown, "gardens.toml", "data.csv").release
    assert [item.id for item in release.indicators] == ["gardens.plots", "gardens.share"]
