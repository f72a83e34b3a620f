"""Which of many comparisons stand out, when some would by chance alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.errors import MethodNotApplicable
from commonweal.stats.estimate import Flags, Floats, as_floats, problems, refuse


@dataclass(frozen=True, slots=True)
class Discoveries:
    """Comparisons that stand out; the arrays have one entry a comparison.

    Attributes:
        adjusted: least share of false discoveries at which the comparison would be one.
        found: whether it stands out at the share asked for.
        share: largest expected share of false discoveries among those found.
    """

    adjusted: Floats
    found: Flags
    share: float


def discoveries(p_values: ArrayLike, *, share: float = 0.05) -> Discoveries:
    """Control the share of false discoveries: the adjusted value is min over later m p / rank.

    Args:
        p_values: of m comparisons that are independent or positively related; none missing.
        share: false discoveries that are borne among those found.

    Raises:
        InputError: a p-value that is missing or outside 0 to 1; names each index.
        MethodNotApplicable: a share that does not lie between 0 and 1.

    Source: Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300.
    """
    # Loading it takes longer than most commands have.
    from scipy.stats import false_discovery_control

    p = as_floats(p_values)
    refuse(problems(~((p >= 0) & (p <= 1)), p, "p_values", "a number from 0 to 1"))
    if not 0 < share < 1:
        raise MethodNotApplicable(f"A share lies between 0 and 1, got {share:g}.")
    adjusted = np.asarray(false_discovery_control(p) if p.size else p, dtype=np.float64)
    return Discoveries(adjusted=adjusted, found=adjusted <= share, share=share)
