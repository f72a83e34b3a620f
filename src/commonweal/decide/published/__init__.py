"""A vote published so that anybody can count it again, with nothing but its files.

`publish` writes a zip, `verify` checks one, and `find_ballot` finds a voter's own ballot by the
receipt that only they hold.
"""

from __future__ import annotations

from commonweal.decide.published.find import FoundBallot, find_ballot
from commonweal.decide.published.log import (
    ACCEPTED,
    CHANGED,
    CLOSED,
    OPENED,
    PUBLISHED,
    says_accepted,
    says_closed,
    says_opened,
    says_published,
)
from commonweal.decide.published.publish import publish
from commonweal.decide.published.read import read_published
from commonweal.decide.published.receipts import locator_of, new_receipt, tracker_of
from commonweal.decide.published.rules import write_count_spec
from commonweal.decide.published.verification import Check, Verification
from commonweal.decide.published.verify import verify
from commonweal.decide.published.vote import FEWEST_BALLOTS, Paper, Pot, PublishedVote

__all__ = [
    "ACCEPTED",
    "CHANGED",
    "CLOSED",
    "FEWEST_BALLOTS",
    "OPENED",
    "PUBLISHED",
    "Check",
    "FoundBallot",
    "Paper",
    "Pot",
    "PublishedVote",
    "Verification",
    "find_ballot",
    "locator_of",
    "new_receipt",
    "publish",
    "read_published",
    "says_accepted",
    "says_closed",
    "says_opened",
    "says_published",
    "tracker_of",
    "verify",
    "write_count_spec",
]
