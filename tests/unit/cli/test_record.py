"""`commonweal record`: over a record of its own, in processes of their own."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
RUN = "import sys; from commonweal.cli.run import run; sys.exit(run(sys.argv[1:]))"
WRITE = """
from commonweal.web.record.prepare import prepare
prepare()
from tests.record_makers import give, make_person, make_place
person = make_person("Beatrice", email="bea@example.org")
give(person, "chair", make_place("Northfield"))
"""


def python(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    world = {**os.environ, "COMMONWEAL_DATA": str(folder), "PYTHONPATH": str(ROOT)}
    for name in ("DATABASE_URL", "COMMONWEAL_MAIL", "COMMONWEAL_SECRET_KEY", "COMMONWEAL_KEYS"):
        world.pop(name, None)
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, env=world, check=False
    )


def record(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return python(folder, "-c", RUN, "record", *arguments)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("record") / "written"
    done = python(made, "-c", WRITE)
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "record"))


def test_the_record_is_made_ready_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    told = json.loads(record(folder, "prepare", "--json").stdout)
    assert told == {"folder": str(folder), "database": "sqlite"}
    key = (folder / "secret-key").read_text(encoding="utf-8")
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert record(folder, "export", "nobody@example.org").returncode == 2
    assert (folder / "secret-key").read_text(encoding="utf-8") == key, "sessions live on"


def test_an_invitation_is_mailed_and_its_link_printed(folder: Path) -> None:
    done = record(
        folder, "invite", "ada@example.org", "--role", "administrator", "--site", "https://x.org"
    )
    link = done.stdout.split()[-1]
    assert link.startswith("https://x.org/account/invitation/")
    (letter,) = (folder / "mail").iterdir()
    text = letter.read_text(encoding="utf-8")
    assert "To: ada@example.org" in text
    assert link in text
    dump = (folder / "record.sqlite3").read_bytes()
    assert link.rsplit("/", 1)[1].encode() not in dump


def test_what_is_wrong_with_an_invitation_is_said(folder: Path) -> None:
    place = record(folder, "invite", "ada@example.org", "--role", "chair", "--place", "nowhere")
    assert place.returncode == 2
    assert "northfield" in place.stderr
    role = record(folder, "invite", "nonsense", "--role", "king")
    assert role.returncode == 2
    assert "an email address" in role.stderr
    assert "administrator" in role.stderr


def test_the_operator_hands_out_and_erases_what_is_held(folder: Path) -> None:
    held = json.loads(record(folder, "export", "BEA@example.org").stdout)
    assert held["person"]["name"] == "Beatrice"
    assert [role["role"] for role in held["roles"]] == ["chair"]
    told = json.loads(record(folder, "erase", "bea@example.org", "--yes", "--json").stdout)
    assert told == {"erased": True, "log_verifies": True}
    again = record(folder, "export", "bea@example.org")
    assert again.returncode == 2
    assert "bea@example.org" not in again.stderr


def test_erasing_asks_first(folder: Path) -> None:
    done = record(folder, "erase", "bea@example.org")
    assert done.returncode != 0
    assert record(folder, "export", "bea@example.org").returncode == 0
