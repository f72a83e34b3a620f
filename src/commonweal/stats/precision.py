"""How published figures were stored and printed: single precision, and rounding half up."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Precision = Literal["double", "single"]
PRECISIONS: tuple[str, ...] = get_args(Precision)


def stored(values: ArrayLike, precision: Precision) -> Floats:
    """Values as they come back from a variable of that precision.

    Statistical packages that store variables in single precision (about seven digits) and
    calculate in double leave traces in the last printed digit of what they publish.
    """
    array = np.asarray(values, dtype=np.float64)
    return array.astype(np.float32).astype(np.float64) if precision == "single" else array


def round_half_up(values: ArrayLike, digits: int) -> Floats:
    """Values rounded as they are printed: halves away from zero.

    A value within 1e-7 of a half in the last digit counts as the half, since a half is rarely
    exact in binary.
    """
    array = np.asarray(values, dtype=np.float64)
    scaled = np.round(np.abs(array) * 10.0**digits, 7)
    return np.asarray(np.sign(array) * np.floor(scaled + 0.5) / 10.0**digits, dtype=np.float64)
