"""Simulate a list many times, and count how often each area is on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from commonweal.errors import MethodNotApplicable
from commonweal.find.double_disadvantage_spec import Rule
from commonweal.find.robustness.design import PUBLISHED, Design, drawn_design
from commonweal.find.robustness.model import IndexModel
from commonweal.find.robustness.posterior import Posterior, posterior
from commonweal.find.robustness.result import RobustnessResult
from commonweal.find.robustness.spec import RobustnessSpec
from commonweal.find.tables import KEY
from commonweal.parameters import number
from commonweal.stats import cut_rank
from commonweal.stats.normal import quick_normals

Flags = NDArray[np.bool_]
Singles = NDArray[np.float32]
Ints = NDArray[np.intp]

_SORTED = 256
_BLOCK = 40
"""Draws of one block: each has a stream of random numbers of its own, whoever draws it."""


@dataclass(frozen=True)
class ListModel:
    """A list to be simulated: who is on it, by which measures.

    Attributes:
        deprivation: the index of deprivation.
        infrastructure: the index of social infrastructure; None lists the deprived.
        rule: how the two are joined.
        cut: share of areas, from the worst, that counts as severe on each.
        deprivation_weight: weight of deprivation in the combined score.
    """

    deprivation: IndexModel
    infrastructure: IndexModel | None = None
    rule: Rule = "intersection"
    cut: float = field(default_factory=lambda: number("double_disadvantage.cut"))
    deprivation_weight: float = 0.5

    @property
    def models(self) -> tuple[IndexModel, ...]:
        """The indices, deprivation first."""
        return (self.deprivation, *([self.infrastructure] if self.infrastructure else []))

    @property
    def areas(self) -> tuple[str, ...]:
        """Areas that both indices know, sorted."""
        known = set(self.deprivation.areas)
        for model in self.models[1:]:
            known &= set(model.areas)
        return tuple(sorted(known))

    @property
    def domains(self) -> tuple[int, int]:
        """Number of domains of each index."""
        sizes = [model.domains for model in self.models]
        return sizes[0], sizes[1] if len(sizes) > 1 else 0


class Lists:
    """Draws lists of one model: the part that does not change from draw to draw is kept."""

    def __init__(self, model: ListModel, error_scale: float = 1.0) -> None:
        self.model = model
        self.areas = model.areas
        if not self.areas:
            raise MethodNotApplicable("No area is known on both measures.")
        self.known = _posteriors(model, error_scale)
        self._places = [_places(each.areas, self.areas) for each in model.models]

    def shocks(self, rng: np.random.Generator) -> list[Singles]:
        """How far each true value lies from its mean, for each posterior."""
        return [known.spread(quick_normals(rng, known.mean.shape)) for known in self.known]

    def _true(self, away: list[Singles] | None, sign: float) -> list[Singles]:
        """True values of the measures of each index."""
        found = []
        for number_, known in enumerate(self.known):
            true = known.mean
            if away is not None:
                true = true + away[number_] if sign > 0 else true - away[number_]
            found.append(true)
        if len(found) == len(self.model.models):
            return found
        first = len(self.model.deprivation.measures)
        return [found[0][:first], found[0][first:]]

    def draw(self, away: list[Singles] | None, sign: float, design: Design) -> tuple[Ints, Flags]:
        """Ranks of deprivation, and who is listed, in the order of `areas`."""
        multipliers = (design.deprivation, design.infrastructure)
        ranks = []
        for number_, (each, true) in enumerate(
            zip(self.model.models, self._true(away, sign), strict=True)
        ):
            found = each.ranks(true, design, multipliers[number_])
            places = self._places[number_]
            ranks.append(found if places is None else found[places])
        return ranks[0], self._listed(ranks, design.cut)

    def _listed(self, ranks: list[Ints], factor: float) -> Flags:
        cut = min(self.model.cut * factor, 1.0)
        among = [each.ranked for each in self.model.models]
        if self.model.rule == "combined score" and len(ranks) > 1:
            share = self.model.deprivation_weight
            score = share * ranks[0] / among[0] + (1 - share) * ranks[1] / among[1]
            last = cut_rank(cut, len(score))
            if not last:
                return np.zeros(len(score), dtype=np.bool_)
            return np.asarray(score <= np.partition(score, last - 1)[last - 1])
        inside = [rank <= cut_rank(cut, n) for rank, n in zip(ranks, among, strict=True)]
        return np.asarray(np.logical_and.reduce(inside))


def simulate(
    spec: RobustnessSpec, model: ListModel, progress: Callable[[int], None] = lambda _: None
) -> RobustnessResult:
    """Simulate a list.

    Each draw takes a true value for every measure of every area from what the measured values
    leave possible, picks the choices that are varied, makes the indices, and applies the rule.
    Draws come in mirrored pairs (the shocks of the second are those of the first with the sign
    turned), which leaves every figure unbiased and halves the random numbers needed.

    Args:
        spec: what is varied, how often, from which seed.
        model: the list.
        progress: called with the number of draws done, from any thread.

    Raises:
        MethodNotApplicable: no area is known on both measures, or a measure is constant.
    """
    lists = Lists(model, spec.error_scale)
    areas = len(lists.areas)
    kind = np.uint16 if model.deprivation.ranked < 2**16 - 1 else np.uint32
    ranks = np.empty((spec.draws, areas), dtype=kind)
    times = np.zeros(areas, dtype=np.int64)
    sizes = np.empty(spec.draws, dtype=np.int64)
    starts = range(0, spec.draws, _BLOCK)
    seeds = np.random.SeedSequence(spec.seed).spawn(len(starts))

    def run(block: int) -> NDArray[np.int64]:
        found = np.zeros(areas, dtype=np.int64)
        rows = range(starts[block], min(starts[block] + _BLOCK, spec.draws))
        for row, (own, listed) in zip(rows, _draws(spec, lists, seeds[block]), strict=False):
            ranks[row] = own
            sizes[row] = listed.sum()
            found += listed
        progress(len(rows))
        return found

    with ThreadPoolExecutor(spec.threads) as pool:
        for found in pool.map(run, range(len(starts))):
            times += found
        low, high = _intervals(ranks, spec.level, pool)
    nominal_ranks, nominal = lists.draw(None, 1.0, PUBLISHED)
    table = pl.DataFrame(
        {
            KEY: lists.areas,
            "listed": nominal,
            "probability": times / spec.draws,
            "rank": nominal_ranks.astype(np.int64),
            "rank_low": low,
            "rank_high": high,
        }
    )
    return RobustnessResult(spec=spec, model=model, table=table, sizes=sizes)


def _draws(
    spec: RobustnessSpec, lists: Lists, seed: np.random.SeedSequence
) -> Iterator[tuple[Ints, Flags]]:
    """Endless draws of one block, in mirrored pairs."""
    errors, choices = (np.random.Generator(np.random.SFC64(child)) for child in seed.spawn(2))
    while True:
        away = lists.shocks(errors) if "error" in spec.vary else None
        for sign in (1.0, -1.0):
            yield lists.draw(away, sign, drawn_design(spec, lists.model.domains, choices))


def _intervals(
    ranks: NDArray[Any], level: float, pool: ThreadPoolExecutor
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The ranks between which the middle share of draws lies, for each area.

    Whole ranks, rounded outwards. Sorted a few areas at a time: all draws of an area side by side.
    """
    draws, areas = ranks.shape
    below = (1 - level) / 2 * (draws - 1)
    first, last = int(np.floor(below)), int(np.ceil(draws - 1 - below))
    low, high = np.empty(areas, dtype=np.int64), np.empty(areas, dtype=np.int64)

    def fill(start: int) -> None:
        here = slice(start, start + _SORTED)
        part = np.sort(np.ascontiguousarray(ranks[:, here].T), axis=1)
        low[here], high[here] = part[:, first], part[:, last]

    for _ in pool.map(fill, range(0, areas, _SORTED)):
        pass
    return low, high


def _posteriors(model: ListModel, scale: float) -> tuple[Posterior, ...]:
    """One for both indices together where they rank the same areas, else one for each.

    Together, each index helps to tell truth from error in the other, and draws keep the likeness
    of the two, on which the number of areas that are on both depends.
    """
    models = model.models
    if len({each.codes for each in models}) == 1:
        return (posterior(tuple(m for each in models for m in each.measures), scale),)
    return tuple(posterior(each.measures, scale) for each in models)


def _places(own: tuple[str, ...], wanted: tuple[str, ...]) -> Ints | None:
    if own == wanted:
        return None
    position = {code: number_ for number_, code in enumerate(own)}
    return np.array([position[code] for code in wanted], dtype=np.intp)
