"""An index of one's own, looked at: what its indicators say together, and what weighs in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from commonweal.find.building.check import correlations, cronbach_alpha
from commonweal.find.building.run import BuildResult
from commonweal.find.building.weight import principal_components

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Checks:
    """What a careful reader asks of an index.

    Attributes:
        indicators: one row an indicator: `domain, name, weight` (in its domain), `effective` (in
            the index), `with_domain` and `with_index` (correlations with their scores).
        domains: one row a domain made of indicators: `domain, indicators, alpha` (Cronbach's),
            `first_component` (share of all variance that the first principal component explains),
            `with_index`.
        between: correlations of every pair of indicators: `name`, then a column each.
        against: indicators that run against their domain (a correlation below 0).
    """

    indicators: pl.DataFrame
    domains: pl.DataFrame
    between: pl.DataFrame
    against: tuple[str, ...]


def checks_of(result: BuildResult) -> Checks:
    """Correlations, Cronbach's alpha, principal components and effective weights of an index."""
    names = [each.name for each in result.spec.indicators()]
    scaled = _matrix(result.indicators, names)
    score = _matrix(result.index.table, ["score"])
    rows, domains = [], []
    for part in result.spec.leaves():
        own = [each.name for each in part.indicators]
        values = scaled[:, [names.index(name) for name in own]]
        made = _matrix(result.scores, [part.name])
        domains.append(
            {
                "domain": part.name,
                "indicators": len(own),
                "alpha": cronbach_alpha(values),
                "first_component": _first_component(values),
                "with_index": _pair(made, score),
            }
        )
        rows += [
            {"name": name, "with_domain": _pair(column, made), "with_index": _pair(column, score)}
            for name, column in zip(own, values.T[:, :, None], strict=True)
        ]
    figures = pl.DataFrame(rows).with_columns(pl.exclude("name").fill_nan(None))
    indicators = result.weights.join(figures, on="name", how="left", maintain_order="left")
    between = pl.DataFrame({"name": names, **_columns(correlations(scaled), names)})
    against = tuple(indicators.filter(pl.col("with_domain") < 0)["name"])
    floats = pl.col(pl.Float64).fill_nan(None)
    return Checks(indicators, pl.DataFrame(domains).with_columns(floats), between, against)


def _first_component(values: Floats) -> float:
    complete = ~np.isnan(values).any(axis=1)
    if values.shape[1] < 2 or complete.sum() <= values.shape[1]:
        return float("nan")
    return float(principal_components(values).share[0])


def _pair(one: Floats, two: Floats) -> float:
    return float(correlations(np.hstack([one, two]))[0, 1])


def _matrix(frame: pl.DataFrame, names: list[str]) -> Floats:
    return frame.select(pl.col(names).cast(pl.Float64).fill_null(float("nan"))).to_numpy()


def _columns(table: Floats, names: list[str]) -> dict[str, Floats]:
    return {name: table[:, place] for place, name in enumerate(names)}
