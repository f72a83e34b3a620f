"""`decide verify` from a file alone, by the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonweal.decide.published import publish
from tests.unit.cli.conftest import Cli
from tests.unit.decide.published.conftest import a_vote, altered, receipt, swap


@pytest.fixture(scope="module")
def zipped() -> bytes:
    return publish(a_vote())


@pytest.fixture
def file(zipped: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "vote.zip"
    path.write_bytes(zipped)
    return path


def test_a_true_vote_without_an_atlas(plain: Cli, file: Path) -> None:
    done = plain("decide", "verify", file)
    assert done.code == 0
    assert "checks came out right" in done.out
    assert "path, tree won" in done.out


def test_own_ballot(plain: Cli, file: Path) -> None:
    done = plain("decide", "verify", file, "--receipt", receipt(8).lower())
    assert done.code == 0
    assert "green: bench, tree" in done.out
    assert "No published ballot" in plain("decide", "verify", file, "--receipt", receipt(99)).out
    told = plain("decide", "verify", file, "--receipt", receipt(8), "--json").json
    assert told["ballots"][1] == {"pot": "youth", "choices": ["club"], "points": []}


def test_a_bad_receipt_is_not_repeated(plain: Cli, file: Path) -> None:
    done = plain("decide", "verify", file, "--receipt", "MYSECRET")
    assert done.code == 2
    assert "MYSECRET" not in done.out + done.err


def test_a_forged_vote(plain: Cli, file: Path, zipped: bytes) -> None:
    file.write_bytes(altered(zipped, swap("green.outcome.json", '"tree"', '"bench"')))
    done = plain("decide", "verify", file, "--receipt", receipt(8))
    assert done.code == 1
    assert "WRONG: result of green" in done.out
    assert "bench, tree" not in done.out, "what is forged shows nobody their ballot"
    told = plain("decide", "verify", file, "--json")
    assert told.code == 1
    assert told.json["ok"] is False


def test_a_withheld_pot_is_said_and_no_failure(plain: Cli, file: Path) -> None:
    file.write_bytes(publish(a_vote(youth=4)))
    done = plain("decide", "verify", file)
    assert done.code == 0
    assert "Cannot be checked: result of youth" in done.out
    assert "checks came out right" not in done.out
    told = plain("decide", "verify", file, "--json").json
    assert (told["ok"], told["complete"]) == (True, False)


def test_a_head_that_was_noted(plain: Cli, file: Path) -> None:
    link = a_vote().log[3]
    assert plain("decide", "verify", file, "--head", f"4:{link.hash.upper()}").code == 0
    assert plain("decide", "verify", file, "--head", f"5:{link.hash}").code == 1
    assert plain("decide", "verify", file, "--head", "four").code == 2


def test_what_is_no_vote(plain: Cli, file: Path) -> None:
    file.write_bytes(b"hello")
    done = plain("decide", "verify", file)
    assert done.code == 2
    assert "a whole zip file" in done.err
    assert plain("decide", "verify", file.with_name("none.zip")).code == 12
