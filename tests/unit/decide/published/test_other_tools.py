"""The method's words are enough: a checker written from them, without this package, agrees."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tomllib
import zipfile
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from commonweal.decide import CountSpec, Project
from commonweal.decide.published import (
    Paper,
    Pot,
    PublishedVote,
    find_ballot,
    publish,
    read_published,
    tracker_of,
    verify,
    write_count_spec,
)
from tests.unit.decide.published.conftest import a_vote, receipt

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def held(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_files_and_chain(published: bytes) -> None:
    files = held(published)
    about = json.loads(files["vote.json"])
    assert about["files"] == {
        name: digest(data) for name, data in files.items() if name != "vote.json"
    }
    previous = "0" * 64
    for place, line in enumerate(files["log.jsonl"].decode().splitlines(), start=1):
        entry = json.loads(line)
        assert (entry["number"], entry["previous"]) == (place, previous)
        said = entry.pop("hash")
        text = json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        assert said == digest(text.encode())
        previous = said


def test_what_the_log_says(published: bytes) -> None:
    files = held(published)
    entries = [json.loads(line) for line in files["log.jsonl"].splitlines()]
    of: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        if entry["says"].get("phase") == "3f2a":
            of.setdefault(entry["action"], []).append(entry["says"])
    (opening,), (close,) = of["phase published"], of["phase closed"]
    assert len(of["ballot accepted"]) == close["accepted"] == 12
    for pot in ("green", "youth"):
        assert opening["rules"][pot] == digest(files[f"{pot}.rule.toml"])
        assert close["ballots"][pot] == digest(files[f"{pot}.ballots.csv"])


def test_the_greedy_pot_counted_by_hand(published: bytes) -> None:
    """Everybody wants the club (30), half the trip as well (20); the pot is 30: the club."""
    files = held(published)
    assert tomllib.loads(files["youth.rule.toml"].decode())["rule"] == "greedy-votes"
    votes: dict[str, int] = {}
    for row in csv.DictReader(io.StringIO(files["youth.ballots.csv"].decode())):
        for choice in row["choices"].split(","):
            votes[choice] = votes.get(choice, 0) + 1
    assert votes == {"club": 12, "trip": 6}
    outcome = json.loads(files["youth.outcome.json"])
    assert outcome["winners"] == ["club"]
    assert outcome["rounds"][0]["votes"] == votes["club"]


def test_a_tracker(published: bytes) -> None:
    code = receipt(3)
    text = f"commonweal tracker green 1\n{code.replace('-', '')}"
    bits = "".join(f"{byte:08b}" for byte in hashlib.sha256(text.encode()).digest())
    plain = "".join(LETTERS[int(bits[place : place + 5], 2)] for place in range(0, 100, 5))
    tracker = "-".join(plain[place : place + 5] for place in range(0, 20, 5))
    assert f"{tracker},path,\n" in held(published)["green.ballots.csv"].decode()


def one_pot(kind: str, rule: CountSpec, choices: list[Paper], amount: int) -> PublishedVote:
    """A vote of one pot over three candidates, its log only as far as it matters here."""
    projects = tuple(Project(each, Fraction(0 if not amount else 10)) for each in "abc")
    pot = Pot("only", "Only", Fraction(amount), write_count_spec(rule), projects, tuple(choices))
    return replace(a_vote(), kind=kind, pots=(pot,), fewest_ballots=3)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "rule", "amount", "winners"),
    [
        # First choices: a 4, b 3, c 2. Without c, whose voters want b next: b 5 to 4.
        ("ranked", CountSpec(rule="run-off"), 0, ["b"]),
        # Points: a 4 × 2 = 8, b 3 × 1 + 2 × 5 = 13, c 2 × 6 = 12; room for two.
        ("points", CountSpec(rule="greedy-votes"), 20, ["b", "c"]),
    ],
)
def test_boards_and_points(kind: str, rule: CountSpec, amount: int, winners: list[str]) -> None:
    rows: list[tuple[tuple[str, ...], tuple[int, ...]]] = [
        *[(("a",), (2,))] * 4,
        *[(("b",), (1,))] * 3,
        *[(("c", "b"), (6, 5))] * 2,
    ]
    papers = [
        Paper(tracker_of(receipt(voter), "only"), choices, points if kind == "points" else ())
        for voter, (choices, points) in enumerate(rows)
    ]
    data = publish(one_pot(kind, rule, papers, amount))
    assert sorted(json.loads(held(data)["only.outcome.json"])["winners"]) == winners
    results = {each.name: each.ok for each in verify(data).checks}
    assert results["result of only"]
    assert results["result of only, word for word"]
    (found,) = find_ballot(read_published(data), receipt(8))
    told = "only: b (5), c (6)" if kind == "points" else "only: c, b"
    assert str(found) == told
