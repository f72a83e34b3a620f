"""`decide count` on a small vote, by the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Cli

# Ten voters share 100: a path that six want, a bench and a tree that four want.
VOTE = """META
key;value
description;A small vote
country;Nowhere
unit;Somewhere
num_projects;3
num_votes;10
budget;100
rule;greedy
vote_type;approval
PROJECTS
project_id;cost;votes;name
path;60;6;Path
bench;50;4;Bench
tree;40;4;Tree
VOTES
voter_id;vote
"""


@pytest.fixture
def vote(tmp_path: Path) -> Path:
    rows = [f"{number};path" for number in range(6)]
    rows += [f"{number};bench,tree" for number in range(6, 10)]
    path = tmp_path / "vote.pb"
    path.write_text(VOTE + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_equal_shares_gives_the_smaller_group_its_share(cli: Cli, vote: Path) -> None:
    """Six voters hold 60, four hold 40: the path and the tree, though the bench fits neither."""
    done = cli("decide", "count", vote, "--json")
    assert done.code == 0
    assert sorted(done.json["winners"]) == ["path", "tree"]
    assert done.json["spent"] == "100"
    told = cli("decide", "count", vote).out
    assert "2 of 3 won by equal shares" in told
    assert "Lost: Bench (bench)" in told


def test_rules_by_name(cli: Cli, vote: Path) -> None:
    greedy = cli("decide", "count", vote, "--rule", "greedy-votes", "--json").json
    assert sorted(greedy["winners"]) == ["path", "tree"]
    knapsack = cli("decide", "count", vote, "--rule", "knapsack", "--json").json
    assert sorted(knapsack["winners"]) == ["path", "tree"]


@pytest.mark.parametrize("ending", ["csv", "json", "pb"])
def test_the_result_is_written(cli: Cli, vote: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"result.{ending}"
    assert cli("decide", "count", vote, "--out", out).code == 0
    text = out.read_text(encoding="utf-8")
    assert "path" in text
    if ending == "json":
        assert sorted(json.loads(text)["winners"]) == ["path", "tree"]


def test_mistakes_are_told_with_their_line(cli: Cli, vote: Path) -> None:
    assert cli("decide", "count", vote, "--rule", "dice").code == 2
    assert cli("decide", "count", vote.with_name("none.pb")).code == 12
    text = vote.read_text(encoding="utf-8").replace("0;path\n", "0;bridge\n")
    vote.write_text(text, encoding="utf-8")
    done = cli("decide", "count", vote)
    assert done.code == 2
    assert "bridge" in done.err
    assert "row 18" in done.err


ANSWERS = "person,statement,response\n" + "\n".join(
    f"{group}{person},{statement},{said}"
    for group, answers in (("a", ("agree", "agree")), ("b", ("agree", "disagree")))
    for person in range(6)
    for statement, said in zip(("bench", "road"), answers, strict=True)
)


def test_opinion_groups(cli: Cli, tmp_path: Path) -> None:
    """Twelve people want the bench; six of them the road, six do not."""
    file, words = tmp_path / "responses.csv", tmp_path / "statements.csv"
    file.write_text(ANSWERS, encoding="utf-8")
    words.write_text("statement,text\nbench,Put a bench\nroad,Widen the road\n", encoding="utf-8")
    found = cli("decide", "opinion", file, "--json").json
    assert [group["size"] for group in found["groups"]] == [6, 6]
    assert (found["agreed"], found["divided"]) == (["bench"], ["road"])
    told = cli("decide", "opinion", file, "--statements", words).out
    assert "Most people in every group agree that: “Put a bench” (12 of 12 who answered)" in told
    assert "6, 6, 0" in told


def test_opinion_tells_mistakes_without_what_stands_there(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "responses.csv"
    file.write_text("person,statement,response\nann,bench,maybe\n", encoding="utf-8")
    done = cli("decide", "opinion", file)
    assert done.code == 2
    assert "row 2" in done.err
    assert "maybe" not in done.err
