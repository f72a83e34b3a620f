"""The editions of an index, each put on the same areas."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

import polars as pl

from commonweal.atlas import Atlas
from commonweal.catalogue import geography
from commonweal.errors import UnknownIndicator
from commonweal.find.change.spec import Edition
from commonweal.find.ranks_in import IndexRanks, index_ranks
from commonweal.find.tables import KEY
from commonweal.parameters import number

FIRST_EDITION = str(int(number("change.first_edition")))


@dataclass(frozen=True, slots=True)
class Followed:
    """An index on the areas of one geography, edition by edition.

    Attributes:
        index: the index, such as `imd`.
        geography: id of the geography.
        ranks: by edition, oldest first: the ranks and how they came about.
        editions: the same with the mark of what is approximate, as `change_over_time` takes them.
    """

    index: str
    geography: str
    ranks: dict[str, IndexRanks]
    editions: tuple[Edition, ...]


def editions_in(atlas: Atlas, index: str, kind: str) -> tuple[str, ...]:
    """Editions of an index since 2004 that are held for areas, or can be put on them.

    Raises:
        UnknownIndicator: the index is not held at all.
    """
    held = list(atlas.indicator(f"{index}.rank").series)
    with suppress(UnknownIndicator):
        held += atlas.indicator(f"{index}.score").series
    leading = atlas.query(
        "select distinct from_geography from {lookups} where to_geography = ?", [kind]
    )
    reach = {kind, *leading["from_geography"]}
    found = {item.period for item in held if item.geography in reach}
    return tuple(sorted(period for period in found if period >= FIRST_EDITION))


def follow(
    atlas: Atlas, index: str, geography_id: str, periods: Iterable[str] | None = None
) -> Followed:
    """Put editions of an index (all that reach the areas, if none is named) on the same areas.

    An area that came from one older area alone has the rank published for that. Others have the
    rank that the mean of their origins' scores would have taken, weighted by people; they are
    marked as approximate.

    Raises:
        UnknownIndicator: the index, or a named edition of it, is not held.
        MethodNotApplicable: a named edition cannot be put on these areas.
    """
    kind = geography(geography_id).id
    chosen = sorted(periods) if periods is not None else editions_in(atlas, index, kind)
    ranks = {period: index_ranks(atlas, index, period, kind) for period in chosen}
    editions = tuple(_edition(atlas, index, item, kind) for item in ranks.values())
    return Followed(index, kind, ranks, editions)


def _edition(atlas: Atlas, index: str, ranks: IndexRanks, kind: str) -> Edition:
    """An edition's ranks with the mark of what is approximate."""
    period, origin = ranks.series.period, ranks.series.geography
    if ranks.way == "published":
        table = ranks.table.with_columns(approximate=pl.lit(value=False))
        return Edition(period, table, ranks.ranked)
    lookup = atlas.lookup(origin, kind).filter(pl.col("weight") > 0)
    alike = pl.col("change").is_in(["U", "exact"]) & ~pl.col("approximate")
    marks = lookup.group_by(pl.col("to_code").alias(KEY)).agg(approximate=~alike.all())
    table = ranks.table.join(marks, on=KEY, how="left", maintain_order="left")
    if ranks.way == "carried":
        table = _as_published(atlas, index, ranks, table, lookup)
    return Edition(period, table, ranks.ranked)


def _as_published(
    atlas: Atlas, index: str, ranks: IndexRanks, table: pl.DataFrame, lookup: pl.DataFrame
) -> pl.DataFrame:
    """The ranks, but published ones for areas that came from one older area alone.

    Scores are published with few decimals: areas with equal ones have ranks of their own, which
    scores cannot give back.
    """
    try:
        series = atlas.series(f"{index}.rank", ranks.series.period, ranks.series.geography)
    except UnknownIndicator:
        return table
    own = atlas.observations(series.indicator, series.period, series.geography)
    single = lookup.filter(pl.len().over("to_code") == 1).join(
        own, left_on="from_code", right_on=KEY
    )
    published = single.select(pl.col("to_code").alias(KEY), published="value")
    return (
        table.join(published, on=KEY, how="left", maintain_order="left")
        .with_columns(rank=pl.coalesce("published", "rank"))
        .drop("published")
    )
