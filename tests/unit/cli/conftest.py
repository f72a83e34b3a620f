"""Commands run inside the test's own process, over the demonstration country."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from commonweal.cli.run import run


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """What it printed, as JSON."""
        return dict(json.loads(self.out))

    @property
    def error(self) -> dict[str, Any]:
        """The error it told, as JSON."""
        return dict(json.loads(self.err)["error"])


Cli = Callable[..., Done]


@pytest.fixture(autouse=True)
def _plain_world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing from this machine's environment, and nothing written outside the test's folder."""
    for name in ("COMMONWEAL_MIRROR", "COMMONWEAL_LICENSED"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COMMONWEAL_ATLAS", str(tmp_path / "no-atlas"))
    monkeypatch.setenv("COMMONWEAL_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def plain(capfd: pytest.CaptureFixture[str]) -> Cli:
    """Run a command where there is no atlas."""

    def call(*arguments: object) -> Done:
        capfd.readouterr()
        code = run([str(argument) for argument in arguments])
        told = capfd.readouterr()
        return Done(code, told.out, told.err)

    return call


def _over(atlas: Path, plain: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    monkeypatch.setenv("COMMONWEAL_ATLAS", str(atlas))
    return plain


@pytest.fixture
def cli(demonstration_atlas: Path, plain: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Run a command over the demonstration country."""
    return _over(demonstration_atlas, plain, monkeypatch)


@pytest.fixture
def closed(closed_atlas: Path, plain: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Run a command where social infrastructure may not be passed on."""
    return _over(closed_atlas, plain, monkeypatch)


@pytest.fixture
def alone(deprivation_only_atlas: Path, plain: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Run a command where no social infrastructure is held."""
    return _over(deprivation_only_atlas, plain, monkeypatch)
