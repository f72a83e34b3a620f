"""Pabulib files: what is read, what is refused and on which line, and back again."""

from __future__ import annotations

import gzip
from fractions import Fraction

import pytest

from commonweal.decide import Ballot, read_pabulib, write_pabulib
from commonweal.errors import InputError

GOOD = """META
key;value
description;A vote
num_projects;2
num_votes;3
budget;100,5
vote_type;approval
PROJECTS
project_id;cost;category;name
1;50.25;green,youth;"Trees; more"
2;60;;Bench
VOTES
voter_id;vote
a;1,2
b;1
c;
"""


def test_reads() -> None:
    election = read_pabulib(GOOD.encode())
    assert election.budget == Fraction(201, 2)
    assert election.projects[0].cost == Fraction(201, 4)
    assert election.projects[0].categories == ("green", "youth")
    assert election.projects[0].name == "Trees; more"
    assert election.ballots == (Ballot(()), Ballot(("1",)), Ballot(("1", "2")))


def test_gzipped_is_the_same() -> None:
    assert read_pabulib(gzip.compress(GOOD.encode())) == read_pabulib(GOOD.encode())


def test_written_and_read_again() -> None:
    election = read_pabulib(GOOD.encode())
    assert read_pabulib(write_pabulib(election, "greedy-votes", ["1"]).encode()) == election


@pytest.mark.parametrize(
    ("old", "new", "row", "expected"),
    [
        ("a;1,2", "a;1,9", 14, "a project of the file"),
        ("a;1,2", "a;1,1", 14, "each project once"),
        ("b;1", "a;1", 15, "each voter once"),
        ("b;1", "b;1;4", 15, "2 fields"),
        ("2;60;;Bench", "1;60;;Bench", 11, "each project once"),
        ("2;60;;Bench", "2;-6;;Bench", 11, "an amount"),
        ("budget;100,5", "budget;lots", 6, "an amount"),
        ("approval", "other", 7, "approval or ordinal"),
        ("num_votes;3", "num_votes;4", 5, "as many as there are"),
        ("voter_id;vote", "voter;vote", 13, "voter_id"),
        ('"Trees; more"', '"Trees; more"x', 10, "quotes closed"),
    ],
)
def test_what_is_wrong_and_where(old: str, new: str, row: int, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        read_pabulib(GOOD.replace(old, new, 1).encode())
    assert any(p.row == row and expected in p.expected for p in caught.value.problems)


@pytest.mark.parametrize("data", [b"", b"\x1f\x8b\x00", b"META\n\xff", b"hello"])
def test_not_a_vote(data: bytes) -> None:
    with pytest.raises(InputError):
        read_pabulib(data)


def test_points() -> None:
    text = GOOD.replace("approval", "cumulative").replace("voter_id;vote", "voter_id;vote;points")
    text = text.replace("a;1,2", "a;1,2;3,1").replace("b;1\n", "b;1;2\n").replace("c;\n", "c;;\n")
    election = read_pabulib(text.encode())
    assert Ballot(("1", "2"), (3, 1)) in election.ballots
    assert read_pabulib(write_pabulib(election).encode()) == election
    with pytest.raises(InputError, match="2 whole numbers"):
        read_pabulib(text.replace("3,1", "3").encode())
