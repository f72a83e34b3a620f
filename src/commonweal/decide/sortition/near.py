"""A good panel quickly: the best divided panel, with the few divided kinds made whole.

A panel in which people could be divided is found fast, and only as many kinds can be divided in it
as rules bind. Making those whole, with a few that cost least, gives a panel near the best one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.optimize import LinearConstraint

    from commonweal.decide.sortition.kinds import Kinds
    from commonweal.decide.sortition.model import Rule

_SPARE = 40
_GAP = 0.02
_WHOLE = 1e-7


def near_best_panel(
    kinds: Kinds, rules: Sequence[Rule], worth: NDArray[np.float64]
) -> NDArray[np.int64] | None:
    """A panel of nearly the greatest worth; None where rounding finds none.

    Args:
        kinds: of the pool.
        rules: that the panel keeps.
        worth: of one member of each kind.
    """
    import numpy as np
    from scipy import optimize
    from scipy.sparse import csr_array

    weight = np.stack([rule.weight for rule in rules])
    lower = np.array([rule.lower for rule in rules])
    upper = np.array([rule.upper for rule in rules])
    up, down = np.isfinite(upper), np.isfinite(lower)
    people = kinds.people.astype(float)
    cost = -worth / max(float(np.abs(worth).max()), 1e-300)
    linprog: Any = optimize.linprog  # its stubs know no sparse arrays
    divided = linprog(
        cost,
        A_ub=csr_array(np.vstack([weight[up], -weight[down]])),
        b_ub=np.concatenate([upper[up], -lower[down]]),
        bounds=np.column_stack([np.zeros(kinds.count), people]),
        method="highs-ds",
    )
    if divided.x is None:
        return None
    loss = np.abs(divided.lower.marginals + divided.upper.marginals)
    return _made_whole(
        divided.x, loss, optimize.LinearConstraint(weight, lower, upper), cost, people
    )


def _made_whole(
    divided: NDArray[np.float64],
    loss: NDArray[np.float64],
    rules: LinearConstraint,
    cost: NDArray[np.float64],
    people: NDArray[np.float64],
) -> NDArray[np.int64] | None:
    """The panel with its divided kinds made whole at the least cost; None where that fails."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    panel = np.rint(divided)
    broken = np.abs(divided - panel) > _WHOLE
    if broken.any():
        order = np.argsort(np.where(broken, -1.0, loss), kind="stable")
        some, rest = np.split(order, [int(broken.sum()) + _SPARE])
        weight = np.asarray(rules.A)
        done = weight[:, rest] @ panel[rest]
        found = milp(
            cost[some],
            integrality=np.ones(len(some), dtype=np.int64),
            bounds=Bounds(0, people[some]),
            constraints=LinearConstraint(weight[:, some], rules.lb - done, rules.ub - done),
            options={"mip_rel_gap": _GAP},
        )
        if found.x is None:
            return None
        panel[some] = np.rint(found.x)
    return np.asarray(panel, dtype=np.int64)
