"""Two lists of doubly disadvantaged areas compared: who joins, who leaves, and why."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from commonweal.errors import InputError, InputProblem
from commonweal.find.double_disadvantage import DoubleDisadvantageResult
from commonweal.find.tables import KEY
from commonweal.find.typology import DOUBLY_DISADVANTAGED

CHANGES = ("joins", "leaves", "stays")
_WORDS = {"stays": "On both lists", "joins": "Joining", "leaves": "Leaving"}


@dataclass(frozen=True, slots=True)
class ComparisonResult:
    """What changes between two lists of the same kind of areas.

    Attributes:
        before: the first list.
        after: the second list.
        table: one row an area that is on either list, sorted: `area_code`, `area_name` (if
            known), `change` (`joins`, `leaves`, `stays`), `because` (the conditions that were not
            met on the list it is not on, such as `deprivation`, or why that is not known),
            `people` (if known), then for each list and condition the rank and how many places
            inside the cut it is (negative: outside): `before_deprivation_rank`,
            `before_deprivation_inside`, and so on.
        summary: `change`, `areas`, `people` (if known), a row for each of `CHANGES`.

    Columns that give away the ranks of a measure: `columns_of("infrastructure")`.
    """

    before: DoubleDisadvantageResult
    after: DoubleDisadvantageResult
    table: pl.DataFrame
    summary: pl.DataFrame

    def columns_of(self, measure: str) -> tuple[str, ...]:
        """Columns of the table that give away ranks of a measure."""
        stems = [
            f"{side}_{name}_" for side in ("before", "after") for name in (measure, "combined")
        ]
        return tuple(name for name in self.table.columns if name.startswith(tuple(stems)))

    def explain(self) -> str:
        """What changes, in plain words."""
        rows = {row["change"]: row for row in self.summary.iter_rows(named=True)}
        told = [f"{words}: {_counted(rows[change])}." for change, words in _WORDS.items()]
        changed = self.table.filter(pl.col("change") != "stays").group_by("change", "because").len()
        reasons = [
            f"{_WORDS[change]} because of {because}: {count:,}."
            for change, because, count in changed.sort("change", "because").iter_rows()
        ]
        return " ".join([*told, *reasons])


def compare_lists(
    before: DoubleDisadvantageResult, after: DoubleDisadvantageResult
) -> ComparisonResult:
    """Compare two lists of the same kind of areas.

    An area that one of the lists does not know (a measure is missing, or it is not among its
    areas) is not on that list; `because` says so.

    Args:
        before: a list.
        after: another, made with another edition, cut or rule.

    Raises:
        InputError: the lists are of different geographies.
    """
    if before.spec.geography != after.spec.geography:
        came = f"{before.spec.geography} and {after.spec.geography}"
        hint = "Carry one to the areas of the other first."
        raise InputError(InputProblem("two lists of the same areas", came, hint=hint))
    both = _side(before, "before").join(_side(after, "after"), on=KEY, how="full", coalesce=True)
    rows = both.with_columns(pl.col("before", "after").fill_null(False)).filter(
        pl.col("before") | pl.col("after")
    )
    change = (
        pl.when(pl.col("before") & pl.col("after"))
        .then(pl.lit("stays"))
        .when("after")
        .then(pl.lit("joins"))
        .otherwise(pl.lit("leaves"))
    )
    because = (
        pl.when(pl.col("before") & pl.col("after"))
        .then(None)
        .when("after")
        .then(pl.col("before_because"))
        .otherwise(pl.col("after_because"))
    )
    rows = rows.with_columns(
        change=change,
        because=pl.when(pl.col("before") & pl.col("after"))
        .then(None)
        .otherwise(because.fill_null("not among the areas of that list")),
    )
    table = _arranged(rows)
    return ComparisonResult(before, after, table, _summary(table))


def _side(result: DoubleDisadvantageResult, side: str) -> pl.DataFrame:
    """One list's answers: on it or not, the conditions not met, ranks and places inside."""
    ranks = {f"{side}_{cut.name}_rank": pl.col(cut.column) for cut in result.cuts}
    inside = {f"{side}_{cut.name}_inside": cut.rank - pl.col(cut.column) for cut in result.cuts}
    deciding = result.cuts[:1] if result.spec.rule == "combined score" else result.cuts
    unmet = [pl.when(pl.col(cut.column) > cut.rank).then(pl.lit(cut.name)) for cut in deciding]
    known = {f"{side}_{name}": name for name in ("area_name", "people")}
    return result.table.select(
        KEY,
        (pl.col("typology") == DOUBLY_DISADVANTAGED).alias(side),
        pl.coalesce(
            "unknown_because", pl.concat_str(unmet, separator=" and ", ignore_nulls=True)
        ).alias(f"{side}_because"),
        *(
            pl.col(name).alias(alias)
            for alias, name in known.items()
            if name in result.table.columns
        ),
        **ranks,
        **inside,
    )


def _arranged(rows: pl.DataFrame) -> pl.DataFrame:
    """Code, name, change, reason and people first, then the figures of both lists."""
    first: dict[str, pl.Expr] = {}
    for name in ("area_name", "people"):
        held = [
            f"{side}_{name}" for side in ("after", "before") if f"{side}_{name}" in rows.columns
        ]
        if held:
            first[name] = pl.coalesce(held)
    figures = [name for name in rows.columns if name.endswith(("_rank", "_inside"))]
    order = [KEY, "area_name", "change", "because", "people"]
    frame = rows.with_columns(**first)
    return frame.select(*(name for name in order if name in frame.columns), *figures).sort(KEY)


def _summary(table: pl.DataFrame) -> pl.DataFrame:
    asked = [pl.len().alias("areas")]
    if "people" in table.columns:
        asked.append(pl.col("people").sum())
    order = pl.DataFrame({"change": CHANGES})
    found = table.group_by("change").agg(asked)
    return order.join(found, on="change", how="left", maintain_order="left").fill_null(0)


def _counted(row: dict[str, object]) -> str:
    people = f" with {row['people']:,.0f} people" if "people" in row else ""
    return f"{row['areas']:,}{people}"
