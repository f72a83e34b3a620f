"""District summaries made here, beside those published."""

from __future__ import annotations

import polars as pl

from commonweal.find import (
    MEASURES,
    Agreement,
    agreement,
    agreements,
    imd_spec,
    make_index,
    summarise,
)
from commonweal.find.summaries import PRINTED_DIGITS
from commonweal.find.tables import KEY, column_values
from commonweal.report.districts import district_summaries
from commonweal.report.evidence.held import Held, remembered
from commonweal.stats import mean_ranks

EDITIONS = {"2025": ("lsoa21", "district24", "2022"), "2019": ("lsoa11", "district19", "2015")}
"""Edition of the index: its small areas, its districts, the year of the people it counts."""


@remembered
def published(held: Held, edition: str) -> pl.DataFrame:
    """The five measures of every district as published."""
    columns = {name: (f"imd.summary.{name}", edition) for name in MEASURES}
    return held.values(columns, EDITIONS[edition][1])


@remembered
def ours(held: Held, edition: str) -> pl.DataFrame:
    """The five measures of every district as `commonweal districts` makes them."""
    return district_summaries(held.atlas, edition, EDITIONS[edition][1]).result.table


@remembered
def compared(held: Held, edition: str) -> dict[str, Agreement]:
    """Agreement of each measure to the digits that are printed."""
    found = agreements(ours(held, edition), published(held, edition))
    return {each.column: each for each in found}


def differing(held: Held, edition: str) -> list[str]:
    """Codes of the districts of which a measure differs."""
    found = compared(held, edition).values()
    return sorted({code for each in found for code in each.misses[KEY]})


def small_areas(held: Held, edition: str) -> pl.DataFrame:
    """Small areas: published `rank` and `score`, `people` as the index counts, `group_code`."""
    geography, district, people = EDITIONS[edition]
    columns = {"rank": ("imd.rank", edition), "score": ("imd.score", edition)}
    table = held.values(columns | {"people": ("people.total", people)}, geography)
    pairs = held.atlas.lookup(geography, district)
    return table.join(pairs.select(pl.col("from_code").alias(KEY), group_code="to_code"), on=KEY)


def in_full(held: Held, edition: str) -> pl.DataFrame:
    """The same with scores in full and with mean ranks for areas that tie, as the measures use."""
    spec = imd_spec(edition)
    domains = {name: (f"imd.{name}.rank", edition) for name in spec.columns()}
    made = make_index(spec, held.values(domains, EDITIONS[edition][0])).table
    table = small_areas(held, edition).drop("score").join(made.select(KEY, "score"), on=KEY)
    ranks = mean_ranks(column_values(table, "rank"), highest_first=False)
    return table.with_columns(rank=pl.Series(ranks))


def average_score_from_rounded(held: Held, edition: str) -> Agreement:
    """Agreement of the average score when it is made from LSOA scores as they are published."""
    table = small_areas(held, edition)
    made = summarise(table.drop("group_code"), table.select(KEY, "group_code")).table
    measure = "average_score"
    return agreement(made, published(held, edition), measure, PRINTED_DIGITS[measure])
