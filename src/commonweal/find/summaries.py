"""Districts, regions and any other grouping, summarised as the Indices of Deprivation do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from commonweal.errors import InputError, InputProblem, MethodNotApplicable
from commonweal.find.aggregate import check_membership
from commonweal.find.normalise import ranks_of_known
from commonweal.find.summary_spec import SummarySpec
from commonweal.find.tables import KEY, check_columns, column_values
from commonweal.stats import cut_rank, minimum_ranks, stored

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MEASURES = (
    "average_rank",
    "average_score",
    "proportion",
    "extent",
    "local_concentration",
)
PRINTED_DIGITS = {
    "average_rank": 2,
    "average_score": 3,
    "proportion": 4,
    "extent": 4,
    "local_concentration": 2,
}


@dataclass(frozen=True, slots=True)
class SummaryResult:
    """Summary measures of larger areas.

    Attributes:
        spec: how they were made.
        table: one row a group, sorted: `area_code`, `areas`, `people`, the columns of
            `MEASURES` and the place of the group on each (`rank_of_average_rank` and so on; 1
            the most deprived), `people_known_share`. A group of which nothing is known has nulls.
        ranked: number of small areas that the ranks were made among.
    """

    spec: SummarySpec
    table: pl.DataFrame
    ranked: int

    def explain(self) -> str:
        """What each measure says, in plain words."""
        worst, some = f"{self.spec.worst_share:.0%}", f"{self.spec.concentration_share:.0%}"
        return (
            f"{self.table.height:,} areas, each summarised from its small areas, of which "
            f"{self.ranked:,} were ranked. Average rank: the mean rank of the places where people "
            f"live, counted so that {self.ranked:,} is the most deprived. Average score: the "
            f"same of scores. Proportion: the share of its small areas in the most deprived "
            f"{worst} of the country. Extent: the share of its people in deprived small areas, "
            f"those in the worst {self.spec.extent_full_percentile}% in full and those up to "
            f"{self.spec.extent_last_percentile}% in part. Local concentration: the mean rank of "
            f"its worst small areas, which hold {some} of its people."
        )


def summarise(
    table: pl.DataFrame,
    membership: pl.DataFrame,
    spec: SummarySpec | None = None,
    *,
    group: str = "group_code",
    ranked_among: int | None = None,
) -> SummaryResult:
    """The five official summary measures of districts or of any other grouping.

    Args:
        table: `area_code`, `rank` (1 the most deprived), `score`, `people`. Give every area of
            the country, so that equal ranks can be told.
        membership: `area_code` and the group's code; an area belongs to one group at most.
        spec: how; the official measures if not given.
        group: the membership's column with the group's code.
        ranked_among: number of areas ranked, when the table is only a part of them.

    Raises:
        InputError: a column is missing, a code is repeated or an area is in two groups.
        MethodNotApplicable: no area has a rank.

    Source: The English Indices of Deprivation 2019: technical report, Appendix N.
    """
    spec = spec or SummarySpec()
    check_columns(table, ["rank", "score", "people"], table="table")
    check_membership(membership, group)
    ranks, known = ranks_of_known(column_values(table, "rank"), highest_first=False, ties=spec.ties)
    n = ranked_among or known
    if not known:
        raise MethodNotApplicable("No area has a rank.")
    if ranked_among:
        ranks = _as_published(column_values(table, "rank"), n)
    rows = (
        table.with_columns(_rank=ranks)
        .join(membership.select(KEY, group), on=KEY)
        .sort(group, "_rank", KEY)
    )
    groups = rows[group].unique().sort()
    codes = rows.select(pl.col(group).replace_strict(groups, np.arange(groups.len())))
    measures = summary_measures(
        column_values(rows, "_rank"),
        column_values(rows, "score"),
        column_values(rows, "people"),
        codes.to_series().to_numpy(),
        n,
        spec,
    )
    return SummaryResult(spec, _table(groups, measures), n)


def _as_published(ranks: Floats, n: int) -> Floats:
    if np.nanmin(ranks) < 1 or np.nanmax(ranks) > n:
        came = f"ranks from {np.nanmin(ranks):g} to {np.nanmax(ranks):g}"
        raise InputError(InputProblem(f"ranks from 1 to {n}", came, column="rank"))
    return ranks


def extent_weights(ranks: Floats, n: int, spec: SummarySpec) -> Floats:
    """Weight of each area's people in the extent, by the percentile of its rank.

    1 up to the last full percentile, then from the first weight of the taper down to the last in
    equal steps, then 0. The percentile is ceil(100 x rank / n).
    """
    percentile = np.ceil(100 * ranks / n)
    first = spec.extent_full_percentile + 1
    steps = max(spec.extent_last_percentile - first, 1)
    high, low = spec.extent_taper
    taper = high - (high - low) / steps * (percentile - first)
    inside = np.where(percentile <= spec.extent_last_percentile, taper, 0.0)
    return np.where(percentile < first, 1.0, inside)


def summary_measures(
    ranks: Floats, scores: Floats, people: Floats, groups: Ints, n: int, spec: SummarySpec
) -> dict[str, Floats]:
    """Every measure of every group, from arrays with a row an area.

    Args:
        ranks: 1 the most deprived; NaN where not known.
        scores: higher is worse; NaN where not known.
        people: NaN where not known.
        groups: number of the group, from 0. Rows are sorted by group, then from the worst rank.
        n: number of areas that the ranks were made among.
        spec: how.

    Returns:
        `areas`, `people`, the columns of `MEASURES` and `people_known_share`, an entry a group.
    """
    size = int(groups.max()) + 1 if groups.size else 0
    known = ~(np.isnan(ranks) | np.isnan(people))
    counted = np.where(known, people, 0.0)
    total = _sums(groups, counted, size)
    everyone = _sums(groups, np.nan_to_num(people), size)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = stored(counted / total[groups], spec.precision)
        reverse = np.where(known, n + 1 - ranks, 0.0)
        weights = np.where(known, extent_weights(np.nan_to_num(ranks), n, spec), 0.0)
        worst = known & (ranks <= cut_rank(spec.worst_share, n))
        missing_score = _sums(groups, np.where(known & np.isnan(scores), 1.0, 0.0), size) > 0
        average_score = _summed(share * np.nan_to_num(scores), groups, size, spec)
        measures = {
            "areas": np.bincount(groups, minlength=size).astype(np.float64),
            "people": everyone,
            "average_rank": _summed(share * reverse, groups, size, spec),
            "average_score": np.where(missing_score, np.nan, average_score),
            "proportion": _sums(groups, worst, size) / _sums(groups, known, size),
            "extent": _summed(share * stored(weights, spec.precision), groups, size, spec),
            "local_concentration": _concentration(reverse, counted, groups, total, spec),
            "people_known_share": total / everyone,
        }
    for name in MEASURES:
        measures[name] = np.where(total > 0, measures[name], np.nan)
    return measures


def _concentration(
    reverse: Floats, people: Floats, groups: Ints, total: Floats, spec: SummarySpec
) -> Floats:
    """Mean reversed rank of the worst areas that hold exactly the share of people; last split."""
    needed = stored(spec.concentration_share * total, spec.precision)
    running = np.cumsum(people)
    before_group = np.concatenate([[0.0], np.cumsum(total)[:-1]])
    before = running - people - before_group[groups]
    taken = np.clip(needed[groups] - before, 0, people)
    weights = stored(taken / needed[groups], spec.precision)
    return _summed(weights * reverse, groups, total.size, spec)


def _summed(products: Floats, groups: Ints, size: int, spec: SummarySpec) -> Floats:
    return _sums(groups, stored(products, spec.precision), size)


def _sums(groups: Ints, values: NDArray[np.bool_] | Floats, size: int) -> Floats:
    return np.bincount(groups, values.astype(np.float64), size).astype(np.float64)


def _table(groups: pl.Series, measures: dict[str, Floats]) -> pl.DataFrame:
    frame = pl.DataFrame({KEY: groups, **measures}).with_columns(
        pl.col("areas").cast(pl.Int64), pl.exclude(KEY, "areas").fill_nan(None)
    )
    places = {f"rank_of_{name}": _places(measures[name]) for name in MEASURES}
    return frame.with_columns(**places)


def _places(values: Floats) -> pl.Series:
    known = ~np.isnan(values)
    places = np.full(values.shape, np.nan)
    places[known] = minimum_ranks(values[known])
    return pl.Series(places).fill_nan(None).cast(pl.Int64)
