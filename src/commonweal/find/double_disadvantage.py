"""Which areas are doubly disadvantaged under a rule: the typology of every area."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from commonweal.errors import InputError, InputProblem, MethodNotApplicable
from commonweal.find.double_disadvantage_spec import Condition, DoubleDisadvantageSpec
from commonweal.find.normalise import ranks_of_known
from commonweal.find.tables import KEY, check_columns, column_values
from commonweal.find.typology import (
    DOUBLY_DISADVANTAGED,
    TYPOLOGY,
    TYPOLOGY_TYPE,
    bivariate_class,
    typology_of,
    within_cut,
)
from commonweal.stats import cut_rank

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

RANKS = {
    "deprivation": "deprivation_rank",
    "infrastructure": "infrastructure_rank",
    "combined": "combined_rank",
}


@dataclass(frozen=True, slots=True)
class Cut:
    """One condition as it was applied.

    Attributes:
        name: `deprivation`, `infrastructure` or `combined`.
        label: what people call the measure.
        share: the cut asked for, a share of areas.
        rank: the largest rank inside.
        ranked: number of areas that the ranks were made among.
    """

    name: str
    label: str
    share: float
    rank: int
    ranked: int

    @property
    def column(self) -> str:
        """The column of the result that holds its ranks."""
        return RANKS[self.name]


@dataclass(frozen=True, slots=True)
class DoubleDisadvantageResult:
    """The typology of every area.

    Attributes:
        spec: the rule.
        table: one row an area, sorted by code: `area_code`, `area_name` (if given), `typology`,
            `unknown_because`, `deprivation_rank`, `infrastructure_rank`, `combined_rank` (only
            under that rule), the three columns of the two-way map, `people` (if given).
        summary: `typology` (null for areas of which it is not known), `areas`, `people`.
        cuts: the conditions as they were applied, those that decide first.

    The ranks of a measure whose owner has not licensed it must not leave the machine:
    `columns_of("infrastructure")` names the columns that show it.
    """

    spec: DoubleDisadvantageSpec
    table: pl.DataFrame
    summary: pl.DataFrame
    cuts: tuple[Cut, ...]

    @property
    def doubly_disadvantaged(self) -> pl.DataFrame:
        """The rows of the areas that are doubly disadvantaged."""
        return self.table.filter(pl.col("typology") == DOUBLY_DISADVANTAGED)

    def cut(self, name: str) -> Cut:
        """The condition of that name as it was applied."""
        return next(cut for cut in self.cuts if cut.name == name)

    def columns_of(self, measure: str) -> tuple[str, ...]:
        """Columns of the table that give away ranks of a measure."""
        return tuple(
            column for column in self.table.columns if column in (RANKS[measure], RANKS["combined"])
        )

    def explain(self) -> str:
        """The finding and the rule, in plain words."""
        found = self.summary.row(0, named=True)
        of = self.table.height
        people = f" {found['people']:,.0f} people live there." if "people" in found else ""
        unknown = int(self.table["typology"].null_count())
        gaps = f" Of {unknown:,} areas we do not know: a measure is missing." if unknown else ""
        return (
            f"{found['areas']:,} of {of:,} areas ({self.spec.geography}) are doubly "
            f"disadvantaged.{people} {_rule_in_words(self)}{gaps}"
        )


def find_double_disadvantage(
    spec: DoubleDisadvantageSpec, table: pl.DataFrame
) -> DoubleDisadvantageResult:
    """The typology of every area of a table.

    Args:
        spec: the rule.
        table: `area_code`, one row an area, and the columns of the two measures; `area_name` and
            `people` if there are any. Give all the areas of the country: a part of it only with
            ranks and `ranked_among`.

    Raises:
        InputError: a column is missing, a code is repeated, or a rank lies beyond the number of
            areas it was made among.
        MethodNotApplicable: a measure is known for no area.
    """
    numeric = [spec.deprivation.column, spec.infrastructure.column]
    check_columns(table, numeric + (["people"] if "people" in table.columns else []))
    rows = table.sort(KEY)
    deprivation, cut_d = _condition("deprivation", spec.deprivation, rows)
    infrastructure, cut_i = _condition("infrastructure", spec.infrastructure, rows)
    known = ~(np.isnan(deprivation) | np.isnan(infrastructure))
    inside = [
        within_cut(deprivation, cut_d.ranked, cut_d.share),
        within_cut(infrastructure, cut_i.ranked, cut_i.share),
    ]
    cuts: tuple[Cut, ...] = (cut_d, cut_i)
    ranks = {cut_d.column: deprivation, cut_i.column: infrastructure}
    if spec.rule == "combined score":
        shares = (deprivation / cut_d.ranked, infrastructure / cut_i.ranked)
        combined, cut_c = _combined(spec, *shares)
        ranks[cut_c.column] = combined
        inside = _by_combined(within_cut(combined, cut_c.ranked, cut_c.share), inside, shares)
        cuts = (cut_c, cut_d, cut_i)
    result = _table(spec, rows, typology_of(inside[0], inside[1], known), ranks, cuts)
    return DoubleDisadvantageResult(spec, result, summarise_typology(result), cuts)


def summarise_typology(table: pl.DataFrame) -> pl.DataFrame:
    """Areas and people of each type, in the order of the typology; unknown (null) last.

    Args:
        table: `typology`, and `people` if there are any.
    """
    asked = [pl.len().alias("areas")]
    if "people" in table.columns:
        asked.append(pl.col("people").sum())
    order = pl.DataFrame({"typology": pl.Series([*TYPOLOGY, None], dtype=TYPOLOGY_TYPE)})
    found = table.group_by("typology").agg(asked)
    return order.join(
        found, on="typology", how="left", nulls_equal=True, maintain_order="left"
    ).fill_null(0)


def _condition(name: str, condition: Condition, rows: pl.DataFrame) -> tuple[Floats, Cut]:
    values = column_values(rows, condition.column)
    ranks, ranked = values, int((~np.isnan(values)).sum())
    if not ranked:
        raise MethodNotApplicable(f"{condition.label or name} is not known for any area.")
    if condition.holds != "ranks":
        ranks, ranked = ranks_of_known(values, highest_first="higher" in condition.holds)
    ranked = condition.ranked_among or ranked
    highest = np.nanmax(ranks)
    if np.nanmin(ranks) < 1 or highest > ranked + 1:
        expected = f"ranks from 1 to {ranked:,}"
        came = f"ranks from {np.nanmin(ranks):,g} to {highest:,g}"
        hint = "If the table is a part of what was ranked, say so with ranked_among."
        raise InputError(InputProblem(expected, came, column=condition.column, hint=hint))
    rank = cut_rank(condition.cut, ranked)
    return ranks, Cut(name, condition.label or condition.column, condition.cut, rank, ranked)


def _combined(
    spec: DoubleDisadvantageSpec, deprivation: Floats, infrastructure: Floats
) -> tuple[Floats, Cut]:
    weight = spec.deprivation_weight
    score = weight * deprivation + (1 - weight) * infrastructure
    ranks, ranked = ranks_of_known(score, highest_first=False)
    label = f"{spec.deprivation.label} and {spec.infrastructure.label} combined"
    rank = cut_rank(spec.combined_cut, ranked)
    return ranks, Cut("combined", label, spec.combined_cut, rank, ranked)


def _by_combined(chosen: Flags, inside: list[Flags], shares: tuple[Floats, Floats]) -> list[Flags]:
    """Both flags for the chosen; an area inside both cuts but not chosen keeps its worse one."""
    both = inside[0] & inside[1] & ~chosen
    worse = shares[0] <= shares[1]
    return [chosen | (inside[0] & ~(both & ~worse)), chosen | (inside[1] & ~(both & worse))]


def _table(
    spec: DoubleDisadvantageSpec,
    rows: pl.DataFrame,
    typology: pl.Series,
    ranks: dict[str, Floats],
    cuts: tuple[Cut, ...],
) -> pl.DataFrame:
    by_name = {cut.name: cut for cut in cuts}
    two = (by_name["deprivation"], by_name["infrastructure"])
    given = [name for name in (KEY, "area_name") if name in rows.columns]
    frame = rows.select(given).with_columns(typology, _reasons(spec, ranks))
    frame = frame.hstack(pl.DataFrame(ranks).fill_nan(None).cast(pl.Int64))
    classes = bivariate_class(
        ranks[two[0].column], ranks[two[1].column], (two[0].ranked, two[1].ranked)
    )
    frame = frame.hstack(classes)
    return frame.with_columns(rows["people"]) if "people" in rows.columns else frame


def _reasons(spec: DoubleDisadvantageSpec, ranks: dict[str, Floats]) -> pl.Series:
    no_d = np.isnan(ranks[RANKS["deprivation"]])
    no_i = np.isnan(ranks[RANKS["infrastructure"]])
    names = (spec.deprivation.label, spec.infrastructure.label)
    said = np.array(["", f"no {names[0]}", f"no {names[1]}", f"no {names[0]}, no {names[1]}"])
    chosen = said[no_d.astype(np.int8) + 2 * no_i.astype(np.int8)]
    return pl.Series("unknown_because", chosen, dtype=pl.String).replace("", None)


def _rule_in_words(result: DoubleDisadvantageResult) -> str:
    told = [
        f"the worst {100 * cut.share:.4g}% of areas by {cut.label} (ranks 1 to {cut.rank:,} "
        f"of {cut.ranked:,})"
        for cut in result.cuts
    ]
    if result.spec.rule == "combined score":
        return f"They are {told[0]}."
    return f"They are in both {told[0]} and {told[1]}."
