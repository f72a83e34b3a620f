"""From small areas to larger ones: means over people, and how many people they rest on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from commonweal.errors import InputError, InputProblem
from commonweal.find.tables import KEY, check_columns, column_values
from commonweal.stats import grouped_weighted_mean


def aggregate_by_people(
    table: pl.DataFrame,
    membership: pl.DataFrame,
    columns: Sequence[str],
    *,
    group: str = "group_code",
) -> pl.DataFrame:
    """Population-weighted mean of columns over wards, MSOAs, districts or any grouping.

    Args:
        table: `area_code`, one row an area, `people`, and the columns to average. A missing value
            is left out of the mean: it is not a zero. Missing people count as unknown weight, so
            that area is left out too.
        membership: `area_code`, the group's code, and `share` (of the area's people who live in
            that group) if areas are split between groups. Areas it does not name are left out.
        columns: what to average.
        group: the membership's column with the group's code.

    Returns:
        One row a group, sorted: `area_code` (the group's), `areas`, `people`, each column (null
        where nothing is known), and `people_known_share`, the smallest share over the columns of
        the group's people whose value is known.

    Raises:
        InputError: a column is missing, an area is repeated, or shares of an area pass 1.
    """
    check_columns(table, ["people", *columns], table="table")
    check_membership(membership, group)
    joined = _joined(table, membership, group, columns)
    groups = joined.select(pl.col(group).unique().sort()).to_series()
    numbers = joined.select(pl.col(group).replace_strict(groups, np.arange(groups.len())))
    codes = numbers.to_series().to_numpy()
    people = np.nan_to_num(column_values(joined, "_weight"))
    means = {
        name: grouped_weighted_mean(column_values(joined, name), people, codes, groups.len())
        for name in columns
    }
    total = np.bincount(codes, people, groups.len()).astype(np.float64)
    known = np.minimum.reduce([mean.known for mean in means.values()] or [total])
    with np.errstate(invalid="ignore", divide="ignore"):
        share = known / total
    return pl.DataFrame(
        {
            KEY: groups,
            "areas": np.bincount(codes, minlength=groups.len()),
            "people": total,
            **{name: mean.mean for name, mean in means.items()},
            "people_known_share": share,
        }
    ).with_columns(pl.col("people", "people_known_share", *columns).fill_nan(None))


def check_membership(membership: pl.DataFrame, group: str) -> None:
    """Require one row a pair of area and group, and shares that do not pass 1 in an area.

    Raises:
        InputError: says which areas.
    """
    shares = ["share"] if "share" in membership.columns else []
    check_columns(membership, shares, keys=[KEY, group], table="membership")
    share = pl.col("share").sum() if shares else pl.len()
    over = membership.group_by(KEY).agg(share.alias("total")).filter(pl.col("total") > 1 + 1e-9)
    if over.height:
        first = over.sort(KEY).row(0)
        came = f"{over.height} areas over 1 (first: {first[0]} with {first[1]:g})"
        hint = "An area in several groups needs a column 'share' of its people in each."
        raise InputError(
            InputProblem("shares of an area of 1 at most", came, file="membership", hint=hint)
        )


def _joined(
    table: pl.DataFrame, membership: pl.DataFrame, group: str, columns: Sequence[str]
) -> pl.DataFrame:
    """One row a pair of area and group in a settled order, so that sums do not depend on it."""
    share = pl.col("share") if "share" in membership.columns else pl.lit(1.0)
    return (
        membership.with_columns(_share=share)
        .select(KEY, group, "_share")
        .join(table.select(KEY, "people", *columns), on=KEY)
        .with_columns(_weight=pl.col("people").cast(pl.Float64) * pl.col("_share"))
        .sort(group, KEY)
    )
