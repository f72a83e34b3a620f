"""Larger neighbourhoods in order of need from two measures, with or without a cap a district.

This is how a programme such as Pride in Place turns two measures into a list of places: combine
them, order the places, take no more than so many in a district.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import polars as pl
from numpy.typing import NDArray

from commonweal.errors import InputError, InputProblem, MethodNotApplicable
from commonweal.find.aggregate import aggregate_by_people
from commonweal.find.normalise import ranks_of_known
from commonweal.find.tables import KEY, check_columns, column_values
from commonweal.find.typology import DOUBLY_DISADVANTAGED
from commonweal.parameters.document import Fields, read_document

Floats = NDArray[np.float64]

Combining = Literal["average of ranks", "milder of the two", "worse of the two", "share of people"]


@dataclass(frozen=True, slots=True)
class ShortlistSpec:
    """How to order neighbourhoods.

    Attributes:
        combining: "average of ranks": the mean of the two ranks. "milder of the two": the rank on
            the measure where the place stands better, so that both must be severe. "worse of
            the two": the rank on the measure where it stands worse. "share of people": the
            share of its people who live in doubly disadvantaged small areas.
        cap: the most places taken in one district; None for no cap.
        deprivation: column of the score of deprivation, higher is worse.
        infrastructure: column of the score of lack of social infrastructure, higher is worse.
        share: column of the share of people in doubly disadvantaged small areas.
        group: column of the district.

    Raises:
        InputError: carries every problem; `column` names the field.
    """

    combining: Combining = "average of ranks"
    cap: int | None = None
    deprivation: str = "deprivation"
    infrastructure: str = "infrastructure"
    share: str = "share"
    group: str = "group_code"

    def __post_init__(self) -> None:
        problems = list(_problems(self))
        if problems:
            raise InputError(problems, "The order of neighbourhoods cannot be made:")


@dataclass(frozen=True, slots=True)
class ShortlistResult:
    """Neighbourhoods in order of need.

    Attributes:
        spec: how.
        table: one row a neighbourhood, in order: `area_code`, `place` (1 the first; null for
            those over the cap and those not known), `place_without_cap`, `over_cap`,
            `deprivation_rank`, `infrastructure_rank`, the group's code.
    """

    spec: ShortlistSpec
    table: pl.DataFrame

    def explain(self) -> str:
        """How the order was made, in plain words."""
        known = self.table["place_without_cap"].drop_nulls().len()
        cap = ""
        if self.spec.cap is not None:
            over = int(self.table["over_cap"].sum())
            cap = f" No more than {self.spec.cap} are taken in a district: {over:,} give way."
        return f"{known:,} neighbourhoods in order by {self.spec.combining}.{cap}"


def shortlist_spec(text: str, name: str = "shortlist.toml") -> ShortlistSpec:
    """Read the order of neighbourhoods from TOML; every field of `ShortlistSpec` may be given.

    Raises:
        InputError: carries every problem with its line.
    """
    fields = Fields.of(read_document(text, name))
    default = ShortlistSpec()
    given: dict[str, Any] = {"cap": fields.whole("cap")}
    for key in ("combining", "deprivation", "infrastructure", "share", "group"):
        given[key] = fields.text(key, getattr(default, key))
    return fields.build(
        lambda: ShortlistSpec(**given), f"{name} does not describe an order of neighbourhoods:"
    )


def neighbourhood_table(
    areas: pl.DataFrame, membership: pl.DataFrame, district: pl.DataFrame
) -> pl.DataFrame:
    """The table that `make_shortlist` asks for, from small areas.

    Args:
        areas: small areas: `area_code`, `people`, the scores `deprivation` and `infrastructure`
            (higher is worse), `typology`.
        membership: `area_code` of a small area and `group_code` of its neighbourhood.
        district: `area_code` of a small area and `group_code` of its district. A neighbourhood
            is in the district of most of its small areas.

    Returns:
        One row a neighbourhood: `area_code`, `people`, `deprivation` and `infrastructure` (means
        over people), `share` (of its people who live in doubly disadvantaged small areas),
        `group_code` (district).

    Raises:
        InputError: a column is missing or a code is repeated.
    """
    doubly = (pl.col("typology") == DOUBLY_DISADVANTAGED).cast(pl.Float64)
    columns = ["deprivation", "infrastructure", "share"]
    means = aggregate_by_people(areas.with_columns(share=doubly), membership, columns)
    pairs = membership.select(KEY, neighbourhood="group_code").join(district, on=KEY)
    counted = pairs.group_by("neighbourhood", "group_code").len()
    most = counted.sort("len", "group_code", descending=[True, False]).unique(
        "neighbourhood", keep="first", maintain_order=True
    )
    places = most.select(pl.col("neighbourhood").alias(KEY), "group_code")
    return means.select(KEY, "people", *columns).join(
        places, on=KEY, how="left", maintain_order="left"
    )


def make_shortlist(spec: ShortlistSpec, table: pl.DataFrame) -> ShortlistResult:
    """Order neighbourhoods by need.

    Equal neighbourhoods are ordered by their rank of deprivation, then by code. A neighbourhood
    of which a measure is missing has no place.

    Args:
        spec: how.
        table: `area_code`, one row a neighbourhood, and the columns the spec names (`share` only
            where it orders by it, the group only where there is a cap).

    Raises:
        InputError: a column is missing or a code is repeated.
        MethodNotApplicable: no neighbourhood has both measures.
    """
    by_share = spec.combining == "share of people"
    needed = [spec.deprivation, spec.infrastructure, *([spec.share] if by_share else [])]
    check_columns(table, needed)
    if spec.cap is not None:
        _check_group(spec, table)
    rows = table.sort(KEY)
    d, _ = ranks_of_known(column_values(rows, spec.deprivation), highest_first=True)
    i, _ = ranks_of_known(column_values(rows, spec.infrastructure), highest_first=True)
    score = -column_values(rows, spec.share) if by_share else _combined(spec.combining, d, i)
    known = ~(np.isnan(d) | np.isnan(i) | np.isnan(score))
    if not known.any():
        raise MethodNotApplicable("No neighbourhood has both measures.")
    kept = [KEY, *([spec.group] if spec.group in rows.columns else [])]
    frame = rows.select(kept).with_columns(
        deprivation_rank=pl.Series(d).fill_nan(None).cast(pl.Int64),
        infrastructure_rank=pl.Series(i).fill_nan(None).cast(pl.Int64),
        _score=np.where(known, score, np.nan),
    )
    ordered = frame.sort("_score", "deprivation_rank", KEY, nulls_last=True)
    return ShortlistResult(spec, _placed(spec, ordered).drop("_score"))


def standing(
    result: ShortlistResult, listed: Collection[str], within: Sequence[int]
) -> pl.DataFrame:
    """How many of a given list stand among the first so many.

    Args:
        result: neighbourhoods in order.
        listed: codes of the list.
        within: how far down to look, such as 145, 200 and 300.

    Returns:
        `within`, `found`, `listed`.
    """
    places = result.table.filter(pl.col(KEY).is_in(list(listed)))["place"]
    found = [int((places <= limit).sum()) for limit in within]
    return pl.DataFrame({"within": list(within), "found": found}).with_columns(
        listed=pl.lit(len(set(listed)))
    )


def _check_group(spec: ShortlistSpec, table: pl.DataFrame) -> None:
    """A cap needs the district of every neighbourhood."""
    came = f"the columns {', '.join(table.columns)}"
    if spec.group in table.columns:
        lacking = table[spec.group].null_count()
        came = f"{lacking} without one" if lacking else ""
    if came:
        expected = "the district of every neighbourhood, since there is a cap"
        raise InputError(InputProblem(expected, came, column=spec.group))


def _combined(combining: str, deprivation: Floats, infrastructure: Floats) -> Floats:
    if combining == "milder of the two":
        return np.maximum(deprivation, infrastructure)
    if combining == "worse of the two":
        return np.minimum(deprivation, infrastructure)
    return (deprivation + infrastructure) / 2


def _placed(spec: ShortlistSpec, ordered: pl.DataFrame) -> pl.DataFrame:
    known = pl.col("_score").is_not_nan()
    frame = ordered.with_columns(place_without_cap=pl.when(known).then(known.cum_sum()))
    over = pl.lit(False)
    if spec.cap is not None:
        over = known & (known.cum_sum().over(spec.group) > spec.cap)
    frame = frame.with_columns(over_cap=over)
    taken = known & ~pl.col("over_cap")
    placed = frame.with_columns(place=pl.when(taken).then(taken.cum_sum()))
    first = [KEY, "place", "place_without_cap", "over_cap"]
    return placed.select(*first, pl.exclude(first))


def _problems(spec: ShortlistSpec) -> Iterator[InputProblem]:
    if spec.combining not in get_args(Combining):
        expected = " or ".join(map(repr, get_args(Combining)))
        yield InputProblem(expected, repr(spec.combining), column="combining")
    if spec.cap is not None and spec.cap < 1:
        yield InputProblem("a cap of 1 or more, or none", str(spec.cap), column="cap")
    for name in ("deprivation", "infrastructure", "share", "group"):
        if not getattr(spec, name):
            yield InputProblem("the name of a column", "nothing", column=name)
