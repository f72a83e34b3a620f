"""How much of a gap is due to deprivation alone: like held against like.

The group is held against other areas at its own level of deprivation. `expected` is what it would
have if, at each level, it were as those others are: m = sum over strata of W x m(others), where W
is the share of the group's people in the stratum (direct standardisation). Then

    level - whole = (expected - whole) + (level - expected)
                     due to deprivation   beyond deprivation

Variances are those of stratified means with areas as units, sum of W2 x var(m). A second route,
each area of the group against the other area of nearest rank, must come to much the same.

Sources: Kitagawa (1955), Journal of the American Statistical Association 50, 1168-1194 (parts of a
difference); Cochran (1977), Sampling Techniques, equations 5.6 and 6.13 (variances); Abadie and
Imbens (2006), Econometrica 74, 235-267 (matching with replacement).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.sparse import csr_array
from scipy.special import ndtr

from commonweal.errors import InputError, InputProblem, MethodNotApplicable
from commonweal.parameters import number, numbers
from commonweal.stats import discoveries
from commonweal.stats.estimate import normal_quantile
from commonweal.understand.groups import Grouping
from commonweal.understand.levels import Sums, cell_sums, centres, spread_of_areas
from commonweal.understand.measures import Flags, Floats, MeasureTable
from commonweal.understand.rule_parts import IN_DEPRIVATION, part_of_rule
from commonweal.understand.strata import Places, merged, nearest_like, strata_of

TOO_FEW = "too few of the group have areas of like deprivation to be held against"


@dataclass(frozen=True, slots=True)
class LikeForLikeSpec:
    """How like is held against like.

    Attributes:
        group: the group asked about; that of the grouping if empty.
        others: the groups it is held against; every other one if empty.
        strata: equal strata of the deprivation rank in each tenth, from the most deprived.
        within_split: whether the nearest area must be of the same region or class.
        confidence: share of intervals that hold the true figure.
        false_discoveries: share of false discoveries borne.
        least_matched: least share of the group's people who must have a like.
        agreement: furthest that the two routes may lie apart, in standard deviations.
    """

    group: str = ""
    others: tuple[str, ...] = ()
    strata: tuple[float, ...] = numbers("understand.strata")
    within_split: bool = False
    confidence: float = number("understand.confidence")
    false_discoveries: float = number("understand.false_discoveries")
    least_matched: float = number("understand.least_matched")
    agreement: float = number("understand.agreement")

    def __post_init__(self) -> None:
        whole = all(count >= 1 and float(count).is_integer() for count in self.strata)
        if not self.strata or not whole:
            came = ", ".join(f"{count:g}" for count in self.strata) or "none"
            raise InputError(InputProblem("whole numbers of strata", came, column="strata"))


@dataclass(frozen=True, slots=True)
class LikeForLike:
    """Gaps of a group, in a part due to deprivation and a part beyond it.

    Attributes:
        spec: how like was held against like.
        group: the group; `others` those it was held against; `whole` all areas together.
        strata: how many strata of like deprivation there were.
        table: one row a measure: `level` of the group and of the `whole`; `expected`; `due` and
            `beyond` with limits; `p_value`, `adjusted` and `stands_out` of what is beyond;
            `share_due` of the gap, where both parts go the same way; `matched` and its limits
            (what is beyond, by the second route); `agree` (whether the routes do); `covered`
            (share of the group's people with a like); `part_of_deprivation` (whether the measure
            is part of the index itself) and `note` (why there is no figure, or what blurs it).
    """

    spec: LikeForLikeSpec
    group: str
    others: tuple[str, ...]
    whole: str
    strata: int
    table: pl.DataFrame

    def explain(self) -> str:
        """How like was held against like, and how it came out, in plain words."""
        told = self.table.filter(pl.col("beyond").is_not_null() & ~pl.col("part_of_deprivation"))
        found, agree = int(told["stands_out"].sum()), int(told["agree"].sum())
        return (
            f"To see what is due to deprivation alone, areas that are {self.group} were held "
            f"against areas that are {' or '.join(self.others)} and just as deprived, in "
            f"{self.strata} strata of the rank. Of {told.height} measures that are not part of "
            f"the index itself, {found} differ beyond what deprivation explains. A second way, "
            f"each area against its nearest like, comes to much the same for {agree} of them. "
            "Other differences between the places (where they are, who lives there) remain."
        )


def like_for_like(
    spec: LikeForLikeSpec,
    table: MeasureTable,
    grouping: Grouping,
    ranks: pl.DataFrame,
    ranked: int,
    parts: pl.DataFrame | None = None,
) -> LikeForLike:
    """Part the gaps of a group into what is due to deprivation and what is beyond it.

    Args:
        spec: how.
        table: the measures of every area.
        grouping: the groups.
        ranks: `area_code, deprivation_rank`, 1 the most deprived.
        ranked: how many areas the ranks were made among.
        parts: `area_code, split`, for matching within it.

    Raises:
        InputError: the spec names groups that there are not, or matching within no split.
        MethodNotApplicable: there are no areas to hold the group against.
    """
    group, others = _groups(spec, grouping)
    if spec.within_split and parts is None:
        expected = "a split by region or class to match within"
        raise InputError(InputProblem(expected, "none", column="within_split"))
    frame = _aligned(table, grouping, ranks, parts)
    rank = frame["deprivation_rank"].cast(pl.Float64).fill_null(float("nan")).to_numpy()
    mine = (frame["group"] == group).fill_null(False).to_numpy()
    other = frame["group"].is_in(list(others)).fill_null(False).to_numpy()
    strata = merged(strata_of(rank, ranked, spec.strata), mine, other)
    if not mine.any() or strata.max(initial=-1) < 0:
        raise MethodNotApplicable(
            f"No areas that are {' or '.join(others) or 'in another group'} are as deprived as "
            f"those that are {group}, so like cannot be held against like."
        )
    likes = set(frame["group"].filter(pl.Series(other & (strata >= 0))))
    within = frame["part"].to_numpy() if spec.within_split else np.zeros(len(table), np.int64)
    weights = np.where(np.isnan(table.denominator), table.people[:, None], table.denominator)
    by_strata = _by_strata(table, strata, (mine, other), weights)
    nearest = nearest_like(rank, mine, other, within)
    matched = _by_nearest(table, nearest, weights)
    return LikeForLike(
        spec=spec,
        group=group,
        others=tuple(name for name in others if name in likes),
        whole=grouping.whole,
        strata=int(strata.max()) + 1,
        table=_table(spec, table, by_strata, matched),
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    level: Floats
    whole: Floats
    expected: Floats
    due_error: Floats
    beyond_error: Floats
    covered: Floats


def _by_strata(
    table: MeasureTable,
    strata: Places,
    who: tuple[Flags, Flags],
    weights: Floats,
) -> _Parts:
    count = int(strata.max()) + 1
    mine, other = who
    side = np.where(mine, 0, np.where(other, 1, -1))
    cells = np.where((strata >= 0) & (side >= 0), strata + count * side, -1)
    sums = cell_sums(table, cells, 2 * count, weights)
    mean, variance = _means(sums)
    own, theirs = slice(0, count), slice(count, 2 * count)
    usable = (sums.units[own] >= 2) & (sums.units[theirs] >= 2)
    held = np.where(usable, sums.weight[own], 0.0)
    everyone = cell_sums(table, np.where(mine, 0, -1), 1, weights).weight[0]
    total = np.where(held.sum(axis=0) > 0, held.sum(axis=0), np.nan)
    share = held / total
    level = (share * np.where(usable, mean[own], 0.0)).sum(axis=0)
    expected = (share * np.where(usable, mean[theirs], 0.0)).sum(axis=0)
    own_variance = (share**2 * np.where(usable, variance[own], 0.0)).sum(axis=0)
    their_variance = (share**2 * np.where(usable, variance[theirs], 0.0)).sum(axis=0)
    whole_sums = cell_sums(table, np.zeros(len(table), np.int64), 1, weights)
    whole_mean, whole_variance = _means(whole_sums)
    return _Parts(
        level=level + centres(table),
        whole=whole_mean[0] + centres(table),
        expected=expected + centres(table),
        due_error=np.sqrt(their_variance + whole_variance[0]),
        beyond_error=np.sqrt(own_variance + their_variance),
        covered=held.sum(axis=0) / np.where(everyone > 0, everyone, np.nan),
    )


def _means(sums: Sums) -> tuple[Floats, Floats]:
    """Mean (less the centre) and its linearised variance, of each cell; NaN where not known."""
    weight = np.where(sums.weight > 0, sums.weight, np.nan)
    mean = sums.total / weight
    spread = sums.square - 2 * mean * sums.cross + mean**2 * sums.square_weight
    units = np.where(sums.units > 1, sums.units, np.nan)
    return mean, np.maximum(units / (units - 1) * spread, 0.0) / weight**2


def _by_nearest(table: MeasureTable, nearest: Places, weights: Floats) -> tuple[Floats, Floats]:
    """Mean difference from the nearest like and its standard error; likes are the units."""
    mine = np.flatnonzero(nearest >= 0)
    likes, place = np.unique(nearest[mine], return_inverse=True)
    difference = table.value[mine] - table.value[nearest[mine]]
    known = ~np.isnan(difference)
    weight = np.where(known, weights[mine], 0.0)
    difference = np.where(known, difference, 0.0)
    total = np.where(weight.sum(axis=0) > 0, weight.sum(axis=0), np.nan)
    mean = (weight * difference).sum(axis=0) / total
    gather = csr_array(
        (np.ones(mine.size), (place, np.arange(mine.size))), shape=(likes.size, mine.size)
    )
    moved = np.asarray(gather @ (weight * (difference - mean)))
    units = np.asarray(gather @ known.astype(np.float64) > 0).sum(axis=0)
    factor = np.where(units > 1, units / np.maximum(units - 1, 1), np.nan)
    return mean, np.sqrt(factor * (moved**2).sum(axis=0)) / total


def _table(
    spec: LikeForLikeSpec,
    table: MeasureTable,
    found: _Parts,
    matched: tuple[Floats, Floats],
) -> pl.DataFrame:
    z = normal_quantile(spec.confidence)
    short = ~(found.covered >= spec.least_matched)
    due = np.where(short, np.nan, found.expected - found.whole)
    beyond = np.where(short, np.nan, found.level - found.expected)
    near = np.where(short, np.nan, matched[0])
    p, adjusted, stands_out = _told_apart(beyond, found.beyond_error, spec.false_discoveries)
    gap = due + beyond
    same_way = (np.sign(due) == np.sign(beyond)) & (gap != 0)
    apart = np.abs(beyond - near) / spread_of_areas(table)
    overlap = np.abs(beyond - near) <= z * np.hypot(found.beyond_error, matched[1])
    figures = {
        "level": found.level,
        "whole": found.whole,
        "expected": np.where(short, np.nan, found.expected),
        **_limits("due", due, z * found.due_error),
        **_limits("beyond", beyond, z * found.beyond_error),
        "p_value": p,
        "adjusted": adjusted,
        "stands_out": stands_out,
        "share_due": np.where(same_way, due / np.where(same_way, gap, 1.0), np.nan),
        **_limits("matched", near, z * matched[1]),
        "agree": (apart <= spec.agreement) | overlap,
        "covered": found.covered,
    }
    frame = pl.concat([_about(table), pl.DataFrame(figures)], how="horizontal").with_columns(
        part_of_deprivation=pl.Series(
            [part_of_rule(name) == IN_DEPRIVATION for name in table.ids], dtype=pl.Boolean
        ),
        note=pl.Series(_notes(table, short), dtype=pl.String),
    )
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None))


def _about(table: MeasureTable) -> pl.DataFrame:
    names = ("title", "unit", "polarity")
    rows = [
        {"measure": item.id, **{name: getattr(item, name) for name in names}}
        for item in table.measures
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(("measure", *names), pl.String))


def _limits(name: str, value: Floats, half: Floats) -> dict[str, Floats]:
    return {name: value, f"{name}_lower": value - half, f"{name}_upper": value + half}


def _told_apart(beyond: Floats, error: Floats, share: float) -> tuple[Floats, Floats, Flags]:
    able = ~np.isnan(beyond) & ~np.isnan(error)
    size = np.where(able, np.abs(beyond), 0.0)
    z = np.divide(size, error, where=able & (error > 0), out=np.where(size > 0, np.inf, 0.0))
    p = np.where(able, 2 * ndtr(-z), np.nan)
    adjusted, found = np.full(p.shape, np.nan), np.zeros(p.shape, dtype=np.bool_)
    if able.any():
        result = discoveries(p[able], share=share)
        adjusted[able], found[able] = result.adjusted, result.found
    return p, adjusted, found


def _notes(table: MeasureTable, short: Flags) -> list[str]:
    blurred = (
        "Areas have the value of the larger one they lie in, so near places look alike and what "
        "is beyond deprivation is understated."
    )
    return [
        TOO_FEW if none else blurred if item.way == "of the larger area" else ""
        for item, none in zip(table.measures, short, strict=True)
    ]


def _groups(spec: LikeForLikeSpec, grouping: Grouping) -> tuple[str, tuple[str, ...]]:
    group = spec.group or grouping.reference
    others = spec.others or tuple(name for name in grouping.order if name != group)
    problems = [
        InputProblem(f"one of {', '.join(grouping.order)}", name, column=column)
        for column, names in (("group", (group,)), ("others", others))
        for name in names
        if name not in grouping.order
    ]
    if problems:
        raise InputError(problems, "Like cannot be held against like so:")
    return group, others


def _aligned(
    table: MeasureTable, grouping: Grouping, ranks: pl.DataFrame, parts: pl.DataFrame | None
) -> pl.DataFrame:
    """`group, deprivation_rank, part` of every area, in the order of the table."""
    frame = table.areas.select("area_code")
    for other in (grouping.table, ranks.select("area_code", "deprivation_rank")):
        frame = frame.join(other, on="area_code", how="left", maintain_order="left")
    if parts is None:
        return frame.with_columns(part=pl.lit(0, pl.Int64))
    joined = frame.join(parts, on="area_code", how="left", maintain_order="left")
    return joined.with_columns(
        part=(pl.col("split").rank("dense").cast(pl.Int64) - 1).fill_null(-1)
    )
