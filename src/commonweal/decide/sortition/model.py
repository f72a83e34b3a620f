"""Which panels there are, as whole-number inequalities over the kinds; and the best of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commonweal.decide.sortition.kinds import Kinds
from commonweal.decide.sortition.near import near_best_panel
from commonweal.decide.sortition.spec import PanelSpec
from commonweal.errors import MethodNotApplicable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_INFEASIBLE = 2
_MANY = 60


@dataclass(frozen=True, slots=True)
class Rule:
    """One demand on a panel: lower ≤ sum of `weight` × how many of each kind ≤ upper.

    Attributes:
        name: for people, such as `age 16 to 29: at least 2`.
        place: what may be changed, such as `features.age.16 to 29.min`.
        weight: one a kind.
        lower: least of the sum.
        upper: most of the sum.
        quota: whether it is a quota, which a board may relax.
    """

    name: str
    place: str
    weight: NDArray[np.float64]
    lower: float
    upper: float
    quota: bool = False


@dataclass(frozen=True, slots=True)
class Model:
    """All rules of a panel over the kinds of one pool."""

    kinds: Kinds
    size: int
    rules: tuple[Rule, ...]

    def best(self, worth: NDArray[np.float64]) -> NDArray[np.int64] | None:
        """The panel of the greatest worth, as how many of each kind; None if there is none.

        Args:
            worth: of one member of each kind.
        """
        return best_panel(self.kinds, self.rules, worth)

    def good(self, worth: NDArray[np.float64]) -> NDArray[np.int64] | None:
        """A panel of great worth: the best one in a small pool, near it in a large one."""
        if self.large:
            panel = near_best_panel(self.kinds, self.rules, worth)
            if panel is not None:
                return panel
        return self.best(worth)

    @property
    def large(self) -> bool:
        """Whether there are so many kinds that looking for the best panel takes long."""
        return self.kinds.count > _MANY


def model_of(spec: PanelSpec, kinds: Kinds) -> Model:
    """The rules of a spec: size, quotas, households and fixed seats."""
    import numpy as np

    every = np.ones(kinds.count)
    rules = [Rule(f"a panel of {spec.size}", "size", every, spec.size, spec.size)]
    for place, feature in enumerate(spec.features):
        for quota in feature.quotas:
            has = np.array([values[place] == quota.value for values in kinds.values], dtype=float)
            name = f"{feature.name} {quota.value}"
            field = f"features.{feature.name}.{quota.value}"
            least, most = float(quota.least), float(quota.most)
            up, down = f"{name}: at least {quota.least}", f"{name}: at most {quota.most}"
            rules.append(Rule(up, f"{field}.min", has, least, np.inf, quota=True))
            rules.append(Rule(down, f"{field}.max", has, -np.inf, most, quota=True))
    rules += _household_rules(spec, kinds)
    seated = np.array(kinds.seated, dtype=float)
    if seats := float(seated @ kinds.people):
        rules.append(Rule(f"{seats:.0f} fixed seats", "seats", seated, seats, seats))
    return Model(kinds, spec.size, tuple(rules))


def _household_rules(spec: PanelSpec, kinds: Kinds) -> list[Rule]:
    """One rule for each sort of household in which more people live than may sit.

    n members from M households made up alike can be spread so that none has more than the limit
    exactly when n ≤ M × limit (and no kind exceeds its people): seat them in turn.
    """
    import numpy as np

    limit, rules = spec.household_limit, []
    sort = np.array(kinds.sort)
    for number, homes in enumerate(kinds.households):
        if limit is not None and len(homes[0]) > limit:
            name = f"at most {limit} of a household"
            inside = (sort == number).astype(float)
            most = float(limit * len(homes))
            rules.append(Rule(name, "household_limit", inside, -np.inf, most))
    return rules


def best_panel(
    kinds: Kinds, rules: Sequence[Rule], worth: NDArray[np.float64]
) -> NDArray[np.int64] | None:
    """The panel of the greatest worth under some rules; None if they leave none.

    Raises:
        MethodNotApplicable: the solver gave up.
    """
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    if not rules:
        return np.zeros(kinds.count, dtype=np.int64)
    limits = LinearConstraint(
        csr_array(np.stack([rule.weight for rule in rules])),
        np.array([rule.lower for rule in rules]),
        np.array([rule.upper for rule in rules]),
    )
    scale = max(float(np.abs(worth).max()), 1e-300)
    found = milp(
        -worth / scale,
        integrality=np.ones(kinds.count, dtype=np.int64),
        bounds=Bounds(0, kinds.people.astype(float)),
        constraints=limits,
        options={"mip_rel_gap": 0.0},
    )
    if found.status == _INFEASIBLE:
        return None
    if found.x is None:
        raise MethodNotApplicable(f"No panel could be sought: {found.message}")
    return np.rint(found.x).astype(np.int64)
