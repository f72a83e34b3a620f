"""The fairest lottery over panels: the smallest chance as great as can be, then the next.

Flanigan, Gölz, Gupta, Hennig and Procaccia (2021), Nature 596, 548-552, and its supplementary
information, section on LEXIMIN: column generation with duals of linear programmes, and a
whole-number programme that finds the panel which would help most.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commonweal.decide.sortition.model import Model
from commonweal.decide.sortition.programmes import Stage, binding, relaxed_chances, solve_stage
from commonweal.parameters import number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CLOSE_ENOUGH = number("sortition.close_enough")
_CLOSE = 1e-9
_LARGE_POOL = 200


@dataclass(frozen=True, slots=True)
class Lottery:
    """A lottery over panels of kinds.

    Attributes:
        panels: one row a panel, one column a kind: how many members.
        chances: of each panel; they add up to 1.
        person: one a kind, the chance of one person of that kind.
        bound: what no lottery's smallest chance can pass, among people who can sit at all.
    """

    panels: NDArray[np.int64]
    chances: NDArray[np.float64]
    person: NDArray[np.float64]
    bound: float


def leximin(model: Model) -> Lottery:
    """The leximin lottery of a model that has at least one panel.

    First the same problem without whole numbers, which is quick and whose chances no lottery can
    better. If panels can be found that give them, that is the proof for all stages at once.
    Otherwise stage after stage, as the paper does.
    """
    import numpy as np

    columns, never = _first_panels(model)
    wanted = relaxed_chances(model, never)
    if model.large:
        columns = np.vstack([columns, _herd(model, wanted, columns)])
    bound = float(wanted[~never].min())
    enough = _allowed(model, bound)
    stage = solve_stage(model, columns, floor=wanted, free=~never, short=enough)
    if stage.value < -enough:
        stage, bound = _stages(model, stage.columns, never)
    used = stage.chances > _CLOSE
    chances = stage.chances[used] / stage.chances[used].sum()
    panels = stage.columns[used]
    return Lottery(panels, chances, chances @ panels / model.kinds.people, bound)


def _allowed(model: Model, bound: float) -> float:
    """By how much a chance may miss the one wanted: next to nothing, or little in a large pool."""
    return bound * CLOSE_ENOUGH if model.kinds.count > _LARGE_POOL else _CLOSE


def _stages(
    model: Model, columns: NDArray[np.int64], never: NDArray[np.bool_]
) -> tuple[Stage, float]:
    """Raise the smallest chance, fix whom it binds, and go on until everybody is fixed."""
    import numpy as np

    people = model.kinds.people
    floor, free = np.zeros(len(people)), ~never
    bound = None
    while True:
        stage = solve_stage(model, columns, floor=floor, free=free)
        columns = stage.columns
        bound = stage.bound if bound is None else bound
        floor[free] = stage.value
        # All chances add up to the size: where nothing is left over, nobody can be raised.
        if floor @ people >= model.size - _CLOSE * model.size:
            return stage, bound
        free = free & ~binding(stage.duals, free)
        if not free.any():
            return stage, bound


def _first_panels(model: Model) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Panels in which every kind that can sit at all does; and the kinds that never can."""
    import numpy as np

    count = model.kinds.count
    seen, never = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    found: list[NDArray[np.int64]] = []
    worth = np.ones(count)
    while not (seen | never).all():
        panel = model.good(np.where(seen, 0.0, worth))
        if panel is None:
            raise AssertionError("a model without panels has no lottery")
        if not (panel[~seen] > 0).any() and model.large:
            panel = model.best(np.where(seen, 0.0, worth))
        if panel is None or not (panel[~seen] > 0).any():
            # Everyone left out of the panel that seeks them most can be in none.
            never = ~seen
            break
        seen |= panel > 0
        found.append(panel)
    return np.unique(np.stack(found), axis=0), never


def _herd(
    model: Model, wanted: NDArray[np.float64], columns: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Panels that come near the chances wanted: each seeks those furthest behind."""
    import numpy as np

    people = model.kinds.people
    behind = wanted.copy()
    found = [columns[0]]
    for _ in range(model.kinds.count):
        panel = model.good(behind)
        if panel is None:
            break
        found.append(panel)
        behind += wanted - panel / people
    return np.unique(np.stack(found), axis=0)
