"""What is more prevalent in some groups of areas than in others: levels, gaps and how sure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from commonweal.stats import Estimate, discoveries
from commonweal.stats.gaps import Gap, gap_of_estimates
from commonweal.understand.groups import Grouping
from commonweal.understand.layout import Layout, lay_out
from commonweal.understand.levels import Sums, cell_sums, centres, levels, spread_of_areas
from commonweal.understand.measures import Floats, LeftOut, Measure, MeasureTable
from commonweal.understand.spec import PrevalenceSpec

NO_REST = "there is nothing else to hold it against"
LEVEL_COLUMNS = (
    "split",
    "group",
    "areas",
    "people",
    "covered",
    "value",
    "lower",
    "upper",
    "numerator",
    "denominator",
    "method",
)


@dataclass(frozen=True, slots=True)
class Prevalence:
    """Levels and gaps of every measure in every group.

    Attributes:
        spec: what was asked.
        grouping: the groups.
        measures: the measures, in the order of the atlas.
        left_out: indicators that are not among them, and why.
        levels: one row for each measure and set of areas: `measure`, `split` (the region or
            class, or the whole), `group`, `areas` and `people` whose value is known, `covered`
            (their share of the people there), `value, lower, upper, numerator, denominator,
            method`.
        table: one row for each measure and comparison: what describes the measure, the level of
            the group as above, `against` and its `against_value`, `gap` with limits (in the
            measure's unit), `ratio` with limits, `p_value`, `adjusted` (for the number of
            comparisons), `stands_out`, `standardised` (the gap in standard deviations of the
            areas; positive is worse, and without sign where neither is said), `direction`
            (worse, better, more, less or the same), `rank` (1 for the largest gap of the same
            groups) and `gap_method`.
    """

    spec: PrevalenceSpec
    grouping: Grouping
    measures: tuple[Measure, ...]
    left_out: tuple[LeftOut, ...]
    levels: pl.DataFrame
    table: pl.DataFrame

    def gaps(
        self, group: str | None = None, against: str | None = None, split: str | None = None
    ) -> pl.DataFrame:
        """The gaps of one group (that asked about, if none), the largest first."""
        chosen = (pl.col("group") == (group or self.grouping.reference)) & (
            pl.col("against") == (against or self.grouping.whole)
        )
        if split is not None:
            chosen &= pl.col("split") == split
        return self.table.filter(chosen).sort("rank", "split", "measure", nulls_last=True)

    def without(self, measure_ids: Iterable[str]) -> Prevalence:
        """The same without some measures, whose values may not be passed on, say."""
        closed = frozenset(measure_ids)
        kept = ~pl.col("measure").is_in(sorted(closed))
        return replace(
            self,
            measures=tuple(item for item in self.measures if item.id not in closed),
            levels=self.levels.filter(kept),
            table=self.table.filter(kept),
        )

    def explain(self) -> str:
        """What was compared and how much stands out, in plain words."""
        compared = self.table.filter(pl.col("p_value").is_not_null())
        found = int(compared["stands_out"].sum())
        sizes = ", ".join(f"{count:,} {name}" for name, count in self.grouping.sizes.items())
        return (
            f"{len(self.measures):,} measures were compared between groups of areas ({sizes}) and "
            f"{self.grouping.whole}: {compared.height:,} comparisons. {found:,} gaps stand out; of "
            f"these we expect at most {self.spec.false_discoveries:.0%} to have come about by "
            f"chance. Ranges hold the true figure {self.spec.confidence:.0%} of the time."
        )


def prevalence(
    spec: PrevalenceSpec,
    table: MeasureTable,
    grouping: Grouping,
    parts: pl.DataFrame | None = None,
) -> Prevalence:
    """Compare groups of areas on every measure.

    Args:
        spec: what is asked.
        table: the measures of every area of the geography.
        grouping: the groups; areas in none count towards the whole.
        parts: `area_code, split` where the spec asks for a split.

    Raises:
        InputError: groups of other areas than those of the table, or unknown names.
        UnknownIndicator: a measure that is asked for is not in the table.
    """
    if spec.measures:
        table = table.select(spec.measures)
    split = spec.split if parts is not None else "none"
    layout = lay_out(table.area_codes, grouping, parts, split, spec.against)
    number = layout.members.shape[1]
    cells, centre = cell_sums(table, layout.cells, number), centres(table)
    sets = cells.of(layout.members)
    level = levels(sets, table.measures, centre, spec.confidence)
    return Prevalence(
        spec=spec,
        grouping=grouping,
        measures=table.measures,
        left_out=table.left_out,
        levels=_levels_frame(layout, sets, level, table.measures),
        table=_gaps_frame(spec, layout, (cells, sets, level), table),
    )


def _levels_frame(
    layout: Layout, sets: Sums, level: Estimate, measures: tuple[Measure, ...]
) -> pl.DataFrame:
    number, size = len(layout.names), len(measures)
    frame = pl.DataFrame(
        {
            "measure": np.tile(np.array([item.id for item in measures], dtype=object), number),
            "split": np.repeat(np.array([name for name, _ in layout.names], dtype=object), size),
            "group": np.repeat(np.array([name for _, name in layout.names], dtype=object), size),
            "areas": sets.areas.ravel().astype(np.int64),
            "people": sets.weight.ravel(),
            "covered": (sets.weight / np.maximum(sets.people, 1e-300)).ravel(),
            "value": level.value,
            "lower": level.lower,
            "upper": level.upper,
            "numerator": level.numerator,
            "denominator": level.denominator,
            "method": level.method,
        },
        schema_overrides={"measure": pl.String, "split": pl.String, "group": pl.String},
    )
    return _no_nan(frame)


def _gaps_frame(
    spec: PrevalenceSpec,
    layout: Layout,
    known: tuple[Sums, Sums, Estimate],
    table: MeasureTable,
) -> pl.DataFrame:
    cells, sets, level = known
    size = len(table.measures)
    first = np.array([item.first for item in layout.comparisons], dtype=np.int64)
    second = np.array([item.second for item in layout.comparisons], dtype=np.int64)
    if not first.size or not size:
        return _described(pl.DataFrame(schema=_EMPTY), table.measures)
    rest = levels(cells.of(layout.others), table.measures, centres(table), spec.confidence)
    gap = gap_of_estimates(_take(level, first, size), rest)
    whole = np.array([item.whole for item in layout.comparisons])
    share = np.where(whole[:, None], _share(sets, first, second), 0.0).ravel()
    against = _take(level, second, size)
    frame = _levels_frame(layout, sets, level, table.measures)
    rows = (first[:, None] * size + np.arange(size)).ravel()
    names = np.array([item.against for item in layout.comparisons], dtype=object)
    found = frame[rows].with_columns(
        against=pl.Series(np.repeat(names, size), dtype=pl.String),
        against_value=pl.Series(against.value),
        **_gap_columns(gap, share),
        **_told_apart(spec, gap),
        **_standardised(gap, share, table),
    )
    return _described(_ranked(_no_nan(found)), table.measures)


def _share(sets: Sums, first: NDArray[np.int64], second: NDArray[np.int64]) -> Floats:
    """The share of the whole that the group is, by what the level is counted among."""
    base = np.where(sets.denominator > 0, sets.denominator, sets.weight)
    return base[first] / np.where(base[second] > 0, base[second], 1.0)


def _take(estimate: Estimate, rows: NDArray[np.int64], size: int) -> Estimate:
    """The entries of some sets, all measures of each."""
    places = (rows[:, None] * size + np.arange(size)).ravel()
    return Estimate(
        value=estimate.value[places],
        numerator=estimate.numerator[places],
        denominator=estimate.denominator[places],
        lower=estimate.lower[places],
        upper=estimate.upper[places],
        method=estimate.method[places],
        confidence=estimate.confidence,
    )


def _gap_columns(gap: Gap, share: Floats) -> dict[str, pl.Series]:
    """Gaps with the rest, scaled to gaps with the whole where the whole holds the group."""
    left = 1.0 - share
    columns = {
        "gap": gap.difference * left,
        "gap_lower": gap.difference_lower * left,
        "gap_upper": gap.difference_upper * left,
        "ratio": _ratio_to_whole(gap.ratio, share),
        "ratio_lower": _ratio_to_whole(gap.ratio_lower, share),
        "ratio_upper": _ratio_to_whole(gap.ratio_upper, share),
    }
    return {name: pl.Series(values) for name, values in columns.items()}


def _ratio_to_whole(ratio: Floats, share: Floats) -> Floats:
    """Ratio to the whole from ratio to the rest: r / (s r + 1 - s), which is 1 / s without end."""
    endless = np.isinf(ratio)
    finite = np.where(endless, 1.0, ratio)
    inside = finite / (share * finite + 1.0 - share)
    end = np.divide(1.0, share, where=share > 0, out=np.full_like(share, np.inf))
    return np.where(endless, end, inside)


def _told_apart(spec: PrevalenceSpec, gap: Gap) -> dict[str, pl.Series]:
    p = gap.p_value
    able = ~np.isnan(p)
    adjusted, found = np.full(p.shape, np.nan), np.zeros(p.shape, dtype=np.bool_)
    if able.any():
        result = discoveries(p[able], share=spec.false_discoveries)
        adjusted[able], found[able] = result.adjusted, result.found
    method = np.where(able, gap.method, NO_REST)
    return {
        "p_value": pl.Series(p),
        "adjusted": pl.Series(adjusted),
        "stands_out": pl.Series(found),
        "gap_method": pl.Series(method.astype(str)),
    }


def _standardised(gap: Gap, share: Floats, table: MeasureTable) -> dict[str, pl.Series]:
    size = len(table.measures)
    difference = (gap.difference * (1.0 - share)).reshape(-1, size)
    sign = np.array([item.sign for item in table.measures])
    raw = difference / spread_of_areas(table)
    signed = np.where(sign == 0, np.abs(raw), raw * sign)
    words = np.select(
        [difference == 0, (sign != 0) & (raw * sign > 0), sign != 0, difference > 0],
        ["the same", "worse", "better", "more"],
        "less",
    )
    words = np.where(np.isnan(difference), "not known", words)
    return {
        "standardised": pl.Series(signed.ravel()),
        "direction": pl.Series(words.ravel().astype(str)),
    }


def _ranked(frame: pl.DataFrame) -> pl.DataFrame:
    rank = pl.col("standardised").abs().rank("min", descending=True)
    return frame.with_columns(rank=rank.over("split", "group", "against").cast(pl.Int64))


def _described(frame: pl.DataFrame, measures: tuple[Measure, ...]) -> pl.DataFrame:
    """The rows with what describes each measure in front."""
    names = ("title", "topic", "unit", "polarity", "kind", "period", "way")
    about = pl.DataFrame(
        [
            {"measure": item.id, **{name: getattr(item, name) for name in names}}
            for item in measures
        ],
        schema=dict.fromkeys(("measure", *names), pl.String),
    )
    joined = frame.join(about, on="measure", how="left", maintain_order="left")
    return joined.select("measure", *names, pl.exclude("measure", *names))


def _no_nan(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None))


_EMPTY: dict[str, type[pl.DataType]] = {
    "measure": pl.String,
    "split": pl.String,
    "group": pl.String,
    "areas": pl.Int64,
    **dict.fromkeys(
        ("people", "covered", "value", "lower", "upper", "numerator", "denominator"), pl.Float64
    ),
    "method": pl.String,
    "against": pl.String,
    **dict.fromkeys(
        (
            "against_value",
            "gap",
            "gap_lower",
            "gap_upper",
            "ratio",
            "ratio_lower",
            "ratio_upper",
            "p_value",
            "adjusted",
        ),
        pl.Float64,
    ),
    "stands_out": pl.Boolean,
    "gap_method": pl.String,
    "standardised": pl.Float64,
    "direction": pl.String,
    "rank": pl.Int64,
}
