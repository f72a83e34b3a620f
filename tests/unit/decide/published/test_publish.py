"""What is published and what is not, and reading it back."""

from __future__ import annotations

import csv
import io
import json
import random
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.decide import CountSpec, Project, count, count_spec, read_pabulib
from commonweal.decide.published import (
    Paper,
    Pot,
    PublishedVote,
    find_ballot,
    publish,
    read_published,
    says_closed,
    tracker_of,
    verify,
    write_count_spec,
)
from commonweal.decide.published.archive import unpack
from commonweal.errors import InputError
from tests.unit.decide.published.conftest import a_vote, receipt


def test_the_files(published: bytes) -> None:
    files = unpack(published)
    assert sorted(files) == [
        "green.ballots.csv",
        "green.outcome.json",
        "green.pb",
        "green.rule.toml",
        "log.jsonl",
        "vote.json",
        "youth.ballots.csv",
        "youth.outcome.json",
        "youth.pb",
        "youth.rule.toml",
    ]
    election = read_pabulib(files["green.pb"])
    assert election.voters == 12
    assert json.loads(files["green.outcome.json"])["winners"] == ["path", "tree"]
    about = json.loads(files["vote.json"])
    assert about["voted"] == 12
    assert [pot["amount"] for pot in about["pots"]] == ["100", "30"]


def test_ballots_and_pabulib_rows_stand_in_the_order_of_trackers(published: bytes) -> None:
    """So that neither list says who voted first."""
    files = unpack(published)
    rows = list(csv.DictReader(io.StringIO(files["green.ballots.csv"].decode())))
    trackers = [row["tracker"] for row in rows]
    assert trackers == sorted(trackers)
    _, _, votes = files["green.pb"].decode().partition("VOTES\n")
    listed = list(csv.DictReader(io.StringIO(votes), delimiter=";"))
    assert [row["vote"] for row in listed] == [row["choices"] for row in rows]
    assert [row["voter_id"] for row in listed] == [str(place) for place in range(1, 13)]
    assert set(listed[0]) == {"voter_id", "vote"}


def test_the_order_of_ballots_and_ticks_leaves_no_trace(
    vote: PublishedVote, published: bytes
) -> None:
    chance = random.Random(5)  # noqa: S311
    shuffled = []
    for pot in vote.pots:
        papers = [
            replace(paper, choices=tuple(chance.sample(paper.choices, len(paper.choices))))
            for paper in chance.sample(pot.papers, len(pot.papers))
        ]
        shuffled.append(replace(pot, papers=tuple(papers)))
    assert publish(replace(vote, pots=tuple(shuffled))) == published


def test_read_back_and_published_again_it_is_the_same(published: bytes) -> None:
    again = read_published(published)
    assert publish(again) == published
    assert again.election(again.pots[0]).projects[1].name == "Bench; oak"


def test_the_declared_result_is_the_count(vote: PublishedVote, published: bytes) -> None:
    pot = vote.pots[0]
    counted = count(count_spec(pot.rule), vote.election(pot)).as_dict()
    assert read_published(published).pots[0].outcome == counted


@pytest.mark.parametrize(("youth", "shown"), [(9, False), (10, True), (0, False)])
def test_few_ballots_are_withheld(youth: int, shown: bool) -> None:
    data = publish(a_vote(youth))
    files = unpack(data)
    assert ("youth.ballots.csv" in files, "youth.pb" in files) == (shown, shown)
    outcome = json.loads(files["youth.outcome.json"])
    assert (set(outcome) == {"winners", "withheld"}) is not shown
    found = verify(data)
    assert found.ok
    assert found.complete is shown
    told = "cannot be recomputed: withheld because fewer than 10 ballots"
    assert (told in found.explain()) is not shown
    assert publish(read_published(data)) == data


