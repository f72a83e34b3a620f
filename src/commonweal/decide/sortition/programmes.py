"""The linear programmes of the leximin lottery."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from commonweal.decide.sortition.model import Model
from commonweal.errors import MethodNotApplicable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_GAIN = 1e-9
_CLOSE = 1e-9
_BATCH = 12
_FADE = 0.8
_OPTIONS = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage, solved over all panels.

    Attributes:
        value: the smallest chance of the free kinds; or minus how far the wanted chances are
            missed.
        bound: what no lottery can pass: the value plus what is left unproven.
        duals: one a kind; positive where it binds.
        chances: of each panel in `columns`.
        columns: panels, one a row.
    """

    value: float
    bound: float
    duals: NDArray[np.float64]
    chances: NDArray[np.float64]
    columns: NDArray[np.int64]


def solve_stage(
    model: Model,
    columns: NDArray[np.int64],
    *,
    floor: NDArray[np.float64],
    free: NDArray[np.bool_],
    short: float | None = None,
) -> Stage:
    """Raise the smallest chance of the free kinds; the others keep their floor.

    Panels are added while one has more worth by the duals than all that are known (column
    generation). With `short`, the free kinds have a floor too, and what is raised is the least
    by which a chance differs from it, up to 0; it is enough to come within `short`.
    """
    import numpy as np

    people = model.kinds.people
    shorten = short is not None
    while True:
        value, duals, price, chances = _restricted(columns / people, floor, free, shorten)
        if short is not None and value >= -short:
            return Stage(value, value, duals, chances, columns)
        found = _better(model, columns, duals, price)
        if not len(found):
            panel = model.best(duals / people)
            gain = 0.0 if panel is None else max(_worth(panel, duals, people) - price, 0.0)
            if panel is None or gain <= _GAIN or _known(columns, panel):
                return Stage(value, value + gain, duals, chances, columns)
            found = panel[None, :]
        columns = np.vstack([columns, found])


def _worth(
    panel: NDArray[np.int64], duals: NDArray[np.float64], people: NDArray[np.int64]
) -> float:
    return float(duals @ (panel / people))


def _known(columns: NDArray[np.int64], panel: NDArray[np.int64]) -> bool:
    return bool((columns == panel).all(axis=1).any())


def _better(
    model: Model, columns: NDArray[np.int64], duals: NDArray[np.float64], price: float
) -> NDArray[np.int64]:
    """Panels worth more than all that are known, none where none is found quickly.

    In a large pool several are sought at once: each makes those of the kinds that it takes count
    for less in looking for the next.
    """
    import numpy as np

    people = model.kinds.people
    found: list[NDArray[np.int64]] = []
    weight = duals.copy()
    for turn in range(_BATCH if model.large else 1):
        panel = model.good(weight / people)
        if panel is None:
            break
        new = not _known(columns, panel)
        gains = _worth(panel, duals, people) - price > _GAIN
        if new and gains:
            found.append(panel)
        elif turn == 0:
            break
        weight = np.where(panel > 0, weight * _FADE, weight)
    kept: NDArray[np.int64] = np.array(found, dtype=np.int64).reshape(-1, model.kinds.count)
    return np.unique(kept, axis=0)


def _restricted(
    share: NDArray[np.float64], floor: NDArray[np.float64], free: NDArray[np.bool_], short: bool
) -> tuple[float, NDArray[np.float64], float, NDArray[np.float64]]:
    """The programme over the panels known: value, duals of kinds, price of a panel, chances."""
    import numpy as np

    panels = len(share)
    cost = np.zeros(panels + 1)
    cost[-1] = -1.0
    rise = free.astype(float)
    below = np.column_stack([-share.T, rise])
    limit = -np.where(free & (not short), 0.0, floor)
    whole = np.append(np.ones(panels), 0.0)[None, :]
    bounds = [(0.0, None)] * panels + [(None, 0.0) if short else (0.0, 1.0)]
    solved = _linprog(cost, below, limit, whole, np.ones(1), bounds)
    duals = np.maximum(-solved.ineqlin.marginals, 0.0)
    price = float(-solved.eqlin.marginals[0])
    return float(solved.x[-1]), duals, price, solved.x[:-1]


def relaxed_chances(model: Model, never: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The leximin chances of each kind if people could be divided: as good as any lottery's.

    A lottery's expected panel keeps every rule, so it is among what is looked at here.
    """
    import numpy as np

    people = model.kinds.people
    floor, free = np.zeros(len(people)), ~never
    while free.any():
        value, duals = _divided(model, floor, free, never)
        floor[free] = value
        if floor @ people >= model.size * (1 - _CLOSE):
            break
        free = free & ~binding(duals, free)
    return floor


def binding(duals: NDArray[np.float64], free: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The free kinds that cannot be raised: those whose dual is positive, at least one."""
    import numpy as np

    return np.asarray(free & (duals > min(1e-6, float(duals[free].max()) / 2)))


def _divided(
    model: Model,
    floor: NDArray[np.float64],
    free: NDArray[np.bool_],
    never: NDArray[np.bool_],
) -> tuple[float, NDArray[np.float64]]:
    """One stage over chances themselves: the smallest of the free kinds, and the duals."""
    import numpy as np
    from scipy.sparse import block_array, csr_array, eye_array

    people = model.kinds.people.astype(float)
    count = len(people)
    weights = csr_array(np.stack([rule.weight * people for rule in model.rules]))
    upper = np.array([rule.upper for rule in model.rules])
    lower = np.array([rule.lower for rule in model.rules])
    up, down = np.isfinite(upper), np.isfinite(lower)
    rise = csr_array(free.astype(float)[:, None])
    below = block_array(
        [[-eye_array(count), rise], [weights[up], None], [-weights[down], None]], format="csr"
    )
    limit = np.concatenate([-np.where(free, 0.0, floor), upper[up], -lower[down]])
    bounds = [(0.0, 0.0 if each else 1.0) for each in never] + [(0.0, 1.0)]
    cost = np.append(np.zeros(count), -1.0)
    solved = _linprog(cost, below, limit, None, None, bounds)
    return float(solved.x[-1]), np.maximum(-solved.ineqlin.marginals[:count], 0.0)


def _linprog(cost: Any, below: Any, limit: Any, whole: Any, to: Any, bounds: Any) -> Any:
    """Solve a linear programme.

    Raises:
        MethodNotApplicable: the solver gave up.
    """
    from scipy import optimize

    linprog: Any = optimize.linprog  # its stubs know no sparse arrays
    solved = linprog(
        cost,
        A_ub=below,
        b_ub=limit,
        A_eq=whole,
        b_eq=to,
        bounds=bounds,
        method="highs",
        options=_OPTIONS,
    )
    if solved.x is None:
        raise MethodNotApplicable(f"The fairest lottery could not be found: {solved.message}")
    return solved
