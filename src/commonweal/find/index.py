"""Makes an index from a table of domains: scores, ranks and deciles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from commonweal.errors import MethodNotApplicable
from commonweal.find.building.combine import combined
from commonweal.find.index_spec import Domain, IndexSpec
from commonweal.find.normalise import on_common_scale, ranks_of_known
from commonweal.find.tables import KEY, check_columns, column_values
from commonweal.stats import quantile_of_rank, stored

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class IndexResult:
    """An index made from a table.

    Attributes:
        spec: the recipe.
        table: one row an area, sorted by code: `area_code`, `score` (higher is worse), `rank`
            (1 the worst, ties take the lowest rank), `decile` (1 the worst), `unknown_because`.
            Where a domain is missing the first three are null and the last says which.
        domains: `area_code` and the value of each domain on the common scale, before its weight.
        ranked: number of areas with a score.
    """

    spec: IndexSpec
    table: pl.DataFrame
    domains: pl.DataFrame
    ranked: int

    def explain(self) -> str:
        """What was done, in plain words."""
        scale = self.spec.transformation
        parts = ", ".join(f"{each.name} {each.weight:g}" for each in self.spec.domains)
        how = {
            "exponential": "Each domain is ranked and its ranks are stretched so that the most "
            f"severe tenth of areas takes half of the scale (constant {self.spec.constant:g})",
            "rank": "Each domain is ranked",
            "none": "The domain scores are taken as they are",
        }.get(self.spec.transformation, f"Each domain is put on the scale {scale}")
        joined = {
            "weighted sum": "they are added",
            "copeland": "every pair of areas is compared on them,",
        }.get(self.spec.aggregation, f"their {self.spec.aggregation} mean is taken")
        left_out = self.table.height - self.ranked
        missing = f" {left_out:,} areas lack a domain and have no score." if left_out else ""
        return (
            f"{self.spec.title or self.spec.name}: {self.ranked:,} areas. {how}, then "
            f"{joined} with the weights {parts}. Rank 1 is the worst; ties share the lowest "
            f"rank.{missing}"
        )


def make_index(spec: IndexSpec, table: pl.DataFrame) -> IndexResult:
    """Scores, ranks and deciles of an index.

    Args:
        spec: the recipe.
        table: `area_code`, one row an area, and every column in `spec.columns()`. Ranks are taken
            among the areas given, so give all the areas that the index is meant to rank.

    Raises:
        InputError: a column is missing or not of numbers, or a code is repeated.
        MethodNotApplicable: no area has all the domains.
    """
    check_columns(table, spec.columns(), table=spec.name)
    rows = table.sort(KEY)
    values = {domain.name: _value(domain, spec, rows) for domain in spec.domains}
    score = stored(_joined(values, spec.domains, spec), spec.precision)
    ranks, ranked = ranks_of_known(score, highest_first=True)
    if not ranked:
        raise MethodNotApplicable(f"No area has every domain of {spec.title or spec.name}.")
    return IndexResult(
        spec=spec,
        table=_result(rows[KEY], score, ranks, values),
        domains=pl.DataFrame({KEY: rows[KEY], **values}).with_columns(
            pl.exclude(KEY).fill_nan(None)
        ),
        ranked=ranked,
    )


def _joined(values: dict[str, Floats], domains: tuple[Domain, ...], spec: IndexSpec) -> Floats:
    """Domains on a common scale as one; NaN where a domain with weight is missing."""
    weights = np.array([domain.weight for domain in domains])
    table = np.column_stack([values[domain.name] for domain in domains])
    return combined(table, weights, spec.aggregation, power=spec.power)


def _value(domain: Domain, spec: IndexSpec, rows: pl.DataFrame) -> Floats:
    """Value of a domain on the common scale; one with parts is summed from them first."""
    worse_is_high = domain.polarity == "higher is worse"
    if domain.parts:
        parts = {part.name: _value(part, spec, rows) for part in domain.parts}
        own = _joined(parts, domain.parts, spec)
    else:
        own = column_values(rows, domain.source)
    return on_common_scale(own, spec, highest_first=worse_is_high)


def _result(
    codes: pl.Series, score: Floats, ranks: Floats, values: dict[str, Floats]
) -> pl.DataFrame:
    known = ~np.isnan(ranks)
    deciles = np.full(ranks.shape, np.nan)
    deciles[known] = quantile_of_rank(ranks[known], int(known.sum()))
    reasons = np.full(ranks.shape, "", dtype=object)
    for name, value in values.items():
        lacks = np.isnan(value) & ~known
        reasons[lacks] = [f"{said}, {name}" if said else f"no {name}" for said in reasons[lacks]]
    frame = pl.DataFrame({KEY: codes, "score": score, "rank": ranks, "decile": deciles})
    return frame.with_columns(pl.col("score", "rank", "decile").fill_nan(None)).with_columns(
        pl.col("rank", "decile").cast(pl.Int64),
        unknown_because=pl.Series(reasons.tolist(), dtype=pl.String).replace("", None),
    )
