"""An index of an older vintage on newer areas: carry the scores, rank them among their own."""

from __future__ import annotations

import polars as pl

from commonweal.find.tables import KEY, check_columns, column_values
from commonweal.stats import grouped_weighted_mean, rank_among

_DECIMALS = 9
"""Published scores have few decimals; the mean of one value may differ from it in the last bit."""


def carry_ranks(
    table: pl.DataFrame, lookup: pl.DataFrame, *, successor: str = "successor_code"
) -> pl.DataFrame:
    """Scores and ranks of an index on the areas that succeeded those it was made for.

    The score of a new area is the mean of the scores of its predecessors, weighted by the people
    of each (times the share of them that the new area received, where the lookup has it). Its
    rank is the one that this score would have taken among the areas of the old vintage: 1 + the
    number of old areas with a higher score. Cuts then count in old areas.

    Args:
        table: the old areas: `area_code`, `score` (higher is worse), `people`.
        lookup: pairs of `area_code` (old) and the successor's code; `share` of the old area's
            people who live in the successor, if known.
        successor: the lookup's column with the successor's code.

    Returns:
        One row a successor, sorted: `area_code`, `score`, `rank`, `predecessors`; the number of
        areas it was ranked among is that of the old areas with a score.

    Raises:
        InputError: a column is missing or a code is repeated.

    Source: reproduces every flag of the column `Left Behind Area?` published with the Community
    Needs Index 2023 (IMD 2019 on LSOA 2021); see docs/methods/double-disadvantage.md.
    """
    shares = ["share"] if "share" in lookup.columns else []
    check_columns(table, ["score", "people"], table="table")
    check_columns(lookup, shares, keys=[KEY, successor], table="lookup")
    share = pl.col("share") if shares else pl.lit(1.0)
    pairs = lookup.join(table.select(KEY, "score", "people"), on=KEY).sort(successor, KEY)
    groups = pairs[successor].unique().sort()
    numbers = pairs.select(pl.col(successor).replace_strict(groups, range(groups.len())))
    weights = pairs.select(pl.col("people").fill_null(0) * share).to_series()
    codes = numbers.to_series().to_numpy()
    mean = grouped_weighted_mean(column_values(pairs, "score"), weights, codes, groups.len())
    carried = pl.DataFrame({KEY: groups, "score": mean.mean}).with_columns(
        pl.col("score").fill_nan(None)
    )
    counts = pairs.group_by(pl.col(successor).alias(KEY)).agg(predecessors=pl.len())
    return _with_ranks(carried, table).join(counts, on=KEY, maintain_order="left")


def _with_ranks(carried: pl.DataFrame, reference: pl.DataFrame) -> pl.DataFrame:
    known = carried.filter(pl.col("score").is_not_null())
    among = reference["score"].drop_nulls().to_numpy().round(_DECIMALS)
    ranks = rank_among(known["score"].to_numpy().round(_DECIMALS), among)
    ranked = known.select(KEY, rank=pl.Series(ranks, dtype=pl.Int64))
    return carried.join(ranked, on=KEY, how="left", maintain_order="left")
