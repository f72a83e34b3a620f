"""What the log says of a vote, and finding it again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from commonweal.decide import Project
from commonweal.decide.published import (
    PublishedVote,
    says_accepted,
    says_closed,
    says_opened,
    says_published,
)
from commonweal.decide.published.ballots import write_ballots
from commonweal.decide.published.log import digest_said, paper_digest, phase_log
from commonweal.provenance import FIRST, seal


def test_rules_are_named_by_their_digest() -> None:
    said = says_published("7", {"green": 'rule = "knapsack"\n'}, "2026-05-01", "2026-05-14")
    digest = hashlib.sha256(b'rule = "knapsack"\n').hexdigest()
    assert said == {
        "phase": "7",
        "rules": {"green": digest},
        "opens": "2026-05-01",
        "closes": "2026-05-14",
    }


def test_an_accepted_ballot_says_nothing_of_the_ballot() -> None:
    assert says_accepted("7") == {"phase": "7"}


def test_the_digest_of_a_ballot_paper_by_hand(vote: PublishedVote) -> None:
    """Made from the method's words with nothing but the standard library."""
    text = (
        '{"amount":"30","kind":"approval","longest":null,"projects":['
        '{"categories":[],"cost":"30","id":"club","name":"Club"},'
        '{"categories":[],"cost":"20","id":"trip","name":"Trip"}]}'
    )
    assert paper_digest(vote.pots[1], "approval") == hashlib.sha256(text.encode()).hexdigest()
    said = says_opened("7", vote.pots, "approval")
    assert said["papers"]["youth"] == hashlib.sha256(text.encode()).hexdigest()  # type: ignore[index,call-overload]


def test_any_other_paper_has_another_digest(vote: PublishedVote) -> None:
    pot = vote.pots[0]
    first, *others = pot.projects
    papers = [
        paper_digest(pot, "approval"),
        paper_digest(pot, "ranked"),
        paper_digest(pot, "ranked", 3),
        paper_digest(replace(pot, amount=Fraction(101)), "approval"),
        paper_digest(replace(pot, projects=(first,)), "approval"),
        *(
            paper_digest(replace(pot, projects=(replace(first, **change), *others)), "approval")
            for change in (
                {"id": "lane"},
                {"cost": Fraction("60.01")},
                {"name": "A path"},
                {"categories": ()},
            )
        ),
    ]
    assert len(set(papers)) == len(papers)
    turned = replace(pot, projects=tuple(reversed(pot.projects)))
    assert paper_digest(turned, "approval") == papers[0]


@pytest.mark.parametrize(("fewest", "shown"), [(11, True), (12, True), (13, False)])
def test_the_close_names_lists_that_are_large_enough(
    vote: PublishedVote, fewest: int, shown: bool
) -> None:
    said = says_closed("7", 12, vote.pots, "approval", fewest)
    text = write_ballots(vote.pots[0].papers, "approval")
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert said["accepted"] == 12
    assert said["ballots"]["green"] == (digest if shown else None)  # type: ignore[index,call-overload]


def test_entries_of_other_phases_are_left_out() -> None:
    def entry(number: int, action: str, says: dict[str, Any]) -> Any:
        return seal(number, "2026-05-01T09:30:00Z", action, "", "", says, {}, FIRST)

    links = [
        entry(1, "phase published", {"phase": "7", "rules": {"a": "b"}}),
        entry(2, "phase published", {"phase": "8"}),
        entry(3, "ballot accepted", {"phase": "8"}),
        entry(4, "ballot accepted", {"phase": "7"}),
        entry(5, "comment left", {"phase": "7"}),
        entry(6, "ballot accepted", {}),
    ]
    found = phase_log(links, "7")
    assert [link.number for link in found.published] == [1]
    assert [link.number for link in found.accepted] == [4]
    assert (found.opened, found.changed, found.closed) == ((), (), ())
    assert digest_said(links[0], "rules", "a") == "b"
    assert digest_said(links[0], "rules", "z") is None
    assert digest_said(links[1], "rules", "a") is None


def test_the_digest_is_of_canonical_json(vote: PublishedVote) -> None:
    """Names beyond ASCII stand as they are, not as escapes."""
    pot = replace(vote.pots[1], projects=(Project("a", Fraction(1, 2), "Caffè"),))
    paper = {
        "amount": "30",
        "kind": "points",
        "longest": 4,
        "projects": [{"categories": [], "cost": "0.5", "id": "a", "name": "Caffè"}],
    }
    text = json.dumps(paper, ensure_ascii=False, separators=(",", ":"))
    assert paper_digest(pot, "points", 4) == hashlib.sha256(text.encode()).hexdigest()
