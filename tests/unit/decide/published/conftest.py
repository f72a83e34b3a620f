"""A small vote of an invented neighbourhood, from its publication to its close."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from commonweal.decide import CountSpec, Project
from commonweal.decide.published import (
    ACCEPTED,
    CLOSED,
    OPENED,
    PUBLISHED,
    Paper,
    Pot,
    PublishedVote,
    new_receipt,
    publish,
    says_accepted,
    says_closed,
    says_opened,
    says_published,
    tracker_of,
    write_count_spec,
)
from commonweal.decide.published.archive import pack, unpack
from commonweal.provenance import FIRST, Link, seal

PHASE = "3f2a"
VOTERS = 12
GREEN = (
    Project("path", Fraction(60), "Path", ("green",)),
    Project("bench", Fraction("50.5"), "Bench; oak", ("green",)),
    Project("tree", Fraction(40), 'Tree, "lime"'),
)
YOUTH = (Project("club", Fraction(30), "Club"), Project("trip", Fraction(20), "Trip"))


def receipt(voter: int) -> str:
    return new_receipt(hashlib.sha256(f"voter {voter}".encode()).digest())


class Recorder:
    """Writes a log as the record would."""

    def __init__(self) -> None:
        self.links: list[Link] = []

    def __call__(self, action: str, says: dict[str, Any]) -> None:
        number = len(self.links) + 1
        at = f"2026-05-{number // 60 + 1:02d}T09:{number % 60:02d}:00Z"
        before = self.links[-1].hash if self.links else FIRST
        self.links.append(seal(number, at, action, f"phase:{PHASE}", "elm", says, {}, before))


def small_pot(voters: int) -> Pot:
    papers = tuple(
        Paper(tracker_of(receipt(voter), "youth"), ("trip", "club") if voter % 2 else ("club",))
        for voter in range(voters)
    )
    rule = write_count_spec(CountSpec(rule="greedy-votes"))
    return Pot("youth", "Young people", Fraction(30), rule, YOUTH, papers)


def a_vote(youth: int = VOTERS) -> PublishedVote:
    """Seven want the path, five the bench and the tree; a pot for young people beside it."""
    papers = tuple(
        Paper(tracker_of(receipt(voter), "green"), ("path",) if voter < 7 else ("tree", "bench"))
        for voter in range(VOTERS)
    )
    rule = write_count_spec(CountSpec(completion="add1"))
    pots = (Pot("green", "Green places", Fraction(100), rule, GREEN, papers), small_pot(youth))
    write = Recorder()
    write("board formed", {"board": "elm"})
    rules = {pot.id: pot.rule for pot in pots}
    write(PUBLISHED, says_published(PHASE, rules, "2026-05-01", "2026-05-14"))
    write(OPENED, says_opened(PHASE, pots, "approval"))
    for _ in range(VOTERS):
        write(ACCEPTED, says_accepted(PHASE))
        write("proposal supported", {"proposal": "path"})
    write(CLOSED, says_closed(PHASE, VOTERS, pots, "approval", 10))
    return PublishedVote(
        title="Elm ward decides",
        neighbourhood="elm",
        phase=PHASE,
        opened="2026-05-01",
        closed="2026-05-14T18:00Z",
        kind="approval",
        eligibility="Everybody who lives in Elm and is 11 or older",
        may_change=False,
        voted=VOTERS,
        pots=pots,
        log=tuple(write.links),
        channels={"web": 12, "paper": 0},
        fewest_ballots=10,
    )


@pytest.fixture(scope="session")
def vote() -> PublishedVote:
    return a_vote()


@pytest.fixture(scope="session")
def published(vote: PublishedVote) -> bytes:
    return publish(vote)


Change = Callable[[dict[str, bytes]], None]


def altered(data: bytes, change: Change, *, cover: bool = True) -> bytes:
    """The same zip with files changed; a thorough forger mends the checksums in the manifest."""
    files = unpack(data)
    change(files)
    if cover:
        about = json.loads(files["vote.json"])
        about["files"] = {
            name: hashlib.sha256(each).hexdigest()
            for name, each in files.items()
            if name != "vote.json"
        }
        files["vote.json"] = json.dumps(about).encode()
    return pack(files)


def swap(name: str, old: str, new: str) -> Change:
    def change(files: dict[str, bytes]) -> None:
        text = files[name].decode()
        assert old in text, f"{old!r} is not in {name}"
        files[name] = text.replace(old, new, 1).encode()

    return change


def log_again(vote: PublishedVote, change: Callable[[Link], Link | None]) -> PublishedVote:
    """The vote with a log written anew: every entry sealed again after a change."""
    write = Recorder()
    for link in vote.log:
        if (kept := change(link)) is not None:
            write(kept.action, dict(kept.says))
    return replace(vote, log=tuple(write.links))
