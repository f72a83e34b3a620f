"""From chances to a published list of panels, each a ticket with the same chance.

The list does not depend on the seed, so that it can be published before the seed is known.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING

from commonweal.decide.sortition.exchange import exchanged
from commonweal.decide.sortition.kinds import Kinds
from commonweal.decide.sortition.leximin import Lottery
from commonweal.decide.sortition.model import Model
from commonweal.decide.sortition.volunteers import Volunteers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def tickets_of(
    model: Model, lottery: Lottery, volunteers: Volunteers, tickets: int
) -> tuple[tuple[int, ...], ...]:
    """Panels of people, one a ticket, as places in the volunteers' table in order.

    Within a kind those go first who are on the fewest tickets, so that people alike are on the
    same number of them, or one more or less where households allow it.
    """
    counts = largest_remainders(lottery.chances, tickets)
    panels, counts = exchanged(model, lottery, counts, tickets)
    seating = _Seating(model.kinds, volunteers)
    return tuple(
        seating.panel(panel)
        for panel, times in zip(panels, counts, strict=True)
        for _ in range(times)
    )


def largest_remainders(chances: NDArray[np.float64], tickets: int) -> list[int]:
    """Tickets for each panel that add up: whole parts, then the largest remainders.

    Equal remainders go to the panel that stands first. Remainders are compared to 12 decimals, so
    that the last digit of a solver decides nothing.
    """
    import numpy as np

    due = np.round(chances / chances.sum() * tickets, 12)
    whole = np.floor(due)
    left = tickets - int(whole.sum())
    order = np.argsort(-np.round(due - whole, 9), kind="stable")
    whole[order[:left]] += 1
    return [int(each) for each in whole]


def drawn_ticket(seed: int, tickets: int) -> int:
    """The number of the ticket that a seed draws, from 1.

    SHA-256 of the text `commonweal sortition SEED`, read as one whole number; the remainder on
    division by the number of tickets, plus 1. Anybody can do that on any computer.
    """
    digest = hashlib.sha256(f"commonweal sortition {seed}".encode()).hexdigest()
    return int(digest, 16) % tickets + 1


class _Seating:
    """Puts people in the place of kinds, ticket after ticket."""

    def __init__(self, kinds: Kinds, volunteers: Volunteers) -> None:
        """Households stand in the order of a digest of their people's ids.

        So nobody gains by choosing an id, or by handing in a form early.
        """
        digests = [hashlib.sha256(each.encode()).hexdigest() for each in volunteers.ids]
        self._kinds = kinds
        self._used = [0] * len(volunteers.ids)
        self._homes: list[list[dict[int, list[int]]]] = []
        for homes in kinds.households:
            ordered = sorted(homes, key=lambda home: min(digests[each] for each in home))
            self._homes.append([self._by_kind(home, digests) for home in ordered])

    def _by_kind(self, home: tuple[int, ...], digests: list[str]) -> dict[int, list[int]]:
        people: dict[int, list[int]] = defaultdict(list)
        for person in sorted(home, key=lambda each: digests[each]):
            people[int(self._kinds.of[person])].append(person)
        return people

    def panel(self, panel: NDArray[np.int64]) -> tuple[int, ...]:
        """One panel of people from one of kinds."""
        wanted: dict[int, list[int]] = defaultdict(list)
        for kind, number in enumerate(panel):
            wanted[self._kinds.sort[kind]] += [kind] * int(number)
        chosen: list[int] = []
        for sort, slots in wanted.items():
            if slots:
                chosen += self._seat(self._homes[sort], slots)
        for person in chosen:
            self._used[person] += 1
        return tuple(sorted(chosen))

    def _seat(self, homes: list[dict[int, list[int]]], slots: list[int]) -> list[int]:
        """People for the seats of one sort of household, households in turn.

        In turn, no household gets more than its due (see `model`). It begins where those it
        reaches are on the fewest tickets so far.
        """
        if len(slots) == 1 or len(homes[0]) == 1:
            return self._fewest(homes, slots)
        tried = (self._in_turn(homes, slots, start) for start in range(len(homes)))
        return min(tried, key=lambda people: sum(self._used[each] for each in people))

    def _fewest(self, homes: list[dict[int, list[int]]], slots: list[int]) -> list[int]:
        """The people on the fewest tickets, where households of one kind make that free."""
        kind = slots[0]
        rounds = -(-len(slots) // len(homes))
        offered = [
            person
            for home in homes
            for person in sorted(home[kind], key=lambda each: self._used[each])[:rounds]
        ]
        return sorted(offered, key=lambda each: self._used[each])[: len(slots)]

    def _in_turn(
        self, homes: list[dict[int, list[int]]], slots: list[int], start: int
    ) -> list[int]:
        taken: list[int] = []
        for turn, kind in enumerate(slots):
            home = homes[(start + turn) % len(homes)]
            free = [each for each in home[kind] if each not in taken]
            taken.append(min(free, key=lambda each: self._used[each]))
        return taken
