"""Ranks of the open social infrastructure index for any geography, as `find` uses them."""

from __future__ import annotations

import polars as pl

from commonweal.atlas import Atlas
from commonweal.atlas.records import Series
from commonweal.catalogue import GEOGRAPHIES
from commonweal.errors import MethodNotApplicable
from commonweal.find.aggregate import aggregate_by_people
from commonweal.find.normalise import ranks_of_known
from commonweal.find.open_index.held import GEOGRAPHY, RELEASE, open_index_inputs
from commonweal.find.open_index.index import OpenIndexResult, open_infrastructure_index
from commonweal.find.open_index.spec import open_index_spec
from commonweal.find.ranks_in import IndexRanks
from commonweal.find.tables import KEY, column_values

OPEN = "open"
"""What a person asks for in place of an edition of the Community Needs Index."""
OPEN_LABEL = "open social infrastructure index"


def open_index_ranks(atlas: Atlas, geography: str) -> IndexRanks:
    """Ranks of the open index for a geography: made for LSOA 2021, averaged for larger areas.

    Raises:
        UnknownIndicator: its measures are not held.
        MethodNotApplicable: no lookup leads from LSOA 2021 to the geography.
    """
    inputs = open_index_inputs(atlas)
    result = open_infrastructure_index(inputs.table, open_index_spec())
    series = _series(result)
    if geography == GEOGRAPHY:
        table = result.table.select(KEY, pl.col("rank").cast(pl.Float64))
        return IndexRanks(table, result.ranked, "made", series, inputs.releases)
    lookup = atlas.lookup(GEOGRAPHY, geography)
    if not lookup.height:
        raise MethodNotApplicable(
            f"The open index is made for {GEOGRAPHIES[GEOGRAPHY].plural}, and no lookup leads from "
            f"there to {GEOGRAPHIES[geography].title}. Ask for one of those, or of MSOAs 2021."
        )
    people = atlas.areas(GEOGRAPHY).select(KEY, "people")
    scores = result.table.select(KEY, "score").join(people, on=KEY)
    pairs = lookup.select(pl.col("from_code").alias(KEY), to="to_code", share="weight")
    means = aggregate_by_people(scores, pairs, ["score"], group="to")
    found, ranked = ranks_of_known(column_values(means, "score"), highest_first=True)
    table = means.select(KEY).with_columns(rank=pl.Series(found).fill_nan(None))
    return IndexRanks(table, ranked, "made and averaged", series, inputs.releases)


def _series(result: OpenIndexResult) -> Series:
    """A record for the index, which is made here and not held."""
    return Series(
        indicator="open_index.rank",
        period=result.spec.edition,
        geography=GEOGRAPHY,
        release=RELEASE,
        areas=result.ranked,
        file="",
        sheet="",
        column="",
        redistribute="yes",
    )
