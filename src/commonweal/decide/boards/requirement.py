"""One thing that a rule asks of a board, and how far the board meets it."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.parameters import Reference


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that a rule asks of a board.

    Attributes:
        id: short name, such as `share-resident`; no two of one rule are alike.
        needed: what the rule asks, in words.
        found: what there is, in words.
        met: None where nothing here can tell.
        to_do: what would meet it; empty when it is met.
        source: where the rule says so.
        binding: whether the board breaks its rule without it.
        missing: people who would have to be found, if nobody leaves; 0 if it is not about that.
        wanted: what those people must be, for one of them and for several.
        names: members who count towards it, in order.
    """

    id: str
    needed: str
    found: str
    met: bool | None
    to_do: str
    source: Reference
    binding: bool = True
    missing: int = 0
    wanted: tuple[str, str] = ("", "")
    names: tuple[str, ...] = ()
