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
from commonweal.find.robustness.result import CERTAINTIES, MEANING, RobustnessResult, certainty
from commonweal.find.robustness.simulate import ListModel, simulate
from commonweal.find.robustness.spec import RobustnessSpec

__all__ = [
    "CERTAINTIES",
    "MEANING",
    "IndexModel",
    "ListModel",
    "Measure",
    "Posterior",
    "RobustnessResult",
    "RobustnessSpec",
    "certainty",
    "declared",
    "known_errors",
    "of_rate",
    "posterior",
    "simulate",
]
