"""Deprivation of the same areas at every edition: places, persistence, transitions, flows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

import numpy as np
import polars as pl

from commonweal.errors import InputError, InputProblem
from commonweal.find.change.spec import TENTHS, ChangeSpec, Edition
from commonweal.find.change.transitions import moves
from commonweal.find.tables import KEY, check_columns, column_values
from commonweal.stats import quantile_of_rank

CAUTION = (
    "Each edition has its own indicators and methods, and its ranks compare areas with each "
    "other. An area can move without life there changing, and life can change without it moving."
)

_FLOWS = {
    "from_edition": pl.String,
    "to_edition": pl.String,
    "before": pl.String,
    "after": pl.String,
    "areas": pl.Int64,
    "people": pl.Int64,
    "share": pl.Float64,
}


@dataclass(frozen=True, slots=True)
class ChangeResult:
    """What became of areas between editions.

    Attributes:
        spec: what was asked.
        editions: the editions, oldest first.
        table: one row an area, by code: `area_code`, what `areas` gave, then for each edition
            `rank_<edition>`, `decile_<edition>` (1 the most deprived tenth; both null where not
            known) and `approximate_<edition>`; `editions_known`, `editions_in_worst` (how many
            had it in the worst tenth) and `change` (tenths moved from start to end, above 0
            towards less deprived).
        transitions: `before`, `after` (tenths at start and end), `areas`, `people`, `share` of
            the areas of that tenth at the start; of areas known both times.
        flows: the same between each edition and the next, by groups of tenths: `from_edition`,
            `to_edition`, `before`, `after`, `areas`, `people`, `share`.
        persistence: `editions_in_worst` from 0 to the number of editions, `areas`, `people`; of
            areas known at every edition.
    """

    spec: ChangeSpec
    editions: tuple[str, ...]
    table: pl.DataFrame
    transitions: pl.DataFrame
    flows: pl.DataFrame
    persistence: pl.DataFrame

    @property
    def unknown(self) -> int:
        """Areas not known at the start or at the end."""
        ends = [f"decile_{self.spec.start}", f"decile_{self.spec.end}"]
        return self.table.height - self.table.drop_nulls(ends).height

    @property
    def worst_before(self) -> int:
        """Areas in the worst tenth at the start."""
        return int(self.transitions.filter(pl.col("before") == 1)["areas"].sum())

    @property
    def worst_after(self) -> int:
        """Areas in the worst tenth at the end."""
        return int(self.transitions.filter(pl.col("after") == 1)["areas"].sum())

    @property
    def stayed(self) -> tuple[int, int]:
        """Areas in the worst tenth both times, and the people who live there."""
        cell = self.transitions.filter((pl.col("before") == 1) & (pl.col("after") == 1))
        return int(cell["areas"].sum()), int(cell["people"].sum())

    @property
    def always(self) -> tuple[int, int]:
        """Areas in the worst tenth at every edition, and the people who live there."""
        row = self.persistence.filter(pl.col("editions_in_worst") == len(self.editions))
        return int(row["areas"].sum()), int(row["people"].sum())

    def explain(self) -> str:
        """The finding in plain words, with the caution that belongs to it."""
        if len(self.editions) < 2 or self.spec.start == self.spec.end:
            return (
                f"Only the edition of {self.spec.start} is compared here, so no change can be "
                f"shown: {self.worst_before:,} of {self.table.height:,} areas are in the worst "
                "tenth."
            )
        areas, people = self.stayed
        said = (
            f"{areas:,} of the {self.worst_before:,} areas in the worst tenth in "
            f"{self.spec.start} still are in {self.spec.end}"
        )
        share = f" ({areas / self.worst_before:.0%})" if self.worst_before else ""
        return f"{said}{share}; {people:,} people live there. {self._always()}{CAUTION}"

    def _always(self) -> str:
        if len(self.editions) == 2:
            return ""
        areas, people = self.always
        return (
            f"{areas:,} {'area was' if areas == 1 else 'areas were'} in it at every one of the "
            f"{len(self.editions)} editions from {self.editions[0]} to {self.editions[-1]}; "
            f"{people:,} people live there. "
        )


def change_over_time(
    spec: ChangeSpec, editions: Sequence[Edition], areas: pl.DataFrame
) -> ChangeResult:
    """Follow areas through the editions of an index.

    A tenth is ceil(10 x rank / number ranked), 1 the most deprived, as the English Indices number
    theirs; a carried rank one beyond the last counts as the last. An area without a rank at an
    edition is unknown there: it is in no tenth and no transition.

    Args:
        spec: the two editions of the transition table, and the groups of the flows.
        editions: ranks at each edition, all on the same areas, in any order. Editions outside
            `start` to `end` are left out.
        areas: `area_code`, `people` (at one date for all editions, so that nobody appears or
            goes) and what else should stand in the table. Areas not named here are left out.

    Raises:
        InputError: `start` or `end` is not among the editions, an edition comes twice, or a
            column is missing.
    """
    chosen = _chosen(spec, editions)
    check_columns(areas, ["people"], table="areas")
    table = reduce(_with_edition, chosen, areas.sort(KEY))
    deciles = [f"decile_{item.period}" for item in chosen]
    worst = pl.sum_horizontal((pl.col(name) == 1).fill_null(value=False) for name in deciles)
    known = pl.sum_horizontal(pl.col(name).is_not_null() for name in deciles)
    start, end = f"decile_{spec.start}", f"decile_{spec.end}"
    table = table.with_columns(
        editions_known=known.cast(pl.Int64),
        editions_in_worst=worst.cast(pl.Int64),
        change=pl.col(end) - pl.col(start),
    )
    return ChangeResult(
        spec=spec,
        editions=tuple(item.period for item in chosen),
        table=table,
        transitions=moves(table, start, end, range(1, TENTHS + 1)),
        flows=_flows(spec, table, [item.period for item in chosen]),
        persistence=_persistence(table, len(chosen)),
    )


def _chosen(spec: ChangeSpec, editions: Sequence[Edition]) -> list[Edition]:
    held = sorted(item.period for item in editions)
    problems = [
        InputProblem(f"one of the editions held: {', '.join(held)}", repr(asked), column=name)
        for name, asked in (("from", spec.start), ("to", spec.end))
        if asked not in held
    ]
    problems += [
        InputProblem("each edition once", f"{period} more than once", column="editions")
        for period in sorted({period for period in held if held.count(period) > 1})
    ]
    if problems:
        raise InputError(problems, "Change over time cannot be shown:")
    inside = [item for item in editions if spec.start <= item.period <= spec.end]
    return sorted(inside, key=lambda item: item.period)


def _with_edition(table: pl.DataFrame, edition: Edition) -> pl.DataFrame:
    """The table with the rank, the tenth and the mark of one edition."""
    check_columns(edition.table, ["rank"], table=edition.period)
    if "approximate" not in edition.table.columns:
        came = f"the columns {', '.join(edition.table.columns)}"
        raise InputError(InputProblem("a column 'approximate'", came, file=edition.period))
    ranks = column_values(edition.table, "rank")
    within = np.clip(np.nan_to_num(ranks, nan=1), 1, edition.ranked).astype(np.int64)
    own = pl.DataFrame(
        {
            KEY: edition.table[KEY],
            f"rank_{edition.period}": ranks,
            f"decile_{edition.period}": quantile_of_rank(within, edition.ranked),
            f"approximate_{edition.period}": edition.table["approximate"],
        }
    ).with_columns(pl.col(f"rank_{edition.period}").fill_nan(None).cast(pl.Int64))
    known = pl.col(f"rank_{edition.period}").is_not_null()
    own = own.with_columns(pl.when(known).then(pl.col(f"decile_{edition.period}")))
    return table.join(own, on=KEY, how="left", maintain_order="left")


def _flows(spec: ChangeSpec, table: pl.DataFrame, periods: Sequence[str]) -> pl.DataFrame:
    """Moves between the groups of each edition and the next."""
    grouped = table.select("people", *(_group(spec, period) for period in periods))
    made = [pl.DataFrame(schema=_FLOWS)]
    for first, second in pairwise(periods):
        between = moves(grouped, first, second, spec.group_names)
        ends = {"from_edition": pl.lit(first), "to_edition": pl.lit(second)}
        made.append(between.with_columns(**ends).select(list(_FLOWS)))
    return pl.concat(made)


def _group(spec: ChangeSpec, period: str) -> pl.Expr:
    """The group of each area: 1 + the number of groups that end before its tenth."""
    tenth = pl.col(f"decile_{period}")
    before = pl.sum_horizontal((tenth > last).cast(pl.Int64) for last in spec.groups)
    return pl.when(tenth.is_not_null()).then(before + 1).alias(period)


def _persistence(table: pl.DataFrame, editions: int) -> pl.DataFrame:
    known = table.filter(pl.col("editions_known") == editions)
    counted = known.group_by("editions_in_worst").agg(
        areas=pl.len().cast(pl.Int64), people=pl.col("people").cast(pl.Int64).sum()
    )
    return (
        pl.DataFrame({"editions_in_worst": range(editions + 1)})
        .join(counted, on="editions_in_worst", how="left", maintain_order="left")
        .with_columns(pl.col("areas", "people").fill_null(0))
    )
