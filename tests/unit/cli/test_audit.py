"""`commonweal audit`: over a record of its own, in processes of their own."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.conftest import Cli

WRITE = """
from commonweal.web.record.prepare import prepare
prepare()
from tests.record_makers import make_board, make_place
make_board(make_place("Northfield"))
"""
ROOT = Path(__file__).resolve().parents[3]


def python(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    world = {**os.environ, "COMMONWEAL_DATA": str(folder), "PYTHONPATH": str(ROOT)}
    world.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, env=world, check=False
    )


def audit(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    call = "import sys; from commonweal.cli.run import run; sys.exit(run(sys.argv[1:]))"
    return python(folder, "-c", call, "audit", *arguments)


def told(done: subprocess.CompletedProcess[str]) -> Any:
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a record with one neighbourhood and its board; not to be changed."""
    folder = tmp_path_factory.mktemp("record")
    done = python(folder, "-c", WRITE)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def record(written: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(written, tmp_path / "record"))


def alter(record: Path, sql: str) -> None:
    [file] = record.glob("*.sqlite*")
    with sqlite3.connect(file) as database:
        database.execute(sql)
    database.close()


def test_a_whole_record_verifies_against_its_noted_head(record: Path) -> None:
    number, digest = audit(record, "head").stdout.strip().split(":")
    done = audit(record, "verify", "--head", f"{number}:{digest}", "--json")
    assert done.returncode == 0, done.stderr
    assert told(done)["ok"]
    assert told(done)["head"] == {"number": int(number), "hash": digest}


def test_an_altered_row_is_named_and_leaves_with_a_code_of_its_own(record: Path) -> None:
    alter(record, "UPDATE record_board SET purpose = 'mine'")
    done = audit(record, "verify", "--json")
    assert done.returncode == 14
    assert told(done)["alterations"] == [
        {"where": "board:1", "what": "changed outside the record after entry 2"}
    ]


def test_a_head_that_is_not_in_the_log_is_an_alteration(record: Path) -> None:
    done = audit(record, "verify", "--head", f"1:{'0' * 64}")
    assert done.returncode == 14
    assert "expected the hash noted earlier" in done.stdout


@pytest.mark.parametrize("head", ["7", "seven:aa", ":aa", "7:"])
def test_what_is_no_head_is_told_before_anything_is_opened(plain: Cli, head: str) -> None:
    done = plain("audit", "verify", "--head", head, "--json")
    assert done.code == 2
    assert done.error["problems"][0]["expected"].startswith("a number, a colon and a hash")


def test_a_record_without_entries_is_whole(tmp_path: Path) -> None:
    done = audit(tmp_path, "head", "--json")
    assert told(done) == {"number": 0, "hash": "0" * 64}
