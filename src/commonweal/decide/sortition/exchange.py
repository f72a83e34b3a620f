"""Whole tickets that come as near as they can to everybody's chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal.decide.sortition.leximin import Lottery
from commonweal.decide.sortition.model import Model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LEAST = 1e-6
_ROUNDS = 400


def exchanged(
    model: Model, lottery: Lottery, counts: list[int], tickets: int
) -> tuple[NDArray[np.int64], list[int]]:
    """Tickets moved from panel to panel while that brings people nearer to their chances.

    Each move is the one that lowers most the sum, over people, of the squared difference between
    the tickets they are on and those due to them. When no move helps, the panel that those behind
    need most is sought and offered too. The total stays.

    Args:
        model: finds panels.
        lottery: panels and the chance of one person of each kind.
        counts: tickets of each panel.
        tickets: of the whole list.

    Returns:
        The panels, one row each, and how many tickets each has.
    """
    import numpy as np

    people = model.kinds.people
    panels, times = lottery.panels, np.array(counts, dtype=np.int64)
    due = lottery.person * people * tickets
    for _ in range(_ROUNDS):
        times = _moved(panels / people, panels, due, times)
        sought = model.good((due - times @ panels) / people)
        if sought is None or (panels == sought).all(axis=1).any():
            break
        wider = np.vstack([panels, sought])
        moved = _moved(wider / people, wider, due, np.append(times, 0))
        if not moved[-1]:
            break
        panels, times = wider[moved > 0], moved[moved > 0]
    return panels, [int(each) for each in times]


def _moved(
    scaled: NDArray[np.float64],
    panels: NDArray[np.int64],
    due: NDArray[np.float64],
    times: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Tickets of each panel once no move from one to another helps."""
    import numpy as np

    alike = scaled @ panels.T
    own = np.diag(alike)
    times = times.copy()
    while True:
        pull = scaled @ (due - times @ panels)
        change = 2 * (pull[:, None] - pull[None, :]) + own[:, None] + own[None, :] - 2 * alike
        change[times == 0] = np.inf
        giver, taker = divmod(int(np.round(change, 9).argmin()), len(times))
        if change[giver, taker] > -_LEAST:
            return times
        times[giver] -= 1
        times[taker] += 1
