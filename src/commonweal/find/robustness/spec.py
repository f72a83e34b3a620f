"""What is varied in a simulation, how often, and from which seed, as data."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from commonweal.errors import InputError, InputProblem
from commonweal.parameters import number

Choice = Literal["error", "weights", "normalisation", "aggregation", "cut"]
Normalisation = Literal["published", "exponential", "rank", "normal score"]
Aggregation = Literal["arithmetic", "geometric", "harmonic"]

CHOICES: tuple[Choice, ...] = get_args(Choice)
NORMALISATIONS: tuple[Normalisation, ...] = ("published", "rank", "normal score")
AGGREGATIONS: tuple[Aggregation, ...] = get_args(Aggregation)

FEWEST_DRAWS, MOST_DRAWS = 20, 20_000


@dataclass(frozen=True, slots=True)
class RobustnessSpec:
    """A simulation of a list.

    Measurement error alone answers "would this area be listed if we knew the true figures?", which
    can be checked against a known truth. The other choices answer "would it be listed if those who
    made the index had chosen otherwise?", which has no truth: they are varied when asked for.

    Attributes:
        draws: number of simulated lists.
        seed: 0 or above; the same seed gives the same answer, whatever the threads.
        vary: what is varied: `error`, `weights`, `normalisation`, `aggregation`, `cut`.
        level: share of the draws that the interval of a rank holds.
        weight_spread: each weight is multiplied by a number between 1 - and 1 + this.
        cut_spread: the same for the cut.
        normalisations: what `normalisation` picks from; "published" is the index's own.
        aggregations: what `aggregation` picks from.
        error_scale: multiplies every error variance; 0 is no error.
        threads: threads that draw at a time; does not change the answer.

    Raises:
        InputError: carries every problem; `column` names the field.
    """

    draws: int = field(default_factory=lambda: int(number("robustness.draws")))
    seed: int = 1
    vary: tuple[Choice, ...] = ("error",)
    level: float = field(default_factory=lambda: number("robustness.level"))
    weight_spread: float = field(default_factory=lambda: number("robustness.weight_spread"))
    cut_spread: float = field(default_factory=lambda: number("robustness.cut_spread"))
    normalisations: tuple[Normalisation, ...] = NORMALISATIONS
    aggregations: tuple[Aggregation, ...] = AGGREGATIONS
    error_scale: float = 1.0
    threads: int = 2

    def __post_init__(self) -> None:
        problems = list(_problems(self))
        if problems:
            raise InputError(problems, "This simulation cannot be run:")

    def as_dict(self) -> dict[str, Any]:
        """What decides the answer, for the record; the number of threads does not."""
        names = ("draws", "seed", "vary", "level", "weight_spread", "cut_spread")
        more = ("normalisations", "aggregations", "error_scale")
        return {name: getattr(self, name) for name in (*names, *more)}


def _problems(spec: RobustnessSpec) -> Iterator[InputProblem]:
    if not FEWEST_DRAWS <= spec.draws <= MOST_DRAWS:
        expected = f"from {FEWEST_DRAWS} to {MOST_DRAWS:,} draws"
        yield InputProblem(expected, f"{spec.draws:,}", column="draws")
    if spec.seed < 0:
        yield InputProblem("a seed of 0 or above", f"{spec.seed}", column="seed")
    if spec.threads < 1:
        yield InputProblem("at least 1 thread", f"{spec.threads}", column="threads")
    if not 0 < spec.level < 1:
        yield InputProblem(
            "a share between 0 and 1, such as 0.9", f"{spec.level:g}", column="level"
        )
    for name in ("weight_spread", "cut_spread"):
        value = getattr(spec, name)
        if not 0 <= value < 1:
            yield InputProblem("a share from 0 to below 1", f"{value:g}", column=name)
    if not (math.isfinite(spec.error_scale) and spec.error_scale >= 0):
        yield InputProblem("a number of 0 or more", f"{spec.error_scale:g}", column="error_scale")
    yield from _among("vary", spec.vary, CHOICES)
    yield from _among("normalisations", spec.normalisations, get_args(Normalisation))
    yield from _among("aggregations", spec.aggregations, AGGREGATIONS)


def _among(path: str, came: tuple[str, ...], known: tuple[str, ...]) -> Iterator[InputProblem]:
    if not came:
        yield InputProblem(f"at least one of {', '.join(known)}", "none", column=path)
    for name in came:
        if name not in known:
            yield InputProblem(" or ".join(map(repr, known)), repr(name), column=path)
