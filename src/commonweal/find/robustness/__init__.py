"""How sure a list is: simulated lists, and what each choice does to them."""

from commonweal.find.robustness.model import IndexModel
from commonweal.find.robustness.posterior import (
    Measure,
    Posterior,
    declared,
    known_errors,
    of_rate,
    posterior,
)
from commonweal.find.robustness.rank_sets import RankSets, rank_confidence_sets
from commonweal.find.robustness.result import CERTAINTIES, MEANING, RobustnessResult, certainty
from commonweal.find.robustness.sensitivity import (
    SensitivityResult,
    drop_one_domain,
    error_sweep,
    sensitivity,
    sobol,
)
from commonweal.find.robustness.simulate import ListModel, simulate
from commonweal.find.robustness.spec import RobustnessSpec

__all__ = [
    "CERTAINTIES",
    "MEANING",
    "IndexModel",
    "ListModel",
    "Measure",
    "Posterior",
    "RankSets",
    "RobustnessResult",
    "RobustnessSpec",
    "SensitivityResult",
    "certainty",
    "declared",
    "drop_one_domain",
    "error_sweep",
    "known_errors",
    "of_rate",
    "posterior",
    "rank_confidence_sets",
    "sensitivity",
    "simulate",
    "sobol",
]
