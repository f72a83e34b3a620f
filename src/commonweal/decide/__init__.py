"""Give residents the say: votes that anyone can count again."""

from __future__ import annotations

from commonweal.decide.count import count
from commonweal.decide.election import Ballot, Election, Project
from commonweal.decide.outcome import Loser, Outcome, Proportion, Winner
from commonweal.decide.pabulib import read_pabulib, write_pabulib
from commonweal.decide.spec import Bound, CountSpec, count_spec

__all__ = [
    "Ballot",
    "Bound",
    "CountSpec",
    "Election",
    "Loser",
    "Outcome",
    "Project",
    "Proportion",
    "Winner",
    "count",
    "count_spec",
    "read_pabulib",
    "write_pabulib",
]
