"""The lock files name versions and hashes, never the place they were fetched from."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = (
    "requirements.txt",
    "requirements-dev.txt",
    "requirements-node.txt",
    "requirements-spark.txt",
    "requirements-uv.txt",
    "package-lock.json",
)
ADDRESS = re.compile(r"https?:|file:|ssh:|git\+|index-url|find-links|trusted-host", re.IGNORECASE)
# A package's own page for donations is part of its description, not a place it is fetched from.
DESCRIPTIONS = {"funding"}


@pytest.mark.parametrize("name", [lock for lock in LOCKS if lock.endswith(".txt")])
def test_python_locks_hold_no_address(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if ADDRESS.search(line)] == []


@pytest.mark.parametrize("name", [lock for lock in LOCKS if lock.endswith(".txt")])
def test_python_locks_pin_every_package_with_hashes(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert lines
    loose = [line for line in lines if "==" not in line or "--hash=sha256:" not in line]
    assert loose == []


def test_npm_lock_holds_no_address() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, package in packages.items():
        assert "resolved" not in package, f"{name}: install with the project's own .npmrc"
        rest = {key: value for key, value in package.items() if key not in DESCRIPTIONS}
        assert not ADDRESS.search(json.dumps(rest)), name


def test_npm_lock_keeps_integrity_hashes() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    without = [name for name, package in packages.items() if name and "integrity" not in package]
    assert without == []


def test_npm_versions_are_exact() -> None:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    versions = {**package["dependencies"], **package["devDependencies"]}
    assert {name: v for name, v in versions.items() if not re.fullmatch(r"\d+\.\d+\.\d+", v)} == {}


def test_locks_that_record_addresses_are_not_tracked() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("This copy of the source is not a git repository.")
    tracked = subprocess.run(
        ["git", "ls-files", "uv.lock", "pylock*.toml", "pip.conf", "uv.toml", "yarn.lock"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert tracked.stdout == ""
