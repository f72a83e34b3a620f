"""Ties are broken by a declared order, never by the order of a file."""

from __future__ import annotations

from collections.abc import Callable

from commonweal.decide.spec import CountSpec
from commonweal.decide.tally import Tally

Order = Callable[[int], tuple[int | str, ...]]


def tie_order(spec: CountSpec, held: Tally) -> Order:
    """A key that sorts tied projects, the one to be taken first.

    By default most votes, then lowest cost, then id as text.
    """
    votes = held.votes
    ways: dict[str, Callable[[int], int | str]] = {
        "votes": lambda project: -votes[project],
        "cost": lambda project: held.costs[project],
        "id": lambda project: held.ids[project],
    }
    chosen = [ways[name] for name in (*spec.tie_breaking, "id")]
    return lambda project: tuple(way(project) for way in chosen)
