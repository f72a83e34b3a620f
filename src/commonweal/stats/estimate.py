"""The one record that statistics of areas come back in, and the checks of what goes in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from commonweal.errors import InputError, InputProblem, MethodNotApplicable

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Texts = NDArray[np.str_]

UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A statistic of n areas with its interval; the arrays have n entries and cannot be changed.

    Attributes:
        value: the statistic, on the scale asked for; NaN where `method` says why there is none.
        numerator: events or sum that the value rests on.
        denominator: people, expected events or number of values it rests on.
        lower: lower limit of the interval.
        upper: upper limit of the interval.
        method: how the interval was made, by area, or why there is no value.
        confidence: share of such intervals that hold the true value, such as 0.95.
    """

    value: Floats
    numerator: Floats
    denominator: Floats
    lower: Floats
    upper: Floats
    method: Texts
    confidence: float

    def __post_init__(self) -> None:
        freeze(self)

    def __len__(self) -> int:
        return self.value.size


def freeze(record: DataclassInstance) -> None:
    """Keep the arrays of a frozen record from being changed."""
    for field in fields(record):
        array = getattr(record, field.name)
        if isinstance(array, np.ndarray):
            frozen = array.view()
            frozen.flags.writeable = False
            object.__setattr__(record, field.name, frozen)


def as_floats(values: ArrayLike, dimensions: int = 1) -> Floats:
    """The values as an array of that many dimensions; a single number becomes one of one entry."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim < dimensions:
        array = array.reshape((1,) * (dimensions - array.ndim) + array.shape)
    if array.ndim != dimensions:
        raise MethodNotApplicable(f"Expected {dimensions} dimensions, got {array.ndim}.")
    return array


def same_shape(**arrays: Floats) -> None:
    """Refuse arrays that do not have an entry each for the same areas."""
    shapes = {name: array.shape for name, array in arrays.items()}
    if len(set(shapes.values())) > 1:
        told = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        raise InputError(InputProblem(expected="one entry an area in each", came=told))


def problems(wrong: Flags, values: Floats, column: str, expected: str) -> list[InputProblem]:
    """One problem for each entry that is wrong, naming its index as it stands in the array."""
    return [
        InputProblem(expected, f"{values[tuple(place)]:g} at index {_place(place)}", column=column)
        for place in np.argwhere(wrong)
    ]


def refuse(*found: Iterable[InputProblem]) -> None:
    """Report all problems at once; nothing happens when there is none."""
    together = [problem for each in found for problem in each]
    if together:
        raise InputError(together)


def not_negative(values: Floats, column: str) -> list[InputProblem]:
    """Problems of the entries that are below 0 or infinite; missing ones are none."""
    return problems((values < 0) | np.isinf(values), values, column, "a number of 0 or more")


def above_zero(values: Floats, column: str) -> list[InputProblem]:
    """Problems of the entries that are 0, below or infinite; missing ones are none."""
    return problems((values <= 0) | np.isinf(values), values, column, "a number above 0")


def known(values: Floats, column: str) -> list[InputProblem]:
    """Problems of the entries that are missing."""
    return problems(np.isnan(values), values, column, "a number")


def normal_quantile(confidence: float) -> float:
    """Z of an interval: 1.96 for 0.95, 3.09 for 0.998.

    Raises:
        MethodNotApplicable: the confidence does not lie between 0 and 1.
    """
    if not 0 < confidence < 1:
        raise MethodNotApplicable(
            f"A confidence is a share between 0 and 1, such as 0.95, got {confidence}."
        )
    return float(ndtri(0.5 + confidence / 2))


def named(where: Flags, name: str, other: str, missing: Flags | None = None) -> Texts:
    """`name` where it holds, `other` elsewhere, and that it is not known where it is missing."""
    method = np.where(where, name, other)
    return np.where(missing, UNKNOWN, method) if missing is not None else method


def _place(place: NDArray[np.int64]) -> str:
    return ", ".join(str(index) for index in place)
