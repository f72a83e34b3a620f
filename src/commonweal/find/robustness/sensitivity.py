"""What a list depends on: each domain, each choice of method, and how large the errors are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

from commonweal.errors import InputError, InputProblem, MethodNotApplicable
from commonweal.find.robustness.design import PUBLISHED, Design, drawn_design, picked
from commonweal.find.robustness.result import CERTAINTIES, counts
from commonweal.find.robustness.simulate import ListModel, Lists, simulate
from commonweal.find.robustness.spec import CHOICES, Choice, RobustnessSpec

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_SEEDS = 1 << 20
"""So many different errors, and so many different sets of weights, can a sample point name."""


def drop_one_domain(model: ListModel) -> pl.DataFrame:
    """The list without each domain in turn, the others sharing its weight in proportion.

    Returns:
        One row a domain: `index`, `domain`, `weight` (share of the index), `listed` (areas on the
        list without it), `join`, `leave` (against the list with all domains), `displaced` (share
        of the list that leaves), and `mean_shift`, how many places an area's rank of deprivation
        moves on average (null where the domain is of the other index).
    """
    lists = Lists(model, 0.0)
    ranks, listed = lists.draw(None, 1.0, PUBLISHED)
    rows = []
    for place, index in enumerate(model.models):
        total = sum(domain.weight for domain in index.index.domains)
        for number, domain in enumerate(index.index.domains):
            if len(index.index.domains) == 1 or domain.weight == total:
                raise MethodNotApplicable(
                    f"{index.label} is known as one measure: there is no domain to drop."
                )
            kept = np.ones(index.domains)
            kept[number] = 0.0
            design = Design(infrastructure=kept) if place else Design(deprivation=kept)
            own, without = lists.draw(None, 1.0, design)
            rows.append(
                {
                    "index": index.label,
                    "domain": domain.name,
                    "weight": domain.weight / total,
                    "listed": int(without.sum()),
                    "join": int((without & ~listed).sum()),
                    "leave": int((listed & ~without).sum()),
                    "displaced": float((listed & ~without).sum() / max(listed.sum(), 1)),
                    "mean_shift": float(np.abs(own - ranks).mean()) if place == 0 else None,
                }
            )
    return pl.DataFrame(rows)


def error_sweep(
    spec: RobustnessSpec, model: ListModel, scales: Sequence[float] = (0.5, 1.0, 2.0, 4.0)
) -> pl.DataFrame:
    """How the list moves as all error variances are multiplied.

    Returns:
        One row a multiple: `errors`, `listed` (at best estimates), the number of areas of each
        class of certainty, and `mean_width` of the interval of the deprivation rank of those
        listed.
    """
    rows = []
    for scale in scales:
        result = simulate(replace(spec, error_scale=scale), model)
        table = result.on(result.table.select("area_code", "listed"))
        listed = table.filter("listed")
        rows.append(
            {
                "errors": scale,
                "listed": listed.height,
                **counts(table["certainty"]),
                "mean_width": (listed["rank_high"] - listed["rank_low"]).mean(),
            }
        )
    return pl.DataFrame(rows).select("errors", "listed", *CERTAINTIES, "mean_width")


@dataclass(frozen=True, slots=True)
class SensitivityResult:
    """How much of the movement of a list is due to each choice.

    Attributes:
        spec: what was varied.
        table: one row a choice: `choice`, `first_order` (share of the variance of who is listed
            that this choice alone explains) and `total` (share that is left when all other choices
            are known).
        lists: simulated lists that it rests on.
        displaced: share of the published list that is not on a simulated one, on average.
    """

    spec: RobustnessSpec
    table: pl.DataFrame
    lists: int
    displaced: float

    def explain(self) -> str:
        """The finding, in plain words."""
        most = self.table.sort("total", descending=True).row(0, named=True)
        return (
            f"On average {self.displaced:.0%} of the areas listed at the best estimates are not on "
            f"a simulated list. What matters most is {_NAMES[most['choice']]}: it is involved in "
            f"{most['total']:.0%} of the variance of who is listed. From {self.lists:,} simulated "
            f"lists, seed {self.spec.seed}."
        )


_NAMES: dict[str, str] = {
    "error": "measurement error",
    "weights": "the weights",
    "normalisation": "how domains are put on one scale",
    "aggregation": "how domains are joined",
    "cut": "the cut",
}


def sensitivity(spec: RobustnessSpec, model: ListModel, points: int = 128) -> SensitivityResult:
    """Variance-based (Sobol) sensitivity of the list to each choice that the spec varies.

    The output is the list itself: one 0 or 1 for every area. Its indices are those of each area,
    weighted by the variance of its membership, which only needs the sizes of overlaps of lists.

    Args:
        spec: `vary` names at least two choices; `draws` is not used.
        model: the list.
        points: base points, a power of two; (choices + 2) times as many lists are made.

    Raises:
        InputError: fewer than two choices, or not a power of two.
        MethodNotApplicable: the list never changes.

    Source: Sobol (1993); Saltelli et al. (2010) for the estimators (first order their (b), total
    that of Jansen, 1999); Gamboa et al. (2014) for outputs of many dimensions.
    """
    names = tuple(name for name in CHOICES if name in spec.vary)
    _check(names, points)
    lists = Lists(model, spec.error_scale)
    first, second = _sample(len(names), points, spec.seed)
    with ThreadPoolExecutor(spec.threads) as pool:

        def listed(sample: Floats) -> Flags:
            rows = pool.map(lambda row: _list_at(spec, lists, names, row), sample)
            return np.stack(list(rows))

        a, b = listed(first), listed(second)
        both = np.concatenate([a, b])
        share = both.mean(axis=0)
        variance = float((share * (1 - share)).sum())
        if variance == 0:
            raise MethodNotApplicable("No area joins or leaves the list: nothing to explain.")
        rows = []
        for number, name in enumerate(names):
            mixed = first.copy()
            mixed[:, number] = second[:, number]
            ab = listed(mixed)
            alone = ((b & ab).sum(axis=1) - (b & a).sum(axis=1)).mean() / variance
            total = (a ^ ab).sum(axis=1).mean() / 2 / variance
            rows.append({"choice": name, "first_order": float(alone), "total": float(total)})
    _, nominal = lists.draw(None, 1.0, PUBLISHED)
    gone = (nominal & ~both).sum(axis=1).mean() / max(nominal.sum(), 1)
    return SensitivityResult(spec, pl.DataFrame(rows), points * (len(names) + 2), float(gone))


def _sample(count: int, points: int, seed: int) -> tuple[Floats, Floats]:
    from scipy.stats import qmc

    drawn = qmc.Sobol(2 * count, rng=np.random.default_rng([seed, 7])).random(points)
    return drawn[:, :count], drawn[:, count:]


def _check(names: tuple[Choice, ...], points: int) -> None:
    problems = []
    if len(names) < 2:
        problems.append(
            InputProblem("at least two choices to vary", ", ".join(names), column="vary")
        )
    if points < 2 or points & (points - 1):
        problems.append(InputProblem("a power of two", f"{points}", column="points"))
    if problems:
        raise InputError(problems, "The sensitivity cannot be worked out:")


def _list_at(spec: RobustnessSpec, lists: Lists, names: tuple[str, ...], point: Floats) -> Flags:
    """The list at one point of the unit cube.

    Errors and weights have many dimensions: their coordinate names one of a million seeds.
    """
    at = dict(zip(names, point, strict=True))
    away = None
    if "error" in at:
        away = lists.shocks(_named(spec.seed, 1, at["error"]))
    return lists.draw(away, 1.0, _design_at(spec, lists, at))[1]


def _design_at(spec: RobustnessSpec, lists: Lists, at: dict[str, float]) -> Design:
    drawn = drawn_design(spec, lists.model.domains, _named(spec.seed, 2, at.get("weights", 0.0)))
    return replace(
        drawn,
        normalisation=picked(spec.normalisations, at["normalisation"])
        if "normalisation" in at
        else "published",
        aggregation=picked(spec.aggregations, at["aggregation"])
        if "aggregation" in at
        else "arithmetic",
        cut=1 + spec.cut_spread * (2 * at["cut"] - 1) if "cut" in at else 1.0,
    )


def _named(seed: int, stream: int, share: float) -> np.random.Generator:
    key = (stream, min(int(share * _SEEDS), _SEEDS - 1))
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=key)))


def sobol(
    function: Callable[[Floats], Floats], inputs: int, points: int, seed: int
) -> tuple[Floats, Floats]:
    """First-order and total indices of a function of independent uniform numbers from 0 to 1.

    Args:
        function: of inputs x points, gives one number a point (or outputs x points).
        inputs: how many inputs it has.
        points: a power of two.
        seed: 0 or above.
    """
    from scipy.stats import sobol_indices, uniform

    # Its annotations ask for more than the documented protocol does.
    measured: Any = sobol_indices
    dists = [uniform() for _ in range(inputs)]
    found = measured(func=function, n=points, dists=dists, rng=np.random.default_rng(seed))
    return cast("Floats", found.first_order), cast("Floats", found.total_order)
