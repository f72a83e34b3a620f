"""Whether "90%" means 90%: simulations of demonstration countries, whose truth is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from commonweal.find.english import cni_spec, imd_spec
from commonweal.find.index_spec import IndexSpec
from commonweal.find.robustness import (
    IndexModel,
    ListModel,
    RobustnessSpec,
    known_errors,
    simulate,
)
from commonweal.find.robustness.inputs import INDICATOR_OF, unbounded, with_parts
from commonweal.find.robustness.model import leaves
from commonweal.parameters import number
from commonweal.sources.demonstration import Country, CountrySpec, make_country
from commonweal.sources.demonstration.editions import Edition, deprivation_edition, need_edition
from commonweal.sources.demonstration.indices import community_needs, deprivation
from commonweal.stats import cut_rank

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_BANDS = 10


@dataclass(frozen=True, slots=True)
class Calibration:
    """How intervals and probabilities stand to the truth, over several countries.

    Attributes:
        seeds: countries.
        level: of the intervals.
        coverage: share of areas whose true rank lies in its interval, mean over countries.
        spread: standard deviation of that share between countries.
        worst: the same among the areas that truly are the worst tenth.
        measured_worst: the same among the areas measured as the worst tenth.
        table: one row a tenth of probability: `from_`, `to`, `areas`, `said` (mean probability),
            `true` (share that truly qualify).
        found, true: areas expected on the lists (sum of probabilities), and truly on them.
    """

    seeds: int
    level: float
    coverage: float
    spread: float
    worst: float
    measured_worst: float
    table: pl.DataFrame
    found: float
    true: int


@dataclass(frozen=True, slots=True)
class _Country:
    inside: Flags
    truly_worst: Flags
    measured_worst: Flags
    probability: Floats
    qualifies: Flags


def calibrate(
    seeds: Iterable[int],
    areas: int = 400,
    draws: int = 400,
    progress: Callable[[int], None] = lambda _: None,
) -> Calibration:
    """Simulate demonstration countries and hold the answers against their truth.

    Args:
        seeds: one country each.
        areas: small areas of each country.
        draws: simulated lists of each.
        progress: called with each seed that is done.
    """
    done = []
    for seed in seeds:
        done.append(_one(seed, areas, draws))
        progress(seed)
    each = [country.inside.mean() for country in done]
    said = np.concatenate([country.probability for country in done])
    true = np.concatenate([country.qualifies for country in done])
    return Calibration(
        seeds=len(done),
        level=number("robustness.level"),
        coverage=float(np.mean(each)),
        spread=float(np.std(each)),
        worst=float(np.mean([c.inside[c.truly_worst].mean() for c in done])),
        measured_worst=float(np.mean([c.inside[c.measured_worst].mean() for c in done])),
        table=_bands(said, true),
        found=float(said.sum()),
        true=int(true.sum()),
    )


def _one(seed: int, areas: int, draws: int) -> _Country:
    model, (deprived, needs) = model_of(make_country(CountrySpec(seed=seed, areas=areas)))
    table = simulate(RobustnessSpec(draws=draws, seed=seed, threads=1), model).table
    low, high = table["rank_low"].to_numpy(), table["rank_high"].to_numpy()
    cut = cut_rank(number("double_disadvantage.cut"), areas)
    return _Country(
        inside=(low <= deprived) & (deprived <= high),
        truly_worst=deprived <= cut,
        measured_worst=table["rank"].to_numpy() <= cut,
        probability=table["probability"].to_numpy(),
        qualifies=(deprived <= cut) & (needs <= cut),
    )


def model_of(country: Country) -> tuple[ListModel, tuple[Floats, Floats]]:
    """The list of a demonstration country, and the true ranks on its two indices."""
    imd, need = deprivation_edition(country, "2025"), need_edition(country, "2023")
    recipe = with_parts(imd_spec(imd.period, polarity="higher is worse"), imd.period)
    model = ListModel(
        _model(country, "imd", recipe, imd), _model(country, "cni", cni_spec(need.period), need)
    )
    true = (
        deprivation(imd.measured.true, imd.period)["imd.rank"],
        community_needs(need.measured.true, need.period)["cni.rank"],
    )
    return model, true


def _model(country: Country, index: str, spec: IndexSpec, edition: Edition) -> IndexModel:
    """From what is published: scores of deprivation, ranks of community needs."""
    kind, sign = ("score", 1.0) if index == "imd" else ("rank", -1.0)
    measures = []
    for leaf in leaves(spec.domains):
        name = INDICATOR_OF.get(leaf.name, leaf.name)
        values = unbounded(sign * edition.values[f"{index}.{name}.{kind}"])
        error = edition.measured.error_variance[name]
        measures.append(known_errors(leaf.name, values, error, "stated by the country"))
    # Draws are in the order of the codes; so must the truth be.
    codes = tuple(f"{place:06d}" for place in range(len(country.people.area)))
    return IndexModel(index, spec, codes, tuple(measures))


def _bands(said: Floats, true: Flags) -> pl.DataFrame:
    band = np.minimum((said * _BANDS).astype(np.int64), _BANDS - 1)
    frame = pl.DataFrame({"band": band, "said": said, "true": true})
    return (
        frame.group_by("band")
        .agg(areas=pl.len(), said=pl.col("said").mean(), true=pl.col("true").mean())
        .sort("band")
        .select(
            (pl.col("band") / _BANDS).alias("from_"),
            ((pl.col("band") + 1) / _BANDS).alias("to"),
            "areas",
            "said",
            "true",
        )
    )
