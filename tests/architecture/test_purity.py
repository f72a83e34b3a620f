"""Disk, network and clock belong to sources, atlas, web and cli: the rest only calculates."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "commonweal"
PURE = (
    "errors",
    "provenance",
    "parameters",
    "stats",
    "catalogue",
    "find",
    "understand",
    "learn",
    "appraise",
    "fund",
    "decide",
    "coordinate",
    "monitor",
)
# These two read the tables that ship inside the package, through importlib.resources.
READS_ITS_OWN_PACKAGE = {"parameters", "catalogue"}

NETWORK = {"aiohttp", "ftplib", "http", "httpx", "requests", "socket", "ssl", "urllib", "urllib3"}
DISK = {"fileinput", "glob", "shelve", "shutil", "sqlite3", "tempfile"}
PROCESS = {"multiprocessing", "subprocess"}
CLOCK = {"time"}
FORBIDDEN_IMPORTS = NETWORK | DISK | PROCESS | CLOCK
CLOCK_READINGS = {"now", "utcnow", "today"}
CLOCK_OWNERS = {"datetime", "date", "dt", "pd", "Timestamp"}
PATH_METHODS = {"open", "read_bytes", "read_text", "write_bytes", "write_text", "unlink", "mkdir"}


def offences(source: str, *, resources: bool = False) -> Iterator[str]:
    """What in this module's text reaches for the disk, the network or the clock."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                modules = [alias.name for alias in names]
            case ast.ImportFrom(module=str(module), level=0):
                modules = [module]
            case ast.Call(func=ast.Name(id="open" as name)):
                yield f"line {node.lineno}: {name}()"
                continue
            case ast.Call(func=ast.Attribute(value=owner, attr=attribute)):
                if attribute in CLOCK_READINGS and _last_name(owner) in CLOCK_OWNERS:
                    yield f"line {node.lineno}: {_last_name(owner)}.{attribute}()"
                if attribute in PATH_METHODS and not resources:
                    yield f"line {node.lineno}: .{attribute}()"
                continue
            case _:
                continue
        for module in modules:
            if module.split(".")[0] in FORBIDDEN_IMPORTS:
                yield f"line {node.lineno}: import {module}"


def _last_name(node: ast.expr) -> str:
    """`datetime` for both `datetime` and `datetime.datetime`."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _modules(name: str) -> list[Path]:
    return [*PACKAGE.glob(f"{name}.py"), *sorted((PACKAGE / name).rglob("*.py"))]


@pytest.mark.parametrize("name", PURE)
def test_only_calculates(name: str) -> None:
    found = [
        f"{path.relative_to(PACKAGE.parent)}, {offence}"
        for path in _modules(name)
        for offence in offences(
            path.read_text(encoding="utf-8"), resources=name in READS_ITS_OWN_PACKAGE
        )
    ]
    assert not found, "These belong in sources, atlas, web or cli:\n" + "\n".join(found)


@pytest.mark.parametrize(
    "source",
    [
        "import httpx",
        "import urllib.request",
        "from urllib.parse import quote",
        "from socket import create_connection",
        "import time",
        "open('areas.csv')",
        "import datetime\ndatetime.datetime.now()",
        "from datetime import date\ndate.today()",
        "from pathlib import Path\nPath('x').read_text()",
    ],
)
def test_the_scan_sees(source: str) -> None:
    assert list(offences(source))


@pytest.mark.parametrize(
    "source",
    [
        "from . import http",
        "from datetime import date\ndate(2026, 4, 1)",
        "from commonweal.parameters import read\nread('discount_rate')",
    ],
)
def test_the_scan_lets_pass(source: str) -> None:
    assert not list(offences(source))
