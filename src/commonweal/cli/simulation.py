"""What a person asks of a simulation, in the words of the command line."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commonweal.find.robustness import RobustnessSpec

_MOST_THREADS = 8


def simulation(draws: int | None, seed: int, vary: str) -> RobustnessSpec:
    """The simulation asked for; the parameter `robustness.draws` where no number was said.

    Raises:
        InputError: a number is out of its range, or a choice is not known.
    """
    from commonweal.find.robustness import RobustnessSpec
    from commonweal.find.robustness.spec import CHOICES
    from commonweal.parameters import number

    named = tuple(item.strip() for item in vary.split(",") if item.strip())
    return RobustnessSpec(
        draws=int(number("robustness.draws")) if draws is None else draws,
        seed=seed,
        vary=CHOICES if named == ("all",) else named,  # type: ignore[arg-type]
        threads=min(os.cpu_count() or 1, _MOST_THREADS),
    )
