"""The import contracts name every part of the package, and they hold."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "commonweal"
MAY_USE_DJANGO = {"web", "cli"}


def _contracts() -> dict[str, dict[str, Any]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["name"]: contract for contract in project["tool"]["importlinter"]["contracts"]}


def _parts() -> set[str]:
    """Packages and modules directly inside `commonweal`."""
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    modules = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__", "__main__"}
    return packages | modules


def test_every_part_has_a_layer() -> None:
    layers = {layer.strip("()") for layer in _contracts()["Imports point downwards"]["layers"]}
    assert _parts() <= layers


def test_every_part_below_web_is_kept_from_django() -> None:
    contract = _contracts()["Nothing below web imports Django"]
    kept = {name.removeprefix("commonweal.") for name in contract["source_modules"]}
    assert _parts() - MAY_USE_DJANGO <= kept
