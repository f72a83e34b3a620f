"""Ranks of an index for any geography, from what an atlas holds.

Three ways, tried in this order, and the answer says which was taken (`made` is that of the open
index, which is not published but made here):

1. `published`: the ranks are held for the geography at that edition.
2. `carried`: the index was made on an older vintage of the same areas (IMD 2019 on LSOA 2011).
   Its scores are carried over as means weighted by people and placed among the areas of their
   own vintage: rank = 1 + the number of those areas with a higher score.
3. `averaged`: the geography is made of smaller areas. Its score is the mean of theirs weighted
   by people, ranked among the areas of the geography, as the published ward lists do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

from commonweal.atlas import Atlas
from commonweal.atlas.records import Series
from commonweal.catalogue import GEOGRAPHIES
from commonweal.errors import MethodNotApplicable
from commonweal.find.aggregate import aggregate_by_people
from commonweal.find.normalise import ranks_of_known
from commonweal.find.tables import KEY, column_values
from commonweal.find.vintage import carry_ranks

Way = Literal["published", "carried", "averaged", "made", "made and averaged", "built"]


@dataclass(frozen=True, slots=True)
class IndexRanks:
    """Ranks of an index for the areas of a geography.

    Attributes:
        table: `area_code`, `rank` (1 the worst; null where not known).
        ranked: number of areas that the ranks were made among.
        way: how they came about.
        series: the series they were made from.
        releases: where they were made from several releases, all of them.
    """

    table: pl.DataFrame
    ranked: int
    way: Way
    series: Series
    releases: tuple[str, ...] = ()

    def explain(self) -> str:
        """How the ranks came about, in plain words."""
        held = GEOGRAPHIES[self.series.geography].plural
        if self.way == "published":
            return f"Ranks as published for {held}."
        if self.way == "built":
            return f"Made here by a recipe of one's own, for {held}."
        if self.way == "made":
            return f"Made here from open data for {held}."
        if self.way == "made and averaged":
            return (
                f"Made here from open data for {held}; means of their scores, weighted by people."
            )
        if self.way == "carried":
            return (
                f"Scores of {held}, carried to the newer areas as means weighted by people, "
                f"and placed among the {self.ranked:,} areas they were published for."
            )
        return f"Means of the scores of {held}, weighted by people, ranked here."


def index_ranks(atlas: Atlas, index: str, period: str, geography: str) -> IndexRanks:
    """Ranks of `index` (`imd`, `cni`, `imd.income`) at an edition, for a geography.

    Raises:
        UnknownIndicator: the index is not held at that edition for any geography.
        MethodNotApplicable: what is held cannot be carried to this geography.
    """
    ranks = [item for item in atlas.indicator(f"{index}.rank").series if item.period == period]
    for item in ranks:
        if item.geography == geography:
            values = atlas.observations(f"{index}.rank", period, geography)
            table = values.select(KEY, pl.col("value").alias("rank"))
            return IndexRanks(table, item.areas, "published", item)
    series = _series_to_carry(atlas, index, period, geography)
    scores, lookup = _scores(atlas, index, series), atlas.lookup(series.geography, geography)
    pairs = lookup.select(pl.col("from_code").alias(KEY), to="to_code", share="weight")
    if _same_level(series.geography, geography):
        carried = carry_ranks(scores, pairs, successor="to")
        return IndexRanks(carried.select(KEY, "rank"), scores.height, "carried", series)
    means = aggregate_by_people(scores, pairs, ["score"], group="to")
    found, ranked = ranks_of_known(column_values(means, "score"), highest_first=True)
    table = means.select(KEY).with_columns(rank=found).with_columns(pl.col("rank").fill_nan(None))
    return IndexRanks(table, ranked, "averaged", series)


def _series_to_carry(atlas: Atlas, index: str, period: str, geography: str) -> Series:
    """The score series whose areas lead to the geography: the same level first, else smaller."""
    held = [item for item in atlas.indicator(f"{index}.score").series if item.period == period]
    atlas.series(f"{index}.score", period)
    leading = [item for item in held if atlas.lookup(item.geography, geography).height]
    if not leading:
        names = ", ".join(GEOGRAPHIES[item.geography].title for item in held)
        raise MethodNotApplicable(
            f"{index} {period} is held for {names}, and no lookup leads from there to "
            f"{GEOGRAPHIES[geography].title}. Ask for one of those, or another edition."
        )
    return max(leading, key=lambda item: (_same_level(item.geography, geography), item.areas))


def _scores(atlas: Atlas, index: str, series: Series) -> pl.DataFrame:
    """Published scores with the people who weigh them."""
    scores = atlas.observations(f"{index}.score", series.period, series.geography)
    people = people_of(atlas, series)
    return scores.select(KEY, score="value").join(people, on=KEY)


def people_of(atlas: Atlas, series: Series) -> pl.DataFrame:
    """People as the index's own publisher counted them, else the latest held."""
    own = [
        item
        for item in atlas.indicator("people.total").series
        if item.release == series.release and item.geography == series.geography
    ]
    if not own:
        return atlas.areas(series.geography).select(KEY, "people")
    found = atlas.observations("people.total", own[0].period, series.geography)
    return found.select(KEY, people="value")


def _same_level(first: str, second: str) -> bool:
    return GEOGRAPHIES[first].level == GEOGRAPHIES[second].level
