"""What a rule hands back, before it is told to people."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

Payments = tuple[tuple[Fraction, int], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One project that won, and how.

    Attributes:
        project: its place in the tally.
        why: which step of the rule took it, in words.
        payments: amounts in units of the tally and how many voters paid each, largest first;
            empty where the rule has no payments.
    """

    project: int
    why: str
    payments: Payments = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """Winners in the order in which they won.

    Attributes:
        steps: one a winner.
        share: money of each voter at the end of equal shares, in units of the tally.
        effort: partial sets that the knapsack looked at; 0 for other rules.
        notes: what happened besides, in words.
    """

    steps: tuple[Step, ...]
    share: Fraction | None = None
    effort: int = 0
    notes: tuple[str, ...] = ()

    @property
    def winners(self) -> tuple[int, ...]:
        """Places of the winners in the tally."""
        return tuple(step.project for step in self.steps)