def test_nothing_withheld_can_be_found_by_trying_ballots() -> None:
    """Voters who show each other their trackers could try ballots until a digest fits."""
    vote = a_vote(youth=2)
    said = says_closed(vote.phase, 12, vote.pots, vote.kind, 10)
    assert isinstance(said["ballots"], dict)
    assert said["ballots"]["youth"] is None
    text = b"".join(unpack(publish(vote)).values()).decode()
    explained = count(count_spec(vote.pots[1].rule), vote.election(vote.pots[1])).explain()
    assert "2 votes" in explained
    assert explained.splitlines()[1] not in text


@pytest.mark.parametrize(
    ("channels", "shown"),
    [({"web": 30, "paper": 10}, True), ({"web": 31, "paper": 9}, False), ({}, False)],
)
def test_channels_are_published_where_each_is_large_enough(
    vote: PublishedVote, channels: dict[str, int], shown: bool
) -> None:
    about = json.loads(unpack(publish(replace(vote, channels=channels)))["vote.json"])
    assert about["channels"] == (channels if shown else {})


def test_a_voter_finds_their_ballot_in_every_pot(published: bytes) -> None:
    vote = read_published(published)
    assert [str(each) for each in find_ballot(vote, receipt(8))] == [
        "green: bench, tree",
        "youth: club",
    ]
    assert find_ballot(vote, receipt(99)) == ()


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_votes_of_every_kind_come_back_and_verify(data: st.DataObject) -> None:
    """Approval, points and ranked ballots; names and amounts of all sorts; empty ballots too."""
    kind = data.draw(st.sampled_from(["approval", "points", "ranked"]))
    names = st.text(st.characters(exclude_categories=("C", "Z")), max_size=6)
    pence = st.integers(1, 9_999)
    projects = tuple(
        Project(f"p{place}", Fraction(data.draw(pence), 100), data.draw(names))
        for place in range(data.draw(st.integers(1, 4)))
    )
    ids = [project.id for project in projects]
    chosen = st.lists(st.sampled_from(ids), unique=True)
    papers = []
    for voter in range(data.draw(st.integers(3, 8))):
        choices = tuple(data.draw(chosen))
        points = tuple(data.draw(st.integers(0, 5)) for _ in choices) if kind == "points" else ()
        papers.append(Paper(tracker_of(receipt(voter), "pot"), choices, points))
    rule = write_count_spec(CountSpec(rule="greedy-votes"))
    pot = Pot("pot", "", Fraction(data.draw(pence), 100), rule, projects, tuple(papers))
    vote = replace(a_vote(), kind=kind, pots=(pot,), fewest_ballots=3)
    published = publish(vote)
    again = read_published(published)
    assert publish(again) == published
    assert again.election(again.pots[0]) == vote.election(pot)
    by_name = {each.name: each.ok for each in verify(published).checks}
    assert by_name["pot.pb and pot.ballots.csv say the same"]
    assert by_name["result of pot"]
    assert by_name["result of pot, word for word"]


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"title": ""}, "title"),
        ({"opened": "in May"}, "opened"),
        ({"closed": "2026-05-14T18:00:31Z"}, "closed"),
        ({"kind": "shout"}, "kind"),
        ({"voted": -1}, "voted"),
        ({"fewest_ballots": 0}, "fewest_ballots"),
        ({"pots": ()}, "pots"),
    ],
)
def test_what_cannot_be_published(
    vote: PublishedVote, changes: dict[str, Any], column: str
) -> None:
    with pytest.raises(InputError) as caught:
        replace(vote, **changes)
    assert [problem.column for problem in caught.value.problems] == [column]


def test_pots_that_cannot_be_published(vote: PublishedVote) -> None:
    pot = vote.pots[0]
    twice = replace(pot, id="b", papers=(pot.papers[0], pot.papers[0]))
    pointed = replace(pot, id="c", papers=(replace(pot.papers[0], points=(3,)),))
    with pytest.raises(InputError) as caught:
        replace(vote, pots=(replace(pot, id="../x"), twice, pointed, pot, pot))
    columns = [problem.column for problem in caught.value.problems]
    assert columns == ["pots.0.id", "pots.1.papers", "pots.2.papers", "pots.4.id"]
